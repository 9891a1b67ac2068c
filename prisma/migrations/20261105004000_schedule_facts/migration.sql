-- Why: one assessment may count for several schedule rules, and says for which. A random share of people or sessions is
-- drawn once per period, with a seed that nobody who rates can read. Conflicts of interest of raters are dated facts.
-- A program lead makes new versions of schedule rules; versions that exist never change.
-- Locks: a short ACCESS EXCLUSIVE on assessment (a constant default needs no rewrite); the tables are new.
-- Forward: ALTER TABLE, ALTER POLICY.
ALTER TABLE "assessment" ADD COLUMN "counts_for" TEXT[] NOT NULL DEFAULT '{}';

CREATE TABLE "schedule_draw" (
    "program_id" UUID NOT NULL,
    "rule_code" TEXT NOT NULL,
    "period_on" DATE NOT NULL,
    "seed" TEXT NOT NULL,
    "population" INTEGER NOT NULL,
    "drawn_ids" UUID[] NOT NULL,
    "strata" JSONB NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_draw_pkey" PRIMARY KEY ("program_id", "rule_code", "period_on"),
    CONSTRAINT "schedule_draw_within_population" CHECK (cardinality("drawn_ids") <= "population")
);
ALTER TABLE "schedule_draw" ADD CONSTRAINT "schedule_draw_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "rater_conflict" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "rater_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "reason" TEXT NOT NULL,
    "recorded_by_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rater_conflict_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rater_conflict_of_two" CHECK ("rater_id" <> "subject_id"),
    CONSTRAINT "rater_conflict_days" CHECK ("ends_on" IS NULL OR "ends_on" > "starts_on"),
    CONSTRAINT "rater_conflict_has_reason" CHECK (length(btrim("reason")) BETWEEN 1 AND 500)
);
CREATE UNIQUE INDEX "rater_conflict_rater_id_subject_id_starts_on_key" ON "rater_conflict"("rater_id", "subject_id", "starts_on");
CREATE INDEX "rater_conflict_program_id_idx" ON "rater_conflict"("program_id");
CREATE INDEX "rater_conflict_subject_id_idx" ON "rater_conflict"("subject_id");
CREATE INDEX "rater_conflict_recorded_by_id_idx" ON "rater_conflict"("recorded_by_id");
ALTER TABLE "rater_conflict" ADD CONSTRAINT "rater_conflict_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rater_conflict" ADD CONSTRAINT "rater_conflict_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rater_conflict" ADD CONSTRAINT "rater_conflict_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rater_conflict" ADD CONSTRAINT "rater_conflict_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

GRANT SELECT ON schedule_draw TO throughline_web;
GRANT SELECT, INSERT, UPDATE ON schedule_draw TO throughline_worker;
GRANT SELECT, INSERT, UPDATE ON rater_conflict TO throughline_web;
GRANT SELECT ON rater_conflict TO throughline_worker;
ALTER TABLE schedule_draw ENABLE ROW LEVEL SECURITY;
ALTER TABLE rater_conflict ENABLE ROW LEVEL SECURITY;

CREATE POLICY lead_reads ON schedule_draw FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead', 'evaluator')));
CREATE POLICY job ON schedule_draw TO throughline_worker
  USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()));

CREATE POLICY rater_and_lead_read ON rater_conflict FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (rater_id = (SELECT app.person_id()) OR (SELECT app.has_role('lead'))));
CREATE POLICY lead_writes ON rater_conflict TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')));
CREATE POLICY job ON rater_conflict FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));

CREATE POLICY lead_adds ON schedule_rule FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')));
