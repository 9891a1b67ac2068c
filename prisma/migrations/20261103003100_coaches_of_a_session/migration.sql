-- Why: a session may have more coaches than its lead. A co-coach took part in the conversation and reads that of this one
-- session; a shadow, a supervisor and an observer were there and read the facts. Colleagues and supervisors are found by
-- name through one function, since a coach otherwise sees only their own people.
-- Locks: a short ACCESS EXCLUSIVE per altered policy (catalogue only), SHARE on session_attendee while the index of
-- guests is built. Forward: CREATE OR REPLACE the functions, ALTER POLICY.

CREATE TYPE "session_coach_role" AS ENUM ('co_coach', 'shadow');
CREATE TABLE "session_coach" (
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "unit_id" UUID,
    "lead_coach_id" UUID NOT NULL,
    "session_on" DATE NOT NULL,
    "role" "session_coach_role" NOT NULL,
    CONSTRAINT "session_coach_pkey" PRIMARY KEY ("session_id","person_id")
);
CREATE INDEX "session_coach_session_id_site_id_lead_coach_id_session_on_idx" ON "session_coach"("session_id", "site_id", "lead_coach_id", "session_on");
CREATE INDEX "session_coach_person_id_session_on_idx" ON "session_coach"("person_id", "session_on" DESC);
CREATE INDEX "session_coach_lead_coach_id_idx" ON "session_coach"("lead_coach_id");
ALTER TABLE "session_coach" ADD CONSTRAINT "session_coach_session_id_site_id_lead_coach_id_session_on_fkey" FOREIGN KEY ("session_id", "site_id", "lead_coach_id", "session_on") REFERENCES "coaching_session"("id", "site_id", "lead_coach_id", "session_on") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "session_coach" ADD CONSTRAINT "session_coach_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE session_coach ADD CONSTRAINT session_coach_not_the_lead CHECK (person_id <> lead_coach_id);
CREATE INDEX session_attendee_guest ON session_attendee (lead_coach_id, person_id) WHERE role <> 'coachee';

-- Sessions one was in, in whatever role: their facts.
CREATE OR REPLACE FUNCTION app.attended_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT session_id FROM session_attendee WHERE person_id = app.person_id()
    UNION ALL SELECT session_id FROM session_coach WHERE person_id = app.person_id())
$$;
-- Sessions whose conversation one was in, besides those one led.
CREATE OR REPLACE FUNCTION app.coached_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT session_id FROM session_attendee WHERE person_id = app.person_id() AND role = 'coachee'
    UNION ALL SELECT session_id FROM session_coach WHERE person_id = app.person_id() AND role = 'co_coach')
$$;
-- Sessions in which one coached or learned beside the lead: who was there is theirs to see.
CREATE FUNCTION app.joined_session_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(SELECT session_id FROM session_coach WHERE person_id = app.person_id())
$$;
-- Goals and steps that were spoken of in sessions one co-coached.
CREATE FUNCTION app.cocoached_goal_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT made.goal_id FROM session_coach own JOIN session_goal_progress made ON made.session_id = own.session_id
    WHERE own.person_id = app.person_id() AND own.role = 'co_coach')
$$;
CREATE FUNCTION app.cocoached_step_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT review.action_step_id FROM session_coach own JOIN session_action_review review ON review.session_id = own.session_id
    WHERE own.person_id = app.person_id() AND own.role = 'co_coach'
    UNION ALL
    SELECT step.id FROM session_coach own JOIN action_step step ON step.session_id = own.session_id
    WHERE own.person_id = app.person_id() AND own.role = 'co_coach')
