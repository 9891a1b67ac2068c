import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { addDays, addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  insertAssessments,
  listLeadsForSystem,
  listNamesForSystem,
  listRulesForSystem,
  listSiteZonesForSystem,
  listSubjectIdsForSystem,
  lockSchedule,
  markCancelled,
  type OpenedAssessment,
  readScheduleFactsForSystem,
  updateAssessments,
} from "./schedule.queries.server.ts";
import { planSeries, type RuleInForce, type SeriesPlan } from "./schedule.rules.ts";

const BATCH = 500;
const HORIZON_MONTHS = 12;
const HISTORY_DAYS = 200;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

export interface ReconcileResult {
  subjects: number;
  added: number;
  changed: number;
  cancelled: number;
  opened: number;
  unassigned: number;
}

/**
 * Makes the assessments of a program match what its schedule rules expect of every certified coach in the next
 * twelve months: adds what is missing, moves, opens and assigns what nobody has started, cancels what is no longer
 * expected. Work that was started is never touched.
 *
 * Subjects are taken in batches, each one transaction under a lock of the program, so that a run that dies has done
 * whole batches and the next run does the rest. A run that finds everything in place writes nothing.
 *
 * @param input.subjectId only this coach, after one of their facts changed
 * @param input.from first target day to look back to, for a program whose history is entered afterwards
 */
export async function reconcileAssessments(
  ctx: Context<SystemActor>,
  input: { subjectId?: string; from?: Day } = {},
): Promise<ReconcileResult> {
  const total: ReconcileResult = {
    subjects: 0,
    added: 0,
    changed: 0,
    cancelled: 0,
    opened: 0,
    unassigned: 0,
  };
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after;
    const batch = await inSql(ctx, (sql) => reconcileBatch(sql, ctx, { ...input, after: from }));
    for (const key of Object.keys(total) as (keyof ReconcileResult)[]) total[key] += batch.counts[key];
    after = batch.next;
  }
  return total;
}

async function reconcileBatch(
  sql: Sql,
  ctx: Context<SystemActor>,
  { after, subjectId, from }: { after: string; subjectId?: string; from?: Day },
): Promise<{ counts: ReconcileResult; next: string | undefined }> {
  const [, subjectIds, sites, rules] = await Promise.all([
    lockSchedule(sql, ctx.actor.programId),
    listSubjectIdsForSystem(sql, { after, subjectId, limit: BATCH }),
    listSiteZonesForSystem(sql),
    listRulesForSystem(sql, ctx.today),
  ]);
  const next = subjectIds.length === BATCH ? subjectIds.at(-1) : undefined;
  const plan = await planBatch(sql, ctx, { subjectIds, sites, rules, from });
  const counts = await writePlan(sql, ctx, plan);
  return { counts: { ...counts, subjects: subjectIds.length }, next };
}

async function planBatch(
  sql: Sql,
  ctx: Context<SystemActor>,
  given: {
    subjectIds: string[];
    sites: { id: string; zone: string }[];
    rules: RuleInForce[];
    from: Day | undefined;
  },
): Promise<SeriesPlan> {
  const today = parseCalendarDate(ctx.today);
  const zones = new Map(given.sites.map(({ id, zone }) => [id, zone]));
  const days = new Map(given.sites.map(({ id, zone }) => [id, dayIn(zone, ctx.now)]));
  const options = {
    todayAt: (siteId: string) => days.get(siteId) ?? ctx.today,
    zoneOf: (siteId: string) => zones.get(siteId) ?? ctx.actor.zone,
    until: addMonths(today, HORIZON_MONTHS),
    from: given.from,
  };
  const since = [addDays(today, -HISTORY_DAYS), ...(given.from ? [given.from] : [])].sort()[0] ?? today;
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  if (given.subjectIds.length === 0) return plan;
  for (const { facts, stored } of await readScheduleFactsForSystem(sql, given.subjectIds, since))
    for (const rule of given.rules) {
      const series = planSeries(rule, facts, stored, options);
      plan.add.push(...series.add);
      plan.change.push(...series.change);
      plan.cancel.push(...series.cancel);
    }
  return plan;
}

