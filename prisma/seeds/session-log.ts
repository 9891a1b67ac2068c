import type {
  AcknowledgementState,
  GoalQuality,
  SessionStatus,
} from "#app/features/sessions/session.codes.ts";
import {
  codesOf,
  GOAL_QUALITY_LABELS,
  isDelivered,
  needsReason,
} from "#app/features/sessions/session.codes.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { SeedAssignment, SeedCoach } from "./coaching.ts";
import { itemAt, type Random } from "./random.ts";
import { addFields, type SeedCompanion } from "./session-fields.ts";
import type { Slot } from "./session-plan.ts";
import * as texts from "./session-texts.ts";
import { dayText, instantAt } from "./working-days.ts";

/** A log as its coach would have sent it, and what became of it. */
export interface SeedLog {
  input: SessionInput;
  recordedAt: Date;
  /** When it was written on a phone that had no signal. */
  enteredAt: Date | null;
  rescheduledToId: string | null;
  acknowledgement: { state: AcknowledgementState; comment: string; at: Date | null };
  editedAt: Date | null;
}
export interface SeedGoal {
  id: string;
  siteId: string;
  coacheeId: string;
  functionId: string;
  title: string;
  baselineLevel: string;
  targetLevel: string;
  evidence: string;
  quality: GoalQuality[];
  reviewOn: string;
  status: "active" | "met" | "dropped";
  createdAt: Date;
}
/** Where an action step stands after the last session that looked at it. */
export interface StepState {
  status: "open" | "partly_done" | "done" | "dropped";
  closedOn: string | null;
  dropReason: string | null;
}
export interface CoachHistory {
  logs: SeedLog[];
  goals: SeedGoal[];
  steps: Map<string, StepState>;
  companions: readonly SeedCompanion[];
}

