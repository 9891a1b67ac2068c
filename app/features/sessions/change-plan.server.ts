import type { PersonContext } from "#app/access/context.ts";
import { againIfTaken } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { insertPlanned, listZones } from "./fill-plans.queries.server.ts";
import { fillThese, openDays, rowsOfPlan } from "./fill-plans.server.ts";
import { judgePlan, planRow } from "./make-plan.server.ts";
import { isPlanOf, matchOccurrences } from "./session-plan.rules.ts";
import type { PlanChange, PlanEnd } from "./session-plan.schema.ts";
import {
  findMaybePlan,
  forgetWithdrawn,
  insertPlan,
  lockPlan,
  type PlanRow,
  placeSessions,
  replacePlan,
  setPlanEnd,
  takePlanSessions,
  withdrawSessions,
} from "./session-plans.queries.server.ts";

const STALE = refuse(
  "plan-moved-on",
  "This plan was changed in the meantime. Reload the page to see it, then change it again.",
);

export type ChangeResult = { ok: true; planId: string; withdrawn: number } | Refusal;

/**
 * Changes a plan from a day on: a plan that follows it takes over, and the days before stay as they were. A session that
 * nobody has touched moves along under its id, one that has no day any more is withdrawn; what was moved by hand, held or
 * called off stays what it is and keeps its place.
 */
export function changePlan(ctx: PersonContext, input: PlanChange): Promise<ChangeResult> {
  return againIfTaken(() => inSql(ctx, (sql) => storeChange(sql, ctx, input)));
}

async function storeChange(sql: Sql, ctx: PersonContext, input: PlanChange): Promise<ChangeResult> {
  const { programId, personId: coachId } = ctx.actor;
  const before = await takePlan(sql, input.planId);
  const today = dayIn(before.zone, ctx.now);
  if (input.repeats === "once")
    return refuse("plan-not-valid", "Some fields need another look.", {
      repeats: ["A plan repeats: choose weekly or monthly, or end it below"],
    });
  if (before.rowVersion !== input.rowVersion) {
    // The same change posted twice: the plan that follows says so, or this one where all of it was changed.
    const standing = (await findMaybePlan(sql, input.id)) ?? before;
    return isPlanOf(standing, input) ? { ok: true, planId: standing.id, withdrawn: 0 } : STALE;
  }
  const judged = await judgePlan(sql, ctx, input);
  if (!judged.ok) return judged;
  const { startsOn } = judged.rule;
  const sessions = await takePlanSessions(sql, before.id, laterDay(startsOn, today));
  const isWhole = startsOn <= before.startsOn;
  const plan = planRow(input, judged.rule, { id: isWhole ? before.id : input.id, coachId });
  if (isWhole) await replacePlan(sql, { ...plan, programId, at: ctx.now });
  else {
    const dayBefore = addDays(parseCalendarDate(startsOn), -1);
    const endsOn = before.endsOn !== null && before.endsOn < dayBefore ? before.endsOn : dayBefore;
    await setPlanEnd(sql, { planId: before.id, endsOn, at: ctx.now });
    const isNew = await insertPlan(sql, { ...plan, programId, followsId: before.id, at: ctx.now });
    if (!isNew) throw new Problem("not-found", { subject: "session-plan", id: plan.id });
  }

  const days = (await openDays(sql, ctx, [plan])).get(plan.id) ?? [];
  const { kept, left } = matchOccurrences(sessions, days, plan);
  const follow = [...kept.map(({ session }) => session), ...left].filter(({ followsPlan }) => followsPlan);
  const gone = await withdrawSessions(sql, { ids: follow.map(({ id }) => id), coachId, at: ctx.now });
  const moving = kept.filter(({ session }) => gone.includes(session.id));
  await placeSessions(
    sql,
    plan.id,
    kept.filter((each) => !moving.includes(each)).map(({ session, on }) => ({ id: session.id, on })),
  );
  await insertPlanned(
    sql,
    rowsOfPlan(
      plan,
      moving.map(({ session, on }) => ({ id: session.id, on, rowVersion: session.rowVersion + 1 })),
      await listZones(sql),
    ),
    ctx.now,
  );
  const withdrawn = gone.length - (await forgetWithdrawn(sql, gone));
  await fillThese(sql, ctx, [plan]);
  await recordEvent(sql, ctx, {
    type: "session-plan.changed",
    subjectType: "session-plan",
    subjectId: before.id,
    siteId: judged.siteId,
    payload: { from: startsOn, followedBy: plan.id, moved: moving.length, withdrawn },
  });
  return { ok: true, planId: plan.id, withdrawn };
}

/** Lets a plan end with a day. What nobody has touched after it is withdrawn; everything else stays. */
export function endPlan(ctx: PersonContext, input: PlanEnd): Promise<ChangeResult> {
  return againIfTaken(() => inSql(ctx, (sql) => storeEnd(sql, ctx, input)));
}

async function storeEnd(sql: Sql, ctx: PersonContext, input: PlanEnd): Promise<ChangeResult> {
  const before = await takePlan(sql, input.planId);
  // Nothing is left of a plan that ends before it began.
  const endsOn = laterDay(input.lastOn, addDays(parseCalendarDate(before.startsOn), -1));
  if (before.rowVersion !== input.rowVersion)
    return before.endsOn === endsOn ? { ok: true, planId: before.id, withdrawn: 0 } : STALE;
  const today = parseCalendarDate(dayIn(before.zone, ctx.now));
  if (input.lastOn < addDays(today, -1))
    return refuse("plan-not-valid", "Some fields need another look.", {
      lastOn: [`What lies behind us stays as it was: choose ${formatDay(today)} or later`],
    });
  await setPlanEnd(sql, { planId: before.id, endsOn, at: ctx.now });
  const after = await takePlanSessions(sql, before.id, addDays(parseCalendarDate(endsOn), 1));
  const withdrawn = await withdrawSessions(sql, {
    ids: after.filter(({ followsPlan }) => followsPlan).map(({ id }) => id),
    coachId: before.coachId,
    at: ctx.now,
  });
  // A later last day than before: the days in between are planned.
  await fillThese(sql, ctx, [{ ...before, endsOn }]);
  await recordEvent(sql, ctx, {
    type: "session-plan.ended",
    subjectType: "session-plan",
    subjectId: before.id,
    payload: { lastOn: endsOn, withdrawn: withdrawn.length },
  });
  return { ok: true, planId: before.id, withdrawn: withdrawn.length };
}

async function takePlan(sql: Sql, planId: string): Promise<PlanRow> {
  const plan = (await lockPlan(sql, planId)) ? await findMaybePlan(sql, planId) : null;
  if (!plan) throw new Problem("not-found", { subject: "session-plan", id: planId });
  return plan;
}

function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}
