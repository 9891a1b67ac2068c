-- Why: a rating counts for the record when its rater is known to agree with others. Sets of cases with an expert's master
-- ratings, what people rated of them and how it compared, and days on which training anew was agreed are dated facts;
-- how a rater stands follows from them for any day and is stored nowhere. What is submitted stays as it is, and the
-- master's answers are shown to a rater once an own attempt is in.
-- Locks: none on existing tables; the tables are new. Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE the functions.
CREATE TABLE "calibration_set" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "instrument_version_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "pass_rule" JSONB NOT NULL,
    "valid_months" INTEGER NOT NULL,
    "due_days" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "retired_on" DATE,

    CONSTRAINT "calibration_set_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "calibration_set_named" CHECK (length(btrim("title")) BETWEEN 1 AND 120),
    CONSTRAINT "calibration_set_holds" CHECK ("valid_months" BETWEEN 1 AND 60 AND "due_days" BETWEEN 0 AND 180)
);
CREATE INDEX "calibration_set_program_id_idx" ON "calibration_set"("program_id");
CREATE INDEX "calibration_set_instrument_version_id_idx" ON "calibration_set"("instrument_version_id");
CREATE INDEX "calibration_set_created_by_id_idx" ON "calibration_set"("created_by_id");
ALTER TABLE "calibration_set" ADD CONSTRAINT "calibration_set_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_set" ADD CONSTRAINT "calibration_set_instrument_version_id_fkey" FOREIGN KEY ("instrument_version_id") REFERENCES "instrument_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_set" ADD CONSTRAINT "calibration_set_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "calibration_case" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "reference" TEXT NOT NULL,

    CONSTRAINT "calibration_case_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "calibration_case_named" CHECK (length(btrim("title")) BETWEEN 1 AND 120 AND length(btrim("reference")) BETWEEN 1 AND 500)
);
CREATE INDEX "calibration_case_program_id_idx" ON "calibration_case"("program_id");
CREATE UNIQUE INDEX "calibration_case_set_id_number_key" ON "calibration_case"("set_id", "number");
ALTER TABLE "calibration_case" ADD CONSTRAINT "calibration_case_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_case" ADD CONSTRAINT "calibration_case_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "calibration_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "calibration_attempt" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "is_master" BOOLEAN NOT NULL DEFAULT false,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "submitted_on" DATE,
    "passed" BOOLEAN,
    "figure" DOUBLE PRECISION,
    "reason" TEXT,

    CONSTRAINT "calibration_attempt_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "calibration_attempt_judged" CHECK (("submitted_at" IS NULL) = ("submitted_on" IS NULL)
      AND ("passed" IS NULL OR ("submitted_at" IS NOT NULL AND NOT "is_master"))
      AND ("figure" IS NULL OR "passed" IS NOT NULL) AND ("passed" IS NOT TRUE OR "figure" IS NOT NULL))
);
CREATE INDEX "calibration_attempt_program_id_idx" ON "calibration_attempt"("program_id");
CREATE INDEX "calibration_attempt_person_id_idx" ON "calibration_attempt"("person_id");
CREATE UNIQUE INDEX "calibration_attempt_set_id_person_id_is_master_number_key" ON "calibration_attempt"("set_id", "person_id", "is_master", "number");
CREATE UNIQUE INDEX "calibration_attempt_one_master" ON "calibration_attempt"("set_id") WHERE "is_master";
CREATE UNIQUE INDEX "calibration_attempt_one_open" ON "calibration_attempt"("set_id", "person_id") WHERE "submitted_at" IS NULL AND NOT "is_master";
ALTER TABLE "calibration_attempt" ADD CONSTRAINT "calibration_attempt_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_attempt" ADD CONSTRAINT "calibration_attempt_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "calibration_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calibration_attempt" ADD CONSTRAINT "calibration_attempt_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "calibration_rating" (
    "attempt_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "is_master" BOOLEAN NOT NULL,
    "answers" JSONB NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calibration_rating_pkey" PRIMARY KEY ("attempt_id", "case_id")
);
CREATE INDEX "calibration_rating_case_id_idx" ON "calibration_rating"("case_id");
CREATE INDEX "calibration_rating_program_id_idx" ON "calibration_rating"("program_id");
CREATE INDEX "calibration_rating_set_id_idx" ON "calibration_rating"("set_id");
CREATE INDEX "calibration_rating_person_id_idx" ON "calibration_rating"("person_id");
ALTER TABLE "calibration_rating" ADD CONSTRAINT "calibration_rating_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "calibration_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calibration_rating" ADD CONSTRAINT "calibration_rating_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "calibration_case"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calibration_rating" ADD CONSTRAINT "calibration_rating_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_rating" ADD CONSTRAINT "calibration_rating_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "calibration_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calibration_rating" ADD CONSTRAINT "calibration_rating_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "rater_retraining" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "instrument_id" UUID NOT NULL,
    "agreed_on" DATE NOT NULL,
    "agreed_by_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rater_retraining_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rater_retraining_reason_given" CHECK (length(btrim("reason")) BETWEEN 10 AND 500)
);
CREATE INDEX "rater_retraining_program_id_idx" ON "rater_retraining"("program_id");
CREATE INDEX "rater_retraining_person_id_idx" ON "rater_retraining"("person_id");
CREATE INDEX "rater_retraining_instrument_id_idx" ON "rater_retraining"("instrument_id");
CREATE INDEX "rater_retraining_agreed_by_id_idx" ON "rater_retraining"("agreed_by_id");
ALTER TABLE "rater_retraining" ADD CONSTRAINT "rater_retraining_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rater_retraining" ADD CONSTRAINT "rater_retraining_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rater_retraining" ADD CONSTRAINT "rater_retraining_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rater_retraining" ADD CONSTRAINT "rater_retraining_agreed_by_id_fkey" FOREIGN KEY ("agreed_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Null until a rating is submitted, and where no set of cases is in use.
ALTER TABLE "assessment" ADD COLUMN "is_rater_lapsed" BOOLEAN;

-- Attempts that are finished, and the rules of a set in use, stay as they are. An attempt is judged once, when it is in:
-- only then can its rater read the master's answers.
CREATE FUNCTION refuse_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is submitted and never changes', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_submitted';
END $$;
CREATE TRIGGER calibration_attempt_submitted BEFORE UPDATE ON calibration_attempt FOR EACH ROW
  WHEN (OLD.submitted_at IS NOT NULL AND (OLD.is_master OR OLD.passed IS NOT NULL OR (NEW.submitted_at, NEW.submitted_on, NEW.person_id, NEW.set_id)
    IS DISTINCT FROM (OLD.submitted_at, OLD.submitted_on, OLD.person_id, OLD.set_id)))
  EXECUTE FUNCTION refuse_submitted();
CREATE TRIGGER calibration_set_in_use BEFORE UPDATE ON calibration_set FOR EACH ROW
  WHEN (OLD.published_at IS NOT NULL AND (NEW.title, NEW.pass_rule, NEW.valid_months, NEW.due_days, NEW.instrument_version_id, NEW.published_at)
    IS DISTINCT FROM (OLD.title, OLD.pass_rule, OLD.valid_months, OLD.due_days, OLD.instrument_version_id, OLD.published_at))
  EXECUTE FUNCTION refuse_submitted();

CREATE FUNCTION app.open_attempt_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT id FROM calibration_attempt WHERE person_id = app.person_id() AND submitted_at IS NULL)
$$;
-- Sets of which one has an attempt that is in.
CREATE FUNCTION app.rated_set_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT set_id FROM calibration_attempt
    WHERE person_id = app.person_id() AND submitted_at IS NOT NULL AND NOT is_master)
