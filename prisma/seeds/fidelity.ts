import type postgres from "postgres";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import type { Database } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { RETENTION_DAYS } from "#app/events/catalog.ts";
import { exceptionsOf, leftOutShare, ruleInForce } from "#app/features/fidelity/acceptance.rules.ts";
import type { Exception } from "#app/features/fidelity/acceptance.types.ts";
import { type StoredResponse, toItemResponses } from "#app/features/fidelity/answers.rules.ts";
import type { FidelityResult } from "#app/features/fidelity/assessment.types.ts";
import { isLapsedOn } from "#app/features/fidelity/calibration.rules.ts";
import { contentHash } from "#app/features/fidelity/content-hash.server.ts";
import {
  COACH_FIDELITY_RULE,
  COACHING_PRACTICE_CHECKLIST,
  SECOND_LOOK_RULE,
  SELF_RATING_RULE,
} from "#app/features/fidelity/demo/coaching-practice-checklist.ts";
import { keepDoubleRatings } from "#app/features/fidelity/keep-double-ratings.server.ts";
import { listRaterFacts } from "#app/features/fidelity/rater-facts.queries.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { itemRange } from "#fidelity/instruments/item-range.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import type { RaterFacts } from "#fidelity/raters/rater-standing.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { buildLimits, decideExceptions, finalAt, limitsOf } from "./acceptance.ts";
import type { Shape } from "./arguments.ts";
import { copyRows, TableRows } from "./copy-rows.ts";
import { PACIFIC } from "./oregon.ts";
import type { People } from "./people.ts";
import { type Random, randomFor } from "./random.ts";
import { buildRaters, completePairs, secondDay, withSlips } from "./raters.ts";
import { COACH_STRENGTHS, NEXT_STEPS, NOT_APPLICABLE, OBSERVATION_COMMENTS } from "./session-texts.ts";
import { dayNumber, dayText, instantAt, isWorkingDay } from "./working-days.ts";

const DAY_MS = 86_400_000;
const RUN_EVERY_DAYS = 28;
const SECOND_LOOKS_SINCE_DAYS = 90;
/** The next self-ratings are open, those of half a year before are done. */
const SELF_RATINGS_SINCE_DAYS = 178;
const INSTRUMENT_TABLES = {
  instrument: ["id", "program_id", "code", "title", "subject"],
  instrument_version: [
    "id",
    "program_id",
    "instrument_id",
    "version",
    "definition",
    "content_hash",
    "published_at",
    "effective_from",
  ],
  schedule_rule: [
    "id",
    "program_id",
    "instrument_id",
    "code",
    "version",
    "title",
    "rule",
    "rater_type",
    "starts_on",
  ],
  certification: [
    "id",
    "program_id",
    "person_id",
    "kind",
    "instrument_id",
    "awarded_on",
    "valid_from",
    "valid_until",
  ],
} as const;

/** The published instrument, its schedule with second looks after low results, and the raters who may use it; the last site has one whose award ran out. */
export function buildInstrument(shape: Shape, programId: string, people: People): TableRows[] {
  const random = randomFor(shape.seed, "instrument");
  const [instrument, version, rule, certification] = Object.entries(INSTRUMENT_TABLES).map(
    ([table, columns]) => new TableRows(table, columns),
  ) as [TableRows, TableRows, TableRows, TableRows];
  const definition = readDefinition(COACHING_PRACTICE_CHECKLIST);
  const from = shape.from - 60;
  const instrumentId = random.uuid();
  const versionId = random.uuid();
  instrument.add(instrumentId, programId, definition.code, definition.title, definition.subject);
  version.add(
    versionId,
    programId,
    instrumentId,
    definition.version,
    definition,
    contentHash(definition),
    new Date(from * DAY_MS),
    dayText(from),
  );
  const secondLook = { ...SECOND_LOOK_RULE, startOn: dayText(shape.today - SECOND_LOOKS_SINCE_DAYS) };
  const selfRating = { ...SELF_RATING_RULE, startOn: dayText(shape.today - SELF_RATINGS_SINCE_DAYS) };
  const rules = [
    { one: COACH_FIDELITY_RULE, raterType: "supervisor", startsOn: dayText(from) },
    { one: secondLook, raterType: "independent", startsOn: secondLook.startOn },
    { one: selfRating, raterType: "self", startsOn: selfRating.startOn },
  ];
  for (const { one, raterType, startsOn } of rules)
    rule.add(
      random.uuid(),
      programId,
      instrumentId,
      one.id,
      1,
      one.title ?? definition.title,
      one,
      raterType,
      startsOn,
    );
  for (const { site, supervisors } of people.staff)
    for (const [index, { id }] of supervisors.entries()) {
      const hasLapsed =
        site === people.staff.at(-1)?.site && index === supervisors.length - 1 && supervisors.length > 1;
      const awarded = site.startsOn - 40;
      const until = hasLapsed ? shape.today - 20 : shape.today + 200;
      certification.add(
        random.uuid(),
        programId,
        id,
        "rater",
        instrumentId,
        dayText(awarded),
        dayText(awarded),
        dayText(until),
      );
    }
  return [
    ...[instrument, version, rule, certification],
    ...buildRaters(shape, programId, people, { instrumentId, versionId, definition }),
    buildLimits(shape, programId, people),
  ];
}

