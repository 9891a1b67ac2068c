-- Why: a review gets a day of its own inside its window, agreed by its rater or a lead, while target, due and grace stay
-- what the rule says. A move keeps what was before, so that it can be taken back as a whole.
-- Locks: a short ACCESS EXCLUSIVE on assessment (nullable columns; the check reads it once), and no writes to it while its
-- two indexes are built: seconds for a million rows. The tables are new.
-- Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE the function.
CREATE TYPE "review_move_kind" AS ENUM ('one', 'many');

CREATE TABLE "review_move" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "kind" "review_move_kind" NOT NULL,
    "made_by_id" UUID,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_move_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "review_move_program_id_idx" ON "review_move"("program_id");
CREATE INDEX "review_move_made_by_id_made_at_idx" ON "review_move"("made_by_id", "made_at");
ALTER TABLE "review_move" ADD CONSTRAINT "review_move_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "review_move" ADD CONSTRAINT "review_move_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "review_move_item" (
    "move_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "from_on" DATE,
    "from_move_id" UUID,
    "from_lost_on" DATE,
    "to_on" DATE,

    CONSTRAINT "review_move_item_pkey" PRIMARY KEY ("move_id", "assessment_id")
);
CREATE INDEX "review_move_item_assessment_id_idx" ON "review_move_item"("assessment_id");
CREATE INDEX "review_move_item_program_id_idx" ON "review_move_item"("program_id");
CREATE INDEX "review_move_item_from_move_id_idx" ON "review_move_item"("from_move_id");
ALTER TABLE "review_move_item" ADD CONSTRAINT "review_move_item_move_id_fkey" FOREIGN KEY ("move_id") REFERENCES "review_move"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "review_move_item" ADD CONSTRAINT "review_move_item_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "review_move_item" ADD CONSTRAINT "review_move_item_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "review_move_item" ADD CONSTRAINT "review_move_item_from_move_id_fkey" FOREIGN KEY ("from_move_id") REFERENCES "review_move"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "assessment" ADD COLUMN "planned_on" DATE,
  ADD COLUMN "planned_move_id" UUID,
  ADD COLUMN "planned_lost_on" DATE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_planned_in_window"
  CHECK ("planned_on" IS NULL OR ("planned_on" BETWEEN "opens_on" AND "due_on" AND "planned_lost_on" IS NULL));
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_planned_move_id_fkey" FOREIGN KEY ("planned_move_id") REFERENCES "review_move"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "assessment_planned_move_id_idx" ON "assessment"("planned_move_id");
CREATE INDEX "assessment_day_at_site" ON "assessment"("site_id", (coalesce("planned_on", "target_on"))) WHERE "part" = 'first';

GRANT SELECT, INSERT ON review_move, review_move_item TO throughline_web;
GRANT UPDATE (taken_back_at) ON review_move TO throughline_web;
GRANT SELECT ON review_move, review_move_item TO throughline_worker;
ALTER TABLE review_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_move_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON review_move FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
CREATE POLICY job ON review_move_item FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
-- Who moved when is told beside the day; what a move did is its maker's alone.
CREATE POLICY maker_or_oversight_reads ON review_move FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (made_by_id = (SELECT app.person_id()) OR (SELECT app.has_role('supervisor', 'lead', 'evaluator'))));
CREATE POLICY maker_adds ON review_move FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND made_by_id = (SELECT app.person_id()));
CREATE POLICY maker_takes_back ON review_move FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND made_by_id = (SELECT app.person_id()) AND taken_back_at IS NULL)
  WITH CHECK (program_id = (SELECT app.program_id()) AND made_by_id = (SELECT app.person_id()));
CREATE FUNCTION app.own_move_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT id FROM review_move WHERE made_by_id = app.person_id())
$$;
REVOKE ALL ON FUNCTION app.own_move_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.own_move_ids() TO throughline_web;
CREATE POLICY maker ON review_move_item TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND move_id = ANY ((SELECT app.own_move_ids())::uuid[]))
  WITH CHECK (program_id = (SELECT app.program_id()) AND move_id = ANY ((SELECT app.own_move_ids())::uuid[]));

CREATE POLICY lead_plans ON assessment FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND state IN ('planned', 'open'))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]) AND state IN ('planned', 'open'));

-- A day is agreed before anybody begins. Of a review that somebody else rates, the day is all that changes but a waiver.
CREATE FUNCTION app.keep_to_the_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day text[] := ARRAY['planned_on', 'planned_move_id', 'planned_lost_on'];
BEGIN
  IF (NEW.planned_on, NEW.planned_move_id, NEW.planned_lost_on) IS DISTINCT FROM (OLD.planned_on, OLD.planned_move_id, OLD.planned_lost_on)
    AND (OLD.state NOT IN ('planned', 'open') OR NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'assessment % was begun: its day stays', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF app.person_id() IS DISTINCT FROM OLD.rater_id AND NEW.state <> 'waived' AND to_jsonb(NEW) - day <> to_jsonb(OLD) - day THEN
    RAISE EXCEPTION 'assessment % is another person''s to rate: only its day changes', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_only_the_day BEFORE UPDATE ON assessment FOR EACH ROW
  WHEN (current_user = 'throughline_web') EXECUTE FUNCTION app.keep_to_the_day();
