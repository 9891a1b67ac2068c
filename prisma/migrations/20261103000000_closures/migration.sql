-- Why: days on which the agency, or one site, is closed. They plan no sessions, and what the agency cancels in them is
-- nobody's missed session, if people were told beforehand. A closure entered by mistake is withdrawn, not deleted: the
-- figures of its months are worked out again.
-- Locks: none on existing tables; the table is new.
-- Forward: ALTER TABLE, ALTER POLICY.
CREATE TABLE "closure" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID,
    "name" TEXT NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "announced_on" DATE NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "closure_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "closure_days" CHECK ("last_on" >= "first_on" AND "last_on" < "first_on" + 62),
    CONSTRAINT "closure_has_name" CHECK (length(btrim("name")) BETWEEN 1 AND 80)
);
CREATE INDEX "closure_program_id_first_on_idx" ON "closure"("program_id", "first_on");
CREATE INDEX "closure_site_id_idx" ON "closure"("site_id");
ALTER TABLE "closure" ADD CONSTRAINT "closure_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "closure" ADD CONSTRAINT "closure_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE ON closure TO throughline_web;
GRANT SELECT ON closure TO throughline_worker;
ALTER TABLE closure ENABLE ROW LEVEL SECURITY;
CREATE POLICY program_reads ON closure FOR SELECT TO throughline_web USING (program_id = (SELECT app.program_id()));
CREATE POLICY administrator_writes ON closure TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')));
CREATE POLICY job ON closure FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