/**
 * The product's scheduler, run as of past days, and what the raters did between its runs: most reviews in time, some
 * late, some never. What is to be rated last by the demo supervisor, and by the demo coach, waits for them.
 */
export async function writeAssessments(
  database: Database,
  shape: Shape,
  programId: string,
  people: People,
): Promise<TableRows[]> {
  const tables = assessmentTables();
  for (
    let day = Math.min(shape.from + 10, shape.today);
    ;
    day = Math.min(day + RUN_EVERY_DAYS, shape.today)
  ) {
    const now = new Date(instantAt(day, 3 * 60, PACIFIC));
    const ctx: Context<SystemActor> = {
      actor: { kind: "system", programId, zone: PACIFIC },
      database,
      now,
      today: dayText(day),
      requestId: "seed",
    };
    await reconcileAssessments(ctx);
    await keepDoubleRatings(ctx);
    const facts = new Map(
      (await inSql(ctx, (sql) => listRaterFacts(sql))).map((rater) => [rater.personId, rater.facts]),
    );
    await database.sql.begin((sql) => answerOpen(sql, shape, programId, people, { day, facts }, tables));
    await database.sql.begin(completePairs);
    await keepDoubleRatings(ctx);
    if (day < shape.today) continue;
    await database.sql.begin((sql) => decideExceptions(sql, shape, people));
    // What follows from the newest results.
    await reconcileAssessments(ctx);
    break;
  }
  await database.sql`UPDATE domain_event SET relayed_at = occurred_at WHERE relayed_at IS NULL`;
  return Object.values(tables);
}

function assessmentTables() {
  return {
    responses: new TableRows("assessment_response", [
      "assessment_id",
      "item_id",
      "program_id",
      "code",
      "value",
      "text",
      "reason",
      "comment",
      "updated_at",
    ]),
    scores: new TableRows("assessment_score", [
      "assessment_id",
      "score_version",
      "program_id",
      "site_id",
      "points",
      "possible",
      "percent",
      "result",
      "critical_failures",
      "sections",
      "computed_at",
    ]),
    events: new TableRows("domain_event", [
      "program_id",
      "type",
      "subject_type",
      "subject_id",
      "site_id",
      "actor_id",
      "request_id",
      "payload",
      "occurred_at",
      "retain_until",
      "relayed_at",
    ]),
  };
}

interface OpenAssessment {
  id: string;
  key: string;
  siteId: string;
  zone: string;
  subjectId: string;
  raterId: string;
  opensOn: string;
  targetOn: string;
  dueOn: string;
  graceEndsOn: string;
  isRaterCertified: boolean | null;
  part: "first" | "second";
  isHeld: boolean;
}

