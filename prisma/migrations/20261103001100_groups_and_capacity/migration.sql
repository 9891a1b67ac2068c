-- Why: a coach is assigned to a pair, a group or a unit as well as to one person, how much a coach can take on is a dated
-- fact, and a planned dose that has done its work is proposed to fade. coach_assignment stays the one fact per coachee
-- that row-level security and dosage read; what came from a group carries its assignment.
-- Locks: ACCESS EXCLUSIVE on coach_assignment and dosage_schedule for an instant (new columns with constant defaults).
-- Forward: CREATE OR REPLACE the functions, ALTER POLICY.

CREATE TYPE "coaching_group_kind" AS ENUM ('pair', 'group', 'unit');
CREATE TYPE "fade_basis" AS ENUM ('results', 'sessions');
CREATE TYPE "fade_proposal_state" AS ENUM ('open', 'accepted', 'declined', 'lapsed');
ALTER TABLE "coach_assignment" ADD COLUMN     "ended_by_group" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "group_assignment_id" UUID;
ALTER TABLE "dosage_schedule" ADD COLUMN     "fade_after_results" INTEGER,
ADD COLUMN     "fade_after_sessions" INTEGER;
CREATE TABLE "coaching_group" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "kind" "coaching_group_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coaching_group_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "coaching_group_member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "coaching_group_member_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "group_assignment" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "intensity" "coaching_intensity" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "group_assignment_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "coach_capacity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "minutes_per_month" INTEGER,
    "coachees" INTEGER,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,

    CONSTRAINT "coach_capacity_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "fade_proposal" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "assignment_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "intensity" "coaching_intensity" NOT NULL,
    "basis" "fade_basis" NOT NULL,
    "count" INTEGER NOT NULL,
    "met_on" DATE NOT NULL,
    "state" "fade_proposal_state" NOT NULL DEFAULT 'open',
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_on" DATE,
    "decided_by_id" UUID,

    CONSTRAINT "fade_proposal_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "coaching_group_site_id_idx" ON "coaching_group"("site_id");
