import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import type { EventType } from "#app/events/catalog.ts";
import { recordEvents } from "#app/events/record-event.server.ts";
import { mailEach, type Notice, notifyEach } from "#app/notices/notify.server.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { courseOf, nextOfPlan, recheckResults, SUBJECT_FIRST_DAYS } from "./improvement.rules.ts";
import {
  type FollowedRow,
  listFollowedForSystem,
  listPlanNewsForSystem,
  movePlansForSystem,
  type PlanNewsRow,
  proposePlansForSystem,
  sharePlansForSystem,
  startPlansForSystem,
} from "./improvement-plans.queries.server.ts";
import { listLeadsForSystem } from "./schedule.queries.server.ts";

const DAY_MS = 86_400_000;
const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** A result older than this is no reason to begin anything. */
const LOOK_BACK_DAYS = 120;
/** What closed so long ago has been told. */
const TELL_DAYS = 14;

export interface KeptPlans {
  proposed: number;
  shared: number;
  started: number;
  extended: number;
  met: number;
  told: number;
}

/**
 * Proposes improvement plans after results below the threshold or with a failed critical item, shows others what the
 * subject has had for some days, begins what was agreed, follows the re-assessments, and tells each person what is theirs
 * to know. Everything is decided by what is stored, so a run may be doubled, late or cut off.
 *
 * @param input.assessmentId after this result: the plans of its subject alone
 * @param input.planId after this plan was changed: it alone
 */
export async function keepImprovementPlans(
  ctx: Context<SystemActor>,
  { assessmentId, planId }: { assessmentId?: string | undefined; planId?: string | undefined } = {},
): Promise<KeptPlans> {
  const only = { planId: planId ?? null, assessmentId: assessmentId ?? null };
  const proposed = planId ? 0 : await inSql(ctx, (sql) => propose(sql, ctx, assessmentId ?? null));
  const { shared, started } = await inSql(ctx, (sql) => shareAndStart(sql, ctx));
  const { extended, met } = await inPages<FollowedRow, { extended: number; met: number }>(
    (after) => inSql(ctx, (sql) => follow(sql, ctx, { ...only, after })),
    { extended: 0, met: 0 },
  );
  const { told } = await inPages<PlanNewsRow, { told: number }>(
    (after) => inSql(ctx, (sql) => tell(sql, ctx, { ...only, after })),
    { told: 0 },
  );
  return { proposed, shared, started, extended, met, told };
}

/** Runs a batch for each page of rows, each in a transaction of its own, and adds up what they did. */
async function inPages<Row extends { id: string }, Counts extends Record<string, number>>(
  batch: (after: string) => Promise<{ rows: readonly Row[]; counts: Counts }>,
  zero: Counts,
): Promise<Counts> {
  const total: Record<string, number> = { ...zero };
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after;
    const { rows, counts } = await batch(from);
    for (const [key, count] of Object.entries(counts)) total[key] = (total[key] ?? 0) + count;
    after = rows.length === BATCH ? rows.at(-1)?.id : undefined;
  }
  return total as Counts;
}

type PlansWanted = { planId: string | null; assessmentId: string | null; after: string };

const record = (
  sql: Sql,
  ctx: Context,
  type: EventType,
  plans: readonly { id: string; siteId: string; triggerId?: string }[],
) =>
  recordEvents(
    sql,
    ctx,
    plans.map(({ id, siteId, triggerId }) => ({
      ...{ type, subjectType: "improvement-plan", subjectId: id, siteId },
      ...(triggerId && { payload: { assessmentId: triggerId } }),
    })),
  );

async function propose(sql: Sql, ctx: Context, assessmentId: string | null): Promise<number> {
  const since = addDays(parseCalendarDate(ctx.today), -LOOK_BACK_DAYS);
  const proposed = await proposePlansForSystem(sql, ctx, { since, assessmentId });
  await record(sql, ctx, "improvement-plan.proposed", proposed);
  return proposed.length;
}

async function shareAndStart(sql: Sql, ctx: Context): Promise<{ shared: number; started: number }> {
  const before = new Date(ctx.now.getTime() - SUBJECT_FIRST_DAYS * DAY_MS);
  const shared = await sharePlansForSystem(sql, ctx, before);
  const started = await startPlansForSystem(sql, ctx);
  await record(sql, ctx, "improvement-plan.shared", shared);
  await record(sql, ctx, "improvement-plan.started", started);
  return { shared: shared.length, started: started.length };
}

