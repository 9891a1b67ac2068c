-- Why: a result below the threshold, or a failed critical item, is answered by a plan that coach and owner agree on. Whoever
-- was rated sees the proposal first; others of the agreed roles see it once it is shared. Lowest items become suggested
-- focus, which is worked out and needs no table.
-- Locks: a short ACCESS EXCLUSIVE on program (two columns with constant defaults). The tables are new.
-- Forward: ALTER TABLE, ALTER POLICY, CREATE OR REPLACE the functions.
ALTER TABLE "program" ADD COLUMN "improvement_recheck_days" INTEGER NOT NULL DEFAULT 35,
  ADD COLUMN "improvement_successes" INTEGER NOT NULL DEFAULT 2;
ALTER TABLE program ADD CONSTRAINT program_improvement_range
  CHECK (improvement_recheck_days BETWEEN 30 AND 45 AND improvement_successes BETWEEN 1 AND 5);
GRANT UPDATE (improvement_recheck_days, improvement_successes) ON program TO throughline_web;

CREATE TYPE "improvement_state" AS ENUM ('proposed', 'agreed', 'active', 'extended', 'met', 'closed_not_met', 'withdrawn');
CREATE TYPE "improvement_driver" AS ENUM ('system', 'training', 'coaching', 'selection');
CREATE TYPE "improvement_helper" AS ENUM ('subject', 'owner', 'program');

CREATE TABLE "improvement_plan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "instrument_id" UUID NOT NULL,
    "trigger_id" UUID NOT NULL,
    "trigger_score_version" INTEGER NOT NULL,
    "supervisor_id" UUID,
    "owner_id" UUID,
    "state" "improvement_state" NOT NULL DEFAULT 'proposed',
    "recheck_days" INTEGER NOT NULL,
    "successes_needed" INTEGER NOT NULL,
    "drivers" "improvement_driver"[],
    "system_causes" TEXT NOT NULL DEFAULT '',
    "goals" TEXT NOT NULL DEFAULT '',
    "starts_on" DATE,
    "recheck_due_on" DATE,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "shared_at" TIMESTAMPTZ(3),
    "subject_agreed_at" TIMESTAMPTZ(3),
    "owner_agreed_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT,

    CONSTRAINT "improvement_plan_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "improvement_plan_settings" CHECK ("recheck_days" BETWEEN 30 AND 45 AND "successes_needed" BETWEEN 1 AND 5),
    CONSTRAINT "improvement_plan_owner_differs" CHECK ("owner_id" <> "subject_id" AND "supervisor_id" <> "subject_id"),
    CONSTRAINT "improvement_plan_dates" CHECK ("recheck_due_on" > "starts_on"),
    CONSTRAINT "improvement_plan_agreed_by_both" CHECK ("state" IN ('proposed', 'withdrawn')
      OR ("subject_agreed_at" IS NOT NULL AND "owner_agreed_at" IS NOT NULL AND "starts_on" IS NOT NULL AND "recheck_due_on" IS NOT NULL
        AND cardinality("drivers") > 0 AND length(btrim("goals")) > 0 AND length(btrim("system_causes")) > 0)),
    CONSTRAINT "improvement_plan_agreed_after_sharing" CHECK (("subject_agreed_at" IS NULL AND "owner_agreed_at" IS NULL) OR "shared_at" IS NOT NULL),
    CONSTRAINT "improvement_plan_closed" CHECK (("closed_at" IS NOT NULL) = ("state" IN ('met', 'closed_not_met', 'withdrawn'))
      AND ("state" NOT IN ('closed_not_met', 'withdrawn') OR length(btrim("closed_reason")) > 0)),
    CONSTRAINT "improvement_plan_texts" CHECK (length("system_causes") <= 1000 AND length("goals") <= 1000 AND length("closed_reason") <= 500)
);
CREATE INDEX "improvement_plan_program_id_state_idx" ON "improvement_plan"("program_id", "state");
CREATE INDEX "improvement_plan_site_id_idx" ON "improvement_plan"("site_id");
CREATE INDEX "improvement_plan_subject_id_instrument_id_idx" ON "improvement_plan"("subject_id", "instrument_id");
CREATE INDEX "improvement_plan_instrument_id_idx" ON "improvement_plan"("instrument_id");
CREATE INDEX "improvement_plan_supervisor_id_idx" ON "improvement_plan"("supervisor_id");
CREATE INDEX "improvement_plan_owner_id_idx" ON "improvement_plan"("owner_id");
CREATE UNIQUE INDEX "improvement_plan_trigger_id_trigger_score_version_key" ON "improvement_plan"("trigger_id", "trigger_score_version");
CREATE UNIQUE INDEX "improvement_plan_one_open" ON "improvement_plan"("subject_id", "instrument_id")
  WHERE "state" IN ('proposed', 'agreed', 'active', 'extended');
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instrument"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_trigger_id_fkey" FOREIGN KEY ("trigger_id") REFERENCES "assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_supervisor_id_fkey" FOREIGN KEY ("supervisor_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "improvement_plan" ADD CONSTRAINT "improvement_plan_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "improvement_support" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "helper" "improvement_helper" NOT NULL,
    "due_on" DATE NOT NULL,
    "status" "action_step_status" NOT NULL DEFAULT 'open',
    "closed_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "improvement_support_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "improvement_support_what_given" CHECK (length(btrim("what")) BETWEEN 1 AND 300),
    CONSTRAINT "improvement_support_closed_dated" CHECK (("status" IN ('done', 'dropped')) = ("closed_on" IS NOT NULL))
);
CREATE INDEX "improvement_support_program_id_idx" ON "improvement_support"("program_id");
CREATE INDEX "improvement_support_plan_id_idx" ON "improvement_support"("plan_id");
ALTER TABLE "improvement_support" ADD CONSTRAINT "improvement_support_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "improvement_support" ADD CONSTRAINT "improvement_support_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "improvement_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The plans that one may see, for what hangs on them.
CREATE FUNCTION app.improvement_plan_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT id FROM improvement_plan
    WHERE program_id = app.program_id()
      AND (subject_id = app.person_id()
        OR (shared_at IS NOT NULL AND (app.person_id() IN (owner_id, supervisor_id)
          OR (app.has_role('lead') AND site_id = ANY (app.site_ids()))))))