$$;
REVOKE ALL ON FUNCTION app.open_attempt_ids(), app.rated_set_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_attempt_ids(), app.rated_set_ids() TO throughline_web;

GRANT SELECT, INSERT, UPDATE ON calibration_set, calibration_attempt, calibration_rating TO throughline_web;
GRANT SELECT, INSERT ON calibration_case, rater_retraining TO throughline_web;
GRANT SELECT ON calibration_set, calibration_case, calibration_attempt, calibration_rating, rater_retraining TO throughline_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['calibration_set', 'calibration_case', 'calibration_attempt', 'calibration_rating', 'rater_retraining'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['calibration_set', 'calibration_case'] LOOP
    EXECUTE format('CREATE POLICY author_writes ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''lead'', ''evaluator'')))
      WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''lead'', ''evaluator'')))', t);
  END LOOP;
END $$;
CREATE POLICY rater_reads ON calibration_set FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND published_at IS NOT NULL AND (SELECT app.has_role('supervisor')));
CREATE POLICY rater_reads ON calibration_case FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('supervisor')));

-- One's own; those of raters at sites one answers for; that there is a master rating, and its answers for authors and for
-- whoever has rated the set.
CREATE POLICY own_or_overseen ON calibration_attempt FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead', 'evaluator')) AND (is_master OR person_id = ANY ((SELECT app.site_person_ids())::uuid[])))
      OR (is_master AND set_id = ANY ((SELECT app.rated_set_ids())::uuid[]))));
CREATE POLICY own_begins ON calibration_attempt FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND (NOT is_master OR (SELECT app.has_role('lead', 'evaluator'))));
CREATE POLICY own_finishes ON calibration_attempt FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()));
CREATE POLICY own_or_overseen ON calibration_rating FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead', 'evaluator')) AND (is_master OR person_id = ANY ((SELECT app.site_person_ids())::uuid[])))
      OR (is_master AND set_id = ANY ((SELECT app.rated_set_ids())::uuid[]))));
CREATE POLICY own_open_adds ON calibration_rating FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND attempt_id = ANY ((SELECT app.open_attempt_ids())::uuid[]));
CREATE POLICY own_open_changes ON calibration_rating FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND attempt_id = ANY ((SELECT app.open_attempt_ids())::uuid[]))
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND attempt_id = ANY ((SELECT app.open_attempt_ids())::uuid[]));
CREATE POLICY own_or_overseen ON rater_retraining FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR ((SELECT app.has_role('lead', 'evaluator')) AND person_id = ANY ((SELECT app.site_person_ids())::uuid[]))));
CREATE POLICY lead_agrees ON rater_retraining FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND agreed_by_id = (SELECT app.person_id())
    AND (SELECT app.has_role('lead')) AND person_id = ANY ((SELECT app.site_person_ids())::uuid[]));
