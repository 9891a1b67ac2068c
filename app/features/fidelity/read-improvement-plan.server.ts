import type { PersonContext } from "#app/access/context.ts";
import { hasRole } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { statusOn } from "./assessment.rules.ts";
import {
  canAgreePlan,
  canSharePlan,
  canSteerPlan,
  canStepPlan,
  canWithdrawPlan,
  canWritePlan,
  viewerOf,
} from "./improvement.policy.ts";
import {
  courseOf,
  failingParts,
  isPlanOpen,
  isUnderWay,
  recheckResults,
  SUBJECT_FIRST_DAYS,
  supersededInWords,
  trendInWords,
} from "./improvement.rules.ts";
import type { ImprovementPlanPage, PlanListItem, PlansPage } from "./improvement.types.ts";
import {
  findMaybeRecheck,
  findMaybeTrigger,
  findPlan,
  listNamesOf,
  listOwners,
  listPlans,
  listPlansOf,
  listSupports,
  type PlanRow,
  type RecheckRow,
} from "./improvement-plans.queries.server.ts";

const PLANS_PAGE = 50;

/** A plan for its subject, its owner, their supervisor or the lead; for the subject alone until it is shared. */
export function readImprovementPlan(
  ctx: PersonContext,
  { planId }: { planId: string },
): Promise<ImprovementPlanPage> {
  return inSql(ctx, async (sql) => {
    const plan = await findPlan(sql, planId);
    const viewer = viewerOf(ctx.actor, plan);
    if (viewer === null) throw new Problem("not-found", { subject: "improvement-plan", id: planId });
    const today = dayIn(plan.zone, ctx.now);
    const [trigger, supports, owners] = await Promise.all([
      findMaybeTrigger(sql, plan),
      listSupports(sql, planId),
      listOwners(sql, { planId, today }),
    ]);
    const recheck = isPlanOpen(plan.state)
      ? await findMaybeRecheck(sql, { ...plan, after: trigger?.on ?? plan.proposedOn })
      : null;
    const results = await withRaters(sql, recheckResults(plan));
    const owner = owners.find(({ id }) => id === plan.ownerId);
    const permissions = {
      canShare: canSharePlan(ctx.actor, plan),
      canWrite: canWritePlan(ctx.actor, plan),
      canAgree:
        canAgreePlan(ctx.actor, plan) &&
        (viewer === "subject" ? plan.subjectAgreedOn : plan.ownerAgreedOn) === null &&
        plan.startsOn !== null,
      canStep: canStepPlan(ctx.actor, plan),
      canSteer: canSteerPlan(ctx.actor, plan),
      canWithdraw: canWithdrawPlan(ctx.actor, plan),
      canOpenReview: viewer !== "subject" || hasRole(ctx.actor, "coach"),
    };
    return {
      id: planId,
      viewer,
      subject: { id: plan.subjectId, name: plan.subjectName },
      siteName: plan.siteName,
      instrument: plan.instrument,
      state: plan.state,
      rowVersion: plan.rowVersion,
      today,
      proposedOn: plan.proposedOn,
      isShared: plan.isShared,
      sharedByItselfOn: addDays(parseCalendarDate(plan.proposedOn), SUBJECT_FIRST_DAYS),
      trigger: {
        assessmentId: plan.triggerId,
        on: trigger?.on ?? plan.proposedOn,
        raterName: trigger?.raterName ?? null,
        result: trigger?.score?.result ?? null,
        percent: trigger?.score?.percent ?? null,
        failing: trigger?.score ? failingParts(trigger.score, readDefinition(trigger.definition)) : [],
      },
      superseded: supersededOf(plan),
      trend: trendInWords(plan.results),
      drivers: plan.drivers,
      systemCauses: plan.systemCauses,
      goals: plan.goals,
      owner: plan.ownerId ? { id: plan.ownerId, name: owner?.name ?? plan.ownerName ?? "Its owner" } : null,
      owners: permissions.canWrite ? owners : [],
      startsOn: plan.startsOn,
      recheckDueOn: plan.recheckDueOn,
      recheckDays: plan.recheckDays,
      successesNeeded: plan.successesNeeded,
      isRecheckLate: isRecheckLate(plan, today),
      agreed: { subject: plan.subjectAgreedOn, owner: plan.ownerAgreedOn },
      closedOn: plan.closedOn,
      closedReason: plan.closedReason,
      supports,
      recheck: recheck ? recheckOf(recheck, { today, firstRaterId: trigger?.raterId ?? null }) : null,
      results,
      course: courseOf(results, { needed: plan.successesNeeded }),
      permissions,
    };
  });
}

