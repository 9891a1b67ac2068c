-- Why: a program lead waives a review that will not take place, with a reason, and the record says who approved it.
-- Locks: none on existing tables but a short one on assessment for its policy; the table is new.
-- Forward: ALTER TABLE, ALTER POLICY.
CREATE TABLE "assessment_waiver" (
    "assessment_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_waiver_pkey" PRIMARY KEY ("assessment_id"),
    CONSTRAINT "assessment_waiver_has_reason" CHECK (length(btrim("reason")) BETWEEN 1 AND 500)
);
CREATE INDEX "assessment_waiver_site_id_idx" ON "assessment_waiver"("site_id");
CREATE INDEX "assessment_waiver_program_id_idx" ON "assessment_waiver"("program_id");
CREATE INDEX "assessment_waiver_approved_by_id_idx" ON "assessment_waiver"("approved_by_id");
ALTER TABLE "assessment_waiver" ADD CONSTRAINT "assessment_waiver_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "assessment_waiver" ADD CONSTRAINT "assessment_waiver_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment_waiver" ADD CONSTRAINT "assessment_waiver_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment_waiver" ADD CONSTRAINT "assessment_waiver_approved_by_id_fkey" FOREIGN KEY ("approved_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

GRANT SELECT, INSERT ON assessment_waiver TO throughline_web;
GRANT SELECT ON assessment_waiver TO throughline_worker;
ALTER TABLE assessment_waiver ENABLE ROW LEVEL SECURITY;
CREATE POLICY oversight_reads ON assessment_waiver FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND site_id = ANY ((SELECT app.site_ids())::uuid[]));
CREATE POLICY lead_writes ON assessment_waiver FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND approved_by_id = (SELECT app.person_id()));
CREATE POLICY job ON assessment_waiver FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));

CREATE POLICY lead_waives ON assessment FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND state IN ('planned', 'open', 'in_progress'))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND state = 'waived');