async function writePlan(
  sql: Sql,
  ctx: Context<SystemActor>,
  plan: SeriesPlan,
): Promise<Omit<ReconcileResult, "subjects">> {
  const [cancelled, changed, added] = await Promise.all([
    markCancelled(sql, plan.cancel),
    updateAssessments(sql, ctx, plan.change),
    insertAssessments(sql, ctx, plan.add),
  ]);
  const before = new Map(plan.change.map(({ stored }) => [stored.id, stored]));
  const opened = [...added, ...changed.filter(({ id }) => before.get(id)?.state !== "open")].filter(
    ({ state }) => state === "open",
  );
  const reassigned = changed.filter(
    ({ id, raterId, state }) =>
      state === "open" && before.get(id)?.state === "open" && before.get(id)?.raterId !== raterId,
  );
  const unassigned = [...opened, ...reassigned].filter(({ raterId }) => raterId === null);
  const counts = {
    added: added.length,
    changed: changed.length,
    cancelled: cancelled.length,
    opened: opened.length,
    unassigned: unassigned.length,
  };
  if (added.length + changed.length + cancelled.length === 0) return counts;
  await Promise.all([
    recordEvent(sql, ctx, {
      type: "assessments.scheduled",
      subjectType: "program",
      subjectId: ctx.actor.programId,
      payload: counts,
    }),
    ...opened.map(({ id, siteId, subjectId, raterId, opensOn, dueOn }) =>
      recordEvent(sql, ctx, {
        type: "assessment.opened",
        subjectType: "assessment",
        subjectId: id,
        siteId,
        payload: { subjectId, raterId, opensOn, dueOn },
      }),
    ),
    ...reassigned.map(({ id, siteId, subjectId, raterId }) =>
      recordEvent(sql, ctx, {
        type: "assessment.reassigned",
        subjectType: "assessment",
        subjectId: id,
        siteId,
        payload: { subjectId, raterId, previousRaterId: before.get(id)?.raterId ?? null },
      }),
    ),
    ...cancelled.map(({ id, siteId, subjectId }) =>
      recordEvent(sql, ctx, {
        type: "assessment.cancelled",
        subjectType: "assessment",
        subjectId: id,
        siteId,
        payload: { subjectId },
      }),
    ),
    tellAbout(sql, ctx, [...opened, ...reassigned]),
  ]);
  return counts;
}

/** The rater hears that a window is open, in the inbox only; mail and its quiet hours belong to the reminders. */
async function tellAbout(
  sql: Sql,
  ctx: Context<SystemActor>,
  assessments: readonly OpenedAssessment[],
): Promise<void> {
  if (assessments.length === 0) return;
  const [names, leads] = await Promise.all([
    listNamesForSystem(sql, [...new Set(assessments.map(({ subjectId }) => subjectId))]),
    listLeadsForSystem(sql, [...new Set(assessments.map(({ siteId }) => siteId))], ctx.today),
  ]);
  await Promise.all(
    assessments.flatMap((assessment) => {
      const { id, siteId, subjectId, raterId, unassignedReason, opensOn, dueOn } = assessment;
      const coach = names.get(subjectId) ?? "a coach";
      const notice = { subjectId: id, periodKey: opensOn, href: `/reviews/${id}`, mail: false };
      if (raterId)
        return notify(sql, ctx, {
          ...notice,
          recipientId: raterId,
          kind: "assessment-opened",
          title: `Fidelity review of ${coach} is open`,
          body: `You can complete it until ${formatDay(dueOn)}.`,
        });
      return (leads.get(siteId) ?? []).map((recipientId) =>
        notify(sql, ctx, {
          ...notice,
          recipientId,
          kind: "assessment-unassigned",
          title: `Nobody can review ${coach}`,
          body: `${unassignedReason ?? "No rater was found."} The review is due on ${formatDay(dueOn)}.`,
        }),
      );
    }),
  );
}
