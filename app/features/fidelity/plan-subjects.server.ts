import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addDays, addMonths, daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  type FactsNeeded,
  type Instruments,
  listHolidaysForSystem,
  listRulesForSystem,
  listSiteZonesForSystem,
  listSupervisorIds,
  readRaterFacts,
  readScheduleFactsForSystem,
  type SubjectRecord,
} from "./schedule.queries.server.ts";
import {
  groupsOf,
  planSubject,
  type RuleGroups,
  type RuleInForce,
  type SeriesOptions,
  type SeriesPlan,
} from "./schedule.rules.ts";

const HORIZON_MONTHS = 12;
const HISTORY_DAYS = 400;

/** What a plan stands on, whoever it is for. */
export interface Ground {
  rules: RuleInForce[];
  groups: RuleGroups;
  options: SeriesOptions;
  /** First target day of stored assessments that matter. */
  since: Day;
  /** Versions and raters of every instrument, also of those without a rule. */
  instruments: Instruments;
}

/** Kinds of rater who are chosen among all that are certified. */
const CHOSEN = ["independent", "peer_coach"];

/**
 * The rules, the sites with their day and closures, and the raters, as they are now.
 *
 * @param given.subjectId only the raters that this subject's reviews may be given to
 */
export async function readGround(
  sql: Sql,
  ctx: Context,
  { from, subjectId }: { from?: Day | undefined; subjectId?: string | undefined } = {},
): Promise<Ground> {
  const today = parseCalendarDate(ctx.today);
  const until = addMonths(today, HORIZON_MONTHS);
  const since = [addDays(today, -HISTORY_DAYS), ...(from ? [from] : [])].sort()[0] ?? today;
  const [sites, { rules, instruments }, supervisorIds, closures] = await Promise.all([
    listSiteZonesForSystem(sql),
    listRulesForSystem(sql, until),
    subjectId === undefined ? null : listSupervisorIds(sql, subjectId),
    listHolidaysForSystem(sql, { from: since, until: addMonths(until, HORIZON_MONTHS) }),
  ]);
  const chosenIds = rules
    .filter(({ versions }) => versions.some(({ raterType }) => CHOSEN.includes(raterType)))
    .flatMap(({ raters }) => [...(raters?.keys() ?? [])]);
  const raters = await readRaterFacts(sql, {
    ...{ chosenIds: [...new Set(chosenIds)], today },
    ...(subjectId !== undefined && { only: { subjectId, supervisorIds: supervisorIds ?? [] } }),
  });
  const days = new Map(sites.map(({ id, zone }) => [id, dayIn(zone, ctx.now)]));
  const everywhere = new Set(closures.filter(({ siteId }) => siteId === null).flatMap(daysOf));
  const holidays = new Map<string, Set<Day>>();
  for (const { siteId, ...span } of closures)
    if (siteId !== null)
      holidays.set(siteId, new Set([...(holidays.get(siteId) ?? everywhere), ...daysOf(span)]));
  return {
    rules,
    groups: groupsOf(rules),
    instruments,
    since,
    options: {
      todayAt: (siteId) => days.get(siteId) ?? ctx.today,
      holidaysAt: (siteId) => holidays.get(siteId) ?? everywhere,
      raters,
      until,
      from,
    },
  };
}

function daysOf({ firstOn, lastOn }: { firstOn: Day; lastOn: Day }): Day[] {
  const first = parseCalendarDate(firstOn);
  return Array.from({ length: daysBetween(first, parseCalendarDate(lastOn)) + 1 }, (_, index) =>
    addDays(first, index),
  );
}

/** The facts of a batch of subjects, as far as the rules ask for them. */
export function readSubjects(
  sql: Sql,
  { rules, since }: Ground,
  subjectIds: string[],
): Promise<SubjectRecord[]> {
  return readScheduleFactsForSystem(sql, subjectIds, since, neededBy(rules));
}

/** What has to be added, changed and cancelled for a batch of subjects. */
export function planSubjects({ groups, options }: Ground, subjects: readonly SubjectRecord[]): SeriesPlan {
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  for (const { facts, stored } of subjects) {
    const { add, change, cancel } = planSubject(groups, facts, stored, options);
    plan.add.push(...add);
    plan.change.push(...change);
    plan.cancel.push(...cancel);
  }
  return plan;
}

export function neededBy(rules: readonly RuleInForce[]): FactsNeeded {
  const all = rules.flatMap(({ versions }) => versions.map(({ rule }) => rule));
  const counting = all.flatMap((rule) => (rule.kind === "sessions" ? [rule.startOn] : [])).sort();
  const asks = (event: string) =>
    all.some((rule) => rule.kind === "event" && rule.events.some((one) => one === event));
  const draws = (of: string) => all.some((rule) => rule.kind === "random" && rule.of === of);
  return {
    kinds: new Set(rules.map(({ subject }) => subject)),
    sessionsFrom: counting[0] ?? null,
    results: all.some(({ kind }) => kind === "phased") || asks("below-threshold"),
    coachChanges: asks("coach-change"),
    complaints: asks("complaint"),
    drawsOfPeople: draws("people"),
    drawsOfSessions: draws("sessions"),
  };
}
