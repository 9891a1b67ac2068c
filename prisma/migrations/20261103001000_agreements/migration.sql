-- Why: coach and coachee agree in writing on what the coaching is for and who may see what of it. A text that was put to
-- the parties never changes, a change is another version, and a version holds once every party has signed it. What
-- others may see by it is asked for in one function, whose strictest answer is nothing.
-- Locks: none that matter, the tables are new. Forward: CREATE OR REPLACE the functions, ALTER POLICY.

CREATE TYPE "visibility_profile" AS ENUM ('dose_only', 'shared_goals', 'shared_goals_and_lead', 'supervisory');
CREATE TYPE "agreement_party" AS ENUM ('coach', 'coachee', 'supervisor', 'lead');
CREATE TABLE "coaching_agreement" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "in_force_version" INTEGER,
    "in_force_profile" "visibility_profile",
    "starts_on" DATE,
    "ends_on" DATE,
    "signed_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "ended_version" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coaching_agreement_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "agreement_version" (
    "id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "coach_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "supervisor_id" UUID,
    "lead_id" UUID,
    "is_supervisory" BOOLEAN NOT NULL,
    "purpose" TEXT NOT NULL,
    "profile" "visibility_profile" NOT NULL,
    "profile_version" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "drafted_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "signed_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "agreement_version_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "agreement_signature" (
    "version_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "party" "agreement_party" NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agreement_signature_pkey" PRIMARY KEY ("version_id","person_id")
);
CREATE INDEX "coaching_agreement_coachee_id_idx" ON "coaching_agreement"("coachee_id");
CREATE INDEX "coaching_agreement_site_id_idx" ON "coaching_agreement"("site_id");
CREATE INDEX "coaching_agreement_unit_id_idx" ON "coaching_agreement"("unit_id");
CREATE INDEX "coaching_agreement_ended_by_id_idx" ON "coaching_agreement"("ended_by_id");
CREATE UNIQUE INDEX "coaching_agreement_coach_id_coachee_id_key" ON "coaching_agreement"("coach_id", "coachee_id");
CREATE INDEX "agreement_version_coach_id_idx" ON "agreement_version"("coach_id");
CREATE INDEX "agreement_version_coachee_id_idx" ON "agreement_version"("coachee_id");
CREATE INDEX "agreement_version_supervisor_id_idx" ON "agreement_version"("supervisor_id");
CREATE INDEX "agreement_version_lead_id_idx" ON "agreement_version"("lead_id");
CREATE UNIQUE INDEX "agreement_version_agreement_id_version_key" ON "agreement_version"("agreement_id", "version");
CREATE INDEX "agreement_signature_person_id_idx" ON "agreement_signature"("person_id");
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "coaching_agreement" ADD CONSTRAINT "coaching_agreement_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "coaching_agreement"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_supervisor_id_fkey" FOREIGN KEY ("supervisor_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_signature" ADD CONSTRAINT "agreement_signature_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "agreement_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "agreement_signature" ADD CONSTRAINT "agreement_signature_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE coaching_agreement ADD CONSTRAINT coaching_agreement_two_people CHECK (coach_id <> coachee_id);
ALTER TABLE coaching_agreement ADD CONSTRAINT coaching_agreement_in_force_whole CHECK (
  num_nonnulls(in_force_version, in_force_profile, starts_on, signed_at) IN (0, 4));
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_dates CHECK (ends_on IS NULL OR ends_on > starts_on);
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_parties_differ CHECK (
  supervisor_id NOT IN (coach_id, coachee_id) AND lead_id NOT IN (coach_id, coachee_id) AND lead_id <> supervisor_id);
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_purpose_given CHECK (
  proposed_at IS NULL OR length(trim(purpose)) > 0);
-- A coach who is the supervisor cannot keep anything from the supervisor: such coaching has a profile of its own.
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_supervisory_is_named CHECK (
  (profile = 'supervisory') = is_supervisory AND (NOT is_supervisory OR supervisor_id IS NULL));
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_who_sees_signs CHECK (
  (profile <> 'shared_goals' OR supervisor_id IS NOT NULL)
  AND (profile <> 'shared_goals_and_lead' OR (supervisor_id IS NOT NULL AND lead_id IS NOT NULL)));
ALTER TABLE agreement_version ADD CONSTRAINT agreement_version_states CHECK (
  (signed_at IS NULL OR (proposed_at IS NOT NULL AND withdrawn_at IS NULL)));
CREATE UNIQUE INDEX agreement_version_one_open ON agreement_version (agreement_id)
  WHERE signed_at IS NULL AND withdrawn_at IS NULL;

CREATE FUNCTION refuse_agreement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'version % of agreement % was put to its parties and never changes', OLD.version, OLD.agreement_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_version_immutable';
END $$;
CREATE TRIGGER agreement_version_immutable BEFORE UPDATE ON agreement_version FOR EACH ROW
  WHEN (OLD.proposed_at IS NOT NULL AND (
    (NEW.id, NEW.agreement_id, NEW.version, NEW.coach_id, NEW.coachee_id, NEW.supervisor_id, NEW.lead_id, NEW.is_supervisory,
     NEW.purpose, NEW.profile, NEW.profile_version, NEW.starts_on, NEW.ends_on, NEW.proposed_at)
    IS DISTINCT FROM
    (OLD.id, OLD.agreement_id, OLD.version, OLD.coach_id, OLD.coachee_id, OLD.supervisor_id, OLD.lead_id, OLD.is_supervisory,
     OLD.purpose, OLD.profile, OLD.profile_version, OLD.starts_on, OLD.ends_on, OLD.proposed_at)
    OR OLD.signed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL))
  EXECUTE FUNCTION refuse_agreement_change();

GRANT SELECT, INSERT ON coaching_agreement, agreement_version, agreement_signature TO throughline_web;
GRANT UPDATE (supervisor_id, lead_id, is_supervisory, purpose, profile, profile_version, starts_on, ends_on, proposed_at,
  withdrawn_at, row_version) ON agreement_version TO throughline_web;
GRANT SELECT ON coaching_agreement, agreement_signature TO throughline_worker;
ALTER TABLE coaching_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_signature ENABLE ROW LEVEL SECURITY;

-- Versions that were put to the person, or that they wrote.
CREATE FUNCTION app.agreement_version_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT id FROM agreement_version WHERE coach_id = app.person_id()
    UNION SELECT id FROM agreement_version WHERE coachee_id = app.person_id() AND proposed_at IS NOT NULL
    UNION SELECT id FROM agreement_version WHERE supervisor_id = app.person_id() AND proposed_at IS NOT NULL
    UNION SELECT id FROM agreement_version WHERE lead_id = app.person_id() AND proposed_at IS NOT NULL)
