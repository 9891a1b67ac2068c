-- Why: a coachee's dose is theirs, whoever coached them: the card of their coach and the page of their site are to say the
-- same of the month, the last contact and the next due day, also after a substitute or a change of coach. The coach of a
-- day, or of the day before or after it (their sites may be in two zones), gets what these figures are made of: days and
-- minutes of delivered sessions, and the days of assignments; not whose they were, and of a day that is over nothing later
-- than it. Of somebody coached earlier a coach gets what is their own, however many others held since.
-- Locks: none. Forward: CREATE OR REPLACE the functions.
CREATE FUNCTION app.coachees_on(p_day date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT DISTINCT coachee_id FROM effective_coach_assignment
    WHERE app.has_role('coach') AND coach_id = app.person_id() AND program_id = app.program_id()
      AND starts_on <= p_day + 1 AND (ends_on IS NULL OR ends_on > p_day - 1))
$$;
REVOKE ALL ON FUNCTION app.coachees_on(date) FROM PUBLIC;

-- Delivered sessions of these people, or of all whom the acting coach has that day: those since `p_from`, and those of the
-- newest one's month.
CREATE FUNCTION app.contacts_of_coachees(p_coachee_ids uuid[], p_day date, p_from date)
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
REVOKE ALL ON FUNCTION app.contacts_of_coachees(uuid[], date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.contacts_of_coachees(uuid[], date, date) TO throughline_web;

-- Assignments of the same people that hold on `p_from` or later, with any coach.
CREATE FUNCTION app.assignments_of_coachees(p_coachee_ids uuid[], p_day date, p_from date)
RETURNS TABLE (id uuid, "coacheeId" uuid, intensity coaching_intensity, "startsOn" date, "endsOn" date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  WITH me AS MATERIALIZED (SELECT app.person_id() AS id, app.program_id() AS program_id, app.coachees_on(p_day) AS coachee_ids)
  SELECT assigned.id, assigned.coachee_id, assigned.intensity, assigned.starts_on, assigned.ends_on
  FROM me
  JOIN effective_coach_assignment assigned ON assigned.coachee_id = ANY (coalesce(p_coachee_ids, me.coachee_ids))
    AND assigned.program_id = me.program_id
  WHERE (assigned.ends_on IS NULL OR assigned.ends_on > p_from)
    AND (assigned.coach_id = me.id OR assigned.coachee_id = ANY (me.coachee_ids))
  ORDER BY assigned.coachee_id, assigned.starts_on
  LIMIT 20000
$$;
REVOKE ALL ON FUNCTION app.assignments_of_coachees(uuid[], date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.assignments_of_coachees(uuid[], date, date) TO throughline_web;
