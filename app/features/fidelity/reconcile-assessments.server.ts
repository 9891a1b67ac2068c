import { setImmediate as rest } from "node:timers/promises";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import type { NewEvent } from "#app/events/catalog.ts";
import { recordEvents } from "#app/events/record-event.server.ts";
import { notifyEach } from "#app/notices/notify.server.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { drawSamples } from "./draw-samples.server.ts";
import { neededBy, planSubjects, readGround, readSubjects } from "./plan-subjects.server.ts";
import {
  countReviewsForPlanner,
  insertAssessments,
  listLeadsForSystem,
  listNamesForSystem,
  listSubjectIdsForSystem,
  lockSchedule,
  markCancelled,
  type OpenedAssessment,
  updateAssessments,
} from "./schedule.queries.server.ts";
import type { SeriesPlan } from "./schedule.rules.ts";

/** Subjects of one transaction. */
const STRETCH = 2000;
/** Subjects that are read, planned and written at once. */
const BATCH = 250;
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
 * Makes the assessments of a program match what its schedule rules expect of every certified coach and
 * every coached practitioner in the next twelve months: adds what is missing, moves, opens and assigns what nobody has started, cancels what is no longer
 * expected. Work that was started is never touched.
 *
 * First the random rules draw what their period asks for: see `drawSamples`.
 *
 * Subjects are taken in stretches, each one transaction under a lock of the program, so that a run that dies has done
 * whole stretches and the next run does the rest. A run that finds everything in place writes nothing.
 *
 * @param input.subjectId only this person, after one of their facts changed
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
  if (input.subjectId === undefined) await drawSamples(ctx);
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after;
    const stretch = await inSql(ctx, (sql) => reconcileStretch(sql, ctx, { ...input, after: from }));
    if (total.subjects === 0 && stretch.next !== undefined && stretch.counts.added > 0)
      await inSql(ctx, countReviewsForPlanner);
    add(total, stretch.counts);
    total.subjects += stretch.subjects;
    after = stretch.next;
  }
  return total;
}

type Counts = Omit<ReconcileResult, "subjects">;

function add<Total extends Counts>(total: Total, more: Counts): Total {
  for (const key of Object.keys(more) as (keyof Counts)[]) total[key] += more[key];
  return total;
}

/**
 * One transaction. The facts of a batch are asked for before the batch ahead of it is written, so that PostgreSQL writes
 * one while the next is planned.
 */
async function reconcileStretch(
  sql: Sql,
  ctx: Context<SystemActor>,
  { after, subjectId, from }: { after: string; subjectId?: string; from?: Day },
): Promise<{ counts: Counts; subjects: number; next: string | undefined }> {
  const [, ground] = await Promise.all([
    lockSchedule(sql, ctx.actor.programId),
    readGround(sql, ctx, { from, subjectId }),
  ]);
  const { kinds } = neededBy(ground.rules);
  const subjectIds = await listSubjectIdsForSystem(sql, { after, subjectId, limit: STRETCH, kinds });
  const counts: Counts = { added: 0, changed: 0, cancelled: 0, opened: 0, unassigned: 0 };
  const batches = Array.from({ length: Math.ceil(subjectIds.length / BATCH) }, (_, index) =>
    subjectIds.slice(index * BATCH, (index + 1) * BATCH),
  );
  const read = (batch: string[] | undefined) => readSubjects(sql, ground, batch ?? []);
  let reading = read(batches[0]);
  let writing = Promise.resolve(counts);
  try {
    for (const index of batches.keys()) {
      const subjects = await reading;
      reading = read(batches[index + 1]);
      // why: what was asked for goes out when this process rests; planning does not rest.
      await rest();
      const plan = planSubjects(ground, subjects);
      await writing;
      writing = writePlan(sql, ctx, plan).then((written) => add(counts, written));
    }
    await writing;
  } finally {
    await Promise.allSettled([reading, writing]);
  }
  const next = subjectIds.length === STRETCH ? subjectIds.at(-1) : undefined;
  return { counts, subjects: subjectIds.length, next };
}