CREATE INDEX "coaching_group_unit_id_idx" ON "coaching_group"("unit_id");
CREATE UNIQUE INDEX "coaching_group_program_id_site_id_name_key" ON "coaching_group"("program_id", "site_id", "name");
CREATE INDEX "coaching_group_member_group_id_idx" ON "coaching_group_member"("group_id");
CREATE INDEX "coaching_group_member_person_id_idx" ON "coaching_group_member"("person_id");
CREATE INDEX "group_assignment_group_id_idx" ON "group_assignment"("group_id");
CREATE INDEX "group_assignment_coach_id_idx" ON "group_assignment"("coach_id");
CREATE INDEX "coach_capacity_coach_id_idx" ON "coach_capacity"("coach_id");
CREATE INDEX "fade_proposal_assignment_id_idx" ON "fade_proposal"("assignment_id");
CREATE INDEX "fade_proposal_coach_id_idx" ON "fade_proposal"("coach_id");
CREATE INDEX "fade_proposal_coachee_id_idx" ON "fade_proposal"("coachee_id");
CREATE INDEX "fade_proposal_site_id_idx" ON "fade_proposal"("site_id");
CREATE INDEX "fade_proposal_decided_by_id_idx" ON "fade_proposal"("decided_by_id");
CREATE INDEX "coach_assignment_group_assignment_id_idx" ON "coach_assignment"("group_assignment_id");
ALTER TABLE "coaching_group" ADD CONSTRAINT "coaching_group_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_group" ADD CONSTRAINT "coaching_group_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_group" ADD CONSTRAINT "coaching_group_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_group_member" ADD CONSTRAINT "coaching_group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "coaching_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "coaching_group_member" ADD CONSTRAINT "coaching_group_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "group_assignment" ADD CONSTRAINT "group_assignment_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "coaching_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "group_assignment" ADD CONSTRAINT "group_assignment_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coach_capacity" ADD CONSTRAINT "coach_capacity_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "fade_proposal" ADD CONSTRAINT "fade_proposal_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "coach_assignment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fade_proposal" ADD CONSTRAINT "fade_proposal_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "fade_proposal" ADD CONSTRAINT "fade_proposal_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "fade_proposal" ADD CONSTRAINT "fade_proposal_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_group_assignment_id_fkey" FOREIGN KEY ("group_assignment_id") REFERENCES "group_assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE coaching_group ADD CONSTRAINT coaching_group_unit_has_unit CHECK ((kind = 'unit') = (unit_id IS NOT NULL));
ALTER TABLE coaching_group ADD CONSTRAINT coaching_group_named CHECK (length(trim(name)) > 0);
CREATE UNIQUE INDEX coaching_group_one_per_unit ON coaching_group (unit_id) WHERE unit_id IS NOT NULL;
ALTER TABLE coaching_group_member ADD CONSTRAINT coaching_group_member_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE coaching_group_member ADD CONSTRAINT coaching_group_member_once_at_a_time
  EXCLUDE USING gist (group_id WITH =, person_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE group_assignment ADD CONSTRAINT group_assignment_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE group_assignment ADD CONSTRAINT group_assignment_once_at_a_time
  EXCLUDE USING gist (group_id WITH =, coach_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE coach_assignment ADD CONSTRAINT coach_assignment_ended_by_group_has_both CHECK (
  NOT ended_by_group OR (ends_on IS NOT NULL AND group_assignment_id IS NOT NULL));
ALTER TABLE coach_capacity ADD CONSTRAINT coach_capacity_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE coach_capacity ADD CONSTRAINT coach_capacity_given CHECK (
  num_nonnulls(minutes_per_month, coachees) >= 1 AND minutes_per_month BETWEEN 0 AND 20000 AND coachees BETWEEN 0 AND 200);
ALTER TABLE coach_capacity ADD CONSTRAINT coach_capacity_one_at_a_time
  EXCLUDE USING gist (coach_id WITH =, daterange(starts_on, ends_on, '[)') WITH &&);
ALTER TABLE dosage_schedule ADD CONSTRAINT dosage_schedule_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE dosage_schedule ADD CONSTRAINT dosage_schedule_fade_range CHECK (
  fade_after_results BETWEEN 1 AND 24 AND fade_after_sessions BETWEEN 1 AND 200);
ALTER TABLE fade_proposal ADD CONSTRAINT fade_proposal_decided CHECK (
  (state = 'open') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_on IS NULL));
ALTER TABLE fade_proposal ADD CONSTRAINT fade_proposal_counted CHECK (count > 0);
CREATE UNIQUE INDEX fade_proposal_one_open ON fade_proposal (assignment_id) WHERE state = 'open';

GRANT SELECT, INSERT, UPDATE, DELETE ON coaching_group, coaching_group_member, group_assignment, coach_capacity TO throughline_web;
GRANT SELECT ON coaching_group, coaching_group_member, group_assignment, coach_capacity TO throughline_worker;
GRANT SELECT ON fade_proposal TO throughline_web;
GRANT UPDATE (state, decided_at, decided_on, decided_by_id) ON fade_proposal TO throughline_web;
GRANT SELECT, INSERT, UPDATE ON fade_proposal TO throughline_worker;

CREATE FUNCTION app.coached_group_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT group_id FROM group_assignment WHERE coach_id = app.person_id())
$$;
-- Who holds the role of a coach on a day: all of the program for its leads and administrators, for others those who
-- work where they have oversight, and themselves.
CREATE FUNCTION app.coach_ids(p_day date) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT DISTINCT held.person_id FROM role_assignment held
    WHERE held.program_id = app.program_id() AND held.role = 'coach' AND held.starts_on <= p_day
      AND (held.ends_on IS NULL OR held.ends_on > p_day)
      AND (app.has_role('lead', 'admin') OR held.person_id = app.person_id()
        OR held.person_id = ANY (app.site_person_ids())))
