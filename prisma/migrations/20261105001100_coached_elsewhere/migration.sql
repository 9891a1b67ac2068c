-- Why: a form says before it is saved that the coachee has another session then. The sessions of other coaches are nobody
-- else's business, so a coach learns of them a yes or a no, of their own people and for the time of one session, through
-- this function alone: not with whom, not from when to when, not how many.
-- Locks: none. Forward: CREATE OR REPLACE FUNCTION.
CREATE FUNCTION app.is_coached_elsewhere(p_coachee_id uuid, p_from timestamptz, p_until timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT app.has_role('coach') AND p_from < p_until AND p_until <= p_from + interval '8 hours'
    AND EXISTS (
      SELECT FROM effective_coach_assignment held JOIN site ON site.id = held.site_id
      WHERE held.program_id = app.program_id() AND held.coach_id = app.person_id() AND held.coachee_id = p_coachee_id
        AND held.starts_on <= (p_from AT TIME ZONE site.zone)::date
        AND (held.ends_on IS NULL OR held.ends_on > (p_from AT TIME ZONE site.zone)::date))
    AND EXISTS (
      SELECT FROM session_attendee attendee JOIN coaching_session other ON other.id = attendee.session_id
      WHERE attendee.person_id = p_coachee_id AND attendee.role = 'coachee' AND attendee.attendance IN ('full', 'partial')
        AND attendee.session_on BETWEEN (p_from AT TIME ZONE 'UTC')::date - 1 AND (p_until AT TIME ZONE 'UTC')::date + 1
        AND attendee.lead_coach_id <> app.person_id() AND other.status IN ('scheduled', 'held', 'held_partial')
        AND coalesce(other.started_at, other.scheduled_start_at) < p_until
        AND coalesce(other.ended_at, other.scheduled_end_at) > p_from
        AND NOT EXISTS (
          SELECT FROM session_coach beside
          WHERE beside.session_id = other.id AND beside.person_id = app.person_id() AND beside.role = 'co_coach'))
$$;
REVOKE ALL ON FUNCTION app.is_coached_elsewhere(uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.is_coached_elsewhere(uuid, timestamptz, timestamptz) TO throughline_web;
