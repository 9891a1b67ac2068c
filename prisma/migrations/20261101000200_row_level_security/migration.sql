-- Why: the last line of access. A query that forgets its scope returns nothing.
-- Locks: a short ACCESS EXCLUSIVE per table, all new. Forward: CREATE OR REPLACE the functions, ALTER POLICY.
--
-- throughline_web     the web process: sees what the acting person may see
-- throughline_worker  jobs: one program at a time
-- throughline_auth    sign-in only: accounts, sessions, passwords; taken by SET ROLE, not inherited
-- None of them owns a table. The setting names below are set per transaction by app/db.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_web') THEN CREATE ROLE throughline_web NOINHERIT; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_worker') THEN CREATE ROLE throughline_worker NOINHERIT; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_auth') THEN CREATE ROLE throughline_auth; END IF;
END $$;
GRANT throughline_auth TO throughline_web;

CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app, public TO throughline_web, throughline_worker, throughline_auth;

CREATE FUNCTION app.program_id() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.program_id', true), '')::uuid $$;
CREATE FUNCTION app.person_id() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.person_id', true), '')::uuid $$;
-- Sites and units over which the person has oversight (supervisor, lead, evaluator, administrator).
CREATE FUNCTION app.site_ids() RETURNS uuid[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.site_ids', true), ''), '{}')::uuid[] $$;
CREATE FUNCTION app.unit_ids() RETURNS uuid[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.unit_ids', true), ''), '{}')::uuid[] $$;
CREATE FUNCTION app.has_role(VARIADIC wanted text[]) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.roles', true), ''), '{}')::text[] && wanted $$;

-- Who acts: the person behind a live sign-in, with the roles that hold on the program's day.
-- Reads across the policies below, so it is the one function that runs as the owner.
CREATE FUNCTION app.actor(p_session_id text, p_program_id uuid, p_oldest_sign_in timestamptz)
RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'personId', person.id,
    'accountId', auth_user.id,
    'name', person.given_name || ' ' || person.family_name,
    'email', auth_user.email,
    'programId', program.id,
    'programName', program.name,
    'zone', program.zone,
    'isDemo', program.is_demo,
    'roles', coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'role', held.role,
        'siteIds', CASE
          WHEN held.unit_id IS NOT NULL THEN '[]'::jsonb
          ELSE coalesce((
            SELECT jsonb_agg(site.id ORDER BY site.code) FROM site
            WHERE site.program_id = held.program_id
              AND (held.site_id IS NULL OR site.id = held.site_id)
              AND (held.region_id IS NULL OR site.region_id = held.region_id)), '[]'::jsonb)
        END,
        'unitIds', CASE WHEN held.unit_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(held.unit_id) END))
      FROM role_assignment held
      WHERE held.person_id = person.id
        AND held.starts_on <= (now() AT TIME ZONE program.zone)::date
        AND (held.ends_on IS NULL OR held.ends_on > (now() AT TIME ZONE program.zone)::date)), '[]'::jsonb))
  FROM auth_session
  JOIN auth_user ON auth_user.id = auth_session.user_id
  JOIN person ON person.account_id = auth_user.id
  JOIN program ON program.id = person.program_id
  WHERE auth_session.id = p_session_id
    AND auth_session.expires_at > now()
    AND auth_session.created_at > p_oldest_sign_in
    AND (p_program_id IS NULL OR program.id = p_program_id)
    AND (person.deactivated_on IS NULL OR person.deactivated_on > (now() AT TIME ZONE program.zone)::date)
  ORDER BY person.created_at
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION app.actor(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.actor(text, uuid, timestamptz) TO throughline_web;

-- Which migrations ran: what the readiness check compares with the folder it was built from.
GRANT SELECT ON _prisma_migrations TO throughline_web, throughline_worker;

-- Accounts: the authentication role alone.
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_user, auth_session, auth_account, auth_verification, auth_two_factor, rate_limit
  TO throughline_auth;
GRANT INSERT ON mail TO throughline_auth;

-- Everything else: web and worker, under the policies.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  program, region, site, site_stage, unit,
  person, role_assignment, site_assignment, supervision, coach_assignment, leave, certification,
  plan_version, plan_phase, plan_step, plan_milestone, plan_activity, plan_outcome, plan_evidence,
  practice_profile, core_component, essential_function, core_activity,
  dosage_schedule, goal, action_step, coaching_session, session_attendee, session_focus, session_strategy,
  session_goal_progress, session_action_review, session_summary, session_private_note, session_acknowledgement,
  instrument, instrument_version, schedule_rule, assessment, assessment_response, assessment_score,
  measure, measure_version, site_figure, inbox_item
TO throughline_web, throughline_worker;
GRANT SELECT, INSERT ON domain_event TO throughline_web, throughline_worker;
GRANT UPDATE (relayed_at) ON domain_event TO throughline_worker;
GRANT USAGE ON SEQUENCE domain_event_sequence_seq TO throughline_web, throughline_worker;
GRANT SELECT ON job_run, mail TO throughline_web;
GRANT SELECT, INSERT, UPDATE ON job_run, mail TO throughline_worker;

DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
  END LOOP;

  FOREACH t IN ARRAY ARRAY['auth_user', 'auth_session', 'auth_account', 'auth_verification', 'auth_two_factor', 'rate_limit'] LOOP
    EXECUTE format('CREATE POLICY authentication ON %I TO throughline_auth USING (true) WITH CHECK (true)', t);
  END LOOP;

  -- Jobs: the program they were started for, and nothing without one.
  FOR t IN SELECT table_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_name = 'program_id' AND table_name NOT IN ('domain_event', 'job_run', 'mail') LOOP
    EXECUTE format('CREATE POLICY job ON %I TO throughline_worker
      USING (program_id = (SELECT app.program_id())) WITH CHECK (program_id = (SELECT app.program_id()))', t);
  END LOOP;

  -- What everybody of a program may read: its organisation, plan, profile and published definitions.
  FOREACH t IN ARRAY ARRAY['region', 'site', 'site_stage', 'unit',
    'plan_version', 'plan_phase', 'plan_step', 'plan_milestone', 'plan_activity', 'plan_outcome', 'plan_evidence',
    'practice_profile', 'core_component', 'essential_function', 'core_activity',
    'dosage_schedule', 'instrument', 'instrument_version', 'schedule_rule', 'measure', 'measure_version'] LOOP
    EXECUTE format('CREATE POLICY program_reads ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id()))', t);
  END LOOP;

  FOREACH t IN ARRAY ARRAY['plan_version', 'plan_phase', 'plan_step', 'plan_milestone', 'plan_activity', 'plan_outcome',
    'plan_evidence', 'practice_profile', 'core_component', 'essential_function', 'core_activity'] LOOP
    EXECUTE format('CREATE POLICY planner_writes ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''planner'', ''lead'')))
      WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''planner'', ''lead'')))', t);
  END LOOP;

  FOREACH t IN ARRAY ARRAY['region', 'site', 'site_stage', 'unit', 'dosage_schedule', 'instrument', 'instrument_version',
    'schedule_rule', 'measure', 'measure_version',
    'person', 'role_assignment', 'site_assignment', 'supervision', 'coach_assignment', 'leave', 'certification'] LOOP
    EXECUTE format('CREATE POLICY administrator_writes ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''admin'')))
      WITH CHECK (program_id = (SELECT app.program_id()) AND (SELECT app.has_role(''admin'')))', t);
  END LOOP;
END $$;

CREATE POLICY program_reads ON program FOR SELECT TO throughline_web USING (id = (SELECT app.program_id()));
CREATE POLICY job ON program FOR SELECT TO throughline_worker USING (true);

-- People
CREATE POLICY own_roles ON role_assignment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id()) OR (SELECT app.has_role('lead'))));
CREATE POLICY own_supervision ON supervision FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id()) OR supervisor_id = (SELECT app.person_id()) OR (SELECT app.has_role('lead'))));
CREATE POLICY party_or_oversight ON coach_assignment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])));
CREATE POLICY self_coach_or_oversight ON site_assignment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR person_id IN (SELECT coachee_id FROM coach_assignment WHERE coach_id = (SELECT app.person_id()))));

