-- Why: coaches plan ahead. A session plan says which days its sessions fall on; each of those days becomes one planned
-- coaching_session, which keeps its place in the plan (plan_id, occurrence_on) when it is moved. That pair is unique, so
-- a plan can be filled twice, in parallel or after a crash. A planned session that is taken out before its day is no
-- record of coaching: its row goes, and withdrawn_session keeps that its day stays free and that calendars cancel it.
-- The successor of a moved session is the successor of no other, and no chain of moves comes back to its beginning.
-- Locks: ACCESS EXCLUSIVE on coaching_session for an instant for the columns; SHARE while its two indexes are built,
-- seconds for a million rows. The other tables are new. Forward: CREATE OR REPLACE the function, ALTER POLICY.
CREATE TABLE "session_plan" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "every" INTEGER NOT NULL,
    "weekdays" INTEGER[],
    "week_of_month" INTEGER,
    "start_time" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "modality" "session_modality" NOT NULL,
    "follows_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "session_plan_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_plan_days" CHECK ("ends_on" >= "starts_on" - 1),
    CONSTRAINT "session_plan_every" CHECK ("every" BETWEEN 1 AND 12),
    CONSTRAINT "session_plan_weekdays" CHECK (
      cardinality("weekdays") BETWEEN 1 AND 7 AND "weekdays" <@ ARRAY[1, 2, 3, 4, 5, 6, 7]),
    CONSTRAINT "session_plan_week_of_month" CHECK (
      "week_of_month" IS NULL OR ("week_of_month" IN (-1, 1, 2, 3, 4) AND cardinality("weekdays") = 1)),
    CONSTRAINT "session_plan_start_time" CHECK ("start_time" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    CONSTRAINT "session_plan_minutes" CHECK ("minutes" BETWEEN 5 AND 480)
);
CREATE UNIQUE INDEX "session_plan_id_coach_id_key" ON "session_plan"("id", "coach_id");
CREATE INDEX "session_plan_coach_id_starts_on_idx" ON "session_plan"("coach_id", "starts_on");
CREATE INDEX "session_plan_program_id_id_idx" ON "session_plan"("program_id", "id");
CREATE INDEX "session_plan_follows_id_idx" ON "session_plan"("follows_id");
ALTER TABLE "session_plan" ADD CONSTRAINT "session_plan_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_plan" ADD CONSTRAINT "session_plan_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_plan" ADD CONSTRAINT "session_plan_follows_id_fkey" FOREIGN KEY ("follows_id") REFERENCES "session_plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "session_plan_attendee" (
    "plan_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "session_plan_attendee_pkey" PRIMARY KEY ("plan_id", "person_id")
);
CREATE INDEX "session_plan_attendee_plan_id_coach_id_idx" ON "session_plan_attendee"("plan_id", "coach_id");
CREATE INDEX "session_plan_attendee_person_id_idx" ON "session_plan_attendee"("person_id");
ALTER TABLE "session_plan_attendee" ADD CONSTRAINT "session_plan_attendee_plan_id_coach_id_fkey" FOREIGN KEY ("plan_id", "coach_id") REFERENCES "session_plan"("id", "coach_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_plan_attendee" ADD CONSTRAINT "session_plan_attendee_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "session_plan_focus" (
    "plan_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "essential_function_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,

    CONSTRAINT "session_plan_focus_pkey" PRIMARY KEY ("plan_id", "essential_function_id")
);
CREATE INDEX "session_plan_focus_plan_id_coach_id_idx" ON "session_plan_focus"("plan_id", "coach_id");
CREATE INDEX "session_plan_focus_essential_function_id_idx" ON "session_plan_focus"("essential_function_id");
ALTER TABLE "session_plan_focus" ADD CONSTRAINT "session_plan_focus_plan_id_coach_id_fkey" FOREIGN KEY ("plan_id", "coach_id") REFERENCES "session_plan"("id", "coach_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_plan_focus" ADD CONSTRAINT "session_plan_focus_essential_function_id_fkey" FOREIGN KEY ("essential_function_id") REFERENCES "essential_function"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "withdrawn_session" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "attendee_ids" UUID[],
    "plan_id" UUID,
    "occurrence_on" DATE,
    "session_on" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawn_session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "withdrawn_session_occurrence" CHECK (("plan_id" IS NULL) = ("occurrence_on" IS NULL))
);
CREATE UNIQUE INDEX "withdrawn_session_plan_id_occurrence_on_key" ON "withdrawn_session"("plan_id", "occurrence_on");
CREATE INDEX "withdrawn_session_coach_id_session_on_idx" ON "withdrawn_session"("coach_id", "session_on");
CREATE INDEX "withdrawn_session_attendee_ids_idx" ON "withdrawn_session" USING GIN ("attendee_ids");
ALTER TABLE "withdrawn_session" ADD CONSTRAINT "withdrawn_session_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "withdrawn_session" ADD CONSTRAINT "withdrawn_session_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "withdrawn_session" ADD CONSTRAINT "withdrawn_session_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "session_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "coaching_session"
  ADD COLUMN "plan_id" UUID,
  ADD COLUMN "occurrence_on" DATE,
  -- Made from its plan and touched by nobody since: it changes with the plan.
  ADD COLUMN "follows_plan" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_occurrence
  CHECK ((plan_id IS NULL) = (occurrence_on IS NULL) AND NOT (follows_plan AND plan_id IS NULL));
ALTER TABLE coaching_session ADD CONSTRAINT coaching_session_moved_has_status
  CHECK (rescheduled_to_id IS NULL OR status IN ('rescheduled', 'no_show_coachee', 'no_show_coach'));
CREATE UNIQUE INDEX "coaching_session_plan_id_occurrence_on_key" ON "coaching_session"("plan_id", "occurrence_on");
DROP INDEX "coaching_session_rescheduled_to_id_idx";
CREATE UNIQUE INDEX "coaching_session_rescheduled_to_id_key" ON "coaching_session"("rescheduled_to_id");
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "session_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE FUNCTION refuse_move_in_a_circle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  next_id uuid := NEW.rescheduled_to_id;
BEGIN
  WHILE next_id IS NOT NULL LOOP
    IF next_id = NEW.id THEN
      RAISE EXCEPTION 'session %: its chain of moves comes back to it', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'coaching_session_moves_end';
    END IF;
    SELECT rescheduled_to_id INTO next_id FROM coaching_session WHERE id = next_id;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER coaching_session_moves_end BEFORE INSERT OR UPDATE OF rescheduled_to_id ON coaching_session FOR EACH ROW
  WHEN (NEW.rescheduled_to_id IS NOT NULL) EXECUTE FUNCTION refuse_move_in_a_circle();

GRANT SELECT, INSERT, UPDATE, DELETE ON session_plan, session_plan_attendee, session_plan_focus TO throughline_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawn_session TO throughline_web;
-- A job takes a plan for itself while it fills it, which needs the right to update.
GRANT SELECT, UPDATE ON session_plan TO throughline_worker;
GRANT SELECT ON session_plan_attendee, session_plan_focus, withdrawn_session TO throughline_worker;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['session_plan', 'session_plan_attendee', 'session_plan_focus', 'withdrawn_session'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_plans ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))
      WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))', t);
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
END $$;
-- Whose calendar a withdrawn session stood in.
CREATE POLICY attendee_reads ON withdrawn_session FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND attendee_ids @> ARRAY[(SELECT app.person_id())]);
CREATE POLICY coach_withdraws ON coaching_session FOR DELETE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()) AND status = 'scheduled');
