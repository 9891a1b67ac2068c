-- Why: what leaves the product. A calendar feed is read without a sign-in, by a secret address of which only a hash is
-- kept. An export is a row that people wait for; its file is written by a job as the person who asked, in a database
-- role of its own: throughline_export reads the structured facts of sessions under the policies of the web process and
-- has no right to summaries, notes, goals or action steps, so that no export can hold them.
-- Locks: a short ACCESS EXCLUSIVE per altered policy (catalogue only); both tables are new.
-- Forward: CREATE OR REPLACE the functions, ALTER POLICY.
CREATE TYPE "export_scope" AS ENUM ('coach', 'coachee', 'oversight');
CREATE TYPE "export_status" AS ENUM ('queued', 'running', 'done', 'failed', 'expired');

CREATE TABLE "calendar_feed" (
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendar_feed_pkey" PRIMARY KEY ("person_id")
);
CREATE UNIQUE INDEX "calendar_feed_token_hash_key" ON "calendar_feed"("token_hash");
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "export" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "scope" "export_scope" NOT NULL,
    "site_ids" UUID[],
    "unit_ids" UUID[],
    "from_on" DATE NOT NULL,
    "until_on" DATE NOT NULL,
    "status" "export_status" NOT NULL DEFAULT 'queued',
    "rows_written" INTEGER NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "error" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "export_days" CHECK ("until_on" >= "from_on"),
    CONSTRAINT "export_done_has_file" CHECK ("status" <> 'done' OR ("sha256" IS NOT NULL AND "finished_at" IS NOT NULL)),
    CONSTRAINT "export_failed_says_why" CHECK (("status" = 'failed') = ("error" IS NOT NULL)),
    CONSTRAINT "export_rows_counted" CHECK ("rows_written" >= 0)
);
CREATE INDEX "export_requested_by_id_requested_at_idx" ON "export"("requested_by_id", "requested_at" DESC);
CREATE INDEX "export_requested_at_idx" ON "export"("requested_at");
ALTER TABLE "export" ADD CONSTRAINT "export_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "export" ADD CONSTRAINT "export_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feed TO throughline_web;
GRANT SELECT ON calendar_feed TO throughline_worker;
GRANT SELECT, INSERT ON export TO throughline_web;
GRANT SELECT, UPDATE ON export TO throughline_worker;
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE export ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_feed ON calendar_feed TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()));
CREATE POLICY own_exports ON export FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND requested_by_id = (SELECT app.person_id()));
CREATE POLICY requests ON export FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND requested_by_id = (SELECT app.person_id()) AND status = 'queued');
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['calendar_feed', 'export'] LOOP
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
END $$;

-- A person as they would act if they signed in now; null when they have left. Called only by the two functions below.
CREATE FUNCTION app.person_actor(p_person_id uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'personId', person.id,
    'accountId', coalesce(person.account_id, ''),
    'name', person.given_name || ' ' || person.family_name,
    'email', person.email,
    'programId', program.id,
    'programName', program.name,
    'zone', program.zone,
    'isDemo', program.is_demo,
    'roles', coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'role', held.role,
        'siteIds', CASE
          WHEN held.unit_id IS NOT NULL THEN '[]'::jsonb
          ELSE coalesce((
            SELECT jsonb_agg(site.id ORDER BY site.code) FROM site
            WHERE site.program_id = held.program_id
              AND (held.site_id IS NULL OR site.id = held.site_id)
              AND (held.region_id IS NULL OR site.region_id = held.region_id)), '[]'::jsonb)
        END,
        'unitIds', CASE WHEN held.unit_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(held.unit_id) END))
      FROM role_assignment held
      WHERE held.person_id = person.id
        AND held.starts_on <= (now() AT TIME ZONE program.zone)::date
        AND (held.ends_on IS NULL OR held.ends_on > (now() AT TIME ZONE program.zone)::date)), '[]'::jsonb))
  FROM person
  JOIN program ON program.id = person.program_id
  WHERE person.id = p_person_id
    AND (person.deactivated_on IS NULL OR person.deactivated_on > (now() AT TIME ZONE program.zone)::date)
$$;
-- Whose calendar a secret address opens: read before anybody is known to act.
CREATE FUNCTION app.feed_actor(p_token_hash text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT app.person_actor(person_id) FROM calendar_feed WHERE token_hash = p_token_hash
$$;
-- For whom a job writes an export of its program.
CREATE FUNCTION app.export_actor(p_export_id uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT app.person_actor(requested_by_id) FROM export WHERE id = p_export_id AND program_id = app.program_id()
$$;
REVOKE ALL ON FUNCTION app.person_actor(uuid), app.feed_actor(text), app.export_actor(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.feed_actor(text) TO throughline_web;
GRANT EXECUTE ON FUNCTION app.export_actor(uuid) TO throughline_worker;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_export') THEN CREATE ROLE throughline_export NOINHERIT; END IF;
END $$;
GRANT throughline_export TO throughline_worker;
GRANT USAGE ON SCHEMA app, public TO throughline_export;
GRANT EXECUTE ON FUNCTION app.known_person_ids(), app.attended_session_ids() TO throughline_export;
GRANT SELECT ON site, unit, session_attendee, session_focus, session_strategy, core_component, essential_function, practice_profile
  TO throughline_export;
GRANT SELECT (id, program_id, given_name, family_name) ON person TO throughline_export;
-- Why a session did not take place is free text, and how a concern went further is for its own path.
GRANT SELECT (id, program_id, site_id, unit_id, lead_coach_id, practice_profile_id, format, status, session_on, zone,
  scheduled_start_at, scheduled_end_at, started_at, ended_at, modality, observation_kind, observation_minutes, meeting_minutes,
  preparation_minutes, travel_minutes, documentation_minutes, strength_noted, corrective_feedback, data_shared, barriers,
  next_session_on, is_coach_certified, acknowledgement, recorded_at, entry_lag_days, row_version, updated_at)
  ON coaching_session TO throughline_export;
ALTER POLICY session_reads ON coaching_session TO throughline_web, throughline_export;
ALTER POLICY attendee_reads ON session_attendee TO throughline_web, throughline_export;
ALTER POLICY follows_session ON session_focus TO throughline_web, throughline_export;
ALTER POLICY follows_session ON session_strategy TO throughline_web, throughline_export;
ALTER POLICY known_people ON person TO throughline_web, throughline_export;
ALTER POLICY program_reads ON site TO throughline_web, throughline_export;
ALTER POLICY program_reads ON unit TO throughline_web, throughline_export;
ALTER POLICY program_reads ON core_component TO throughline_web, throughline_export;
ALTER POLICY program_reads ON essential_function TO throughline_web, throughline_export;
ALTER POLICY program_reads ON practice_profile TO throughline_web, throughline_export;
