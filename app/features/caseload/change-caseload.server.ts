import type { PersonContext } from "#app/access/context.ts";
import { hasRole } from "#app/access/roles.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { insertCoachAssignment, isFactStored } from "#app/features/admin/assignments.queries.server.ts";
import { dayIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { canManageCoachingAt, MANAGING_ROLES } from "./caseload.policy.ts";
import {
  type AssignmentForChange,
  findLastRecorded,
  findMaybeAssignmentForChange,
  findMaybePlacement,
  insertSuccessor,
  listCapacities,
  listCaseload,
  listCoaches,
  lockCoach,
  markAssignmentEnded,
  setCapacity,
} from "./caseload.queries.server.ts";
import type { CaseloadForm } from "./caseload.schema.ts";
import { CASELOAD_CONSTRAINTS } from "./caseload-constraints.ts";
import { decideFade } from "./decide-fade.server.ts";

type Of<I extends CaseloadForm["intent"]> = Extract<CaseloadForm, { intent: I }> & { coachId: string };

/** The one change of a coach's caseload that a form of its page asked for. Posting it twice is the same as once. */
export function changeCaseload(ctx: PersonContext, coachId: string, form: CaseloadForm): Promise<Verdict> {
  if (form.intent === "accept-fade" || form.intent === "decline-fade")
    return decideFade(ctx, { coachId, id: form.id, isAccepted: form.intent === "accept-fade" });
  requireThat(hasRole(ctx.actor, ...MANAGING_ROLES), { subject: "coach", id: coachId });
  return refusingViolations(CASELOAD_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      await lockCoach(sql, coachId);
      // Whose last person leaves may be no coach any more.
      if (form.intent === "end") return end(sql, ctx, { ...form, coachId });
      const [coach] = await listCoaches(sql, { today: ctx.today, coachId });
      if (!coach) throw new Problem("not-found", { subject: "coach", id: coachId });
      switch (form.intent) {
        case "assign":
          return assign(sql, ctx, { ...form, coachId });
        case "intensity":
          return changeIntensity(sql, ctx, { ...form, coachId });
        case "capacity":
          requireThat(canManageCoachingAt(ctx.actor, coach.siteId), { subject: "coach", id: coachId });
          return saveCapacity(sql, ctx, { ...form, coachId });
      }
    }),
  );
}

async function assign(sql: Sql, ctx: PersonContext, form: Of<"assign">): Promise<Verdict> {
  const { programId } = ctx.actor;
  const { coachId, personId, intensity, startsOn, endsOn } = form;
  if (endsOn && endsOn <= startsOn)
    return refuse("assignment.dates", "The end lies after the start.", {
      endsOn: [`Choose a day after ${formatDay(startsOn)}: the first day on which it no longer holds`],
    });
  const placed = await findMaybePlacement(sql, { personId, day: startsOn });
  const now = placed ?? (await findMaybePlacement(sql, { personId, day: ctx.today }));
  if (!now) throw new Problem("not-found", { subject: "person", id: personId });
  requireThat(canManageCoachingAt(ctx.actor, now.siteId), { subject: "person", id: personId });
  if (!placed)
    return refuse("assignment.no-site", "Coaching takes place at a site.", {
      startsOn: ["The person works at no site on that day"],
    });
  const same = {
    ...{ coachee_id: personId, coach_id: coachId, intensity },
    ...{ starts_on: startsOn, ends_on: endsOn },
  };
  if (await isFactStored(sql, "coach_assignment", same)) return { ok: true };
  const inserted = await insertCoachAssignment(sql, {
    programId,
    personId,
    coachId,
    intensity,
    startsOn,
    endsOn: endsOn ?? null,
  });
  if (!inserted) throw new Problem("not-found", { subject: "person", id: personId });
  await recordEvent(sql, ctx, {
    type: "coach.assigned",
    subjectType: "person",
    subjectId: personId,
    siteId: inserted.siteId,
    payload: { assignmentId: inserted.id, coachId, intensity, startsOn, endsOn: endsOn ?? null },
  });
  return { ok: true };
}

async function findOwn(
  sql: Sql,
  ctx: PersonContext,
  { id, coachId }: { id: string; coachId: string },
): Promise<AssignmentForChange> {
  const held = await findMaybeAssignmentForChange(sql, id);
  if (held?.coachId !== coachId) throw new Problem("not-found", { subject: "coach-assignment", id });
  requireThat(canManageCoachingAt(ctx.actor, held.siteId), { subject: "coach-assignment", id });
  return held;
}

