-- Why: what a rater writes beside the answers (what went well, next steps, what was looked at) stood in a row that the person
-- rated and those with oversight read from its first day on; pages alone hid it. It is read where the answers are.
-- Locks: a short ACCESS EXCLUSIVE on assessment. A later column has to be granted to throughline_web.
-- Forward: CREATE OR REPLACE FUNCTION.

REVOKE SELECT ON assessment FROM throughline_web;
DO $$
BEGIN
  EXECUTE format('GRANT SELECT (%s) ON assessment TO throughline_web', (
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = 'assessment'::regclass AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('strengths', 'next_steps', 'evidence')));
END $$;

-- As rater_and_subject_read on assessment_response.
CREATE FUNCTION app.rater_words(p_assessment_id uuid) RETURNS TABLE (strengths text, next_steps text, evidence text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT one.strengths, one.next_steps, one.evidence FROM assessment one
  WHERE one.id = p_assessment_id AND one.program_id = app.program_id()
    AND (one.rater_id = app.person_id()
      OR (one.subject_id = app.person_id() AND one.state IN ('submitted', 'final') AND NOT one.is_held AND one.part <> 'second')
      OR one.id = ANY (app.partner_rating_ids()))
$$;
REVOKE ALL ON FUNCTION app.rater_words(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.rater_words(uuid) TO throughline_web;