$$;

-- Who may own a plan that one sees: the supervisor of its day and the leads of its site, by name. Whoever owns it is there
-- also when they are no longer either.
CREATE FUNCTION app.improvement_owners(p_plan_id uuid, p_day date) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT person.id, person.given_name || ' ' || person.family_name
  FROM improvement_plan plan
  JOIN site ON site.id = plan.site_id
  JOIN person ON person.program_id = plan.program_id AND person.id <> plan.subject_id
  WHERE plan.id = p_plan_id AND plan.id = ANY (app.improvement_plan_ids())
    AND (person.id = plan.owner_id
      OR ((person.deactivated_on IS NULL OR person.deactivated_on > p_day)
        AND (person.id = plan.supervisor_id
          OR EXISTS (SELECT FROM role_assignment held
            WHERE held.person_id = person.id AND held.role = 'lead' AND held.unit_id IS NULL
              AND (held.site_id IS NULL OR held.site_id = site.id) AND (held.region_id IS NULL OR held.region_id = site.region_id)
              AND held.starts_on <= p_day AND (held.ends_on IS NULL OR held.ends_on > p_day)))))
  ORDER BY person.id <> plan.supervisor_id, person.family_name, person.given_name
  LIMIT 50
$$;
REVOKE ALL ON FUNCTION app.improvement_plan_ids(), app.improvement_owners(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.improvement_plan_ids(), app.improvement_owners(uuid, date) TO throughline_web;

GRANT SELECT ON improvement_plan, improvement_support TO throughline_web;
GRANT UPDATE (state, drivers, system_causes, goals, owner_id, starts_on, recheck_due_on, row_version, shared_at, subject_agreed_at,
  owner_agreed_at, closed_at, closed_reason) ON improvement_plan TO throughline_web;
GRANT INSERT, UPDATE (status, closed_on) ON improvement_support TO throughline_web;
GRANT SELECT, INSERT, UPDATE ON improvement_plan TO throughline_worker;

ALTER TABLE improvement_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE improvement_support ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON improvement_plan TO throughline_worker
  USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()));
CREATE POLICY subject_first ON improvement_plan FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (subject_id = (SELECT app.person_id())
      OR (shared_at IS NOT NULL AND (owner_id = (SELECT app.person_id()) OR supervisor_id = (SELECT app.person_id())
        OR ((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))))));
CREATE POLICY parties_change ON improvement_plan FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (subject_id = (SELECT app.person_id())
      OR (shared_at IS NOT NULL AND (owner_id = (SELECT app.person_id())
        OR ((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))))))
  WITH CHECK (program_id = (SELECT app.program_id()));
CREATE POLICY parties_read ON improvement_support FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND plan_id = ANY ((SELECT app.improvement_plan_ids())::uuid[]));
CREATE POLICY parties_add ON improvement_support FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND plan_id = ANY ((SELECT app.improvement_plan_ids())::uuid[]));
CREATE POLICY parties_mark ON improvement_support FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND plan_id = ANY ((SELECT app.improvement_plan_ids())::uuid[]));