async function changeIntensity(sql: Sql, ctx: PersonContext, form: Of<"intensity">): Promise<Verdict> {
  const held = await findOwn(sql, ctx, form);
  const { intensity, fromOn } = form;
  const today = dayIn(held.zone, ctx.now);
  const people = await listCaseload(sql, { coachId: form.coachId, today });
  // The same form again: the change stands already.
  if (
    people.some(
      (each) => each.id === held.coacheeId && each.startsOn === fromOn && each.intensity === intensity,
    )
  )
    return { ok: true };
  const fieldErrors: Record<string, string[]> = {};
  if (held.intensity === intensity) fieldErrors.intensity = ["Is of this intensity already"];
  if (fromOn < today)
    fieldErrors.fromOn = [`Choose today, ${formatDay(today)}, or a later day: what was planned before stays`];
  else if (fromOn <= held.startsOn)
    fieldErrors.fromOn = [`Choose a day after ${formatDay(held.startsOn)}, when this began`];
  else if (held.endsOn && fromOn >= held.endsOn)
    fieldErrors.fromOn = [`It ends on ${formatDay(held.endsOn)}: choose an earlier day`];
  if (Object.keys(fieldErrors).length > 0)
    return refuse("intensity.dates", "Some fields need another look.", fieldErrors);
  await markAssignmentEnded(sql, { id: held.id, endsOn: fromOn, reason: "Intensity changed" });
  const assignmentId = await insertSuccessor(sql, held, { intensity, fromOn });
  await recordEvent(sql, ctx, {
    type: "intensity.changed",
    subjectType: "person",
    subjectId: held.coacheeId,
    siteId: held.siteId,
    payload: {
      assignmentId,
      beforeId: held.id,
      coachId: held.coachId,
      from: held.intensity,
      to: intensity,
      fromOn,
    },
  });
  return { ok: true };
}

async function end(sql: Sql, ctx: PersonContext, form: Of<"end">): Promise<Verdict> {
  const held = await findOwn(sql, ctx, form);
  const today = dayIn(held.zone, ctx.now);
  if (held.endsOn === form.endsOn) return { ok: true };
  if (held.endsOn && held.endsOn <= today)
    return refuse(
      "assignment.ended",
      `This ended on ${formatDay(held.endsOn)} and stays in the record as it was.`,
    );
  if (form.endsOn <= held.startsOn)
    return refuse("assignment.dates", "The end lies after the start.", {
      endsOn: [`Choose a day after ${formatDay(held.startsOn)}: the first day on which it no longer holds`],
    });
  const last = await findLastRecorded(sql, held);
  if (last && form.endsOn <= last)
    return refuse("assignment.dates", "There is a record of a later day.", {
      endsOn: [`They have a session of ${formatDay(last)} on record: choose a later day`],
    });
  await markAssignmentEnded(sql, { id: held.id, endsOn: form.endsOn, reason: "Ended" });
  await recordEvent(sql, ctx, {
    type: "coach.ended",
    subjectType: "person",
    subjectId: held.coacheeId,
    siteId: held.siteId,
    payload: { assignmentId: held.id, coachId: held.coachId, endsOn: form.endsOn, endedBefore: held.endsOn },
  });
  return { ok: true };
}

async function saveCapacity(sql: Sql, ctx: PersonContext, form: Of<"capacity">): Promise<Verdict> {
  const { coachId, startsOn } = form;
  const [minutesPerMonth, coachees] = [form.minutesPerMonth ?? null, form.coachees ?? null];
  if (startsOn < ctx.today)
    return refuse("capacity.dates", "Some fields need another look.", {
      startsOn: [`Choose today, ${formatDay(ctx.today)}, or a later day`],
    });
  const [newest] = await listCapacities(sql, coachId);
  if (
    newest?.startsOn === startsOn &&
    newest.minutesPerMonth === minutesPerMonth &&
    newest.coachees === coachees
  )
    return { ok: true };
  await setCapacity(sql, { programId: ctx.actor.programId, coachId, minutesPerMonth, coachees, startsOn });
  await recordEvent(sql, ctx, {
    type: "coach-capacity.set",
    subjectType: "person",
    subjectId: coachId,
    payload: { minutesPerMonth, coachees, startsOn },
  });
  return { ok: true };
}
