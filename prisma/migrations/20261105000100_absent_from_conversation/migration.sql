-- Why: who was expected to a session of several and did not come heard nothing of what was said, and the others spoke without
-- them. They keep the facts of the session, and their own goals and steps; its conversation is of those who were there. Of a
-- session that did not take place there is no conversation to be absent from: what was written to its people stays theirs.
-- Locks: none but that of replacing a function. Forward: CREATE OR REPLACE the function.

-- Sessions whose conversation one was in, besides those one led.
CREATE OR REPLACE FUNCTION app.coached_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT own.session_id FROM session_attendee own
    WHERE own.person_id = app.person_id() AND own.role = 'coachee'
      AND (own.attendance IN ('full', 'partial')
        OR EXISTS (SELECT FROM coaching_session session
          WHERE session.id = own.session_id AND session.status NOT IN ('held', 'held_partial')))
    UNION ALL SELECT session_id FROM session_coach WHERE person_id = app.person_id() AND role = 'co_coach')
$$;
