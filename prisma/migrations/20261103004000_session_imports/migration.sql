-- Why: historic session logs come in as a CSV file. An import is a row that people wait for; a job checks and stores it
-- as the person who asked, in a database role of its own: throughline_import reads what a log is judged by, adds records
-- that bear the import's key at the sites of its person, and has no right to summaries, notes, goals, action steps or
-- names. What was found wrong is listed per row and column, for the same person. An import is taken back whole, by one
-- function that looks whether anybody has touched its records.
-- Locks: ACCESS EXCLUSIVE on coaching_session for the new column (catalogue only: no default), SHARE while its index is
-- built, which holds no row of before; a short ACCESS EXCLUSIVE per altered policy. Forward: CREATE OR REPLACE the
-- functions, ALTER POLICY.
CREATE TYPE "import_status" AS ENUM ('uploaded', 'checking', 'checked', 'storing', 'stored', 'cancelled', 'undoing', 'undone', 'discarded', 'failed');

CREATE TABLE "session_import" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "encoding" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "status" "import_status" NOT NULL DEFAULT 'uploaded',
    "has_file" BOOLEAN NOT NULL DEFAULT true,
    "total_rows" INTEGER NOT NULL,
    "rows_checked" INTEGER NOT NULL DEFAULT 0,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "unknown_values" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_import_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_import_rows_counted" CHECK ("total_rows" >= 0 AND "rows_checked" BETWEEN 0 AND "total_rows" AND "rows_done" BETWEEN 0 AND "total_rows"),
    CONSTRAINT "session_import_failed_says_why" CHECK ("status" <> 'failed' OR "error" IS NOT NULL),
    CONSTRAINT "session_import_checked_before_stored" CHECK ("status" NOT IN ('checked', 'storing', 'stored', 'cancelled') OR "checked_at" IS NOT NULL)
);
CREATE INDEX "session_import_requested_by_id_requested_at_idx" ON "session_import"("requested_by_id", "requested_at" DESC);
CREATE INDEX "session_import_program_id_requested_at_idx" ON "session_import"("program_id", "requested_at" DESC);
ALTER TABLE "session_import" ADD CONSTRAINT "session_import_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "session_import" ADD CONSTRAINT "session_import_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "import_problem" (
    "import_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "program_id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "is_refusal" BOOLEAN NOT NULL,
    "column_name" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "expected" TEXT NOT NULL,

    CONSTRAINT "import_problem_pkey" PRIMARY KEY ("import_id", "row_number", "position")
);
CREATE INDEX "import_problem_import_id_column_name_row_number_idx" ON "import_problem"("import_id", "column_name", "row_number");
ALTER TABLE "import_problem" ADD CONSTRAINT "import_problem_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "session_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "coaching_session" ADD COLUMN "import_id" UUID;
CREATE INDEX "coaching_session_import_id_idx" ON "coaching_session"("import_id");
ALTER TABLE "coaching_session" ADD CONSTRAINT "coaching_session_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "session_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
GRANT SELECT (import_id) ON coaching_session TO throughline_export;

GRANT SELECT, INSERT, UPDATE ON session_import TO throughline_web, throughline_worker;
GRANT SELECT ON import_problem TO throughline_web;
GRANT SELECT, INSERT, DELETE ON import_problem TO throughline_worker;
ALTER TABLE session_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_problem ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_or_administrator ON session_import FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (requested_by_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))));
CREATE POLICY own_or_administrator_steers ON session_import FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (requested_by_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))))
  WITH CHECK (program_id = (SELECT app.program_id()));
CREATE POLICY requests ON session_import FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND requested_by_id = (SELECT app.person_id())
    AND status = 'uploaded' AND (SELECT app.has_role('lead', 'admin')));
CREATE POLICY own_or_administrator ON import_problem FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (requested_by_id = (SELECT app.person_id()) OR (SELECT app.has_role('admin'))));
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['session_import', 'import_problem'] LOOP
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_import') THEN CREATE ROLE throughline_import NOINHERIT; END IF;
END $$;
GRANT throughline_import TO throughline_worker;
GRANT USAGE ON SCHEMA app, public TO throughline_import;
GRANT SELECT ON program, site, coach_assignment, site_assignment, certification, plan_version, practice_profile,
  core_component, essential_function TO throughline_import;
GRANT SELECT (id, program_id, email, employee_id) ON person TO throughline_import;
-- To know what is stored already; nothing of why it did not take place or went further.
GRANT SELECT (id, program_id, site_id, lead_coach_id, session_on, zone, started_at, scheduled_start_at, content_hash,
  entered_by_id, import_id)
  ON coaching_session TO throughline_import;