async function follow(
  sql: Sql,
  ctx: Context,
  page: PlansWanted,
): Promise<{ rows: FollowedRow[]; counts: { extended: number; met: number } }> {
  const rows = await listFollowedForSystem(sql, ctx, { ...page, limit: BATCH });
  const moved = await movePlansForSystem(
    sql,
    ctx,
    rows.flatMap((row) => {
      const next = nextOfPlan(row);
      return next ? [{ id: row.id, from: row.state, ...next }] : [];
    }),
  );
  const of = (wanted: string) => moved.filter(({ state }) => state === wanted);
  await record(sql, ctx, "improvement-plan.extended", of("extended"));
  await record(sql, ctx, "improvement-plan.met", of("met"));
  return { rows, counts: { extended: of("extended").length, met: of("met").length } };
}

async function tell(
  sql: Sql,
  ctx: Context,
  page: PlansWanted,
): Promise<{ rows: PlanNewsRow[]; counts: { told: number } }> {
  const closedSince = new Date(ctx.now.getTime() - TELL_DAYS * DAY_MS);
  const rows = await listPlanNewsForSystem(sql, ctx, { ...page, closedSince, limit: BATCH });
  const leads = await listLeadsForSystem(sql, [...new Set(rows.map(({ siteId }) => siteId))], ctx.today);
  const toSubject = rows.filter(({ state }) => state === "proposed").map(proposalNotice);
  const told = await notifyEach(sql, ctx, [
    ...toSubject,
    ...rows.flatMap((row) => newsOf(row, leads.get(row.siteId) ?? [])),
  ]);
  await mailEach(sql, ctx, toSubject.map(asMail));
  return { rows, counts: { told } };
}

type News = Omit<Notice, "mail">;

const proposalNotice = ({ id, subjectId }: PlanNewsRow): News => ({
  ...{ recipientId: subjectId, kind: "improvement-plan-proposed", subjectId: id, periodKey: "once" },
  title: "A plan to support your practice is proposed",
  body: `It follows your last review and is for you to look at first. Nobody else sees it before you show it, or before ${SUBJECT_FIRST_DAYS} days have passed.`,
  href: `/improvement-plans/${id}`,
});

/** Mail passes through more hands than its reader's: it says that there is something, and not what. */
const asMail = (notice: News): News => ({
  ...notice,
  title: "There is something for you to look at",
  body: "It is for you to look at first, in the next days.",
  href: "/inbox",
});

/** What others are told, and the subject after the proposal. Nothing that was rated or written is in it. */
function newsOf(row: PlanNewsRow, leadIds: readonly string[]): News[] {
  const { id, subjectId, subjectName, ownerId, supervisorId, state, isShared, rowVersion } = row;
  const to = (recipientId: string | null, kind: string, periodKey: string, title: string, body: string) =>
    recipientId
      ? [{ recipientId, kind, subjectId: id, periodKey, title, body, href: `/improvement-plans/${id}` }]
      : [];
  if (!isShared) return [];
  const others = [...new Set([ownerId ?? supervisorId, ...(ownerId ? [] : leadIds)])];
  if (state === "proposed") {
    const asked = `agree-${rowVersion}`;
    return [
      ...others.flatMap((each) =>
        to(
          each,
          "improvement-plan-shared",
          "once",
          `A plan to support ${subjectName} is proposed`,
          "Look together at what around the work made it hard, then write down what helps.",
        ),
      ),
      ...(row.subjectAgreed && !row.ownerAgreed
        ? to(
            ownerId,
            "improvement-plan-asked",
            asked,
            `${subjectName} agreed to the plan`,
            "It waits for you.",
          )
        : []),
      ...(row.ownerAgreed && !row.subjectAgreed
        ? to(subjectId, "improvement-plan-asked", asked, "The owner agreed to your plan", "It waits for you.")
        : []),
    ];
  }
  if (state === "withdrawn") return [];
  const { misses, lastMissOn, needsSupportTeam } = courseOf(recheckResults(row), {
    needed: row.successesNeeded,
  });
  if (state === "met")
    return [subjectId, ownerId].flatMap((each) =>
      to(
        each,
        "improvement-plan-met",
        "once",
        each === subjectId ? "Your plan is met" : `The plan with ${subjectName} is met`,
        "The re-assessments met the threshold. Well done.",
      ),
    );
  if (misses === 0 || lastMissOn === null || state === "closed_not_met") return [];
  return [
    ...[subjectId, ownerId].flatMap((each) =>
      to(
        each,
        "improvement-plan-extended",
        lastMissOn,
        each === subjectId ? "Your plan goes on" : `The plan with ${subjectName} goes on`,
        "The last re-assessment did not reach the threshold yet. See what else would help.",
      ),
    ),
    ...(needsSupportTeam
      ? leadIds.flatMap((each) =>
          to(
            each,
            "improvement-plan-team",
            "once",
            `The plan with ${subjectName} needs more people`,
            "Two re-assessments did not reach the threshold: bring the support team together.",
          ),
        )
      : []),
  ];
}
