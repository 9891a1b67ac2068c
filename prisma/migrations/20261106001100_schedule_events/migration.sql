-- Why: rules may ask for a review after a complaint, and nothing recorded one. Leads of the coach's site alone read and
-- write the record; the scheduler reads that there was one, and when.
-- Locks: none on existing tables; the table is new. Forward: ALTER TABLE, ALTER POLICY.
CREATE TYPE "schedule_event_kind" AS ENUM ('complaint');

CREATE TABLE "schedule_event" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "kind" "schedule_event_kind" NOT NULL,
    "happened_on" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "recorded_by_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "schedule_event_has_note" CHECK (length(btrim("note")) BETWEEN 1 AND 300)
);
CREATE UNIQUE INDEX "schedule_event_once_a_day" ON "schedule_event"("subject_id", "kind", "happened_on") WHERE "taken_back_at" IS NULL;
CREATE INDEX "schedule_event_subject_id_idx" ON "schedule_event"("subject_id");
CREATE INDEX "schedule_event_site_id_happened_on_idx" ON "schedule_event"("site_id", "happened_on");
CREATE INDEX "schedule_event_program_id_idx" ON "schedule_event"("program_id");
CREATE INDEX "schedule_event_recorded_by_id_idx" ON "schedule_event"("recorded_by_id");
ALTER TABLE "schedule_event" ADD CONSTRAINT "schedule_event_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "schedule_event" ADD CONSTRAINT "schedule_event_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "schedule_event" ADD CONSTRAINT "schedule_event_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "schedule_event" ADD CONSTRAINT "schedule_event_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A record says what it said; it is taken back, never rewritten.
GRANT SELECT, INSERT ON schedule_event TO throughline_web;
GRANT UPDATE (taken_back_at) ON schedule_event TO throughline_web;
GRANT SELECT ON schedule_event TO throughline_worker;
ALTER TABLE schedule_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY lead_of_site ON schedule_event TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]));
CREATE POLICY job ON schedule_event FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
