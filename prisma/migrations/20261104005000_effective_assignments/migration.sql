-- Why: coaching ends when the coach or the coachee leaves the program, whatever day the assignment names. Whoever asks who
-- is coached, what is planned or due asks this view; handovers and the record of assignments read the table, so that a
-- coach who leaves can still hand over. Rows and people are seen under the policies of whoever asks.
-- Locks: none. Forward: CREATE OR REPLACE VIEW.
CREATE VIEW effective_coach_assignment WITH (security_invoker = true) AS
SELECT assigned.id, assigned.program_id, assigned.site_id, assigned.unit_id, assigned.coach_id, assigned.coachee_id,
  assigned.intensity, assigned.starts_on, LEAST(assigned.ends_on, coach.deactivated_on, coachee.deactivated_on) AS ends_on,
  assigned.group_assignment_id
FROM coach_assignment assigned
LEFT JOIN person coach ON coach.id = assigned.coach_id
LEFT JOIN person coachee ON coachee.id = assigned.coachee_id
WHERE LEAST(coach.deactivated_on, coachee.deactivated_on) IS NULL
  OR LEAST(coach.deactivated_on, coachee.deactivated_on) > assigned.starts_on;
GRANT SELECT ON effective_coach_assignment TO throughline_web, throughline_worker;