async function answerOpen(
  sql: postgres.TransactionSql,
  shape: Shape,
  programId: string,
  people: People,
  { day, facts }: { day: number; facts: ReadonlyMap<string, RaterFacts> },
  tables: ReturnType<typeof assessmentTables>,
): Promise<void> {
  const definition = readDefinition(COACHING_PRACTICE_CHECKLIST);
  // At every site one coach is not there yet, so that there is something to help with.
  const learning = new Set(
    people.staff.flatMap(
      ({ coaches }) => coaches.findLast(({ person }) => person.id !== people.demo.coach.id)?.person.id ?? [],
    ),
  );
  const open = await sql<OpenAssessment[]>`
    SELECT assessment.id, occurrence_key AS key, site_id AS "siteId", site.zone, subject_id AS "subjectId",
           rater_id AS "raterId", opens_on AS "opensOn", target_on AS "targetOn", due_on AS "dueOn",
           grace_ends_on AS "graceEndsOn",
           CASE WHEN rater_type <> 'self' THEN EXISTS (SELECT FROM certification held WHERE held.person_id = rater_id AND held.kind = 'rater'
                   AND held.valid_from <= target_on AND held.valid_until >= target_on) END AS "isRaterCertified", part,
           is_held AS "isHeld"
    FROM assessment JOIN site ON site.id = site_id
    WHERE state IN ('planned', 'open') AND rater_id IS NOT NULL AND opens_on <= ${dayText(day)}
    ORDER BY occurrence_key`;
  // One that the demo supervisor has just submitted, and that a lead is to look at.
  const surprising =
    day === shape.today
      ? open.find(
          (one) =>
            one.raterId === people.demo.supervisor.id &&
            one.subjectId !== people.demo.coach.id &&
            one.part === "first" &&
            !one.isHeld &&
            dayNumber(one.opensOn) <= shape.today - 6 &&
            dayNumber(one.graceEndsOn) >= shape.today,
        )
      : undefined;
  const done = open.flatMap((assessment) => {
    // A second rating is of the same session: the same answers, read by somebody else.
    const random = randomFor(shape.seed, "assessment", assessment.subjectId, assessment.targetOn);
    const isSecond = assessment.part === "second";
    const own = randomFor(shape.seed, "second", assessment.subjectId, assessment.targetOn);
    const isSelf = assessment.raterId === assessment.subjectId;
    const isLeftForDemo =
      [people.demo.supervisor.id, people.demo.coach.id].includes(assessment.raterId) &&
      dayNumber(assessment.graceEndsOn) >= shape.today - 10;
    const firstDay =
      assessment === surprising ? lastWorkingDay(shape.today - 2) : submissionDay(assessment, random);
    const submittedDay = isSecond ? secondDay(assessment, own) : firstDay;
    if (
      (isLeftForDemo && assessment !== surprising) ||
      submittedDay === null ||
      submittedDay >= Math.min(day + 1, shape.today)
    )
      return [];
    const observed = Math.max(dayNumber(assessment.opensOn), submittedDay - random.int(0, 4));
    const at = new Date(instantAt(submittedDay, random.int(9 * 60, 17 * 60), assessment.zone));
    const { score, leftOut } = answer(
      tables,
      programId,
      definition,
      assessment,
      learning.has(assessment.subjectId) || assessment === surprising
        ? LEARNING_SKILL
        : skillOf(shape.seed, assessment.subjectId, submittedDay, shape) + (isSelf ? SELF_ESTEEM : 0),
      at,
      random,
      isSecond ? own : null,
    );
    const known = isSelf ? undefined : facts.get(assessment.raterId);
    const observedOn = dayText(observed);
    const isRaterLapsed = known ? isLapsedOn(known, observedOn) : null;
    const limits = ruleInForce([limitsOf(shape)], dayText(submittedDay));
    // Both ratings of a pair are final when they are in.
    const exceptions: Exception[] =
      isSecond || isSelf || assessment.isHeld
        ? []
        : exceptionsOf(
            { ...assessment, ...score, observedOn, isRaterLapsed, leftOut, isCorrected: false },
            limits,
          );
    if (!isSecond) addEvent(tables.events, programId, assessment, at, submittedDay);
    return [
      {
        id: assessment.id,
        at: at.toISOString(),
        on: dayText(submittedDay),
        observed: observedOn,
        certified: assessment.isRaterCertified,
        lapsed: isRaterLapsed,
        final: finalAt(exceptions, at, shape).toISOString(),
        exceptions: exceptions.length > 0 ? exceptions : null,
        strengths: isSelf ? "" : random.pick(COACH_STRENGTHS),
        steps: random.pick(NEXT_STEPS),
      },
    ];
  });
  await sql`
    UPDATE assessment SET state = 'final', exceptions = done.exceptions, opened_at = coalesce(opened_at, done.at), submitted_at = done.at, submitted_on = done.on, final_at = done.final, submission = 1,
      observed_on = done.observed, is_rater_certified = done.certified, is_rater_lapsed = done.lapsed, strengths = done.strengths, next_steps = done.steps,
      row_version = row_version + 1
    FROM jsonb_to_recordset(${JSON.stringify(done)}::text::jsonb)
      AS done (id uuid, at timestamptz, "on" date, observed date, certified boolean, lapsed boolean, final timestamptz, exceptions jsonb, strengths text, steps text)
    WHERE assessment.id = done.id`;
  await copyRows(sql, [tables.responses, tables.scores, tables.events]);
}

/** Three quarters in time, some in the days of grace, one in fourteen never. */
function submissionDay(
  { opensOn, targetOn, dueOn, graceEndsOn }: OpenAssessment,
  random: Random,
): number | null {
  const when = random.weighted({ early: 30, around: 48, grace: 15, never: 7 });
  if (when === "never") return null;
  const [from, to] = {
    early: [dayNumber(opensOn), dayNumber(targetOn)],
    around: [dayNumber(targetOn), dayNumber(dueOn)],
    grace: [dayNumber(dueOn) + 1, dayNumber(graceEndsOn)],
  }[when] as [number, number];
  return lastWorkingDay(random.int(from, to), from);
}