-- Sessions: coach, attendees, and the oversight of the site where it happened.
CREATE POLICY attendee_reads ON session_attendee FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id()) OR person_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])));
CREATE POLICY coach_writes ON session_attendee TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()));

CREATE POLICY session_reads ON coaching_session FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])
      OR id IN (SELECT session_id FROM session_attendee WHERE person_id = (SELECT app.person_id()))));
CREATE POLICY coach_inserts ON coaching_session FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id())
    AND entered_by_id = (SELECT app.person_id()));
CREATE POLICY coach_updates ON coaching_session FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND lead_coach_id = (SELECT app.person_id()));

-- The coachee may change one thing of a session: its acknowledgement. See app.acknowledge.
CREATE FUNCTION app.mark_acknowledged(p_session_id uuid, p_state acknowledgement_state) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  UPDATE coaching_session SET acknowledgement = p_state
  WHERE id = p_session_id AND program_id = app.program_id()
    AND id IN (SELECT session_id FROM session_attendee
               WHERE session_id = p_session_id AND person_id = app.person_id() AND role = 'coachee')
$$;
REVOKE ALL ON FUNCTION app.mark_acknowledged(uuid, acknowledgement_state) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mark_acknowledged(uuid, acknowledgement_state) TO throughline_web;

DO $$
DECLARE t text;
BEGIN
  -- Structured parts of a session follow the session.
  FOREACH t IN ARRAY ARRAY['session_focus', 'session_strategy'] LOOP
    EXECUTE format('CREATE POLICY follows_session ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id))', t);
  END LOOP;
  -- Goals and action steps are part of the conversation: coach and coachee.
  FOREACH t IN ARRAY ARRAY['session_goal_progress', 'session_action_review'] LOOP
    EXECUTE format('CREATE POLICY parties_read ON %I FOR SELECT TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND EXISTS (SELECT FROM session_attendee a WHERE a.session_id = %I.session_id
          AND (a.lead_coach_id = (SELECT app.person_id()) OR a.person_id = (SELECT app.person_id()))))', t, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['session_focus', 'session_strategy', 'session_goal_progress', 'session_action_review'] LOOP
    EXECUTE format('CREATE POLICY coach_writes ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id AND s.lead_coach_id = (SELECT app.person_id())))
      WITH CHECK (program_id = (SELECT app.program_id())
        AND EXISTS (SELECT FROM coaching_session s WHERE s.id = session_id AND s.lead_coach_id = (SELECT app.person_id())))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['goal', 'action_step'] LOOP
    EXECUTE format('CREATE POLICY parties ON %I TO throughline_web
      USING (program_id = (SELECT app.program_id())
        AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())))
      WITH CHECK (program_id = (SELECT app.program_id())
        AND (coach_id = (SELECT app.person_id()) OR coachee_id = (SELECT app.person_id())))', t);
  END LOOP;
