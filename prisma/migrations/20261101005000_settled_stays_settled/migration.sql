-- Why: what is settled stays settled even if the code above forgets to ask. A submitted assessment and its answers
-- no longer change under their rater, and a private note belongs to a session of its author.
-- Locks: a short ACCESS EXCLUSIVE per table. Forward: ALTER POLICY again.

CREATE FUNCTION refuse_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'assessment % is settled: a rater changes neither it nor whom it is about', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_settled';
END $$;
CREATE TRIGGER assessment_settled BEFORE UPDATE ON assessment FOR EACH ROW
  WHEN (current_user = 'throughline_web'
    AND (OLD.state IN ('submitted', 'final') OR NEW.subject_id <> OLD.subject_id OR NEW.site_id <> OLD.site_id))
  EXECUTE FUNCTION refuse_settled();

ALTER POLICY rater_writes ON assessment_response
  USING (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())
      AND a.state IN ('open', 'in_progress')))
  WITH CHECK (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())
      AND a.state IN ('open', 'in_progress')));

ALTER POLICY author_only ON session_private_note
  USING (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id AND s.lead_coach_id = (SELECT app.person_id())));