$$;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['coached_group_ids()', 'coach_ids(date)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO throughline_web', f);
  END LOOP;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['coaching_group', 'coaching_group_member', 'group_assignment', 'coach_capacity', 'fade_proposal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
  -- Leads assign coaching at the sites they oversee, administrators everywhere.
  FOREACH t IN ARRAY ARRAY['coaching_group', 'coaching_group_member', 'group_assignment'] LOOP
    EXECUTE format('CREATE POLICY administrator_or_lead_writes ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND ((SELECT app.has_role(''admin''))
          OR ((SELECT app.has_role(''lead'')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))))
      WITH CHECK (program_id = (SELECT app.program_id())
        AND ((SELECT app.has_role(''admin''))
          OR ((SELECT app.has_role(''lead'')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))))', t);
  END LOOP;
END $$;
CREATE POLICY lead_writes ON coach_assignment TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead'))
    AND site_id = ANY ((SELECT app.site_ids())::uuid[]));
CREATE POLICY lead_writes ON dosage_schedule TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')))
  WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('lead')));
CREATE POLICY coach_or_oversight ON coaching_group FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (site_id = ANY ((SELECT app.site_ids())::uuid[]) OR id = ANY ((SELECT app.coached_group_ids())::uuid[])));
CREATE POLICY coach_or_oversight ON coaching_group_member FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (site_id = ANY ((SELECT app.site_ids())::uuid[]) OR group_id = ANY ((SELECT app.coached_group_ids())::uuid[])));
CREATE POLICY coach_or_oversight ON group_assignment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR site_id = ANY ((SELECT app.site_ids())::uuid[])));
CREATE POLICY self_or_oversight ON coach_capacity FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR coach_id = ANY ((SELECT app.site_person_ids())::uuid[])));
CREATE POLICY administrator_or_lead_writes ON coach_capacity TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND ((SELECT app.has_role('admin'))
      OR ((SELECT app.has_role('lead')) AND coach_id = ANY ((SELECT app.site_person_ids())::uuid[]))))
  WITH CHECK (program_id = (SELECT app.program_id())
    AND ((SELECT app.has_role('admin'))
      OR ((SELECT app.has_role('lead')) AND coach_id = ANY ((SELECT app.site_person_ids())::uuid[]))));
CREATE POLICY coach_or_oversight ON fade_proposal FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])));
CREATE POLICY coach_or_lead_decides ON fade_proposal FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))
      OR ((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))))
  WITH CHECK (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))
      OR ((SELECT app.has_role('lead')) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))));

-- A coach may accept a proposal and no other change of an assignment: from the day on another row plans the dose.
-- Returns the new row, or nothing when the proposal was decided or its assignment moved on.
CREATE FUNCTION app.accept_fade(p_proposal_id uuid, p_from date, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  proposal fade_proposal;
  held coach_assignment;
  added uuid;
BEGIN
  SELECT * INTO proposal FROM fade_proposal
  WHERE id = p_proposal_id AND program_id = app.program_id() AND state = 'open'
    AND (coach_id = app.person_id() OR app.has_role('admin')
      OR (app.has_role('lead') AND site_id = ANY (app.site_ids())))
  FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO held FROM coach_assignment
  WHERE id = proposal.assignment_id AND starts_on < p_from AND (ends_on IS NULL OR ends_on > p_from) FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE coach_assignment SET ends_on = p_from, end_reason = 'Intensity changed', ended_by_group = false WHERE id = held.id;
  INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on,
    group_assignment_id, ended_by_group)
  VALUES (held.program_id, held.site_id, held.unit_id, held.coach_id, held.coachee_id, proposal.intensity, p_from, held.ends_on,
    held.group_assignment_id, held.ended_by_group)
  RETURNING id INTO added;
  UPDATE fade_proposal SET state = 'accepted', decided_at = p_now, decided_on = p_from, decided_by_id = app.person_id()
  WHERE id = proposal.id;
  RETURN added;
END $$;
REVOKE ALL ON FUNCTION app.accept_fade(uuid, date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.accept_fade(uuid, date, timestamptz) TO throughline_web;
