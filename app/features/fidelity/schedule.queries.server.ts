import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import { parseInput } from "#fidelity/parse-input.ts";
import { isReliable, raterStanding } from "#fidelity/raters/rater-standing.ts";
import { scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { listRaterFacts } from "./rater-facts.queries.server.ts";
import {
  type Certification,
  CHOOSE_AHEAD_DAYS,
  type Desired,
  type RaterFacts,
  type RuleInForce,
  type RuleVersion,
  SCHEDULED_SUBJECTS,
  type SeriesPlan,
  type StoredAssessment,
  type SubjectFacts,
  type SubjectKind,
} from "./schedule.rules.ts";

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

/** A table that one run fills looks empty to the planner, which would read all of it for every batch, until it is told. */
export async function countReviewsForPlanner(sql: Sql): Promise<void> {
  await sql`ANALYZE assessment`;
}

/**
 * Coaches with a certification, practitioners who are or were coached, as far as the rules are about them, and everybody
 * with an assessment that nobody has started, by id, after `after`.
 */
export async function listSubjectIdsForSystem(
  sql: Sql,
  {
    after,
    limit,
    subjectId,
    kinds,
  }: { after: string; limit: number; subjectId?: string | undefined; kinds: ReadonlySet<SubjectKind> },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT person.id FROM person
    WHERE person.id > ${after} AND (${subjectId ?? null}::uuid IS NULL OR person.id = ${subjectId ?? null}::uuid)
      AND (EXISTS (SELECT FROM certification held WHERE held.person_id = person.id AND held.kind = 'coach')
        ${kinds.has("practitioner") ? sql`OR EXISTS (SELECT FROM coach_assignment WHERE coachee_id = person.id)` : sql``}
        OR EXISTS (SELECT FROM assessment WHERE subject_id = person.id AND part = 'first' AND state IN ('planned', 'open')))
    ORDER BY person.id
    LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

export function listSiteZonesForSystem(sql: Sql): Promise<{ id: string; zone: string }[]> {
  return sql<{ id: string; zone: string }[]>`SELECT id, zone FROM site ORDER BY code LIMIT 10000`;
}

/** The versions of every instrument, and who may rate with it; `raters` is null when the program certifies none. */
export type Instruments = Map<string, Pick<RuleInForce, "instrumentVersions" | "raters">>;

/** The rules about coaches and practitioners with their versions that begin by a day, and the versions and raters of all instruments. */
export async function listRulesForSystem(
  sql: Sql,
  until: Day,
): Promise<{ rules: RuleInForce[]; instruments: Instruments }> {
  const [versions, published, raters] = await Promise.all([
    sql<
      (Omit<RuleVersion, "rule"> & {
        code: string;
        instrumentId: string;
        subject: SubjectKind;
        rule: unknown;
      })[]
    >`
      SELECT rule.id AS "scheduleRuleId", rule.code, rule.version, rule.title, rule.rule, rule.rater_type AS "raterType",
             rule.starts_on AS "startsOn", rule.ends_on AS "endsOn", rule.instrument_id AS "instrumentId",
             instrument.subject
      FROM schedule_rule rule
      JOIN instrument ON instrument.id = rule.instrument_id
        AND instrument.subject::text = ANY (${[...SCHEDULED_SUBJECTS]}::text[])
      WHERE rule.starts_on <= ${until}
      ORDER BY rule.code, rule.starts_on, rule.version
      LIMIT 2000`,
    sql<({ instrumentId: string } & RuleInForce["instrumentVersions"][number])[]>`
      SELECT instrument_id AS "instrumentId", id, effective_from AS "effectiveFrom", takes_planned AS "takesPlanned"
      FROM instrument_version ORDER BY effective_from, version LIMIT 2000`,
    sql<(Certification & { personId: string; instrumentId: string | null })[]>`
      SELECT person_id AS "personId", instrument_id AS "instrumentId", valid_from AS "validFrom",
             valid_until AS "validUntil", revoked_on AS "revokedOn"
      FROM certification WHERE kind = 'rater'
      ORDER BY person_id, valid_from
      LIMIT 100000`,
  ]);
  const instruments: Instruments = new Map(
    [...grouped(published, ({ instrumentId }) => instrumentId)].map(([id, instrumentVersions]) => {
      const own = raters.filter(({ instrumentId }) => instrumentId === null || instrumentId === id);
      return [
        id,
        { instrumentVersions, raters: own.length ? grouped(own, ({ personId }) => personId) : null },
      ];
    }),
  );
  const rules = [...grouped(versions, ({ code }) => code)].map(([code, of]) => {
    const instrumentId = of.at(-1)?.instrumentId ?? "";
    return {
      code,
      instrumentId,
      subject: of.at(-1)?.subject ?? "coach",
      versions: of.map(({ rule, ...version }) => ({
        ...version,
        rule: parseInput(scheduleRule, { ...(rule as object), id: code }, `rule ${code}`),
      })),
      ...(instruments.get(instrumentId) ?? { instrumentVersions: [], raters: null }),
    };
  });
  return { rules, instruments };
}

/** Whoever supervises a person at any time. */
export async function listSupervisorIds(sql: Sql, personId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT supervisor_id AS id FROM supervision WHERE person_id = ${personId} LIMIT 1000`;
  return rows.map(({ id }) => id);
}

/**
 * What is known about raters: reliability and conflicts of interest, and of those who are chosen among many also leave,
 * their time as supervisors and what they have to do.
 *
 * @param given.only the reviews of one subject: only its supervisors and those who may be chosen
 */
export async function readRaterFacts(
  sql: Sql,
  {
    chosenIds,
    today,
    only,
  }: { chosenIds: string[]; today: Day; only?: { subjectId: string; supervisorIds: string[] } },
): Promise<RaterFacts> {
  const [standings, conflicts, leaves, roles, load] = await Promise.all([
    listRaterFacts(sql, only ? { personIds: [...chosenIds, ...only.supervisorIds] } : {}),
    sql<{ raterId: string; subjectId: string; startsOn: Day; endsOn: Day | null }[]>`
      SELECT rater_id AS "raterId", subject_id AS "subjectId", starts_on AS "startsOn", ends_on AS "endsOn"
      FROM rater_conflict ${only ? sql`WHERE subject_id = ${only.subjectId}` : sql``} LIMIT 100000`,
    sql<{ raterId: string; firstOn: Day; lastOn: Day }[]>`
      SELECT person_id AS "raterId", first_on AS "firstOn", last_on AS "lastOn"
      FROM leave WHERE person_id = ANY (${chosenIds})`,
    sql<{ raterId: string; startsOn: Day; endsOn: Day | null }[]>`
      SELECT person_id AS "raterId", starts_on AS "startsOn", least(ends_on, person.deactivated_on) AS "endsOn"
      FROM role_assignment JOIN person ON person.id = person_id
      WHERE person_id = ANY (${chosenIds}) AND role = 'supervisor'`,
    sql<{ raterId: string; n: number }[]>`
      SELECT rater_id AS "raterId", count(*)::int AS n FROM assessment
      WHERE rater_id = ANY (${chosenIds}) AND rater_type <> 'self' AND state IN ('planned', 'open', 'in_progress')
        AND opens_on <= ${today}::date + ${CHOOSE_AHEAD_DAYS}::int AND grace_ends_on >= ${today}
      GROUP BY rater_id`,
  ]);
  return {
    conflicts: grouped(conflicts, ({ raterId, subjectId }) => `${raterId} ${subjectId}`),
    leaves: grouped(leaves, ({ raterId }) => raterId),
    roles: grouped(roles, ({ raterId }) => raterId),
    reliable: new Map(
      standings
        .filter(({ facts }) => facts.calibrations.length + facts.retrainings.length > 0)
        .map(({ personId, instrumentId, facts }) => [
          `${personId} ${instrumentId}`,
          isReliable(raterStanding(facts, today).state),
        ]),
    ),
    load: new Map(load.map(({ raterId, n }) => [raterId, n])),
  };
}

/** Days on which the agency or a site is closed, as spans. */
export function listHolidaysForSystem(
  sql: Sql,
  { from, until }: { from: Day; until: Day },
): Promise<{ siteId: string | null; firstOn: Day; lastOn: Day }[]> {
  return sql<{ siteId: string | null; firstOn: Day; lastOn: Day }[]>`
    SELECT site_id AS "siteId", first_on AS "firstOn", last_on AS "lastOn" FROM closure
    WHERE withdrawn_at IS NULL AND first_on <= ${until} AND last_on >= ${from}
    ORDER BY first_on
    LIMIT 5000`;
}

/** What the rules in force ask of the facts; tables that no rule needs are not read. */
export interface FactsNeeded {
  /** Whom the rules are about. */
  kinds: ReadonlySet<SubjectKind>;
  /** First day of held sessions, for rules that count them. */
  sessionsFrom: Day | null;
  results: boolean;
  coachChanges: boolean;
  complaints: boolean;
  drawsOfPeople: boolean;
  drawsOfSessions: boolean;
}

export interface SubjectRecord {
  facts: SubjectFacts;
  stored: StoredAssessment[];
}

/** The dated facts and the assessments of a batch of subjects, each table read once. Who is both is in it as both. */
export async function readScheduleFactsForSystem(
  sql: Sql,
  subjectIds: string[],
  since: Day,
  needed: FactsNeeded,
): Promise<SubjectRecord[]> {
  if (subjectIds.length === 0) return [];
  type Of<Row> = ({ subjectId: string } & Row)[];
  const ofPractitioners = needed.kinds.has("practitioner");
  const [people, certifications, leaves, workplaces, supervisions, roles, stored, coachings, ...more] =
    await Promise.all([
      sql<{ subjectId: string; deactivatedOn: Day | null; isCoach: boolean }[]>`
      SELECT id AS "subjectId", deactivated_on AS "deactivatedOn",
             EXISTS (SELECT FROM certification WHERE person_id = person.id AND kind = 'coach') AS "isCoach"
      FROM person WHERE id = ANY (${subjectIds}) ORDER BY id`,
      sql<Of<Certification>>`
      SELECT person_id AS "subjectId", valid_from AS "validFrom", valid_until AS "validUntil", revoked_on AS "revokedOn"
      FROM certification WHERE person_id = ANY (${subjectIds}) AND kind = 'coach' AND NOT is_provisional`,
      sql<Of<SubjectFacts["leaves"][number]>>`
      SELECT person_id AS "subjectId", first_on AS "firstOn", last_on AS "lastOn"
      FROM leave WHERE person_id = ANY (${subjectIds})`,
      sql<Of<SubjectFacts["workplaces"][number]>>`
      SELECT person_id AS "subjectId", site_id AS "siteId", unit_id AS "unitId", starts_on AS "startsOn", ends_on AS "endsOn"
      FROM site_assignment WHERE person_id = ANY (${subjectIds})`,
      sql<Of<SubjectFacts["supervisions"][number]>>`
      SELECT supervision.person_id AS "subjectId", supervisor_id AS "supervisorId", starts_on AS "startsOn",
             ends_on AS "endsOn", supervisor.deactivated_on AS "supervisorDeactivatedOn"
      FROM supervision JOIN person supervisor ON supervisor.id = supervisor_id
      WHERE supervision.person_id = ANY (${subjectIds})`,
      sql<Of<SubjectFacts["roles"][number] & { role: "coach" | "coachee" }>>`
      SELECT person_id AS "subjectId", role, starts_on AS "startsOn", ends_on AS "endsOn"
      FROM role_assignment WHERE person_id = ANY (${subjectIds}) AND role IN ('coach', 'coachee')`,
      sql<Of<StoredAssessment>>`
      SELECT subject_id AS "subjectId", id, occurrence_key AS "occurrenceKey", schedule_rule_id AS "scheduleRuleId",
             rater_type AS "raterType", state, state_reason AS "stateReason", site_id AS "siteId", unit_id AS "unitId",
             instrument_version_id AS "instrumentVersionId", rater_id AS "raterId",
             unassigned_reason AS "unassignedReason", opens_on AS "opensOn", target_on AS "targetOn",
             due_on AS "dueOn", grace_ends_on AS "graceEndsOn", schedule_reason AS "scheduleReason",
             counts_for AS "countsFor", coalesce(observed_on, submitted_on) AS "workedOn",
             planned_on AS "plannedOn", planned_lost_on AS "plannedLostOn"
      FROM assessment
      WHERE subject_id = ANY (${subjectIds}) AND part = 'first' AND (target_on >= ${since} OR state IN ('planned', 'open'))`,
      ofPractitioners
        ? sql<Of<SubjectFacts["coachings"][number]>>`
          SELECT coachee_id AS "subjectId", coach_id AS "coachId", starts_on AS "startsOn", ends_on AS "endsOn"
          FROM effective_coach_assignment WHERE coachee_id = ANY (${subjectIds})`
        : [],
      needed.results ? listResults(sql, subjectIds) : [],
      needed.sessionsFrom === null ? [] : listSessionDays(sql, subjectIds, needed.sessionsFrom),
      needed.sessionsFrom === null || !ofPractitioners
        ? []
        : listAttendedDays(sql, subjectIds, needed.sessionsFrom),
      needed.coachChanges ? listCoachChanges(sql, subjectIds) : [],
      needed.complaints ? listComplaintDays(sql, subjectIds) : [],
      needed.drawsOfPeople ? listDrawnPeople(sql, subjectIds, since) : [],
      needed.drawsOfSessions ? listDrawnSessions(sql, subjectIds, since) : [],
      listSecondRaters(sql, subjectIds),
    ]);
  const [results, sessions, attended, changes, complaints, drawnPeople, drawnSessions, secondRaters] = more;
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
    results: of(results),
    sessions: of(sessions),
    attended: of(attended),
    coachings: of(coachings),
    changes: of(changes),
    complaints: of(complaints),
    drawn: of([...drawnPeople, ...drawnSessions]),
  };
  return people.flatMap(({ subjectId, deactivatedOn, isCoach }) => {
    const common = {
      subjectId,
      deactivatedOn,
      leaves: lists.leaves(subjectId),
      supervisions: lists.supervisions(subjectId),
      results: lists.results(subjectId),
      coachChanges: lists.changes(subjectId).map(({ on }) => on),
      complaints: lists.complaints(subjectId).map(({ on }) => on),
      drawn: lists.drawn(subjectId),
      secondRaters,
    };
    const workplaces = lists.workplaces(subjectId);
    const rolesAs = (role: string) => lists.roles(subjectId).filter((held) => held.role === role);
    const own = lists.stored(subjectId);
    const asCoach: SubjectFacts = {
      ...common,
      kind: "coach",
      // Whoever is none any more works nowhere as one, so that what is planned is called off.
      workplaces: isCoach ? workplaces : [],
      certifications: lists.certifications(subjectId),
      roles: rolesAs("coach"),
      coachings: [],
      sessionsHeld: lists.sessions(subjectId).map(({ on }) => on),
    };
    if (!ofPractitioners) return [{ facts: asCoach, stored: own }];
    const coachedBy = lists.coachings(subjectId);
    const asPractitioner: SubjectFacts = {
      ...common,
      kind: "practitioner",
      workplaces: coachedBy.length > 0 ? workplaces : [],
      certifications: [],
      roles: rolesAs("coachee"),
      coachings: coachedBy,
      sessionsHeld: lists.attended(subjectId).map(({ on }) => on),
    };
    return [
      { facts: asCoach, stored: own },
      { facts: asPractitioner, stored: own },
    ];
  });
}

/** Finished assessments with the result of record; not those of raters who had lapsed, nor what is still held back. */
function listResults(sql: Sql, subjectIds: string[]) {
  return sql<({ subjectId: string } & SubjectFacts["results"][number])[]>`
    SELECT DISTINCT ON (assessment.id) subject_id AS "subjectId", version.instrument_id AS "instrumentId",
           rater_type AS "raterType", coalesce(observed_on, submitted_on) AS on, score.result
    FROM assessment
    JOIN instrument_version version ON version.id = instrument_version_id
    JOIN assessment_score score ON score.assessment_id = assessment.id
    WHERE subject_id = ANY (${subjectIds}) AND part = 'first' AND state IN ('submitted', 'final')
      AND NOT assessment.is_held AND is_rater_lapsed IS NOT TRUE
    ORDER BY assessment.id, score.score_version DESC`;
}

/** Who has begun to rate a second time what nobody has begun to rate first, by the first rating. */
async function listSecondRaters(sql: Sql, subjectIds: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ firstId: string; raterId: string }[]>`
    SELECT one.id AS "firstId", other.rater_id AS "raterId"
    FROM double_rating pair
    JOIN assessment one ON one.id = pair.first_id AND one.state IN ('planned', 'open')
    JOIN assessment other ON other.id = pair.second_id AND other.state NOT IN ('planned', 'open')
    WHERE pair.settled_at IS NULL AND pair.closed_at IS NULL AND one.subject_id = ANY (${subjectIds})
      AND other.rater_id IS NOT NULL`;
  return new Map(rows.map(({ firstId, raterId }) => [firstId, raterId]));
}

function listSessionDays(sql: Sql, subjectIds: string[], from: Day) {
  return sql<{ subjectId: string; on: Day }[]>`
    SELECT lead_coach_id AS "subjectId", session_on AS on FROM coaching_session
    WHERE lead_coach_id = ANY (${subjectIds}) AND status IN ('held', 'held_partial') AND session_on >= ${from}`;
}

/** The days of sessions that were held with somebody in them as a coachee. */
function listAttendedDays(sql: Sql, subjectIds: string[], from: Day) {
  return sql<{ subjectId: string; on: Day }[]>`
    SELECT attendee.person_id AS "subjectId", attendee.session_on AS on
    FROM session_attendee attendee JOIN coaching_session session ON session.id = attendee.session_id
    WHERE attendee.person_id = ANY (${subjectIds}) AND attendee.role = 'coachee' AND attendee.session_on >= ${from}
      AND attendee.attendance IN ('full', 'partial') AND session.status IN ('held', 'held_partial')`;
}

/** The days on which another coach began than the one before. */
function listCoachChanges(sql: Sql, subjectIds: string[]) {
  return sql<{ subjectId: string; on: Day }[]>`
    SELECT coachee_id AS "subjectId", starts_on AS on FROM (
      SELECT coachee_id, coach_id, starts_on,
             lag(coach_id) OVER (PARTITION BY coachee_id ORDER BY starts_on, id) AS previous
      FROM coach_assignment WHERE coachee_id = ANY (${subjectIds})) assigned
    WHERE previous <> coach_id`;
}

function listComplaintDays(sql: Sql, subjectIds: string[]) {
  return sql<{ subjectId: string; on: Day }[]>`
    SELECT subject_id AS "subjectId", happened_on AS on FROM schedule_event
    WHERE subject_id = ANY (${subjectIds}) AND kind = 'complaint' AND taken_back_at IS NULL`;
}

function listDrawnPeople(sql: Sql, subjectIds: string[], since: Day) {
  return sql<({ subjectId: string } & SubjectFacts["drawn"][number])[]>`
    SELECT drawn.id AS "subjectId", rule_code AS "ruleCode", period_on AS "periodOn", drawn.id AS "unitId"
    FROM schedule_draw, unnest(drawn_ids) AS drawn(id)
    WHERE period_on >= ${since} AND drawn.id = ANY (${subjectIds})`;
}

function listDrawnSessions(sql: Sql, subjectIds: string[], since: Day) {
  return sql<({ subjectId: string } & SubjectFacts["drawn"][number])[]>`
    SELECT session.lead_coach_id AS "subjectId", rule_code AS "ruleCode", period_on AS "periodOn", session.id AS "unitId"
    FROM schedule_draw, unnest(drawn_ids) AS drawn(id)
    JOIN coaching_session session ON session.id = drawn.id
    WHERE period_on >= ${since} AND session.lead_coach_id = ANY (${subjectIds})`;
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
  counts: rows.map(({ countsFor }) => countsFor.join(" ")),
});

/** Adds occurrences; one that exists already stays as it is. Returns how many, and those that are open. */
export async function insertAssessments(
  sql: Sql,
  ctx: Context,
  rows: readonly Desired[],
): Promise<{ added: number; opened: OpenedAssessment[] }> {
  const insert = (added: Desired[], returning: ReturnType<Sql>) => {
    const given = columns(added);
    return sql<OpenedAssessment[]>`
      INSERT INTO assessment (program_id, occurrence_key, schedule_rule_id, subject_id, rater_type, state, site_id, unit_id,
        instrument_version_id, rater_id, unassigned_reason, opens_on, target_on, due_on, grace_ends_on, schedule_reason,
        counts_for, opened_at, created_at)
      SELECT ${ctx.actor.programId}, occurrence_key, rule_id, subject_id, rater_type, state, site_id, unit_id,
             version_id, rater_id, unassigned, opens_on, target_on, due_on, grace_on, reason,
             string_to_array(counts_for, ' '), CASE WHEN state = 'open' THEN ${ctx.now}::timestamptz END, ${ctx.now}
      FROM unnest(${given.keys}::text[], ${given.rules}::uuid[], ${given.subjects}::uuid[], ${given.raterTypes}::rater_type[],
        ${given.states}::assessment_state[], ${given.sites}::uuid[], ${given.units}::uuid[], ${given.versions}::uuid[],
        ${given.raters}::uuid[], ${given.unassigned}::text[], ${given.opens}::date[], ${given.targets}::date[],
        ${given.dues}::date[], ${given.graces}::date[], ${given.reasons}::text[], ${given.counts}::text[])
        AS wanted(occurrence_key, rule_id, subject_id, rater_type, state, site_id, unit_id, version_id, rater_id, unassigned,
                  opens_on, target_on, due_on, grace_on, reason, counts_for)
      ON CONFLICT (program_id, occurrence_key) DO NOTHING ${returning}`;
  };
  const open = rows.filter(({ state }) => state === "open");
  const planned = rows.filter(({ state }) => state !== "open");
  const [opened, quiet] = await Promise.all([
    open.length === 0
      ? []
      : insert(
          open,
          sql`RETURNING id, site_id AS "siteId", subject_id AS "subjectId", rater_id AS "raterId",
                        unassigned_reason AS "unassignedReason", opens_on AS "opensOn", due_on AS "dueOn"`,
        ),
    // Most are planned; nobody has to hear of those, so their rows do not come back.
    planned.length === 0 ? { count: 0 } : insert(planned, sql``),
  ]);
  return { added: opened.length + quiet.count, opened };
}

export type ChangedAssessment = OpenedAssessment & { state: string; plannedLostOn: Day | null };

/** Moves, opens, reassigns and revives what nobody has started. Returns what was really changed.
 * A day that was agreed stays as long as the window still holds it. */
export async function updateAssessments(
  sql: Sql,
  ctx: Context,
  changes: SeriesPlan["change"],
): Promise<ChangedAssessment[]> {
  if (changes.length === 0) return [];
  const given = columns(changes.map(({ desired }) => desired));
  const ids = changes.map(({ stored }) => stored.id);
  return sql<ChangedAssessment[]>`
    UPDATE assessment SET
      occurrence_key = wanted.occurrence_key, schedule_rule_id = rule_id, state = wanted.state, state_reason = NULL,
      rater_type = wanted.rater_type,
      site_id = wanted.site_id, unit_id = wanted.unit_id, instrument_version_id = version_id, rater_id = wanted.rater_id,
      unassigned_reason = unassigned, opens_on = wanted.opens_on, target_on = wanted.target_on, due_on = wanted.due_on,
      grace_ends_on = grace_on, schedule_reason = reason, counts_for = string_to_array(wanted.counts_for, ' '),
      opened_at = CASE WHEN wanted.state = 'open' THEN coalesce(assessment.opened_at, ${ctx.now}) END,
      planned_on = CASE WHEN planned_on BETWEEN wanted.opens_on AND wanted.due_on THEN planned_on END,
      planned_move_id = CASE WHEN planned_on NOT BETWEEN wanted.opens_on AND wanted.due_on THEN NULL ELSE planned_move_id END,
      planned_lost_on = CASE WHEN planned_on NOT BETWEEN wanted.opens_on AND wanted.due_on THEN planned_on ELSE planned_lost_on END
    FROM unnest(${ids}::uuid[], ${given.keys}::text[], ${given.rules}::uuid[], ${given.raterTypes}::rater_type[],
      ${given.states}::assessment_state[], ${given.sites}::uuid[], ${given.units}::uuid[], ${given.versions}::uuid[], ${given.raters}::uuid[],
      ${given.unassigned}::text[], ${given.opens}::date[], ${given.targets}::date[], ${given.dues}::date[],
      ${given.graces}::date[], ${given.reasons}::text[], ${given.counts}::text[])
      AS wanted(id, occurrence_key, rule_id, rater_type, state, site_id, unit_id, version_id, rater_id, unassigned,
                opens_on, target_on, due_on, grace_on, reason, counts_for)
    WHERE assessment.id = wanted.id AND assessment.state IN ('planned', 'open', 'cancelled')
    RETURNING assessment.id, assessment.state, assessment.site_id AS "siteId", subject_id AS "subjectId",
              assessment.rater_id AS "raterId", unassigned_reason AS "unassignedReason",
              assessment.opens_on AS "opensOn", assessment.due_on AS "dueOn", planned_lost_on AS "plannedLostOn"`;
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

/** The draws that exist of some rules, newest period first. */
export function listDrawsForSystem(
  sql: Sql,
  periods: readonly { code: string; periodOn: Day }[],
): Promise<{ ruleCode: string; periodOn: Day; seed: string; drawnIds: string[]; population: number }[]> {
  return sql<{ ruleCode: string; periodOn: Day; seed: string; drawnIds: string[]; population: number }[]>`
    SELECT rule_code AS "ruleCode", period_on AS "periodOn", seed, drawn_ids AS "drawnIds", population
    FROM schedule_draw
    JOIN unnest(${periods.map(({ code }) => code)}::text[], ${periods.map(({ periodOn }) => periodOn)}::date[])
      AS wanted(code, period) ON code = rule_code AND period = period_on`;
}

export interface Drawable {
  id: string;
  siteId: string;
  unitId: string | null;
  coachId: string;
}

/** Practitioners who are coached and at work on a day, each with one of their coaches. */
export function listDrawablePractitioners(sql: Sql, on: Day): Promise<Drawable[]> {
  return sql<Drawable[]>`
    SELECT DISTINCT ON (works.person_id) works.person_id AS id, works.site_id AS "siteId", works.unit_id AS "unitId",
           coached.coach_id AS "coachId"
    FROM site_assignment works
    JOIN effective_coach_assignment coached ON coached.coachee_id = works.person_id
      AND coached.starts_on <= ${on} AND (coached.ends_on IS NULL OR coached.ends_on > ${on})
    WHERE works.starts_on <= ${on} AND (works.ends_on IS NULL OR works.ends_on > ${on})
    ORDER BY works.person_id, works.starts_on DESC, coached.starts_on, coached.id`;
}

/** Coaches certified and at work on a day. */
export function listDrawablePeople(sql: Sql, on: Day): Promise<Drawable[]> {
  return sql<Drawable[]>`
    SELECT DISTINCT ON (works.person_id) works.person_id AS id, works.site_id AS "siteId", works.unit_id AS "unitId",
           works.person_id AS "coachId"
    FROM site_assignment works
    JOIN certification held ON held.person_id = works.person_id AND held.kind = 'coach' AND NOT held.is_provisional
      AND held.valid_from <= ${on} AND held.valid_until >= ${on} AND (held.revoked_on IS NULL OR held.revoked_on > ${on})
    WHERE works.starts_on <= ${on} AND (works.ends_on IS NULL OR works.ends_on > ${on})
    ORDER BY works.person_id, works.starts_on DESC`;
}

/** Sessions held from a day to the day before another. */
export function listDrawableSessions(
  sql: Sql,
  { from, before }: { from: Day; before: Day },
): Promise<Drawable[]> {
  return sql<Drawable[]>`
    SELECT id, site_id AS "siteId", unit_id AS "unitId", lead_coach_id AS "coachId" FROM coaching_session
    WHERE status IN ('held', 'held_partial') AND session_on >= ${from} AND session_on < ${before}`;
}

export interface Draw {
  ruleCode: string;
  periodOn: Day;
  seed: string;
  population: number;
  drawnIds: string[];
  strata: { stratum: string; population: number; drawn: number }[];
}

export async function saveDraw(sql: Sql, ctx: Context, draw: Draw): Promise<void> {
  await sql`
    INSERT INTO schedule_draw (program_id, rule_code, period_on, seed, population, drawn_ids, strata, drawn_at)
    VALUES (${ctx.actor.programId}, ${draw.ruleCode}, ${draw.periodOn}, ${draw.seed}, ${draw.population},
            ${draw.drawnIds}::uuid[], ${JSON.stringify(draw.strata)}::text::jsonb, ${ctx.now})
    ON CONFLICT (program_id, rule_code, period_on) DO UPDATE
      SET population = excluded.population, drawn_ids = excluded.drawn_ids, strata = excluded.strata`;
}
