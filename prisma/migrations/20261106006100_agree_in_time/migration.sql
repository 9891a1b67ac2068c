-- Why: what two raters agree on was written by one of them alone; when they left or forgot it, nobody could go on.
-- Locks: none. Forward: CREATE OR REPLACE.
-- Makes the other rater of a pair the one who writes down what both agree on, with what is written so far. Returns its id,
-- or null when there is nothing unfinished of somebody else.
CREATE FUNCTION app.take_over_consensus(p_double_rating_id uuid) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  UPDATE assessment SET rater_id = app.person_id() FROM double_rating pair
  WHERE pair.id = p_double_rating_id AND pair.program_id = app.program_id() AND pair.completed_at IS NOT NULL
    AND app.person_id() IN (pair.first_rater_id, pair.second_rater_id)
    AND assessment.id = pair.consensus_id AND assessment.state IN ('open', 'in_progress')
    AND assessment.rater_id IS DISTINCT FROM app.person_id()
  RETURNING assessment.id
$$;
REVOKE ALL ON FUNCTION app.take_over_consensus(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.take_over_consensus(uuid) TO throughline_web;
