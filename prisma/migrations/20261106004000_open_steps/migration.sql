-- Why: My people counts the open steps of each person. Row-level security lets no comparison of a status reach an index, so
-- every step of a pair was read to find the few that are open, the more the longer they had met. An index of the open ones
-- alone needs no comparison.
-- Locks: the index is built while action_step is locked against writes, seconds on a large table. Forward: DROP INDEX.
CREATE INDEX action_step_open ON action_step (coachee_id, coach_id) WHERE status IN ('open', 'partly_done');
