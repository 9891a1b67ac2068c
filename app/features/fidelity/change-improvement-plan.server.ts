import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, refuseStored, requireThat, type Verdict } from "#app/errors/problem.ts";
import type { EventType } from "#app/events/catalog.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  canAgreePlan,
  canSharePlan,
  canSteerPlan,
  canStepPlan,
  canWithdrawPlan,
  canWritePlan,
  viewerOf,
} from "./improvement.policy.ts";
import { checkAgreeable, checkContent, isSameContent, RECHECK_DAYS } from "./improvement.rules.ts";
import type { PlanAction } from "./improvement.schema.ts";
import {
  countSupports,
  findPlan,
  insertSupport,
  listOwners,
  listSupports,
  lockPlan,
  MOST_STEPS,
  markAgreed,
  markClosed,
  markExtended,
  markShared,
  markSupport,
  type PlanRow,
  updateContent,
} from "./improvement-plans.queries.server.ts";

type Of<Intent extends PlanAction["intent"]> = Extract<PlanAction, { intent: Intent }>;
interface Held {
  sql: Sql;
  ctx: PersonContext;
  plan: PlanRow;
  today: Day;
}

/** One change of a plan by a person: each harmless to repeat, each recorded with it. */
export function changeImprovementPlan(
  ctx: PersonContext,
  { planId, ...action }: PlanAction & { planId: string },
): Promise<Verdict> {
  return inSql(ctx, async (sql) => {
    // What is pressed twice at once is seen by the second as the first left it.
    await lockPlan(sql, planId);
    const plan = await findPlan(sql, planId);
    if (viewerOf(ctx.actor, plan) === null)
      throw new Problem("not-found", { subject: "improvement-plan", id: planId });
    const held = { sql, ctx, plan, today: dayIn(plan.zone, ctx.now) };
    switch (action.intent) {
      case "share":
        return share(held);
      case "save":
        return save(held, action);
      case "agree":
        return agree(held, action);
      case "support":
        return addSupport(held, action);
      case "mark":
        return mark(held, action);
      case "extend":
        return extend(held, action);
      default:
        return end(held, action);
    }
  });
}

const recorded = async ({ sql, ctx, plan }: Held, type: EventType, payload = {}): Promise<Verdict> => {
  const { id, siteId } = plan;
  await recordEvent(sql, ctx, { type, subjectType: "improvement-plan", subjectId: id, siteId, payload });
  return { ok: true };
};
const may = (allowed: boolean, { plan }: Held) =>
  requireThat(allowed, { subject: "improvement-plan", id: plan.id });

function movedOn(): Verdict {
  return refuse(
    "plan.moved-on",
    "The plan has moved on in the meantime. Reload the page to see how it stands.",
  );
}

async function share(held: Held): Promise<Verdict> {
  const { sql, ctx, plan } = held;
  if (plan.isShared && viewerOf(ctx.actor, plan) === "subject") return { ok: true };
  may(canSharePlan(ctx.actor, plan), held);
  return (await markShared(sql, ctx, plan.id)) ? recorded(held, "improvement-plan.shared") : { ok: true };
}

async function save(held: Held, { intent: _, ...content }: Of<"save">): Promise<Verdict> {
  const { sql, ctx, plan, today } = held;
  if (plan.state !== "proposed") return isSameContent(plan, content) ? { ok: true } : movedOn();
  may(canWritePlan(ctx.actor, plan), held);
  const verdict = checkContent(content, { today });
  if (!verdict.ok) return verdict;
  const owners = await listOwners(sql, { planId: plan.id, today });
  if (!owners.some(({ id }) => id === content.ownerId))
    return refuse("plan.owner", "Choose an owner from the list.", {
      ownerId: ["Choose the supervisor or a lead of the site"],
    });
  if (!(await updateContent(sql, plan.id, content)))
    return isSameContent(plan, content)
      ? { ok: true }
      : refuse(
          "plan.changed",
          "Somebody else changed the plan while you were writing. Your words are still here: reload the page in another tab to see theirs, then save again.",
        );
  return recorded(held, "improvement-plan.changed", { version: plan.rowVersion + 1 });
}