END $$;

-- The conversation
CREATE POLICY parties_read ON session_summary FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (coach_id = (SELECT app.person_id())
      OR session_id IN (SELECT session_id FROM session_attendee
                        WHERE person_id = (SELECT app.person_id()) AND role = 'coachee')));
CREATE POLICY coach_writes ON session_summary TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND coach_id = (SELECT app.person_id()));
CREATE POLICY author_only ON session_private_note TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()));
CREATE POLICY parties_read ON session_acknowledgement FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id()) OR lead_coach_id = (SELECT app.person_id())));
CREATE POLICY coachee_writes ON session_acknowledgement TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND person_id = (SELECT app.person_id()));
-- Jobs never need the conversation.
DROP POLICY job ON session_private_note;
DROP POLICY job ON session_summary;

-- Fidelity: rater, subject, oversight of the site. Item ratings and comments: rater and subject alone.
CREATE POLICY assessment_reads ON assessment FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (rater_id = (SELECT app.person_id()) OR subject_id = (SELECT app.person_id())
      OR site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])));
CREATE POLICY rater_updates ON assessment FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND rater_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND rater_id = (SELECT app.person_id()));
CREATE POLICY rater_and_subject_read ON assessment_response FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
      AND (a.rater_id = (SELECT app.person_id())
        OR (a.subject_id = (SELECT app.person_id()) AND a.state IN ('submitted', 'final')))));
