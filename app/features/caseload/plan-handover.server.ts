import { createHash } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import { listCoaches, lockCoach } from "./caseload.queries.server.ts";
import type { HandoverForm } from "./caseload.schema.ts";
import type { HandoverPreview } from "./caseload.types.ts";
import { CASELOAD_CONSTRAINTS } from "./caseload-constraints.ts";
import { checkHandover, choicesOf, previewOf } from "./handover.rules.ts";
import {
  carryOut,
  findMaybeHandover,
  insertHandover,
  listBusyTimes,
  listHandoverGroups,
  listHandoverPeople,
  listLoadsOn,
  listReceiverFacts,
  listWhatMoves,
} from "./handovers.queries.server.ts";

const MONTHS_AHEAD = 12;

export type HandoverResult =
  | { ok: true; preview: HandoverPreview }
  | { ok: true; handoverId: string; isCarriedOut: boolean }
  | (Refusal & { preview?: HandoverPreview });

const changedSince = () =>
  refuse(
    "handover.not-shown",
    "Day or receivers were changed since. This is what would move now: is it right?",
  );

/**
 * Shows what a handover will move, or asks for it: what is effective today is carried out in the same transaction, what
 * is for a later day by a job on that day. The id comes from the form, so that posting it twice makes one handover.
 */
export function planHandover(
  ctx: PersonContext,
  coachId: string,
  form: HandoverForm,
): Promise<HandoverResult> {
  return refusingViolations(CASELOAD_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<HandoverResult> => {
      const isConfirmed = form.intent === "confirm";
      if (isConfirmed) {
        await lockCoach(sql, coachId);
        // Whoever has handed over everybody and left the role is no coach any more.
        const stored = await findMaybeHandover(sql, form.id);
        if (stored) {
          requireThat(canManageCoachingAt(ctx.actor, stored.siteId), { subject: "coach", id: coachId });
          return stored.contentHash === hashOf(coachId, form)
            ? { ok: true, handoverId: stored.id, isCarriedOut: stored.state === "carried_out" }
            : refuse(
                "handover.id-taken",
                "This handover is stored already, with other choices. Open the caseload to see it.",
              );
        }
      }
      const coaches = await listCoaches(sql, { today: ctx.today });
      const coach = coaches.find(({ id }) => id === coachId);
      if (!coach) throw new Problem("not-found", { subject: "coach", id: coachId });
      requireThat(canManageCoachingAt(ctx.actor, coach.siteId), { subject: "coach", id: coachId });
      const people = await listHandoverPeople(sql, { coachId, day: form.effectiveOn });
      const choices = choicesOf(people, form);
      const receivers = new Set([
        ...choices.map(({ receiverId }) => receiverId),
        ...Object.values(form.group),
      ]);
      const foreign = [...receivers].find((id) => id === coachId || !coaches.some((each) => each.id === id));
      if (foreign) throw new Problem("not-found", { subject: "coach", id: foreign });
      const strange = Object.keys(form.to).find((id) => !people.some((person) => person.id === id));
      if (strange) throw new Problem("not-found", { subject: "person", id: strange });
      const verdict = checkHandover(choices, {
        ...{ effectiveOn: form.effectiveOn, today: ctx.today },
        lastOn: addMonths(parseCalendarDate(ctx.today), MONTHS_AHEAD),
      });
      if (!verdict.ok) return verdict;
      const outside = people.find(
        ({ id, siteId }) =>
          choices.some(({ coacheeId }) => coacheeId === id) && !canManageCoachingAt(ctx.actor, siteId),
      );
      requireThat(outside === undefined, { subject: "person", id: outside?.id ?? "" });
      const isOther = form.seen !== undefined && form.seen !== hashOf(coachId, form);
      if (!isConfirmed || isOther) {
        const shown = await preview(sql, ctx, { coachId, form, people, choices });
        const next = { ...shown, mark: hashOf(coachId, form) };
        return isConfirmed ? { ...changedSince(), preview: next } : { ok: true, preview: next };
      }
      return store(sql, ctx, { coachId, siteId: coach.siteId, form, people, choices });
    }),
  );
}

type People = Awaited<ReturnType<typeof listHandoverPeople>>;
type Choices = ReturnType<typeof choicesOf>;

async function preview(
  sql: Sql,
  ctx: PersonContext,
  {
    coachId,
    form,
    people,
    choices,
  }: { coachId: string; form: HandoverForm; people: People; choices: Choices },
): Promise<Omit<HandoverPreview, "mark">> {
  const ids = [...new Set(choices.map(({ receiverId }) => receiverId))];
  const day = form.effectiveOn;
  const [moves, receivers, busy, loads] = await Promise.all([
    listWhatMoves(sql, { coachId, from: day }),
    listReceiverFacts(sql, { ids, day }),
    listBusyTimes(sql, { ids, from: day }),
    listLoadsOn(sql, { ids: [...ids, coachId], day }),
  ]);
  const facts = receivers.map((receiver) => ({
    ...receiver,
    ...{ coachees: 0, minutes: 0 },
    busy: busy.filter((time) => time.coachId === receiver.id),
  }));
  return previewOf({ people, moves, receivers: facts, loads }, choices, {
    coachId,
    effectiveOn: day,
    today: ctx.today,
  });
}

async function store(
  sql: Sql,
  ctx: PersonContext,
  given: { coachId: string; siteId: string | null; form: HandoverForm; people: People; choices: Choices },
): Promise<HandoverResult> {
  const { coachId, form, people, choices } = given;
  const { id, effectiveOn } = form;
  const groups = await listHandoverGroups(sql, { coachId, day: effectiveOn });
  const siteId = given.siteId ?? people[0]?.siteId;
  if (!siteId) throw new Problem("not-found", { subject: "coach", id: coachId });
  const lines = choices.flatMap((choice) => {
    const person = people.find((each) => each.id === choice.coacheeId);
    return person ? [{ ...choice, siteId: person.siteId, unitId: person.unitId }] : [];
  });
  const going = groups.flatMap((group) => {
    const receiverId = form.group[group.id] ?? form.receiverId;
    return receiverId ? [{ groupAssignmentId: group.id, receiverId, siteId: group.siteId }] : [];
  });
  await insertHandover(
    sql,
    {
      ...{ id, programId: ctx.actor.programId, siteId, coachId, effectiveOn },
      ...{ requestedById: ctx.actor.personId, requestedAt: ctx.now, contentHash: hashOf(coachId, form) },
    },
    lines,
    going,
  );
  const event = { subjectType: "handover", subjectId: id, siteId };
  await recordEvent(sql, ctx, {
    ...event,
    type: "handover.planned",
    payload: {
      coachId,
      effectiveOn,
      people: lines.length,
      receiverIds: [...new Set(lines.map(({ receiverId }) => receiverId))],
    },
  });
  const handover = await findMaybeHandover(sql, id);
  const moved = await carryOut(sql, {
    id,
    at: ctx.now,
    today: dayIn(handover?.zone ?? ctx.actor.zone, ctx.now),
  });
  if (moved)
    await recordEvent(sql, ctx, { ...event, type: "handover.carried-out", payload: { coachId, ...moved } });
  return { ok: true, handoverId: id, isCarriedOut: moved !== null };
}

function hashOf(coachId: string, { effectiveOn, receiverId, to, group }: HandoverForm): string {
  const sorted = (given: Record<string, string>) =>
    Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([coachId, effectiveOn, receiverId ?? "", sorted(to), sorted(group)]))
    .digest("hex");
}