async function agree(held: Held, { rowVersion }: Of<"agree">): Promise<Verdict> {
  const { sql, ctx, plan, today } = held;
  const side = viewerOf(ctx.actor, plan);
  if ((side === "subject" && plan.subjectAgreedOn) || (side === "owner" && plan.ownerAgreedOn))
    return plan.rowVersion === rowVersion ? { ok: true } : movedOn();
  if (plan.state !== "proposed") return movedOn();
  may(canAgreePlan(ctx.actor, plan), held);
  const verdict = checkAgreeable(plan, { rowVersion, today });
  if (!verdict.ok) return verdict;
  const state = await markAgreed(sql, ctx, {
    ...{ id: plan.id, rowVersion },
    side: side === "subject" ? "subject" : "owner",
  });
  if (state === null) return movedOn();
  return recorded(held, "improvement-plan.agreed", {
    side,
    version: rowVersion,
    isByBoth: state === "agreed",
  });
}

async function addSupport(held: Held, { intent: _, ...given }: Of<"support">): Promise<Verdict> {
  const { sql, ctx, plan } = held;
  may(canStepPlan(ctx.actor, plan), held);
  if ((await countSupports(sql, { planId: plan.id, besides: given.id })) >= MOST_STEPS)
    return refuse(
      "plan.steps",
      `A plan holds ${MOST_STEPS} steps at most. Mark what is done, and use fewer.`,
    );
  if (await insertSupport(sql, ctx, { ...given, planId: plan.id }))
    return recorded(held, "improvement-plan.support-added", { supportId: given.id });
  const { id, what, helper, dueOn } = given;
  const isStored = (await listSupports(sql, plan.id)).some(
    (one) => one.id === id && one.what === what && one.helper === helper && one.dueOn === dueOn,
  );
  return isStored
    ? { ok: true }
    : refuseStored("This step", "Add what you wrote now once more as another step.");
}

async function mark(held: Held, { about: id, status }: Of<"mark">): Promise<Verdict> {
  const { sql, ctx, plan, today } = held;
  may(canStepPlan(ctx.actor, plan), held);
  if (await markSupport(sql, { planId: plan.id, id, status, today }))
    return recorded(held, "improvement-plan.support-marked", { supportId: id, status });
  if ((await listSupports(sql, plan.id)).some((one) => one.id === id)) return { ok: true };
  throw new Problem("not-found", { subject: "improvement-support", id });
}

async function extend(held: Held, { recheckDueOn }: Of<"extend">): Promise<Verdict> {
  const { sql, ctx, plan, today } = held;
  may(canSteerPlan(ctx.actor, plan), held);
  const span = daysBetween(parseCalendarDate(today), parseCalendarDate(recheckDueOn));
  if (span < RECHECK_DAYS.least || span > RECHECK_DAYS.most)
    return refuse("plan.days", "That day does not fit.", {
      recheckDueOn: [`Choose a day ${RECHECK_DAYS.least} to ${RECHECK_DAYS.most} days from today`],
    });
  if (plan.state === "extended" && plan.recheckDueOn === recheckDueOn) return { ok: true };
  if (!(await markExtended(sql, plan.id, recheckDueOn))) return movedOn();
  return recorded(held, "improvement-plan.extended", { recheckDueOn });
}

async function end(held: Held, { intent, reason }: Of<"close"> | Of<"withdraw">): Promise<Verdict> {
  const { sql, ctx, plan } = held;
  const to = intent === "close" ? "closed_not_met" : "withdrawn";
  if (plan.state === to) return { ok: true };
  may((intent === "close" ? canSteerPlan : canWithdrawPlan)(ctx.actor, plan), held);
  if (!(await markClosed(sql, ctx, { id: plan.id, to, reason }))) return movedOn();
  return recorded(held, intent === "close" ? "improvement-plan.closed" : "improvement-plan.withdrawn");
}