CREATE POLICY rater_writes ON assessment_response TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())))
  WITH CHECK (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())));
CREATE POLICY score_reads ON assessment_score FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (site_id = ANY ((SELECT app.site_ids())::uuid[])
      OR EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id
        AND (a.rater_id = (SELECT app.person_id())
          OR (a.subject_id = (SELECT app.person_id()) AND a.state IN ('submitted', 'final'))
          OR a.unit_id = ANY ((SELECT app.unit_ids())::uuid[])))));
CREATE POLICY rater_inserts ON assessment_score FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id())
    AND EXISTS (SELECT FROM assessment a WHERE a.id = assessment_id AND a.rater_id = (SELECT app.person_id())));

CREATE POLICY oversight_reads ON site_figure FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND site_id = ANY ((SELECT app.site_ids())::uuid[]));

-- People: oneself, whom one works with, and the people of sites one oversees.
CREATE POLICY known_people ON person FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (id = (SELECT app.person_id())
      OR (SELECT app.has_role('lead', 'planner'))
      OR id IN (SELECT coachee_id FROM coach_assignment WHERE coach_id = (SELECT app.person_id()))
      OR id IN (SELECT coach_id FROM coach_assignment WHERE coachee_id = (SELECT app.person_id()))
      OR id IN (SELECT person_id FROM supervision WHERE supervisor_id = (SELECT app.person_id()))
      OR id IN (SELECT supervisor_id FROM supervision WHERE person_id = (SELECT app.person_id()))
      OR id IN (SELECT rater_id FROM assessment WHERE subject_id = (SELECT app.person_id()))
      OR id IN (SELECT subject_id FROM assessment WHERE rater_id = (SELECT app.person_id()))
      OR id IN (SELECT person_id FROM site_assignment
                WHERE site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[]))));
CREATE POLICY of_known_people ON leave FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR person_id IN (SELECT coachee_id FROM coach_assignment WHERE coach_id = (SELECT app.person_id()))
      OR person_id IN (SELECT person_id FROM site_assignment WHERE site_id = ANY ((SELECT app.site_ids())::uuid[]))));
CREATE POLICY of_known_people ON certification FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id())
    AND (person_id = (SELECT app.person_id())
      OR person_id IN (SELECT person_id FROM supervision WHERE supervisor_id = (SELECT app.person_id()))
      OR person_id IN (SELECT person_id FROM site_assignment WHERE site_id = ANY ((SELECT app.site_ids())::uuid[]))));

-- Notices, events, jobs, mail
CREATE POLICY recipient ON inbox_item FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND recipient_id = (SELECT app.person_id()));
CREATE POLICY recipient_marks ON inbox_item FOR UPDATE TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND recipient_id = (SELECT app.person_id()))
  WITH CHECK (program_id = (SELECT app.program_id()) AND recipient_id = (SELECT app.person_id()));
CREATE POLICY actor_appends ON domain_event FOR INSERT TO throughline_web
  WITH CHECK (program_id = (SELECT app.program_id()) AND actor_id = (SELECT app.person_id()) AND relayed_at IS NULL);
CREATE POLICY administrator_reads ON domain_event FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')));
CREATE POLICY system ON domain_event TO throughline_worker USING (true) WITH CHECK (true);
CREATE POLICY administrator_reads ON job_run FOR SELECT TO throughline_web USING ((SELECT app.has_role('admin')));
CREATE POLICY system ON job_run TO throughline_worker USING (true) WITH CHECK (true);
CREATE POLICY administrator_reads ON mail FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND (SELECT app.has_role('admin')));
CREATE POLICY system ON mail TO throughline_worker USING (true) WITH CHECK (true);
CREATE POLICY authentication_appends ON mail FOR INSERT TO throughline_auth WITH CHECK (program_id IS NULL);

-- The queue's own tables, when it lives in this database.
CREATE SCHEMA bullmq AUTHORIZATION CURRENT_USER;
GRANT USAGE, CREATE ON SCHEMA bullmq TO throughline_worker;
GRANT USAGE ON SCHEMA bullmq TO throughline_web;
