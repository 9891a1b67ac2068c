-- Why: a policy that looks into another protected table drags that table's policies along, and theirs: one mention of
-- person planned seven sub-queries with dozens below them, and planning took longer than reading. The ids a person
-- stands in relation to now come from functions that run as the owner, once per statement and only when a row needs
-- them; the policies compare. What each role may see stays as it was.
-- Locks: a short ACCESS EXCLUSIVE per table (catalogue only). Forward: CREATE OR REPLACE the functions, ALTER POLICY.
CREATE FUNCTION app.coachee_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT coachee_id FROM coach_assignment WHERE coach_id = app.person_id())
$$;
CREATE FUNCTION app.supervised_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT person_id FROM supervision WHERE supervisor_id = app.person_id())
$$;
-- Who ever worked at a site one oversees.
CREATE FUNCTION app.site_person_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT person_id FROM site_assignment WHERE site_id = ANY (app.site_ids()))
$$;
-- Whom one coaches, is coached by, supervises, is supervised by, rates, is rated by, or oversees.
CREATE FUNCTION app.known_person_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT coachee_id FROM coach_assignment WHERE coach_id = app.person_id()
    UNION SELECT coach_id FROM coach_assignment WHERE coachee_id = app.person_id()
    UNION SELECT person_id FROM supervision WHERE supervisor_id = app.person_id()
    UNION SELECT supervisor_id FROM supervision WHERE person_id = app.person_id()
    UNION SELECT rater_id FROM assessment WHERE subject_id = app.person_id() AND rater_id IS NOT NULL
    UNION SELECT subject_id FROM assessment WHERE rater_id = app.person_id()
    UNION SELECT person_id FROM site_assignment WHERE site_id = ANY (app.site_ids()) OR unit_id = ANY (app.unit_ids()))
$$;
CREATE FUNCTION app.attended_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT session_id FROM session_attendee WHERE person_id = app.person_id())
$$;
CREATE FUNCTION app.coached_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT session_id FROM session_attendee WHERE person_id = app.person_id() AND role = 'coachee')
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['coachee_ids', 'supervised_ids', 'site_person_ids', 'known_person_ids', 'attended_session_ids',
    'coached_session_ids'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION app.%I() FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%I() TO throughline_web', f);
  END LOOP;
END $$;

ALTER POLICY known_people ON person
  USING (program_id = (SELECT app.program_id())
    AND (id = (SELECT app.person_id()) OR (SELECT app.has_role('lead', 'planner'))
      OR id = ANY ((SELECT app.known_person_ids())::uuid[])));
ALTER POLICY of_known_people ON leave
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR person_id = ANY ((SELECT app.coachee_ids())::uuid[])
      OR person_id = ANY ((SELECT app.site_person_ids())::uuid[])));
ALTER POLICY of_known_people ON certification
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR person_id = ANY ((SELECT app.supervised_ids())::uuid[])
      OR person_id = ANY ((SELECT app.site_person_ids())::uuid[])));
ALTER POLICY self_coach_or_oversight ON site_assignment
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR person_id = ANY ((SELECT app.coachee_ids())::uuid[])));
ALTER POLICY session_reads ON coaching_session
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR id = ANY ((SELECT app.attended_session_ids())::uuid[])));
ALTER POLICY parties_read ON session_summary
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id())
      OR session_id = ANY ((SELECT app.coached_session_ids())::uuid[])));
