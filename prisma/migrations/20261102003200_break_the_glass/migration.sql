-- Why: in a safety case an administrator may open one protected part of one session. There is one way, the function
-- below: it writes who opened what and why before it answers, at most five times a day for one administrator and once
-- for one form. Row-level security gives administrators no other.
-- Locks: none, the table is new. Forward: CREATE OR REPLACE the functions.

CREATE TYPE "opened_part" AS ENUM ('shared_summary', 'private_note');
CREATE TYPE "opening_kind" AS ENUM ('child_safety', 'staff_safety', 'legal_duty');
CREATE TABLE "session_opening" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "lead_coach_id" UUID NOT NULL,
    "opener_id" UUID NOT NULL,
    "part" "opened_part" NOT NULL,
    "kind" "opening_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "session_opening_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "session_opening_session_id_idx" ON "session_opening"("session_id");
CREATE INDEX "session_opening_opener_id_at_idx" ON "session_opening"("opener_id", "at");
CREATE INDEX "session_opening_program_id_at_idx" ON "session_opening"("program_id", "at" DESC);
ALTER TABLE "session_opening" ADD CONSTRAINT "session_opening_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "coaching_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_opening" ADD CONSTRAINT "session_opening_opener_id_fkey" FOREIGN KEY ("opener_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT ON session_opening TO throughline_web, throughline_worker;
ALTER TABLE session_opening ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON session_opening FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
-- Whom it concerns sees that it happened. That a private note exists is the coach's to know.
CREATE POLICY administrator_and_parties ON session_opening FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND ((SELECT app.has_role('admin')) OR lead_coach_id = (SELECT app.person_id())
      OR (part = 'shared_summary' AND session_id = ANY ((SELECT app.coached_session_ids())::uuid[]))));

-- Which session is about to be opened: day, place and people, nothing of what was said.
CREATE FUNCTION app.session_to_open(p_session_id uuid)
RETURNS TABLE (session_on date, site_name text, coach_id uuid, coach_name text, coachee_names text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT session.session_on, site.name, coach.id, coach.given_name || ' ' || coach.family_name,
    ARRAY(SELECT person.given_name || ' ' || person.family_name
      FROM session_attendee attendee JOIN person ON person.id = attendee.person_id
      WHERE attendee.session_id = session.id AND attendee.role = 'coachee' ORDER BY person.family_name LIMIT 30)
  FROM coaching_session session
  JOIN site ON site.id = session.site_id
  JOIN person coach ON coach.id = session.lead_coach_id
  WHERE session.id = p_session_id AND session.program_id = app.program_id() AND app.has_role('admin')
    AND session.status <> 'scheduled'
$$;
REVOKE ALL ON FUNCTION app.session_to_open(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.session_to_open(uuid) TO throughline_web;

CREATE FUNCTION app.open_session(p_id uuid, p_session_id uuid, p_part opened_part, p_kind opening_kind, p_reason text,
  p_request_id text)
RETURNS TABLE (summary text, author_id uuid, ciphertext bytea, key_id uuid, wrapped_key bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me uuid := app.person_id();
  session coaching_session;
BEGIN
  IF me IS NULL OR NOT app.has_role('admin') THEN
    RAISE EXCEPTION 'only an administrator opens a session' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF length(trim(p_reason)) < 40 THEN
    RAISE EXCEPTION 'the reason is too short' USING ERRCODE = 'check_violation', CONSTRAINT = 'session_opening_has_reason';
  END IF;
  SELECT * INTO session FROM coaching_session
  WHERE id = p_session_id AND program_id = app.program_id() AND status <> 'scheduled';
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('session_opening ' || me, 0));
  IF (SELECT count(*) FROM session_opening WHERE opener_id = me AND at > clock_timestamp() - INTERVAL '24 hours') >= 5 THEN
    RAISE EXCEPTION 'five sessions in a day are the most' USING ERRCODE = 'check_violation', CONSTRAINT = 'session_opening_five_a_day';
  END IF;
  INSERT INTO session_opening (id, session_id, program_id, lead_coach_id, opener_id, part, kind, at)
  VALUES (p_id, session.id, session.program_id, session.lead_coach_id, me, p_part, p_kind, clock_timestamp());
  INSERT INTO domain_event (program_id, type, subject_type, subject_id, site_id, actor_id, request_id, payload, occurred_at, retain_until)
  VALUES (session.program_id, 'session.opened', 'session', session.id, session.site_id, me, p_request_id,
    jsonb_build_object('openingId', p_id, 'part', p_part, 'kind', p_kind, 'reason', trim(p_reason),
      'coachId', session.lead_coach_id),
    clock_timestamp(), current_date + 365 * 7);
  RETURN QUERY
    SELECT written.body, note.author_id, note.ciphertext, note.key_id, held.wrapped_key
    FROM (SELECT) AS opened
    LEFT JOIN session_summary written ON p_part = 'shared_summary' AND written.session_id = p_session_id
    LEFT JOIN session_private_note note ON p_part = 'private_note' AND note.session_id = p_session_id
      AND note.author_id = session.lead_coach_id
    LEFT JOIN note_key held ON held.id = note.key_id;
END $$;
REVOKE ALL ON FUNCTION app.open_session(uuid, uuid, opened_part, opening_kind, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_session(uuid, uuid, opened_part, opening_kind, text, text) TO throughline_web;
