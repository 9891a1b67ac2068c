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
  readRaterFacts,
  readScheduleFactsForSystem,
} from "./schedule.queries.server.ts";
import { planSubject, type RuleInForce, type SeriesOptions, type SeriesPlan } from "./schedule.rules.ts";

const HORIZON_MONTHS = 12;
const HISTORY_DAYS = 400;

/** What a plan stands on, whoever it is for. */
export interface Ground {
  rules: RuleInForce[];
  options: SeriesOptions;
  /** First target day of stored assessments that matter. */
  since: Day;
  /** Versions and raters of every instrument, also of those without a rule. */
  instruments: Instruments;
}

/** The rules, the sites with their day and closures, and the raters, as they are now. */
export async function readGround(sql: Sql, ctx: Context, from?: Day): Promise<Ground> {
  const today = parseCalendarDate(ctx.today);
  const until = addMonths(today, HORIZON_MONTHS);
  const since = [addDays(today, -HISTORY_DAYS), ...(from ? [from] : [])].sort()[0] ?? today;
  const [sites, { rules, instruments }, closures] = await Promise.all([
    listSiteZonesForSystem(sql),
    listRulesForSystem(sql, until),
    listHolidaysForSystem(sql, { from: since, until: addMonths(until, HORIZON_MONTHS) }),
  ]);
  const raterIds = [...new Set(rules.flatMap((rule) => [...(rule.raters?.keys() ?? [])]))];
  const raters = await readRaterFacts(sql, raterIds, today);
  const zones = new Map(sites.map(({ id, zone }) => [id, zone]));
  const days = new Map(sites.map(({ id, zone }) => [id, dayIn(zone, ctx.now)]));
  const everywhere = closures.filter(({ siteId }) => siteId === null).flatMap(daysOf);
  const holidays = new Map<string, Day[]>();
  for (const closure of closures)
    if (closure.siteId !== null)
      holidays.set(closure.siteId, [...(holidays.get(closure.siteId) ?? everywhere), ...daysOf(closure)]);
  return {
    rules,
    instruments,
    since,
    options: {
      todayAt: (siteId) => days.get(siteId) ?? ctx.today,
      zoneOf: (siteId) => zones.get(siteId) ?? ctx.actor.zone,
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

/** What has to be added, changed and cancelled for a batch of subjects. */
export async function planSubjects(
  sql: Sql,
  { rules, options, since }: Ground,
  subjectIds: string[],
): Promise<SeriesPlan> {
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  if (subjectIds.length === 0) return plan;
  for (const { facts, stored } of await readScheduleFactsForSystem(sql, subjectIds, since, neededBy(rules))) {
    const { add, change, cancel } = planSubject(rules, facts, stored, options);
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
    sessionsFrom: counting[0] ?? null,
    results: all.some(({ kind }) => kind === "phased") || asks("below-threshold"),
    coachChanges: asks("coach-change"),
    complaints: asks("complaint"),
    drawsOfPeople: draws("people"),
    drawsOfSessions: draws("sessions"),
  };
}
