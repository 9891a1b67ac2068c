-- Why: that somebody left ends their coaching for whoever sees the assignment, also for those who may not read the person;
-- and asking for the day of leaving no longer gathers everybody whom the asker knows, which costs the more the longer a
-- coach has coached. The function gives ids and days of the actor's program, nothing else about a person.
-- Locks: the index is built while person is locked against writes, a moment. Forward: CREATE OR REPLACE VIEW.
CREATE INDEX person_who_left ON person (program_id, id, deactivated_on) WHERE deactivated_on IS NOT NULL;

CREATE FUNCTION app.leavers() RETURNS TABLE (id uuid, deactivated_on date)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, app, pg_temp AS $$
  SELECT id, deactivated_on FROM person WHERE deactivated_on IS NOT NULL AND program_id = app.program_id()
$$;
REVOKE ALL ON FUNCTION app.leavers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.leavers() TO throughline_web, throughline_worker;

CREATE OR REPLACE VIEW effective_coach_assignment WITH (security_invoker = true) AS
SELECT assigned.id, assigned.program_id, assigned.site_id, assigned.unit_id, assigned.coach_id, assigned.coachee_id,
  assigned.intensity, assigned.starts_on, LEAST(assigned.ends_on, coach.deactivated_on, coachee.deactivated_on) AS ends_on,
  assigned.group_assignment_id
FROM coach_assignment assigned
LEFT JOIN app.leavers() coach ON coach.id = assigned.coach_id
LEFT JOIN app.leavers() coachee ON coachee.id = assigned.coachee_id
WHERE LEAST(coach.deactivated_on, coachee.deactivated_on) IS NULL
  OR LEAST(coach.deactivated_on, coachee.deactivated_on) > assigned.starts_on;