$$;
CREATE FUNCTION app.agreement_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT agreement_id FROM agreement_version WHERE id = ANY (app.agreement_version_ids()))
$$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['coaching_agreement', 'agreement_signature'] LOOP
    EXECUTE format('CREATE POLICY job ON %I FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()))', t);
  END LOOP;
END $$;
-- That there is an agreement, since when and by which profile, is a fact; its text is for its parties.
CREATE POLICY party_or_oversight ON coaching_agreement FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR id = ANY ((SELECT app.agreement_ids())::uuid[])));
CREATE POLICY coach_inserts ON coaching_agreement FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id())
    AND in_force_version IS NULL AND ended_by_id IS NULL
    AND EXISTS (SELECT FROM coach_assignment assigned
      WHERE assigned.coach_id = coaching_agreement.coach_id AND assigned.coachee_id = coaching_agreement.coachee_id));
CREATE POLICY parties_read ON agreement_version FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id())
      OR (proposed_at IS NOT NULL AND (coachee_id = (SELECT app.person_id())
        OR supervisor_id = (SELECT app.person_id()) OR lead_id = (SELECT app.person_id())))));
CREATE POLICY coach_inserts ON agreement_version FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()) AND signed_at IS NULL
    AND EXISTS (SELECT FROM coaching_agreement held WHERE held.id = agreement_id AND held.coach_id = (SELECT app.person_id())
      AND held.coachee_id = agreement_version.coachee_id));
CREATE POLICY coach_updates ON agreement_version FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()));
CREATE POLICY parties_read ON agreement_signature FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND version_id = ANY ((SELECT app.agreement_version_ids())::uuid[]));
CREATE POLICY party_signs ON agreement_signature FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM agreement_version put WHERE put.id = version_id AND put.proposed_at IS NOT NULL
      AND agreement_signature.person_id = CASE agreement_signature.party
        WHEN 'coach' THEN put.coach_id WHEN 'coachee' THEN put.coachee_id
        WHEN 'supervisor' THEN put.supervisor_id WHEN 'lead' THEN put.lead_id END));

