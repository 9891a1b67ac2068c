-- Why: a session that was taken out of the calendar by mistake can be put back as it was. withdrawn_session keeps its rows:
-- who, when, how and about what. There are no words among them, since a session that holds words is not taken out.
-- Locks: ACCESS EXCLUSIVE on withdrawn_session for an instant. Forward: drop the column.
ALTER TABLE "withdrawn_session" ADD COLUMN "was" JSONB;