function lastWorkingDay(day: number, from = 0): number {
  let found = day;
  while (!isWorkingDay(found) && found > from) found -= 1;
  return found;
}

/** How much higher people rate themselves. */
const SELF_ESTEEM = 0.08;
/** Enough for a result below the threshold, whatever the luck of the day. */
const LEARNING_SKILL = 0.56;

/** How well a coach coaches, from 0 to 1: their own level, and some growth over the program. */
function skillOf(seed: number, coachId: string, day: number, { from, today }: Shape): number {
  const level = 0.6 + 0.36 * randomFor(seed, "skill", coachId).next();
  return Math.min(0.98, level + (0.12 * (day - from)) / Math.max(1, today - from));
}

function answer(
  tables: ReturnType<typeof assessmentTables>,
  programId: string,
  definition: InstrumentDefinition,
  { id, siteId, raterId, subjectId }: OpenAssessment,
  skill: number,
  at: Date,
  random: Random,
  own: Random | null,
): { score: { result: FidelityResult; criticalFailures: string[] }; leftOut: number } {
  // One review in thirty saw too little to be scored.
  const sawLittle = random.chance(1 / 30);
  const failsCritical = random.chance(1 / 18);
  const criticalIds = definition.items.flatMap((item) =>
    item.type !== "text" && item.critical ? [item.id] : [],
  );
  const failedId = failsCritical ? random.pick(criticalIds) : null;
  const seen = definition.items.map((item): Omit<StoredResponse, "rowVersion"> => {
    const comment =
      raterId !== subjectId && random.chance(0.12) ? random.pick<string>(OBSERVATION_COMMENTS) : "";
    const plain = { itemId: item.id, value: null, text: null, detail: null, reason: null, comment };
    if (item.type === "text") return { ...plain, code: "value", text: random.pick<string>(NEXT_STEPS) };
    if (item.naAllowed && random.chance(sawLittle ? 0.97 : 0.05))
      return { ...plain, code: "na", reason: random.pick<string>(NOT_APPLICABLE) };
    if (item.notObservedPolicy !== "not-allowed" && random.chance(sawLittle ? 0.97 : 0.05))
      return { ...plain, code: "not_observed" };
    const { min, max } = itemRange(item) ?? { min: 0, max: 1 };
    if (item.id === failedId) return { ...plain, code: "value", value: min };
    const isCritical = item.critical !== null;
    const level = Math.min(1, Math.max(0, skill + (isCritical ? 0.3 : 0) + (random.next() - 0.5) * 0.5));
    const value = isCritical ? max : min + Math.round((max - min) * level);
    return { ...plain, code: "value", value };
  });
  const responses = own ? withSlips(definition, seen, own, 0.16) : seen;
  for (const { itemId, code, value, text, reason, comment } of responses)
    tables.responses.add(id, itemId, programId, code, value, text, reason, comment, at);
  const given = toItemResponses(responses);
  const score = scoreAssessment(definition, given);
  const result = score.result.replaceAll("-", "_") as FidelityResult;
  const sections = score.subscales.map(({ sectionId, points, possible, percent, result: own }) => ({
    sectionId,
    points,
    possible,
    percent,
    result: own?.replaceAll("-", "_") ?? null,
  }));
  tables.scores.add(
    id,
    1,
    programId,
    siteId,
    score.points,
    score.possible,
    score.percent,
    result,
    score.criticalFailures,
    JSON.stringify(sections),
    at,
  );
  return {
    score: { result, criticalFailures: score.criticalFailures },
    leftOut: leftOutShare(definition, given),
  };
}

function addEvent(
  events: TableRows,
  programId: string,
  { id, siteId, subjectId, raterId, dueOn }: OpenAssessment,
  at: Date,
  day: number,
): void {
  const payload = {
    monthOn: `${dayText(day).slice(0, 7)}-01`,
    dueMonthOn: `${dueOn.slice(0, 7)}-01`,
    siteId,
    subjectId,
  };
  const retainUntil = new Date(at.getTime() + RETENTION_DAYS.record * DAY_MS).toISOString().slice(0, 10);
  events.add(
    programId,
    "assessment.submitted",
    "assessment",
    id,
    siteId,
    raterId,
    "seed",
    payload,
    at,
    retainUntil,
    at,
  );
}