const STATUSES = {
  held: 812,
  held_partial: 26,
  cancelled_by_coachee: 52,
  cancelled_by_coach: 26,
  cancelled_agency: 12,
  no_show_coachee: 30,
  no_show_coach: 4,
  rescheduled: 38,
} as const;
const STALLED_STATUSES = { ...STATUSES, held: 500, cancelled_agency: 120, cancelled_by_coach: 120 };
const MODALITIES = {
  in_person_office: 44,
  in_person_field: 18,
  live_virtual: 26,
  phone: 7,
  recorded_review: 4,
  asynchronous: 1,
} as const;
const OBSERVATIONS = { none: 58, live: 22, document_review: 12, recorded: 4, role_play: 4 } as const;
const STRATEGIES = [
  "debrief:reflective_questioning",
  "debrief:performance_feedback_verbal",
  "debrief:goal_setting",
  "debrief:problem_solving",
  "observation:modelling",
  "observation:prompting",
  "debrief:role_play",
  "debrief:performance_feedback_graphed",
  "follow_up:resource_sharing",
  "debrief:video",
  "follow_up:environmental_support",
] as const;
const BARRIERS = {
  workload: 8,
  schedule: 5,
  turnover: 2,
  skill_training: 2,
  technology: 1,
  policy: 1,
  role_clarity: 1,
} as const;
const RESCHEDULED_WITHIN = 14;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Everything a coach logged: the slots of the calendar in order, with what was said and agreed carried forward. */
export function writeLogs(
  coach: SeedCoach,
  slots: readonly Slot[],
  {
    functionIds,
    companions,
    today,
    random,
    more,
  }: {
    functionIds: readonly string[];
    companions: readonly SeedCompanion[];
    today: number;
    random: Random;
    /** Chance of its own for what is rarely given, so that the rest stays as it is. */
    more: Random;
  },
): CoachHistory {
  const { zone } = coach.site;
  const ids = slots.map(() => random.uuid());
  const targets = new Set<number>();
  const goals = new Map<string, SeedGoal>();
  const openSteps = new Map<string, { id: string; agreedOn: number }>();
  const steps = new Map<string, StepState>();
  const meetings = meetingsOf(slots);
  const lastRecord = instantAt(today - 1, 19 * 60, zone);

  const logs = slots.map((slot, index): SeedLog => {
    const first = itemAt(slot.attendees, 0);
    const personId = first.coachee.id;
    const isAhead = slot.day >= today;
    const stalled = coach.site.stalledFrom !== null && slot.day >= coach.site.stalledFrom;
    let status: SessionStatus = isAhead
      ? "scheduled"
      : random.weighted(stalled ? STALLED_STATUSES : STATUSES);
    const next = meetings.get(first)?.find((at) => at > index);
    const nextSlot = next === undefined ? null : itemAt(slots, next);
    if (targets.has(index) && status === "rescheduled") status = "held";
    const isMoved =
      status === "rescheduled" &&
      nextSlot !== null &&
      next !== undefined &&
      slot.attendees.length === 1 &&
      nextSlot.attendees.length === 1 &&
      nextSlot.day - slot.day <= RESCHEDULED_WITHIN &&
      !targets.has(next);
    if (isMoved) targets.add(next);
    else if (status === "rescheduled") status = "cancelled_by_coachee";
    const isHeld = isDelivered(status);
    const endedAt = instantAt(slot.day, slot.endMinute, zone);
    const recordedAt = new Date(
      isAhead
        ? instantAt(today - random.int(1, 5), random.int(8 * 60, 18 * 60), zone)
        : Math.min(endedAt + lag(random, slot, zone), lastRecord + random.int(0, 59) * MINUTE_MS),
    );
    const goal = isHeld
      ? goalFor(goals, first, coach, slot, functionIds, { random, more }, recordedAt)
      : null;
    const input = plainInput(ids[index] as string, slot, status);
    if (needsReason(status)) sayWhy(input, index, random);
    input.modality = random.weighted(MODALITIES);
    if (isHeld) {
      describe(input, slot, status, goal, functionIds, random);
      reviewStep(input, personId, slot, openSteps, steps, random);
      if (random.chance(0.24) && !openSteps.has(personId))
        agreeStep(input, personId, coach, goal, slot, openSteps, steps, random);
      if (nextSlot && nextSlot.day - slot.day <= 45) input.nextSessionOn = dayText(nextSlot.day);
    }
    addFields(input, slot, { coach, companions, functionIds, random: more });
    const isEdited = isHeld && random.chance(0.02);
    const latest = lastRecord + 60 * MINUTE_MS;
    const editedAt = isEdited ? editOf(recordedAt, random.int(2, 2_400), latest) : null;
    return {
      input,
      recordedAt,
      enteredAt: isHeld ? enteredBefore(recordedAt, endedAt, more) : null,
      rescheduledToId: isMoved ? (ids[next] as string) : null,
      acknowledgement: isHeld
        ? acknowledge(random, editedAt ?? recordedAt, latest)
        : { state: "pending", comment: "", at: null },
      editedAt,
    };
  });
  return { logs, goals: [...goals.values()], steps, companions };
}

/** Why a session did not take place, with words on every third. */
function sayWhy(input: SessionInput, index: number, random: Random): void {
  const weights: Partial<Record<NotHeldReason, number>> =
    texts.REASONS[input.status as keyof typeof texts.REASONS];
  const reason = random.weighted(weights as Record<NotHeldReason, number>);
  const words: readonly string[] = texts.REASON_WORDS[reason as keyof typeof texts.REASON_WORDS] ?? [];
  input.notHeldReason = reason;
  if (reason === "other" || index % 3 === 0) input.statusReason = words[index % words.length];
}

/** Some logs waited on a phone, from soon after the session on. */
function enteredBefore(recordedAt: Date, endedAt: number, more: Random): Date | null {
  const waited = recordedAt.getTime() - endedAt;
  if (waited < 2 * 60 * MINUTE_MS || !more.chance(0.12)) return null;
  return new Date(endedAt + Math.floor((more.next() * waited) / 2 / MINUTE_MS) * MINUTE_MS);
}

