import { randomUUID } from "node:crypto";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { listLeave } from "./dose.queries.server.ts";
import {
  followZonesForSystem,
  insertPlanned,
  listMovedForSystem,
  listZones,
  type PlannedRow,
  placeMovedForSystem,
} from "./fill-plans.queries.server.ts";
import { HORIZON_DAYS } from "./session-plan.codes.ts";
import { daysOfPlan, timesOnDay } from "./session-plan.rules.ts";
import { listTakenDays, type PlanRow, takePlansForSystem } from "./session-plans.queries.server.ts";

const PAGE = 100;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** The days that stand in the calendar, counted in a zone. */
export function horizonOf(now: Date, zone: string): { from: Day; until: Day } {
  const from = dayIn(zone, now);
  return { from, until: addDays(parseCalendarDate(from), HORIZON_DAYS) };
}

/**
 * Fills every plan of the program, or of one person, up to the horizon, and lets the sessions of whoever has changed site
 * follow there. Each page is a transaction, and a day of a plan is taken once, so a run may be doubled, late or cut off.
 */
export async function fillPlans(
  ctx: Context<SystemActor>,
  { page = PAGE, personId }: { page?: number; personId?: string | undefined } = {},
): Promise<{ plans: number; sessions: number; moved: number }> {
  const counts = { plans: 0, sessions: 0, moved: 0 };
  const { from, until } = horizonOf(ctx.now, ctx.actor.zone);
  // Wider by a day: the zones of a program begin their days at different hours.
  const span = { from: addDays(parseCalendarDate(from), -1), until: addDays(parseCalendarDate(until), 1) };
  let afterId: string | null = BEFORE_ALL;
  while (afterId !== null) {
    const last: string = afterId;
    const done = await inSql(ctx, async (sql) => {
      const plans = await takePlansForSystem(sql, { ...span, personId, afterId: last, limit: page });
      const moved = await followPeople(sql, ctx, plans);
      const sessions = await fillThese(sql, ctx, plans);
      if (sessions + moved > 0)
        await recordEvent(sql, ctx, {
          type: "session-plans.filled",
          subjectType: "program",
          subjectId: ctx.actor.programId,
          payload: { plans: plans.length, sessions, moved },
        });
      return { plans, sessions, moved };
    });
    counts.plans += done.plans.length;
    counts.sessions += done.sessions;
    counts.moved += done.moved;
    afterId = done.plans.length < page ? null : (done.plans.at(-1)?.id ?? null);
  }
  return counts;
}

/**
 * Whoever changes site takes the plan's hour along: nine o'clock there is nine o'clock, from their first day on. What was
 * moved by hand was agreed for its instant and stays. @returns how many sessions went along
 */
async function followPeople(sql: Sql, ctx: Context<SystemActor>, plans: readonly PlanRow[]): Promise<number> {
  if (plans.length === 0) return 0;
  const byId = new Map(plans.map((plan) => [plan.id, plan]));
  const today = plans.map(({ zone }) => dayIn(zone, ctx.now)).sort()[0] as Day;
  const moved = await listMovedForSystem(sql, [...byId.keys()], today);
  await placeMovedForSystem(
    sql,
    moved.flatMap((session) => {
      const plan = byId.get(session.planId);
      return plan ? [{ ...session, ...timesOnDay({ ...plan, zone: session.zone }, session.on) }] : [];
    }),
    ctx.now,
  );
  await followZonesForSystem(sql, [...byId.keys()], today);
  return moved.length;
}

/** What a plan puts on days, with its hour in each zone that its people may work in by then. */
export function rowsOfPlan(
  plan: PlanRow,
  days: readonly Pick<PlannedRow, "id" | "on" | "rowVersion">[],
  zones: readonly string[],
): PlannedRow[] {
  return days.map((day) => ({
    ...day,
    planId: plan.id,
    timesIn: Object.fromEntries(zones.map((zone) => [zone, timesOnDay({ ...plan, zone }, day.on)])),
  }));
}

/**
 * Makes the planned sessions of plans that are not there yet, up to the horizon. Days on which the coach, or everybody of
 * the plan, is on leave stay free. @returns how many were made
 */
export async function fillThese(sql: Sql, ctx: Context, plans: readonly PlanRow[]): Promise<number> {
  if (plans.length === 0) return 0;
  const from = plans.map(({ zone }) => dayIn(zone, ctx.now)).sort()[0] as Day;
  const [taken, open, zones] = await Promise.all([
    listTakenDays(
      sql,
      plans.map(({ id }) => id),
      from,
    ),
    openDays(sql, ctx, plans),
    listZones(sql),
  ]);
  const isTaken = new Set(taken.map(({ planId, on }) => `${planId} ${on}`));
  const rows = plans.flatMap((plan) => {
    const days = (open.get(plan.id) ?? []).filter((on) => !isTaken.has(`${plan.id} ${on}`));
    return rowsOfPlan(
      plan,
      days.map((on) => ({ id: randomUUID(), on, rowVersion: 1 })),
      zones,
    );
  });
  return insertPlanned(sql, rows, ctx.now);
}

/** The days of plans up to the horizon on which nobody's leave stands in the way, by plan. */
export async function openDays(
  sql: Sql,
  ctx: Context,
  plans: readonly PlanRow[],
): Promise<Map<string, Day[]>> {
  const horizons = new Map(plans.map(({ id, zone }) => [id, horizonOf(ctx.now, zone)]));
  const days = [...horizons.values()].flatMap(({ from, until }) => [from, until]).sort();
  const personIds = [...new Set(plans.flatMap(({ coachId, attendeeIds }) => [coachId, ...attendeeIds]))];
  const leave = await listLeave(sql, { personIds, from: days[0] as Day, until: days.at(-1) as Day });
  const isAway = (personId: string, day: Day) =>
    leave.some((span) => span.personId === personId && span.from <= day && day <= span.to);
  return new Map(
    plans.map((plan) => [
      plan.id,
      daysOfPlan(plan, horizons.get(plan.id) as { from: Day; until: Day }).filter(
        (on) => !isAway(plan.coachId, on) && !plan.attendeeIds.every((id) => isAway(id, on)),
      ),
    ]),
  );
}
