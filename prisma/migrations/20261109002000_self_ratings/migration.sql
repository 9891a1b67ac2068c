-- People rate themselves where a schedule rule asks for it. Such a rating is its subject's alone: nobody else is its rater, it
-- is no part of a pair, nothing of it waits for a lead or is given back, and nobody amends it.
ALTER TABLE assessment ADD CONSTRAINT assessment_self_rating
  CHECK (rater_type <> 'self' OR (part = 'first' AND NOT is_held AND state NOT IN ('submitted', 'returned')
    AND (rater_id IS NULL OR rater_id = subject_id)));

-- A word on a result answers somebody else's.
ALTER POLICY coach_answers ON feedback_reply
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.site_id = feedback_reply.site_id
      AND a.subject_id = (SELECT app.person_id()) AND a.state = 'final' AND NOT a.is_held AND a.part = 'first'
      AND a.rater_type <> 'self'));
