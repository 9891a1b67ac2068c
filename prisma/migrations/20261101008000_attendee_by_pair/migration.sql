-- Why: a coach's page looks for the newest session with each of their people. Under row-level security the planner
-- expects one row for a pair and sorts all of them; in the order of this index the first row is the answer.
-- Locks: SHARE on session_attendee while it is built, about a second for a million rows. Forward: drop by name.
-- CreateIndex
CREATE INDEX "session_attendee_person_id_lead_coach_id_session_on_idx" ON "session_attendee"("person_id", "lead_coach_id", "session_on" DESC);
