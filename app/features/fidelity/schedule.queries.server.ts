import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Desired, RuleInForce, SeriesPlan, StoredAssessment, SubjectFacts } from "./schedule.rules.ts";

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** Two runs of the scheduler in one program take turns, batch by batch. */
export async function lockSchedule(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`reconcile-assessments ${programId}`}, 0))`;
}

/** Coaches with a certification and everybody with an assessment that nobody has started, by id, after `after`. */
export async function listSubjectIdsForSystem(
  sql: Sql,
  { after, limit, subjectId }: { after: string; limit: number; subjectId?: string },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT person.id FROM person
    WHERE person.id > ${after} AND (${subjectId ?? null}::uuid IS NULL OR person.id = ${subjectId ?? null}::uuid)
      AND (EXISTS (SELECT FROM certification held WHERE held.person_id = person.id AND held.kind = 'coach')
        OR EXISTS (SELECT FROM assessment WHERE subject_id = person.id AND state IN ('planned', 'open')))
    ORDER BY person.id
    LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

export function listSiteZonesForSystem(sql: Sql): Promise<{ id: string; zone: string }[]> {
  return sql<{ id: string; zone: string }[]>`SELECT id, zone FROM site ORDER BY code LIMIT 10000`;
}

/** The newest version of every rule about coaches that has begun, with its instrument's versions and raters. */
export async function listRulesForSystem(sql: Sql, today: Day): Promise<RuleInForce[]> {
  const [rules, raters] = await Promise.all([
    sql<(Omit<RuleInForce, "raters"> & { instrumentId: string })[]>`
      SELECT DISTINCT ON (rule.code)
             rule.id AS "scheduleRuleId", rule.code, rule.title, rule.rule, rule.rater_type AS "raterType",
             rule.ends_on AS "endsOn", rule.instrument_id AS "instrumentId",
             (SELECT min(starts_on) FROM schedule_rule first WHERE first.code = rule.code
                AND first.program_id = rule.program_id) AS "startsOn",
             (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'effectiveFrom', effective_from,
                  'takesPlanned', takes_planned) ORDER BY effective_from, version), '[]')
              FROM instrument_version WHERE instrument_id = rule.instrument_id) AS versions
      FROM schedule_rule rule
      JOIN instrument ON instrument.id = rule.instrument_id AND instrument.subject = 'coach'
      WHERE rule.starts_on <= ${today}
      ORDER BY rule.code, rule.version DESC
      LIMIT 200`,
    sql<
      {
        personId: string;
        instrumentId: string | null;
        validFrom: Day;
        validUntil: Day;
        revokedOn: Day | null;
      }[]
    >`
      SELECT person_id AS "personId", instrument_id AS "instrumentId", valid_from AS "validFrom",
             valid_until AS "validUntil", revoked_on AS "revokedOn"
      FROM certification WHERE kind = 'rater'
      LIMIT 100000`,
  ]);
  return rules.map(({ instrumentId, ...rule }) => {
    const own = raters.filter((rater) => rater.instrumentId === null || rater.instrumentId === instrumentId);
    return { ...rule, raters: own.length ? grouped(own, ({ personId }) => personId) : null };
  });
}

/** The dated facts and the assessments of a batch of subjects, each table read once. */
export async function readScheduleFactsForSystem(
  sql: Sql,
  subjectIds: string[],
  since: Day,
): Promise<{ facts: SubjectFacts; stored: StoredAssessment[] }[]> {
  const [people, certifications, leaves, workplaces, supervisions, roles, stored] = await Promise.all([
    sql<{ subjectId: string; deactivatedOn: Day | null }[]>`
      SELECT id AS "subjectId", deactivated_on AS "deactivatedOn" FROM person WHERE id = ANY (${subjectIds}) ORDER BY id`,
    sql<({ subjectId: string } & SubjectFacts["certifications"][number])[]>`
      SELECT person_id AS "subjectId", valid_from AS "validFrom", valid_until AS "validUntil", revoked_on AS "revokedOn"
      FROM certification WHERE person_id = ANY (${subjectIds}) AND kind = 'coach' AND NOT is_provisional`,
    sql<({ subjectId: string } & SubjectFacts["leaves"][number])[]>`
      SELECT person_id AS "subjectId", first_on AS "firstOn", last_on AS "lastOn"
      FROM leave WHERE person_id = ANY (${subjectIds})`,
    sql<({ subjectId: string } & SubjectFacts["workplaces"][number])[]>`
      SELECT person_id AS "subjectId", site_id AS "siteId", unit_id AS "unitId", starts_on AS "startsOn", ends_on AS "endsOn"
      FROM site_assignment WHERE person_id = ANY (${subjectIds})`,
    sql<({ subjectId: string } & SubjectFacts["supervisions"][number])[]>`
      SELECT supervision.person_id AS "subjectId", supervisor_id AS "supervisorId", starts_on AS "startsOn",
             ends_on AS "endsOn", supervisor.deactivated_on AS "supervisorDeactivatedOn"
      FROM supervision JOIN person supervisor ON supervisor.id = supervisor_id
      WHERE supervision.person_id = ANY (${subjectIds})`,
    sql<({ subjectId: string } & SubjectFacts["roles"][number])[]>`
      SELECT person_id AS "subjectId", starts_on AS "startsOn", ends_on AS "endsOn"
      FROM role_assignment WHERE person_id = ANY (${subjectIds}) AND role = 'coach'`,
    sql<({ subjectId: string } & StoredAssessment)[]>`
      SELECT subject_id AS "subjectId", id, occurrence_key AS "occurrenceKey", schedule_rule_id AS "scheduleRuleId",
             state, state_reason AS "stateReason", site_id AS "siteId", unit_id AS "unitId",
             instrument_version_id AS "instrumentVersionId", rater_id AS "raterId",
             unassigned_reason AS "unassignedReason", opens_on AS "opensOn", target_on AS "targetOn",
             due_on AS "dueOn", grace_ends_on AS "graceEndsOn", schedule_reason AS "scheduleReason"
      FROM assessment
      WHERE subject_id = ANY (${subjectIds}) AND (target_on >= ${since} OR state IN ('planned', 'open'))`,
  ]);
  const of = <Row extends { subjectId: string }>(rows: Row[]) => {
    const groups = grouped(rows, ({ subjectId }) => subjectId);
    return (subjectId: string) => groups.get(subjectId) ?? [];
  };
  const lists = {
    certifications: of(certifications),
    leaves: of(leaves),
    workplaces: of(workplaces),
    supervisions: of(supervisions),
    roles: of(roles),
    stored: of(stored),
  };
  return people.map(({ subjectId, deactivatedOn }) => ({
    facts: {
      subjectId,
      deactivatedOn,
      certifications: lists.certifications(subjectId),
      leaves: lists.leaves(subjectId),
      workplaces: lists.workplaces(subjectId),
      supervisions: lists.supervisions(subjectId),
      roles: lists.roles(subjectId),
    },
    stored: lists.stored(subjectId),
  }));
}

export interface OpenedAssessment {
  id: string;
  siteId: string;
  subjectId: string;
  raterId: string | null;
  unassignedReason: string | null;
  opensOn: Day;
  dueOn: Day;
}

const columns = (rows: readonly Desired[]) => ({
  keys: rows.map(({ occurrenceKey }) => occurrenceKey),
  rules: rows.map(({ scheduleRuleId }) => scheduleRuleId),
  subjects: rows.map(({ subjectId }) => subjectId),
  raterTypes: rows.map(({ raterType }) => raterType),
  states: rows.map(({ state }) => state),
  sites: rows.map(({ siteId }) => siteId),
  units: rows.map(({ unitId }) => unitId),
  versions: rows.map(({ instrumentVersionId }) => instrumentVersionId),
  raters: rows.map(({ raterId }) => raterId),
  unassigned: rows.map(({ unassignedReason }) => unassignedReason),
  opens: rows.map(({ opensOn }) => opensOn),
  targets: rows.map(({ targetOn }) => targetOn),
  dues: rows.map(({ dueOn }) => dueOn),
  graces: rows.map(({ graceEndsOn }) => graceEndsOn),
  reasons: rows.map(({ scheduleReason }) => scheduleReason),
});

/** Adds occurrences; one that exists already stays as it is. */
export async function insertAssessments(
  sql: Sql,
  ctx: Context,
  rows: readonly Desired[],
): Promise<(OpenedAssessment & { state: string })[]> {
  if (rows.length === 0) return [];
  const given = columns(rows);
  return sql<(OpenedAssessment & { state: string })[]>`
    INSERT INTO assessment (program_id, occurrence_key, schedule_rule_id, subject_id, rater_type, state, site_id, unit_id,
      instrument_version_id, rater_id, unassigned_reason, opens_on, target_on, due_on, grace_ends_on, schedule_reason,
      opened_at, created_at)
    SELECT ${ctx.actor.programId}, occurrence_key, rule_id, subject_id, rater_type, state, site_id, unit_id,
           version_id, rater_id, unassigned, opens_on, target_on, due_on, grace_on, reason,
           CASE WHEN state = 'open' THEN ${ctx.now}::timestamptz END, ${ctx.now}
    FROM unnest(${given.keys}::text[], ${given.rules}::uuid[], ${given.subjects}::uuid[], ${given.raterTypes}::rater_type[],
      ${given.states}::assessment_state[], ${given.sites}::uuid[], ${given.units}::uuid[], ${given.versions}::uuid[],
      ${given.raters}::uuid[], ${given.unassigned}::text[], ${given.opens}::date[], ${given.targets}::date[],
      ${given.dues}::date[], ${given.graces}::date[], ${given.reasons}::text[])
      AS wanted(occurrence_key, rule_id, subject_id, rater_type, state, site_id, unit_id, version_id, rater_id, unassigned,
                opens_on, target_on, due_on, grace_on, reason)
    ON CONFLICT (program_id, occurrence_key) DO NOTHING
    RETURNING id, state, site_id AS "siteId", subject_id AS "subjectId", rater_id AS "raterId",
              unassigned_reason AS "unassignedReason", opens_on AS "opensOn", due_on AS "dueOn"`;
}

/** Moves, opens, reassigns and revives what nobody has started. Returns what was really changed. */
export async function updateAssessments(
  sql: Sql,
  ctx: Context,
  changes: SeriesPlan["change"],
): Promise<(OpenedAssessment & { state: string })[]> {
  if (changes.length === 0) return [];
  const given = columns(changes.map(({ desired }) => desired));
  const ids = changes.map(({ stored }) => stored.id);
  return sql<(OpenedAssessment & { state: string })[]>`
    UPDATE assessment SET
      occurrence_key = wanted.occurrence_key, schedule_rule_id = rule_id, state = wanted.state, state_reason = NULL,
      site_id = wanted.site_id, unit_id = wanted.unit_id, instrument_version_id = version_id, rater_id = wanted.rater_id,
      unassigned_reason = unassigned, opens_on = wanted.opens_on, target_on = wanted.target_on, due_on = wanted.due_on,
      grace_ends_on = grace_on, schedule_reason = reason,
      opened_at = CASE WHEN wanted.state = 'open' THEN coalesce(assessment.opened_at, ${ctx.now}) END
    FROM unnest(${ids}::uuid[], ${given.keys}::text[], ${given.rules}::uuid[], ${given.states}::assessment_state[],
      ${given.sites}::uuid[], ${given.units}::uuid[], ${given.versions}::uuid[], ${given.raters}::uuid[],
      ${given.unassigned}::text[], ${given.opens}::date[], ${given.targets}::date[], ${given.dues}::date[],
      ${given.graces}::date[], ${given.reasons}::text[])
      AS wanted(id, occurrence_key, rule_id, state, site_id, unit_id, version_id, rater_id, unassigned,
                opens_on, target_on, due_on, grace_on, reason)
    WHERE assessment.id = wanted.id AND assessment.state IN ('planned', 'open', 'cancelled')
    RETURNING assessment.id, assessment.state, assessment.site_id AS "siteId", subject_id AS "subjectId",
              assessment.rater_id AS "raterId", unassigned_reason AS "unassignedReason",
              assessment.opens_on AS "opensOn", assessment.due_on AS "dueOn"`;
}

export async function markCancelled(
  sql: Sql,
  cancellations: SeriesPlan["cancel"],
): Promise<{ id: string; siteId: string; subjectId: string }[]> {
  if (cancellations.length === 0) return [];
  return sql<{ id: string; siteId: string; subjectId: string }[]>`
    UPDATE assessment SET state = 'cancelled', state_reason = wanted.reason
    FROM unnest(${cancellations.map(({ stored }) => stored.id)}::uuid[], ${cancellations.map(({ reason }) => reason)}::text[])
      AS wanted(id, reason)
    WHERE assessment.id = wanted.id AND state IN ('planned', 'open')
    RETURNING assessment.id, site_id AS "siteId", subject_id AS "subjectId"`;
}

/** People named in notices, and the leads of every site, as of a day. */
export async function listNamesForSystem(sql: Sql, personIds: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    SELECT id, given_name || ' ' || family_name AS name FROM person WHERE id = ANY (${personIds})`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function listLeadsForSystem(
  sql: Sql,
  siteIds: string[],
  today: Day,
): Promise<Map<string, string[]>> {
  const rows = await sql<{ siteId: string; leadIds: string[] }[]>`
    SELECT site.id AS "siteId", array_agg(DISTINCT held.person_id ORDER BY held.person_id) AS "leadIds"
    FROM site
    JOIN role_assignment held ON held.program_id = site.program_id AND held.role = 'lead' AND held.unit_id IS NULL
      AND (held.site_id IS NULL OR held.site_id = site.id) AND (held.region_id IS NULL OR held.region_id = site.region_id)
      AND held.starts_on <= ${today} AND (held.ends_on IS NULL OR held.ends_on > ${today})
    JOIN person ON person.id = held.person_id AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today})
    WHERE site.id = ANY (${siteIds})
    GROUP BY site.id`;
  return new Map(rows.map(({ siteId, leadIds }) => [siteId, leadIds]));
}