$$;
-- Whom one coaches, is coached by, supervises, is supervised by, rates, is rated by, oversees, or sat in a session with.
CREATE OR REPLACE FUNCTION app.known_person_ids() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT ARRAY(
    SELECT coachee_id FROM coach_assignment WHERE coach_id = app.person_id()
    UNION SELECT coach_id FROM coach_assignment WHERE coachee_id = app.person_id()
    UNION SELECT person_id FROM supervision WHERE supervisor_id = app.person_id()
    UNION SELECT supervisor_id FROM supervision WHERE person_id = app.person_id()
    UNION SELECT rater_id FROM assessment WHERE subject_id = app.person_id() AND rater_id IS NOT NULL
    UNION SELECT subject_id FROM assessment WHERE rater_id = app.person_id()
    UNION SELECT person_id FROM site_assignment WHERE site_id = ANY (app.site_ids()) OR unit_id = ANY (app.unit_ids())
    UNION SELECT person_id FROM session_coach WHERE lead_coach_id = app.person_id()
    UNION SELECT lead_coach_id FROM session_coach WHERE person_id = app.person_id()
    UNION SELECT attendee.person_id FROM session_coach own JOIN session_attendee attendee ON attendee.session_id = own.session_id
      WHERE own.person_id = app.person_id()
    UNION SELECT person_id FROM session_attendee WHERE lead_coach_id = app.person_id() AND role <> 'coachee'
    UNION SELECT other.person_id FROM session_attendee own JOIN session_coach other ON other.session_id = own.session_id
      WHERE own.person_id = app.person_id()
    UNION SELECT other.person_id FROM session_attendee own JOIN session_attendee other ON other.session_id = own.session_id
      WHERE own.person_id = app.person_id() AND other.role <> 'coachee')
$$;

-- Who may be named in a log beside one's own people: coaches of the program, and the supervisors of oneself and of one's
-- people, on a day. Names, and nothing of how they do.
CREATE FUNCTION app.session_companions(p_day date)
RETURNS TABLE (id uuid, name text, "isCoach" boolean, "isSupervisor" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  SELECT person.id, person.given_name || ' ' || person.family_name, bool_or(found.is_coach), bool_or(NOT found.is_coach)
  FROM (
    SELECT held.person_id, true AS is_coach FROM role_assignment held
    WHERE held.program_id = app.program_id() AND held.role = 'coach'
      AND held.starts_on <= p_day AND (held.ends_on IS NULL OR held.ends_on > p_day)
    UNION ALL
    SELECT watched.supervisor_id, false FROM supervision watched
    WHERE watched.program_id = app.program_id() AND watched.starts_on <= p_day
      AND (watched.ends_on IS NULL OR watched.ends_on > p_day)
      AND (watched.person_id = app.person_id() OR watched.person_id = ANY (app.coachee_ids()))) found
  JOIN person ON person.id = found.person_id
  WHERE app.has_role('coach') AND person.id <> app.person_id()
    AND (person.deactivated_on IS NULL OR person.deactivated_on > p_day)
  GROUP BY person.id
  ORDER BY person.family_name, person.given_name, person.id
  LIMIT 1000
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['joined_session_ids()', 'cocoached_goal_ids()', 'cocoached_step_ids()', 'session_companions(date)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO throughline_web', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION app.joined_session_ids() TO throughline_export;

GRANT SELECT, INSERT, UPDATE, DELETE ON session_coach TO throughline_web;
GRANT SELECT ON session_coach TO throughline_worker, throughline_export;
ALTER TABLE session_coach ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON session_coach FOR SELECT TO throughline_worker USING (program_id = (SELECT app.program_id()));
CREATE POLICY session_reads ON session_coach FOR SELECT TO throughline_web, throughline_export
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id()) OR person_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR session_id = ANY ((SELECT app.attended_session_ids())::uuid[])));
CREATE POLICY coach_writes ON session_coach TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()));

-- Of the attendees one sees oneself, and whoever was there without being coached; who coached along sees all.
ALTER POLICY attendee_reads ON session_attendee
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id()) OR person_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR session_id = ANY ((SELECT app.joined_session_ids())::uuid[])
      OR (role <> 'coachee' AND session_id = ANY ((SELECT app.attended_session_ids())::uuid[]))));
-- The conversation: being there as a supervisor or an observer is no part in it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['session_goal_progress', 'session_action_review'] LOOP
    EXECUTE format('ALTER POLICY parties_read ON %I
      USING (program_id = (SELECT app.program_id())
        AND (session_id = ANY ((SELECT app.coached_session_ids())::uuid[])
          OR EXISTS (SELECT FROM session_attendee a WHERE a.session_id = %I.session_id
            AND a.lead_coach_id = (SELECT app.person_id()))))', t, t);
  END LOOP;
END $$;
ALTER POLICY parties_read ON goal
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())
      OR (SELECT app.person_id()) = ANY (earlier_coach_ids)
      OR id = ANY ((SELECT app.cocoached_goal_ids())::uuid[])));
ALTER POLICY parties_read ON action_step
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())
      OR (SELECT app.person_id()) = ANY (earlier_coach_ids)
      OR id = ANY ((SELECT app.cocoached_step_ids())::uuid[])));