async function writePlan(sql: Sql, ctx: Context<SystemActor>, plan: SeriesPlan): Promise<Counts> {
  const [cancelled, changed, { added, opened: addedOpen }] = await Promise.all([
    markCancelled(sql, plan.cancel),
    updateAssessments(sql, ctx, plan.change),
    insertAssessments(sql, ctx, plan.add),
  ]);
  const before = new Map(plan.change.map(({ stored }) => [stored.id, stored]));
  const isOpen = ({ state }: { state: string }) => state === "open";
  const opened = [
    ...addedOpen,
    ...changed.filter((one) => isOpen(one) && before.get(one.id)?.state !== "open"),
  ];
  const reassigned = changed.filter(
    (one) =>
      isOpen(one) && before.get(one.id)?.state === "open" && before.get(one.id)?.raterId !== one.raterId,
  );
  // A window that moved away from an agreed day takes the day with it.
  const lost = changed.flatMap((one) => {
    const stored = before.get(one.id);
    const isNews = stored?.plannedOn != null || stored?.plannedLostOn !== one.plannedLostOn;
    return one.plannedLostOn !== null && isNews ? [{ ...one, plannedLostOn: one.plannedLostOn }] : [];
  });
  const unassigned = [...opened, ...reassigned].filter(({ raterId }) => raterId === null);
  const counts = {
    added,
    changed: changed.length,
    cancelled: cancelled.length,
    opened: opened.length,
    unassigned: unassigned.length,
  };
  if (added + changed.length + cancelled.length === 0) return counts;
  const ofAssessment = (
    type: "assessment.opened" | "assessment.reassigned" | "assessment.cancelled" | "assessment.day-lost",
    { id, siteId }: { id: string; siteId: string },
    payload: Record<string, string | null>,
  ): NewEvent => ({ type, subjectType: "assessment", subjectId: id, siteId, payload });
  await Promise.all([
    recordEvents(sql, ctx, [
      {
        type: "assessments.scheduled",
        subjectType: "program",
        subjectId: ctx.actor.programId,
        payload: counts,
      },
      ...opened.map((one) => {
        const { subjectId, raterId, opensOn, dueOn } = one;
        return ofAssessment("assessment.opened", one, { subjectId, raterId, opensOn, dueOn });
      }),
      ...reassigned.map((one) => {
        const { subjectId, raterId } = one;
        const previousRaterId = before.get(one.id)?.raterId ?? null;
        return ofAssessment("assessment.reassigned", one, { subjectId, raterId, previousRaterId });
      }),
      ...cancelled.map((one) => ofAssessment("assessment.cancelled", one, { subjectId: one.subjectId })),
      ...lost.map((one) => {
        const { subjectId, raterId, opensOn, dueOn, plannedLostOn } = one;
        return ofAssessment("assessment.day-lost", one, {
          subjectId,
          raterId,
          opensOn,
          dueOn,
          plannedLostOn,
        });
      }),
    ]),
    tellOfLostDays(sql, ctx, lost),
    tellAbout(sql, ctx, [...opened, ...reassigned]),
  ]);
  return counts;
}

/** The rater hears that the day agreed on no longer holds, and why. */
async function tellOfLostDays(
  sql: Sql,
  ctx: Context<SystemActor>,
  lost: readonly (OpenedAssessment & { plannedLostOn: Day })[],
): Promise<void> {
  if (lost.length === 0) return;
  const names = await listNamesForSystem(sql, [...new Set(lost.map(({ subjectId }) => subjectId))]);
  await notifyEach(
    sql,
    ctx,
    lost.flatMap(({ id, subjectId, raterId, opensOn, dueOn, plannedLostOn }) =>
      raterId === null
        ? []
        : [
            {
              ...{ recipientId: raterId, kind: "review-day-lost", subjectId: id },
              periodKey: `${plannedLostOn} ${opensOn}`,
              title: `The review of ${names.get(subjectId) ?? "a coach"} needs another day`,
              body: `${formatDay(plannedLostOn)} was agreed. The review can now be done from ${formatDay(opensOn)} to ${formatDay(dueOn)}, because what its days count from has changed.`,
              href: `/reviews/${id}`,
            },
          ],
    ),
  );
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
  const notices = assessments.flatMap((assessment) => {
    const { id, siteId, subjectId, raterId, unassignedReason, opensOn, dueOn } = assessment;
    const name = names.get(subjectId) ?? "somebody";
    const notice = { subjectId: id, periodKey: opensOn, href: `/reviews/${id}` };
    if (raterId)
      return {
        ...notice,
        recipientId: raterId,
        kind: "assessment-opened",
        title: `Fidelity review of ${name} is open`,
        body: `You can complete it until ${formatDay(dueOn)}.`,
      };
    return (leads.get(siteId) ?? []).map((recipientId) => ({
      ...notice,
      recipientId,
      kind: "assessment-unassigned",
      title: `Nobody can review ${name}`,
      body: `${unassignedReason ?? "No rater was found."} The review is due on ${formatDay(dueOn)}.`,
    }));
  });
  await notifyEach(sql, ctx, notices);
}
