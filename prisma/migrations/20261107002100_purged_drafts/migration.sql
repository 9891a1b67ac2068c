-- Why: deleted drafts of instruments are gone for good after some weeks; a job takes them away.
-- Locks: those of a grant, a policy and a small index on instrument_draft, for an instant.
-- Forward: drop the policy and revoke DELETE.

GRANT DELETE ON instrument_draft TO throughline_worker;
-- What is open or published is out of the job's reach.
CREATE POLICY job_purges ON instrument_draft FOR DELETE TO throughline_worker
  USING (program_id = (SELECT app.program_id()) AND deleted_at IS NOT NULL AND published_version_id IS NULL);
CREATE INDEX "instrument_draft_deleted" ON "instrument_draft"("program_id", "deleted_at") WHERE "deleted_at" IS NOT NULL;