function recheckOf(
  row: RecheckRow,
  { today, firstRaterId }: { today: Day; firstRaterId: string | null },
): NonNullable<ImprovementPlanPage["recheck"]> {
  const { id: assessmentId, opensOn, dueOn, raterId, raterName, isOwn } = row;
  const { status } = statusOn({ ...row, submittedOn: null }, today);
  const isOtherRater = raterId && firstRaterId ? raterId !== firstRaterId : null;
  return { assessmentId, opensOn, dueOn, status, raterName, isOtherRater, isOwn };
}

async function withRaters(sql: Sql, results: PlanRow["results"]): Promise<ImprovementPlanPage["results"]> {
  const names = await listNamesOf(sql, [...new Set(results.flatMap(({ raterId }) => raterId ?? []))]);
  return results.map((one) => ({ ...one, raterName: names.get(one.raterId ?? "") ?? null }));
}

const supersededOf = ({ trigger, triggerScoreVersion, state }: PlanRow) =>
  isPlanOpen(state) ? supersededInWords({ scoreVersion: triggerScoreVersion }, trigger) : null;

/** The re-assessment is late when its day has passed and nothing was rated since the last one set. */
function isRecheckLate({ state, recheckDueOn }: PlanRow, today: Day): boolean {
  return isUnderWay(state) && recheckDueOn !== null && recheckDueOn < today;
}

/** The plans of others that one answers for, a page at a time. */
export async function listImprovementPlans(
  ctx: PersonContext,
  { show, page }: { show: "open" | "closed"; page: number },
): Promise<PlansPage> {
  const rows = await inSql(ctx, (sql) =>
    listPlans(sql, {
      ...{ show, notOf: ctx.actor.personId, limit: PLANS_PAGE + 1, offset: (page - 1) * PLANS_PAGE },
    }),
  );
  const plans = rows
    .filter((row) => viewerOf(ctx.actor, row) !== null)
    .slice(0, PLANS_PAGE)
    .map((row) => itemOf(row, dayIn(row.zone, ctx.now)));
  return { plans, show, page, pageSize: PLANS_PAGE, hasNext: rows.length > PLANS_PAGE, today: ctx.today };
}

/** The acting person's own plans, for a card. */
export async function listOwnPlans(ctx: PersonContext): Promise<PlanListItem[]> {
  const rows = await inSql(ctx, (sql) => listPlansOf(sql, { subjectId: ctx.actor.personId }));
  return rows.map((row) => itemOf(row, dayIn(row.zone, ctx.now)));
}

/** The plans that a review led to, for whoever may see them. */
export async function listPlansOfReview(
  ctx: PersonContext,
  { assessmentId }: { assessmentId: string },
): Promise<PlanListItem[]> {
  const rows = await inSql(ctx, (sql) => listPlansOf(sql, { triggerId: assessmentId }));
  return rows
    .filter((row) => viewerOf(ctx.actor, row) !== null)
    .map((row) => itemOf(row, dayIn(row.zone, ctx.now)));
}

function itemOf(row: PlanRow, today: Day): PlanListItem {
  const { id, subjectName, siteName, instrument, state, ownerName, proposedOn, startsOn, recheckDueOn } = row;
  return {
    ...{ id, subjectName, siteName, instrument, state, ownerName, proposedOn, startsOn, recheckDueOn },
    isRecheckLate: isRecheckLate(row, today),
    waitsFor:
      state === "proposed"
        ? [
            ...(row.subjectAgreedOn ? [] : ["subject" as const]),
            ...(row.ownerAgreedOn ? [] : ["owner" as const]),
          ]
        : [],
    isSuperseded: supersededOf(row) !== null,
    course: courseOf(recheckResults(row), { needed: row.successesNeeded }),
  };
}
