-- Why: two of a group who answer at the same moment have each stored their word, which holds the session against being
-- deleted, before its state is brought up to date. Asked for with the lock of a deletion, each waited for the other, and
-- one was refused. The state is no key: the weaker lock lets both in, one after the other.
-- Locks: none. Forward: CREATE OR REPLACE the function.
CREATE OR REPLACE FUNCTION app.mark_acknowledged(p_session_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
BEGIN
  PERFORM FROM coaching_session WHERE id = p_session_id AND program_id = app.program_id() FOR NO KEY UPDATE;
  UPDATE coaching_session session SET acknowledgement = CASE
    WHEN EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version >= session.content_version AND given.state = 'disputed')
      THEN 'disputed'
    WHEN EXISTS (
      SELECT FROM session_attendee other
      WHERE other.session_id = session.id AND other.role = 'coachee' AND other.attendance IN ('full', 'partial')
        AND NOT EXISTS (
          SELECT FROM session_acknowledgement given
          WHERE given.session_id = session.id AND given.person_id = other.person_id
            AND given.row_version >= session.content_version))
      THEN CASE WHEN session.acknowledgement = 'lapsed' THEN 'lapsed' ELSE 'pending' END
    WHEN EXISTS (
      SELECT FROM session_acknowledgement given
      WHERE given.session_id = session.id AND given.row_version >= session.content_version
        AND given.state = 'acknowledged_with_comment')
      THEN 'acknowledged_with_comment'
    ELSE 'acknowledged'
  END::acknowledgement_state
  WHERE session.id = p_session_id AND session.program_id = app.program_id()
    AND EXISTS (SELECT FROM session_attendee own
                WHERE own.session_id = p_session_id AND own.person_id = app.person_id() AND own.role = 'coachee')
    AND EXISTS (SELECT FROM session_acknowledgement given
                WHERE given.session_id = p_session_id AND given.person_id = app.person_id()
                  AND given.row_version >= session.content_version);
  RETURN FOUND;
END $$;