-- The last signature puts a version in force. The version is locked first: of two who sign at once the second sees the first.
CREATE FUNCTION app.complete_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  put agreement_version;
BEGIN
  SELECT * INTO put FROM agreement_version WHERE id = NEW.version_id FOR UPDATE;
  IF put.proposed_at IS NULL OR put.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'version % of agreement % is not open for signature', put.version, put.agreement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_signature_open';
  END IF;
  IF put.signed_at IS NULL AND (SELECT count(*) FROM agreement_signature WHERE version_id = put.id)
      = num_nonnulls(put.coach_id, put.coachee_id, put.supervisor_id, put.lead_id) THEN
    UPDATE agreement_version SET signed_at = NEW.signed_at WHERE id = put.id;
    UPDATE coaching_agreement
    SET in_force_version = put.version, in_force_profile = put.profile, starts_on = put.starts_on, ends_on = put.ends_on,
        signed_at = NEW.signed_at, ended_by_id = NULL
    WHERE id = put.agreement_id;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.complete_agreement() FROM PUBLIC;
CREATE TRIGGER agreement_signature_completes AFTER INSERT ON agreement_signature FOR EACH ROW
  EXECUTE FUNCTION app.complete_agreement();

-- Coach or coachee ends it from a day on; what others could see by it ends with it.
CREATE FUNCTION app.end_agreement(p_agreement_id uuid, p_ends_on date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  -- A version that still waits would bring back what is ended here.
  UPDATE agreement_version SET withdrawn_at = clock_timestamp()
  WHERE agreement_id = p_agreement_id AND program_id = app.program_id() AND app.person_id() IN (coach_id, coachee_id)
    AND proposed_at IS NOT NULL AND signed_at IS NULL AND withdrawn_at IS NULL;
  UPDATE coaching_agreement SET ends_on = p_ends_on, ended_by_id = app.person_id(), ended_version = in_force_version
  WHERE id = p_agreement_id AND program_id = app.program_id() AND app.person_id() IN (coach_id, coachee_id)
    AND in_force_version IS NOT NULL AND (ends_on IS NULL OR ends_on > p_ends_on);
  RETURN FOUND;
END $$;

-- Who may be asked to sign besides the two: the coachee's supervisor and the leads of their site.
CREATE FUNCTION app.agreement_options(p_coachee_id uuid, p_day date) RETURNS TABLE (party text, person_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  WITH pair AS (
    SELECT assigned.site_id, assigned.program_id FROM coach_assignment assigned
    WHERE assigned.coach_id = app.person_id() AND assigned.coachee_id = p_coachee_id AND assigned.program_id = app.program_id()
    ORDER BY assigned.starts_on DESC LIMIT 1)
  SELECT 'supervisor', person.id, person.given_name || ' ' || person.family_name
  FROM pair JOIN supervision ON supervision.person_id = p_coachee_id AND supervision.starts_on <= p_day
    AND (supervision.ends_on IS NULL OR supervision.ends_on > p_day)
  JOIN person ON person.id = supervision.supervisor_id
  UNION ALL
  SELECT DISTINCT 'lead', person.id, person.given_name || ' ' || person.family_name
  FROM pair JOIN site ON site.id = pair.site_id
  JOIN role_assignment held ON held.program_id = pair.program_id AND held.role = 'lead' AND held.starts_on <= p_day
    AND (held.ends_on IS NULL OR held.ends_on > p_day) AND held.unit_id IS NULL
    AND (held.site_id IS NULL OR held.site_id = site.id) AND (held.region_id IS NULL OR held.region_id = site.region_id)
  JOIN person ON person.id = held.person_id AND (person.deactivated_on IS NULL OR person.deactivated_on > p_day)
$$;

-- Names of those who stand in an agreement with the person, and no more of them.
CREATE FUNCTION app.agreement_names() RETURNS TABLE (person_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT person.id, person.given_name || ' ' || person.family_name FROM person
  WHERE person.id IN (
    SELECT unnest(ARRAY[coach_id, coachee_id, supervisor_id, lead_id]) FROM agreement_version
    WHERE id = ANY (app.agreement_version_ids()))
$$;

-- What the supervisor or lead who signed a version may see by it: titles of active goals and how many steps are done.
-- Never a summary, note, comment or step. The strictest profile, another day, another person: no row.
CREATE FUNCTION app.shared_goals(p_coachee_id uuid, p_day date)
RETURNS TABLE (agreement_id uuid, goal_id uuid, title text, function_title text, review_on date, steps_open int, steps_done int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT held.id, goal.id, goal.title, function.title, goal.review_on,
    (SELECT count(*)::int FROM action_step step WHERE step.goal_id = goal.id AND step.status IN ('open', 'partly_done')),
    (SELECT count(*)::int FROM action_step step WHERE step.goal_id = goal.id AND step.status = 'done')
  FROM coaching_agreement held
  JOIN LATERAL (
    SELECT * FROM agreement_version signed
    WHERE signed.agreement_id = held.id AND signed.signed_at IS NOT NULL AND signed.starts_on <= p_day
      AND signed.version > coalesce(held.ended_version, 0)
    ORDER BY signed.version DESC LIMIT 1) version ON version.ends_on IS NULL OR version.ends_on > p_day
  JOIN goal ON goal.coach_id = held.coach_id AND goal.coachee_id = held.coachee_id AND goal.status = 'active'
  LEFT JOIN essential_function function ON function.id = goal.essential_function_id
  WHERE held.coachee_id = p_coachee_id AND held.program_id = app.program_id()
    AND (held.ended_by_id IS NULL OR held.ends_on > p_day)
    AND EXISTS (SELECT FROM coach_assignment assigned
      WHERE assigned.coach_id = held.coach_id AND assigned.coachee_id = held.coachee_id AND assigned.starts_on <= p_day
        AND (assigned.ends_on IS NULL OR assigned.ends_on > p_day))
    AND ((version.profile IN ('shared_goals', 'shared_goals_and_lead') AND version.supervisor_id = app.person_id()
        AND EXISTS (SELECT FROM supervision WHERE supervision.person_id = held.coachee_id
          AND supervision.supervisor_id = app.person_id() AND supervision.starts_on <= p_day
          AND (supervision.ends_on IS NULL OR supervision.ends_on > p_day)))
      OR (version.profile = 'shared_goals_and_lead' AND version.lead_id = app.person_id()
        AND EXISTS (SELECT FROM role_assignment leads
          JOIN site_assignment works ON works.person_id = held.coachee_id AND works.starts_on <= p_day
            AND (works.ends_on IS NULL OR works.ends_on > p_day)
          JOIN site ON site.id = works.site_id
          WHERE leads.person_id = app.person_id() AND leads.program_id = held.program_id AND leads.role = 'lead'
            AND leads.starts_on <= p_day AND (leads.ends_on IS NULL OR leads.ends_on > p_day) AND leads.unit_id IS NULL
            AND (leads.site_id IS NULL OR leads.site_id = site.id)
            AND (leads.region_id IS NULL OR leads.region_id = site.region_id))))
  ORDER BY goal.created_at
  LIMIT 30
$$;

-- Whom a version concerns and who has signed it, for the job that tells them: no word of its text.
CREATE FUNCTION app.agreement_to_announce(p_version_id uuid)
RETURNS TABLE (agreement_id uuid, version int, coach_name text, coachee_name text, coach_id uuid, coachee_id uuid,
  party_ids uuid[], signed_ids uuid[], is_open boolean, is_signed boolean, ended_by_id uuid, ends_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT put.agreement_id, put.version, coach.given_name || ' ' || coach.family_name,
    coachee.given_name || ' ' || coachee.family_name, put.coach_id, put.coachee_id,
    array_remove(ARRAY[put.coach_id, put.coachee_id, put.supervisor_id, put.lead_id], NULL),
    ARRAY(SELECT person_id FROM agreement_signature WHERE version_id = put.id),
    put.proposed_at IS NOT NULL AND put.withdrawn_at IS NULL AND put.signed_at IS NULL, put.signed_at IS NOT NULL,
    held.ended_by_id, held.ends_on
  FROM agreement_version put
  JOIN coaching_agreement held ON held.id = put.agreement_id
  JOIN person coach ON coach.id = put.coach_id
  JOIN person coachee ON coachee.id = put.coachee_id
  WHERE put.id = p_version_id AND put.program_id = app.program_id()
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['agreement_version_ids()', 'agreement_ids()', 'end_agreement(uuid, date)',
    'agreement_options(uuid, date)', 'agreement_names()', 'shared_goals(uuid, date)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO throughline_web', f);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.agreement_to_announce(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.agreement_to_announce(uuid) TO throughline_worker;
