-- Why: a session of several people has several answers. Its state is the most serious of them: disputed when one
-- disputes, acknowledged once everybody who was present has answered the present version, pending until then.
-- Locks: none beyond the function's own row. Forward: CREATE OR REPLACE again; callers and grants stay as they are.

CREATE OR REPLACE FUNCTION app.mark_acknowledged(p_session_id uuid, p_state acknowledgement_state) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  UPDATE coaching_session session SET acknowledgement = CASE
    WHEN p_state = 'disputed' OR EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version = session.row_version
        AND given.person_id <> app.person_id() AND given.state = 'disputed') THEN 'disputed'
    WHEN EXISTS (
      SELECT FROM session_attendee other
      WHERE other.session_id = session.id AND other.role = 'coachee' AND other.attendance IN ('full', 'partial')
        AND other.person_id <> app.person_id()
        AND NOT EXISTS (
          SELECT FROM session_acknowledgement given
          WHERE given.session_id = session.id AND given.person_id = other.person_id
            AND given.row_version = session.row_version)) THEN 'pending'
    WHEN p_state = 'acknowledged_with_comment' OR EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version = session.row_version
        AND given.state = 'acknowledged_with_comment' AND given.person_id <> app.person_id()) THEN 'acknowledged_with_comment'
    ELSE p_state
  END::acknowledgement_state
  WHERE session.id = p_session_id AND session.program_id = app.program_id()
    AND EXISTS (SELECT FROM session_attendee own
                WHERE own.session_id = p_session_id AND own.person_id = app.person_id() AND own.role = 'coachee')
$$;
