import { refuse, type Verdict } from "#app/errors/problem.ts";
import { type Day, timeIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import type {
  HandoverPerson,
  HandoverPreview,
  PreviewLine,
  PreviewReceiver,
  Receiver,
} from "./caseload.types.ts";
import { fitOf, type LoadRow, loadOf } from "./load.rules.ts";

export interface PlannedSession {
  id: string;
  on: Day;
  zone: string;
  startsAt: string | null;
  endsAt: string | null;
  hasWords: boolean;
  attendeeIds: string[];
}
export interface WhatMoves {
  coacheeId: string;
  goals: number;
  steps: number;
  assessments: number;
  startedAssessments: number;
  /** Recurring plans they stand in. */
  plans: number;
  sessions: PlannedSession[];
}
export interface ReceiverFacts extends Receiver {
  isCertified: boolean;
  leaveUntil: Day | null;
  leavesOn: Day | null;
  /** People whom they supervise on the day. */
  supervisedIds: string[];
  busy: { startsAt: Date; endsAt: Date | null }[];
}
/** Who goes to whom. */
export interface Choice {
  coacheeId: string;
  receiverId: string;
}

const HOUR_MS = 3_600_000;

/** For each person the coach who was chosen: for the person, for their group, or for everybody. */
export function choicesOf(
  people: readonly HandoverPerson[],
  given: { receiverId?: string | undefined; to: Record<string, string>; group: Record<string, string> },
): Choice[] {
  return people.flatMap(({ id, groupAssignmentId }) => {
    const ofGroup =
      groupAssignmentId === null ? undefined : (given.group[groupAssignmentId] ?? given.receiverId);
    const receiverId = groupAssignmentId === null ? (given.to[id] ?? given.receiverId) : ofGroup;
    return receiverId ? [{ coacheeId: id, receiverId }] : [];
  });
}

/** Whether a handover may be asked for. */
export function checkHandover(
  choices: readonly Choice[],
  { effectiveOn, today, lastOn }: { effectiveOn: Day; today: Day; lastOn: Day },
): Verdict {
  const fieldErrors: Record<string, string[]> = {};
  if (effectiveOn < today)
    fieldErrors.effectiveOn = [
      `Choose today, ${formatDay(today)}, or a later day: earlier days stay as they were`,
    ];
  else if (effectiveOn > lastOn) fieldErrors.effectiveOn = [`Choose a day until ${formatDay(lastOn)}`];
  if (choices.length === 0) fieldErrors.receiverId = ["Choose who takes over: for everybody, or for some"];
  return Object.keys(fieldErrors).length === 0
    ? { ok: true }
    : refuse("handover.form", "Some fields need another look.", fieldErrors);
}

/** Everything that will move and what to look at before it does. Nothing here stops a handover. */
export function previewOf(
  {
    people,
    moves,
    receivers,
    loads,
  }: {
    people: readonly HandoverPerson[];
    moves: readonly WhatMoves[];
    receivers: readonly ReceiverFacts[];
    /** Assignments of the receivers and of the leaving coach on the day. */
    loads: readonly (LoadRow & { coacheeId: string })[];
  },
  choices: readonly Choice[],
  { coachId, effectiveOn, today }: { coachId: string; effectiveOn: Day; today: Day },
): Omit<HandoverPreview, "mark"> {
  const movesOf = new Map(moves.map((each) => [each.coacheeId, each]));
  const receiverOf = new Map(choices.map(({ coacheeId, receiverId }) => [coacheeId, receiverId]));
  const factsOf = new Map(receivers.map((each) => [each.id, each]));
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const lines = people.flatMap((person): PreviewLine[] => {
    const receiver = factsOf.get(receiverOf.get(person.id) ?? "");
    if (!receiver) return [];
    const move = movesOf.get(person.id);
    const sessions = move?.sessions ?? [];
    const going = sessions.filter((session) => goesAlong(session, receiverOf));
    return [
      {
        coacheeId: person.id,
        name: person.name,
        receiverId: receiver.id,
        receiverName: receiver.name,
        goals: move?.goals ?? 0,
        steps: move?.steps ?? 0,
        assessments: move?.assessments ?? 0,
        sessions: going.map(({ on, startsAt, zone }) => ({
          on,
          time: startsAt ? timeIn(zone, new Date(startsAt)) : null,
        })),
        notes: [
          ...(loads.some(({ coachId: other, coacheeId }) => other === receiver.id && coacheeId === person.id)
            ? [`${receiver.name} coaches this person already: those days stay as they are.`]
            : []),
          ...(receiver.supervisedIds.includes(person.id)
            ? [`${receiver.name} supervises this person: this becomes supervisory coaching.`]
            : []),
          ...sessions
            .filter((session) => !goesAlong(session, receiverOf))
            .map((session) => whyStays(session, receiverOf, nameOf)),
          ...going.flatMap((session) =>
            isTaken(session, receiver)
              ? [`On ${formatDay(session.on)} ${receiver.name} has another session at that time.`]
              : [],
          ),
          ...(move && move.plans > 0
            ? [
                `${move.plans === 1 ? "A recurring plan goes" : `${move.plans} recurring plans go`} on with ${receiver.name}.`,
              ]
            : []),
          ...(move && move.startedAssessments > 0
            ? [
                `${move.startedAssessments} assessment${move.startedAssessments === 1 ? "" : "s"} begun by the leaving coach stay${move.startedAssessments === 1 ? "s" : ""} with them.`,
              ]
            : []),
        ],
      },
    ];
  });
  return {
    effectiveOn,
    isToday: effectiveOn === today,
    lines,
    receivers: receivers
      .filter(({ id }) => choices.some(({ receiverId }) => receiverId === id))
      .map((receiver) => receiverLine(receiver, choices, { loads, coachId, effectiveOn })),
    staying: people.filter(({ id }) => !receiverOf.has(id)).map(({ name }) => name),
  };
}

function receiverLine(
  receiver: ReceiverFacts,
  choices: readonly Choice[],
  { loads, coachId, effectiveOn }: { loads: readonly LoadRow[]; coachId: string; effectiveOn: Day },
): PreviewReceiver {
  const taken = choices
    .filter(({ receiverId }) => receiverId === receiver.id)
    .map(({ coacheeId }) => coacheeId);
  const own = loads.filter((load) => load.coachId === receiver.id);
  const ownIds = new Set(own.map(({ coacheeId }) => coacheeId));
  const coming = loads.filter(
    (load) => load.coachId === coachId && taken.includes(load.coacheeId) && !ownIds.has(load.coacheeId),
  );
  const [before, after] = [loadOf(own), loadOf([...own, ...coming])];
  const capacity =
    receiver.capacityMinutes === null && receiver.capacityCoachees === null
      ? null
      : { minutesPerMonth: receiver.capacityMinutes, coachees: receiver.capacityCoachees };
  const fit = fitOf(after, capacity);
  return {
    id: receiver.id,
    name: receiver.name,
    people: taken.length,
    before: { coachees: before.coachees, minutes: before.minutes },
    after: { coachees: after.coachees, minutes: after.minutes },
    capacityMinutes: receiver.capacityMinutes,
    capacityCoachees: receiver.capacityCoachees,
    fit,
    notes: [
      ...(fit === "over" ? ["More than their capacity."] : []),
      ...(receiver.isCertified
        ? []
        : [`Not certified as a coach on ${formatDay(effectiveOn)}: their sessions are marked.`]),
      ...(receiver.leaveUntil ? [`On leave until ${formatDay(receiver.leaveUntil)}.`] : []),
      ...(receiver.leavesOn ? [`Leaves the program on ${formatDay(receiver.leavesOn)}.`] : []),
    ],
  };
}

/** A planned session goes along when all its people go to the same coach and nothing was written into it. */
function goesAlong(
  { attendeeIds, hasWords }: PlannedSession,
  receiverOf: ReadonlyMap<string, string>,
): boolean {
  const receivers = new Set(attendeeIds.map((id) => receiverOf.get(id)));
  return !hasWords && receivers.size === 1 && !receivers.has(undefined);
}

function whyStays(
  { on, attendeeIds, hasWords }: PlannedSession,
  receiverOf: ReadonlyMap<string, string>,
  nameOf: ReadonlyMap<string, string>,
): string {
  const day = formatDay(on);
  if (hasWords)
    return `The planned session of ${day} stays: something was written into it already, which is not handed over.`;
  const staying = attendeeIds
    .filter((id) => !receiverOf.has(id))
    .map((id) => nameOf.get(id) ?? "somebody else");
  return staying.length > 0
    ? `The planned session of ${day} stays: ${staying.join(", ")} ${staying.length === 1 ? "does" : "do"} not go along.`
    : `The planned session of ${day} stays: its people go to different coaches.`;
}

function isTaken({ startsAt, endsAt }: PlannedSession, { busy }: ReceiverFacts): boolean {
  if (!startsAt) return false;
  const from = Date.parse(startsAt);
  const until = endsAt ? Date.parse(endsAt) : from + HOUR_MS;
  return busy.some((other) => {
    const start = other.startsAt.getTime();
    return start < until && from < (other.endsAt?.getTime() ?? start + HOUR_MS);
  });
}

const KINDS: Record<string, string> = {
  assignment: "an assignment was changed",
  assignment_added: "the new assignment was changed",
  assignment_removed: "an assignment was changed",
  group: "the group’s coach was changed",
  group_added: "the group’s coach was changed",
  goal: "a goal was changed",
  step: "an action step was moved on or changed",
  session: "a planned session was changed or logged",
  plan: "a recurring plan was changed",
  plan_added: "a recurring plan was changed",
  assessment: "an assessment was begun or changed",
  "new-session": "the receiving coach has logged or planned a session",
  "new-goal": "the receiving coach has added a goal",
  "new-step": "the receiving coach has agreed on an action step",
  "new-assignment": "somebody was assigned anew",
};

/** Why a handover cannot be undone, from what the database answered. */
export function whyNotUndone(answer: string, nameOf: ReadonlyMap<string, string>): string {
  if (answer === "late") return "More than 24 hours have passed. Hand the people over again instead.";
  if (answer === "state") return "This handover is not carried out, or it was undone already.";
  const [kind = "", id = ""] = answer.split(" ");
  const name = nameOf.get(id);
  return `Since then ${KINDS[kind] ?? "something was changed"}${name ? ` (${name})` : ""}, so it cannot be put back as it was. Hand the people over again instead.`;
}