GRANT SELECT (session_id, person_id, program_id, site_id, role) ON session_attendee TO throughline_import;
GRANT INSERT ON coaching_session, session_attendee, session_focus, session_strategy TO throughline_import;

-- What a log is judged by, of the whole program: which of it lies within the person's sites decides the query, so that
-- a person who moved away from them is not judged by where they were before.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['person', 'site', 'coach_assignment', 'site_assignment', 'certification', 'plan_version',
    'practice_profile', 'core_component', 'essential_function'] LOOP
    EXECUTE format('CREATE POLICY import_reads ON %I FOR SELECT TO throughline_import
      USING (program_id = (SELECT app.program_id()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['coaching_session', 'session_attendee'] LOOP
    EXECUTE format('CREATE POLICY import_reads ON %I FOR SELECT TO throughline_import
      USING (program_id = (SELECT app.program_id()) AND site_id = ANY ((SELECT app.site_ids())::uuid[]))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['session_attendee', 'session_focus', 'session_strategy'] LOOP
    EXECUTE format('CREATE POLICY import_adds ON %I FOR INSERT TO throughline_import
      WITH CHECK (program_id = (SELECT app.program_id())
        AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id AND s.import_id IS NOT NULL
          AND s.entered_by_id = (SELECT app.person_id())))', t);
  END LOOP;
END $$;
CREATE POLICY import_reads ON program FOR SELECT TO throughline_import USING (id = (SELECT app.program_id()));
CREATE POLICY import_adds ON coaching_session FOR INSERT TO throughline_import
  WITH CHECK (program_id = (SELECT app.program_id()) AND site_id = ANY ((SELECT app.site_ids())::uuid[])
    AND entered_by_id = (SELECT app.person_id()) AND import_id IS NOT NULL);

-- For whom a job checks or stores an import of its program.
CREATE FUNCTION app.import_actor(p_import_id uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT app.person_actor(requested_by_id) FROM session_import WHERE id = p_import_id AND program_id = app.program_id()
$$;
-- Which of these keys bear a record, wherever it is: a key is one record's in the whole database.
CREATE FUNCTION app.taken_session_ids(p_ids uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT id FROM coaching_session WHERE id = ANY (p_ids))
$$;
-- Takes every record of an import away, if none was changed, answered, opened or added to since; otherwise none.
-- Answers how many were removed, how many stand in the way, and the months of each site whose figures change.
CREATE FUNCTION app.undo_import(p_import_id uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
DECLARE
  touched integer;
  removed integer;
  sites jsonb;
BEGIN
  PERFORM FROM session_import WHERE id = p_import_id AND program_id = app.program_id() AND status = 'undoing' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM FROM coaching_session WHERE import_id = p_import_id FOR UPDATE;
  SELECT count(*) INTO touched FROM coaching_session s
  WHERE s.import_id = p_import_id AND (
    s.row_version > 1
    OR s.acknowledgement <> (CASE WHEN s.status = 'scheduled' THEN 'pending' ELSE 'lapsed' END)::acknowledgement_state
    OR EXISTS (SELECT FROM session_acknowledgement x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_reply x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_opening x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_summary x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_private_note x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_goal_progress x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM session_action_review x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM action_step x WHERE x.session_id = s.id)
    OR EXISTS (SELECT FROM coaching_session x WHERE x.rescheduled_to_id = s.id));
  IF touched > 0 THEN RETURN jsonb_build_object('removed', 0, 'touched', touched, 'sites', '[]'::jsonb); END IF;
  SELECT coalesce(jsonb_agg(jsonb_build_object('siteId', site_id, 'months', months)), '[]') INTO sites FROM (
    SELECT site_id, jsonb_agg(DISTINCT to_char(session_on, 'YYYY-MM-01')) AS months
    FROM coaching_session WHERE import_id = p_import_id GROUP BY site_id) each;
  DELETE FROM coaching_session WHERE import_id = p_import_id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN jsonb_build_object('removed', removed, 'touched', 0, 'sites', sites);
END $$;
REVOKE ALL ON FUNCTION app.import_actor(uuid), app.taken_session_ids(uuid[]), app.undo_import(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.taken_session_ids(uuid[]) TO throughline_import;
GRANT EXECUTE ON FUNCTION app.import_actor(uuid), app.undo_import(uuid) TO throughline_worker;
