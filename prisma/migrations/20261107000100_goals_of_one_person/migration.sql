-- Why: in a session of several, each coachee's goals have their own progress and rating now, and may have steps. Goals
-- and steps are their owner's and the coaches', but what a session says of them, and what was changed in it, was read by
-- everybody who was coached in that session. A coachee now reads of them what is about their own goals and steps; coaches
-- read what they read before.
-- Locks: a short ACCESS EXCLUSIVE per table (catalogue only). Forward: CREATE OR REPLACE the function, ALTER POLICY.
CREATE FUNCTION app.spoken_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT id FROM goal WHERE coachee_id = app.person_id()
    UNION ALL SELECT id FROM action_step WHERE coachee_id = app.person_id() OR owner_id = app.person_id()
    UNION ALL SELECT unnest(app.cocoached_goal_ids())
    UNION ALL SELECT unnest(app.cocoached_step_ids()))
$$;
REVOKE ALL ON FUNCTION app.spoken_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.spoken_ids() TO throughline_web;

ALTER POLICY parties_read ON session_goal_progress
  USING (program_id = (SELECT app.program_id())
    AND ((session_id = ANY ((SELECT app.coached_session_ids())::uuid[]) AND goal_id = ANY ((SELECT app.spoken_ids())::uuid[]))
      OR EXISTS (SELECT FROM session_attendee a WHERE a.session_id = session_goal_progress.session_id
        AND a.lead_coach_id = (SELECT app.person_id()))));
ALTER POLICY parties_read ON session_action_review
  USING (program_id = (SELECT app.program_id())
    AND ((session_id = ANY ((SELECT app.coached_session_ids())::uuid[]) AND action_step_id = ANY ((SELECT app.spoken_ids())::uuid[]))
      OR EXISTS (SELECT FROM session_attendee a WHERE a.session_id = session_action_review.session_id
        AND a.lead_coach_id = (SELECT app.person_id()))));
ALTER POLICY value_reads ON session_amendment_value
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR (sight IN ('facts', 'attendee')
        AND (site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])))
      OR (sight = 'facts' AND session_id = ANY ((SELECT app.attended_session_ids())::uuid[]))
      OR (sight = 'attendee' AND subject_id = (SELECT app.person_id()))
      OR (sight = 'conversation' AND session_id = ANY ((SELECT app.coached_session_ids())::uuid[])
        AND (subject_id IS NULL OR subject_id = ANY ((SELECT app.spoken_ids())::uuid[])))));
