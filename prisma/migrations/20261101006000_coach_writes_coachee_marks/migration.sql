-- Why: goals and action steps are written by the coach. The coachee reads them, and says how far an own step has come
-- through the one function below. Nobody acknowledges an own session, and when and by whom it was recorded is not
-- rewritten, even if the code above forgets to ask. A word on a session is given by whoever was in it,
-- and its summary by its coach.
-- Locks: a short ACCESS EXCLUSIVE per table. Forward: CREATE OR REPLACE the functions, ALTER POLICY.

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['goal', 'action_step'] LOOP
    EXECUTE format('DROP POLICY parties ON %I', t);
    EXECUTE format('CREATE POLICY parties_read ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())))', t);
    EXECUTE format('CREATE POLICY coach_inserts ON %I FOR INSERT TO throughline_web
      WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))', t);
    EXECUTE format('CREATE POLICY coach_updates ON %I FOR UPDATE TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))
      WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))', t);
  END LOOP;
END $$;

CREATE FUNCTION app.mark_step(p_step_id uuid, p_status action_step_status, p_closed_on date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  UPDATE action_step SET status = p_status, closed_on = p_closed_on, drop_reason = NULL
  WHERE id = p_step_id AND program_id = app.program_id() AND owner_id = app.person_id()
$$;
REVOKE ALL ON FUNCTION app.mark_step(uuid, action_step_status, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mark_step(uuid, action_step_status, date) TO throughline_web;

-- An edit is a new version, which asks for its acknowledgement again; what was only planned is recorded once it happens.
CREATE FUNCTION refuse_not_the_coachs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'session %: its coach sets neither its acknowledgement nor when and by whom it was recorded', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'coaching_session_not_the_coachs';
END $$;
CREATE TRIGGER coaching_session_not_the_coachs BEFORE UPDATE ON coaching_session FOR EACH ROW
  WHEN (current_user = 'throughline_web'
    AND (NEW.id <> OLD.id OR NEW.entered_by_id <> OLD.entered_by_id
      OR (NEW.acknowledgement <> OLD.acknowledgement
        AND (NEW.acknowledgement <> 'pending' OR NEW.row_version <= OLD.row_version))
      OR (OLD.status <> 'scheduled'
        AND (NEW.recorded_at <> OLD.recorded_at OR NEW.entry_lag_days IS DISTINCT FROM OLD.entry_lag_days))))
  EXECUTE FUNCTION refuse_not_the_coachs();
ALTER POLICY coach_inserts ON coaching_session
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id())
    AND entered_by_id = (SELECT app.person_id()) AND acknowledgement = 'pending');

ALTER POLICY coachee_writes ON session_acknowledgement
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM session_attendee a
      WHERE a.session_id = session_acknowledgement.session_id AND a.lead_coach_id = session_acknowledgement.lead_coach_id
        AND a.person_id = (SELECT app.person_id()) AND a.role = 'coachee'));
ALTER POLICY coach_writes ON session_summary
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id())
    AND EXISTS (SELECT FROM session_attendee a
      WHERE a.session_id = session_summary.session_id AND a.lead_coach_id = (SELECT app.person_id())));
