-- Why: an administrator sees the runs of their own program, and those of no program (mail of accounts). The query of
-- the job page says so already; now a query that forgets it does not show another program's runs either.
-- Locks: ACCESS EXCLUSIVE on job_run for an instant (catalogue only). Forward: ALTER POLICY again.

ALTER POLICY administrator_reads ON job_run
  USING ((program_id IS NULL OR program_id = (SELECT app.program_id())) AND (SELECT app.has_role('admin')));
