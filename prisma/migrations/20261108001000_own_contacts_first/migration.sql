-- Why: of somebody coached earlier a coach reads the own sessions, however many others held since; the bound on rows was
-- set before others' sessions were left out. Whom one has on a day is asked by coaches, and of a day that is over they read
-- nothing later than it.
-- Locks: none. Forward: CREATE OR REPLACE the functions.
CREATE OR REPLACE FUNCTION app.coachees_on(p_day date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT DISTINCT coachee_id FROM effective_coach_assignment
    WHERE app.has_role('coach') AND coach_id = app.person_id() AND program_id = app.program_id()
      AND starts_on <= p_day + 1 AND (ends_on IS NULL OR ends_on > p_day - 1))
$$;

CREATE OR REPLACE FUNCTION app.contacts_of_coachees(p_coachee_ids uuid[], p_day date, p_from date)
RETURNS TABLE ("coacheeId" uuid, "on" date, status session_status, "observationMinutes" int, "meetingMinutes" int,
  attendance attendance, minutes int, "isOwn" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  WITH me AS MATERIALIZED (SELECT app.person_id() AS id, app.program_id() AS program_id, app.coachees_on(p_day) AS coachee_ids)
  SELECT person.id, met.session_on, met.status, met.observation_minutes, met.meeting_minutes, met.attendance,
    LEAST(met.minutes, met.observation_minutes + met.meeting_minutes), met.is_own
  FROM me
  CROSS JOIN LATERAL unnest(coalesce(p_coachee_ids, me.coachee_ids)) AS person (id)
  CROSS JOIN LATERAL (
    SELECT LEAST(date_trunc('month', attendee.session_on)::date, p_from) AS from_on
    FROM session_attendee attendee
    JOIN LATERAL (SELECT fetched.status FROM coaching_session fetched WHERE fetched.id = attendee.session_id OFFSET 0) session ON true
    WHERE attendee.person_id = person.id AND attendee.program_id = me.program_id AND attendee.role = 'coachee'
      AND attendee.attendance IN ('full', 'partial') AND attendee.session_on <= p_day + 1
      AND session.status IN ('held', 'held_partial')
      AND (person.id = ANY (me.coachee_ids) OR attendee.lead_coach_id = me.id OR EXISTS (
        SELECT FROM session_coach beside
        WHERE beside.session_id = attendee.session_id AND beside.person_id = me.id AND beside.role = 'co_coach'))
    ORDER BY attendee.session_on DESC LIMIT 1) since
  CROSS JOIN LATERAL (
    SELECT attendee.session_on, attendee.attendance, attendee.minutes, session.*, own.is_own
    FROM session_attendee attendee
    CROSS JOIN LATERAL (
      SELECT attendee.lead_coach_id = me.id OR EXISTS (
        SELECT FROM session_coach beside
        WHERE beside.session_id = attendee.session_id AND beside.person_id = me.id AND beside.role = 'co_coach') AS is_own) own
    JOIN LATERAL (
      SELECT fetched.status, fetched.observation_minutes, fetched.meeting_minutes
      FROM coaching_session fetched WHERE fetched.id = attendee.session_id OFFSET 0) session ON true
    WHERE attendee.person_id = person.id AND attendee.program_id = me.program_id AND attendee.role = 'coachee'
      AND attendee.attendance IN ('full', 'partial') AND attendee.session_on BETWEEN since.from_on AND p_day + 1
      AND session.status IN ('held', 'held_partial') AND (own.is_own OR person.id = ANY (me.coachee_ids))
    ORDER BY attendee.session_on DESC LIMIT 300) met
$$;
