-- Why: everybody of a program may read its plan, and with it the names of those who own parts of it; the planning
-- team chooses owners among those who hold a planning or program role. Persons themselves stay behind their policies.
-- The exclusion keeps a person from holding one role with one scope twice at a time.
-- Locks: SHARE ROW EXCLUSIVE on role_assignment while its index is built. Forward: CREATE OR REPLACE, or drop by name.

CREATE FUNCTION app.plan_people(p_day date) RETURNS TABLE (id uuid, name text, is_team boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
  WITH team AS (
    SELECT DISTINCT person_id FROM role_assignment
    WHERE program_id = app.program_id() AND role IN ('planner', 'lead', 'evaluator', 'admin')
      AND starts_on <= p_day AND (ends_on IS NULL OR ends_on > p_day)
  ), named AS (
    SELECT owner_id AS person_id FROM plan_step WHERE program_id = app.program_id()
    UNION SELECT owner_id FROM plan_milestone WHERE program_id = app.program_id()
    UNION SELECT approver_id FROM plan_milestone WHERE program_id = app.program_id()
    UNION SELECT owner_id FROM plan_activity WHERE program_id = app.program_id()
    UNION SELECT owner_id FROM plan_outcome WHERE program_id = app.program_id()
    UNION SELECT added_by_id FROM plan_evidence WHERE program_id = app.program_id()
    UNION SELECT person_id FROM team
  )
  SELECT person.id, person.given_name || ' ' || person.family_name, team.person_id IS NOT NULL
  FROM named
  JOIN person ON person.id = named.person_id AND person.program_id = app.program_id()
  LEFT JOIN team ON team.person_id = person.id
  ORDER BY person.family_name, person.given_name
  LIMIT 500
$$;
REVOKE ALL ON FUNCTION app.plan_people(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.plan_people(date) TO throughline_web;

ALTER TABLE role_assignment ADD CONSTRAINT role_assignment_once_at_a_time
  EXCLUDE USING gist (
    person_id WITH =, role WITH =,
    coalesce(region_id, site_id, unit_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =,
    daterange(starts_on, ends_on, '[)') WITH &&);