/** Most edits come within two days; some come when the record is locked, as amendments. */
function editOf(recordedAt: Date, minutes: number, latest: number): Date {
  const after = minutes > 1_800 ? 45 * DAY_MS : minutes * MINUTE_MS;
  return new Date(Math.min(recordedAt.getTime() + after, latest));
}

/** The places in the calendar at which each assignment meets. */
function meetingsOf(slots: readonly Slot[]): Map<SeedAssignment, number[]> {
  const meetings = new Map<SeedAssignment, number[]>();
  slots.forEach(({ attendees }, index) => {
    for (const assignment of attendees) {
      const own = meetings.get(assignment);
      if (own) own.push(index);
      else meetings.set(assignment, [index]);
    }
  });
  return meetings;
}

/** Most logs are written the same or the next day, some late. */
function lag(random: Random, { day, endMinute }: Slot, zone: string): number {
  const untilEvening = instantAt(day, 21 * 60, zone) - instantAt(day, endMinute, zone);
  const days = Number(random.weighted({ 0: 62, 1: 22, 2: 5, 3: 4, 6: 3, 9: 2, 14: 2 }));
  if (days === 0) return Math.floor(random.next() * (untilEvening / MINUTE_MS)) * MINUTE_MS;
  return days * DAY_MS - random.int(0, 180) * MINUTE_MS;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function plainInput(id: string, slot: Slot, status: SessionStatus): SessionInput {
  return {
    id,
    attendeeIds: slot.attendees.map(({ coachee }) => coachee.id),
    attendance: {},
    attendeeMinutes: {},
    format: "individual",
    status,
    sessionOn: dayText(slot.day),
    startTime: clock(slot.startMinute),
    endTime: clock(slot.endMinute),
    modality: "in_person_office",
    observationKind: "none",
    focusIds: [],
    strategies: [],
    reviews: {},
    dropReasons: {},
    steps: [],
    progress: {},
    selfScale: {},
    strengthNoted: false,
    correctiveFeedback: false,
    dataShared: false,
    barriers: [],
    escalation: "none",
  };
}

function describe(
  input: SessionInput,
  slot: Slot,
  status: SessionStatus,
  goal: SeedGoal | null,
  functionIds: readonly string[],
  random: Random,
): void {
  const length = slot.endMinute - slot.startMinute;
  input.observationKind = length >= 40 ? random.weighted(OBSERVATIONS) : "none";
  if (input.observationKind !== "none") input.observationMinutes = 5 * random.int(2, Math.floor(length / 10));
  input.preparationMinutes = 5 * random.int(0, 4);
  input.documentationMinutes = 5 * random.int(1, 3);
  if (input.modality === "in_person_field") input.travelMinutes = 5 * random.int(2, 14);
  input.focusIds = goal && random.chance(0.7) ? [goal.functionId] : [random.pick(functionIds)];
  if (random.chance(0.35)) {
    const second = random.pick(functionIds);
    if (!input.focusIds.includes(second)) input.focusIds.push(second);
  }
  input.strategies = random.sample(STRATEGIES.slice(0, random.int(4, STRATEGIES.length)), random.int(1, 3));
  input.strengthNoted = random.chance(0.8);
  input.correctiveFeedback = random.chance(0.45);
  input.dataShared = random.chance(0.22);
  if (random.chance(0.18)) input.barriers = [random.weighted(BARRIERS)];
  if (random.chance(0.003)) input.escalation = random.pick(["policy_concern", "coachee_request"]);
  const last = input.attendeeIds.at(-1);
  if (input.attendeeIds.length > 1 && last && random.chance(0.15))
    input.attendance[last] = random.pick(["absent", "excused"]);
  else if (status === "held_partial" && last) {
    input.attendance[last] = "partial";
    input.attendeeMinutes[last] = Math.max(10, length - 5 * random.int(2, 4));
  }
  if (goal && random.chance(0.6)) {
    input.progress[goal.id] = random.weighted({ in_progress: 88, not_started: 6, met: 6 });
    if (random.chance(0.6)) input.selfScale[goal.id] = random.int(3, 9);
  }
  if (random.chance(0.9))
    input.summary = [texts.SUMMARY_OPENINGS, texts.SUMMARY_MIDDLES, texts.SUMMARY_ENDINGS]
      .map((sentences) => random.pick<string>(sentences))
      .join(" ");
  if (random.chance(0.01)) input.privateNote = random.pick(texts.NOTES);
}

function goalFor(
  goals: Map<string, SeedGoal>,
  { coachee }: SeedAssignment,
  coach: SeedCoach,
  slot: Slot,
  functionIds: readonly string[],
  { random, more }: { random: Random; more: Random },
  createdAt: Date,
): SeedGoal {
  let goal = goals.get(coachee.id);
  if (!goal) {
    goal = {
      id: random.uuid(),
      siteId: coach.site.id,
      coacheeId: coachee.id,
      functionId: random.pick(functionIds),
      title: random.pick(texts.GOALS),
      baselineLevel: more.pick(texts.BASELINES),
      targetLevel: random.pick(texts.TARGET_LEVELS),
      evidence: more.pick(texts.EVIDENCE),
      quality: more.sample(codesOf(GOAL_QUALITY_LABELS), more.int(3, 6)),
      reviewOn: dayText(slot.day + 90),
      status: random.weighted({ active: 78, met: 18, dropped: 4 }),
      createdAt,
    };
    goals.set(coachee.id, goal);
  }
  return goal;
}

/** What had become of the step agreed last time. */
function reviewStep(
  input: SessionInput,
  personId: string,
  slot: Slot,
  openSteps: Map<string, { id: string; agreedOn: number }>,
  steps: Map<string, StepState>,
  random: Random,
): void {
  const open = openSteps.get(personId);
  if (!open || open.agreedOn === slot.day) return;
  const status = random.weighted({ done: 62, partly_done: 18, open: 15, dropped: 5 });
  input.reviews[open.id] = status;
  const isClosed = status === "done" || status === "dropped";
  const dropReason = status === "dropped" ? random.pick(texts.DROP_REASONS) : null;
  if (dropReason) input.dropReasons[open.id] = dropReason;
  steps.set(open.id, { status, closedOn: isClosed ? input.sessionOn : null, dropReason });
  if (isClosed) openSteps.delete(personId);
}

function agreeStep(
  input: SessionInput,
  personId: string,
  coach: SeedCoach,
  goal: SeedGoal | null,
  slot: Slot,
  openSteps: Map<string, { id: string; agreedOn: number }>,
  steps: Map<string, StepState>,
  random: Random,
): void {
  const id = random.uuid();
  const isCoachs = random.chance(0.15) && input.attendeeIds.length === 1;
  input.steps.push({
    id,
    what: random.pick<string>(isCoachs ? texts.COACH_STEPS : texts.STEPS),
    ownerId: isCoachs ? coach.person.id : personId,
    dueOn: dayText(slot.day + random.int(5, 21)),
    ...(goal && random.chance(0.6) && { goalId: goal.id }),
  });
  openSteps.set(personId, { id, agreedOn: slot.day });
  steps.set(id, { status: "open", closedOn: null, dropReason: null });
}

/** As the program is set: see acknowledgement_days. */
const LAPSES_AFTER = 14 * DAY_MS;

function acknowledge(random: Random, recordedAt: Date, latest: number): SeedLog["acknowledgement"] {
  const chosen = random.weighted({
    acknowledged: 74,
    acknowledged_with_comment: 4,
    disputed: 1,
    pending: 21,
  });
  const age = latest - recordedAt.getTime();
  if (chosen === "pending")
    return { state: age > LAPSES_AFTER ? "lapsed" : "pending", comment: "", at: null };
  const at = recordedAt.getTime() + random.int(30, 6 * 24 * 60) * MINUTE_MS;
  if (at > latest) return { state: "pending", comment: "", at: null };
  const comment =
    chosen === "disputed"
      ? random.pick<string>(texts.DISPUTES)
      : chosen === "acknowledged"
        ? ""
        : random.pick<string>(texts.COMMENTS);
  return { state: chosen, comment, at: new Date(at) };
}
