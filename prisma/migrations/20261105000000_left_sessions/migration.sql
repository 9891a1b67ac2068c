-- Why: whoever is taken out of a session, or hands it over, loses sight of it, and a calendar program keeps the event until
-- it is told that it is cancelled. left_session keeps that it stood in their calendar, and when: written by triggers alone,
-- whatever took them out, and read by the person it is about.
-- Locks: the table is new; SHARE ROW EXCLUSIVE on four tables for an instant (triggers). Forward: CREATE OR REPLACE the functions.
CREATE TABLE "left_session" (
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "attendee_ids" UUID[],
    "session_on" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL,
    "left_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "left_session_pkey" PRIMARY KEY ("session_id", "person_id")
);
CREATE INDEX "left_session_person_id_session_on_idx" ON "left_session"("person_id", "session_on");
ALTER TABLE "left_session" ADD CONSTRAINT "left_session_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "left_session" ADD CONSTRAINT "left_session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Of a session that is gone as a whole nothing is kept here: withdrawn_session says so.
CREATE FUNCTION app.keep_left_session(p_session_id uuid, p_person_id uuid, p_coach_id uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_on date)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  INSERT INTO left_session (session_id, person_id, program_id, coach_id, attendee_ids, session_on, zone, starts_at, ends_at,
    row_version, left_at)
  SELECT session.id, p_person_id, session.program_id, p_coach_id,
    CASE WHEN p_person_id = p_coach_id THEN ARRAY(
      SELECT person_id FROM session_attendee WHERE session_id = session.id AND role = 'coachee') ELSE '{}' END,
    p_on, session.zone, p_starts_at, p_ends_at, session.row_version, session.updated_at
  FROM coaching_session session WHERE session.id = p_session_id
  ON CONFLICT (session_id, person_id) DO UPDATE SET coach_id = EXCLUDED.coach_id, attendee_ids = EXCLUDED.attendee_ids,
    session_on = EXCLUDED.session_on, zone = EXCLUDED.zone, starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at,
    row_version = EXCLUDED.row_version, left_at = EXCLUDED.left_at
$$;
REVOKE ALL ON FUNCTION app.keep_left_session(uuid, uuid, uuid, timestamptz, timestamptz, date) FROM PUBLIC;

CREATE FUNCTION app.keep_left_by_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  PERFORM app.keep_left_session(session.id, OLD.person_id, session.lead_coach_id,
    coalesce(session.started_at, session.scheduled_start_at), coalesce(session.ended_at, session.scheduled_end_at), session.session_on)
  FROM coaching_session session WHERE session.id = OLD.session_id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_left_by_person() FROM PUBLIC;
CREATE TRIGGER session_attendee_keeps_left AFTER DELETE ON session_attendee FOR EACH ROW EXECUTE FUNCTION app.keep_left_by_person();
CREATE TRIGGER session_coach_keeps_left AFTER DELETE ON session_coach FOR EACH ROW EXECUTE FUNCTION app.keep_left_by_person();

CREATE FUNCTION app.keep_left_by_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  PERFORM app.keep_left_session(NEW.id, OLD.lead_coach_id, OLD.lead_coach_id,
    coalesce(OLD.started_at, OLD.scheduled_start_at), coalesce(OLD.ended_at, OLD.scheduled_end_at), OLD.session_on);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_left_by_lead() FROM PUBLIC;
CREATE TRIGGER coaching_session_keeps_left AFTER UPDATE OF lead_coach_id ON coaching_session FOR EACH ROW
  WHEN (NEW.lead_coach_id <> OLD.lead_coach_id) EXECUTE FUNCTION app.keep_left_by_lead();

-- A plan that changes makes its sessions again under their ids: who is in the new one no more has left.
CREATE FUNCTION app.keep_left_by_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  PERFORM app.keep_left_session(OLD.id, gone.person_id, OLD.coach_id, OLD.starts_at, OLD.ends_at, OLD.session_on)
  FROM unnest(OLD.attendee_ids) AS gone (person_id)
  WHERE NOT EXISTS (SELECT FROM session_attendee stays WHERE stays.session_id = OLD.id AND stays.person_id = gone.person_id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.keep_left_by_plan() FROM PUBLIC;
CREATE TRIGGER withdrawn_session_keeps_left AFTER DELETE ON withdrawn_session FOR EACH ROW EXECUTE FUNCTION app.keep_left_by_plan();

GRANT SELECT ON left_session TO throughline_web;
ALTER TABLE left_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY whoever_left_reads ON left_session FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()));
