-- Why: a lead ends a schedule rule from a day on. A version of a rule is otherwise never changed, so of a stored version
-- the end is all that web and worker may write.
-- Locks: those of grants and policies on schedule_rule, for an instant.
-- Forward: drop the policy and grant UPDATE on the table again.

REVOKE UPDATE ON schedule_rule FROM throughline_web, throughline_worker;
GRANT UPDATE (ends_on) ON schedule_rule TO throughline_web;

CREATE POLICY lead_ends ON schedule_rule FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')));
