import { createHash } from "node:crypto";
import type { Day } from "#app/time/days.ts";
import type { NoteKey, NoteSeal } from "./private-note.server.ts";
import { type DeviceEntry, entryLagDays, entryOf } from "./record.rules.ts";
import {
  type AcknowledgementState,
  type ActionStepStatus,
  type Attendance,
  type AttendeeRole,
  isDelivered,
} from "./session.codes.ts";
import {
  agreedSteps,
  attendanceOf,
  companionsOf,
  didSetGoals,
  doseOf,
  formatOf,
  knownAt,
  placeOf,
  plannedTimesOf,
  type SessionFacts,
  timesOf,
} from "./session.rules.ts";
import type { SessionInput } from "./session.schema.ts";

/**
 * The rows of a checked log, by table, with the columns' names. The web writes them one session at a time,
 * the seed in bulk: there is one way from a log to its rows.
 * @param noteKey of the coach; a log without a private note needs none
 * @param device what the device says of a log that waited on it
 * @throws when the log was not checked: nobody on the list was assigned to the coach that day
 */
export function sessionRows(
  input: SessionInput,
  facts: SessionFacts,
  now: Date,
  seal: NoteSeal,
  noteKey: NoteKey | null = null,
  device?: DeviceEntry,
) {
  const place = placeOf(input, facts);
  if (!place || !facts.practiceProfileId) throw new Error("sessionRows needs a log that passed checkSession");
  const { programId: program_id, coachId } = facts;
  const { siteId: site_id, unitId: unit_id, zone } = place;
  const session_id = input.id;
  const isPlanned = input.status === "scheduled";
  const isHeld = isDelivered(input.status);
  const { startsAt, endsAt, minutes } = timesOf(input, zone);
  const dose = doseOf(input, minutes);
  const planned = isHeld ? plannedTimesOf(input, zone) : { startsAt, endsAt };
  const entry = entryOf(isHeld ? { startsAt, endsAt } : { startsAt: null, endsAt: null }, now, device);
  const companions = companionsOf(input);
  const places = { program_id, site_id, unit_id, lead_coach_id: coachId, session_on: input.sessionOn };
  const missed: Attendance = input.status === "no_show_coachee" ? "absent" : "excused";
  // What was withdrawn and took place after all goes on counting: calendars and other devices know the earlier versions.
  const firstVersion = (facts.withdrawnVersion ?? 0) + 1;
  const closedOn = (status: ActionStepStatus): Day | null =>
    status === "done" || status === "dropped" ? input.sessionOn : null;

  return {
    session: {
      id: session_id,
      program_id,
      site_id,
      unit_id,
      lead_coach_id: coachId,
      practice_profile_id: facts.practiceProfileId,
      plan_version: facts.planVersion,
      format: formatOf(input),
      status: input.status,
      session_on: input.sessionOn,
      zone,
      scheduled_start_at: planned.startsAt,
      scheduled_end_at:
        planned.startsAt && planned.endsAt && planned.endsAt > planned.startsAt ? planned.endsAt : null,
      started_at: isHeld ? startsAt : null,
      ended_at: isHeld ? endsAt : null,
      modality: input.modality,
      observation_kind: input.observationKind,
      observation_minutes: dose.observationMinutes,
      meeting_minutes: dose.meetingMinutes,
      preparation_minutes: input.preparationMinutes ?? 0,
      travel_minutes: input.travelMinutes ?? 0,
      documentation_minutes: input.documentationMinutes ?? 0,
      not_held_reason: input.notHeldReason ?? null,
      status_reason: input.statusReason ?? null,
      cancellation_known_at: knownAt(input, zone),
      strength_noted: input.strengthNoted,
      corrective_feedback: input.correctiveFeedback,
      data_shared: input.dataShared,
      feedback_after_hours: isHeld ? (input.feedbackAfterHours ?? null) : null,
      set_goals: didSetGoals(input),
      barriers: [...new Set(input.barriers)],
      escalation: input.escalation,
      next_session_on: input.nextSessionOn ?? null,
      is_coach_certified: facts.isCoachCertified,
      acknowledgement: "pending" as AcknowledgementState,
      entered_by_id: coachId,
      recorded_at: now,
      entered_at: entry.enteredAt,
      is_clock_doubtful: entry.isClockDoubtful,
      entry_lag_days: entryLagDays(input.status, input.sessionOn, zone, entry.enteredAt ?? now),
      content_hash: contentHash(input, seal),
      row_version: firstVersion,
      content_version: firstVersion,
      updated_at: now,
    },
    attendees: [
      ...input.attendeeIds.map((person_id) => {
        const attendance: Attendance = isHeld || isPlanned ? attendanceOf(input, person_id) : missed;
        const minutes = attendance === "partial" ? (input.attendeeMinutes[person_id] ?? null) : null;
        return { session_id, person_id, ...places, role: "coachee" as AttendeeRole, attendance, minutes };
      }),
      ...companions.flatMap(({ personId: person_id, role }) => {
        if (role === "co_coach" || role === "shadow") return [];
        const attendance: Attendance = isHeld || isPlanned ? "full" : "excused";
        return [{ session_id, person_id, ...places, role: role as AttendeeRole, attendance, minutes: null }];
      }),
    ],
    coaches: companions.flatMap(({ personId: person_id, role }) =>
      role === "co_coach" || role === "shadow" ? [{ session_id, person_id, ...places, role }] : [],
    ),
    detail: detailOf(input, { session_id, program_id, coach_id: coachId }),
    focus: [...new Set(input.focusIds)].map((essential_function_id) => ({
      session_id,
      essential_function_id,
      program_id,
    })),
    strategies: [...new Set(input.strategies)].map((chosen) => {
      const [phase, strategy] = chosen.split(":") as [string, string];
      return { session_id, strategy, phase, program_id };
    }),
    // A rating alone says that the goal was worked on.
    goalProgress: [...new Set([...Object.keys(input.progress), ...Object.keys(input.selfScale)])].map(
      (goal_id) => ({
        session_id,
        goal_id,
        program_id,
        progress: input.progress[goal_id] ?? ("in_progress" as const),
        self_scale: input.selfScale[goal_id] ?? null,
      }),
    ),
    actionReviews: Object.entries(input.reviews).map(([action_step_id, status]) => ({
      session_id,
      action_step_id,
      program_id,
      status,
      // Of the step itself, which the review brings up to date.
      closed_on: closedOn(status),
      drop_reason: status === "dropped" ? (input.dropReasons[action_step_id] ?? null) : null,
    })),
    actionSteps: ownSteps(input, facts).map((step) => ({
      id: facts.agreedStepIds.includes(step.id) ? step.id : stepIdOf(session_id, step.id),
      program_id,
      site_id,
      coach_id: coachId,
      coachee_id: (step.ownerId !== coachId && step.ownerId) || (input.attendeeIds[0] as string),
      session_id,
      goal_id: step.goalId ?? null,
      what: step.what,
      owner_id: step.ownerId ?? (input.attendeeIds[0] as string),
      due_on: step.dueOn ?? null,
      support_needed: step.supportNeeded ?? null,
      status: "open" as const,
      created_at: now,
    })),
    summary: input.summary ? { session_id, program_id, coach_id: coachId, body: input.summary } : null,
    privateNote: input.privateNote
      ? noteRow(input.privateNote, { session_id, author_id: coachId, program_id }, seal, noteKey)
      : null,
  };
}

/** What belongs to the conversation and has one value; nothing when none of it was given. */
function detailOf(input: SessionInput, row: { session_id: string; program_id: string; coach_id: string }) {
  const wentFurther = input.escalation !== "none";
  const detail = {
    artefact_ref: input.artefactRef ?? null,
    has_recording_consent: input.hasRecordingConsent ?? false,
    escalated_on: (wentFurther && input.escalatedOn) || null,
    escalated_to: (wentFurther && input.escalatedTo) || null,
    next_focus_id: input.nextFocusId ?? null,
  };
  return Object.values(detail).some(Boolean) ? { ...row, ...detail } : null;
}

function noteRow(
  note: string,
  row: { session_id: string; author_id: string; program_id: string },
  seal: NoteSeal,
  key: NoteKey | null,
) {
  if (!key) throw new Error("A private note needs the key of its author");
  const place = { authorId: row.author_id, sessionId: row.session_id };
  return { ...row, ciphertext: seal.seal(note, place, key), key_id: key.id };
}

/** Agreed steps without those that are another coach's by now. */
function ownSteps(input: SessionInput, { handedOverSteps = [] }: SessionFacts) {
  return agreedSteps(input).filter((step) => handedOverSteps.every(({ id }) => id !== step.id));
}

/** A new step's id follows from the session's, so that an id made elsewhere can never meet a step of somebody else. */
function stepIdOf(sessionId: string, formId: string): string {
  const hex = createHash("sha256").update(`${sessionId} ${formId}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

export type SessionRows = ReturnType<typeof sessionRows>;

/** Equal for two posts of the same log, whatever the order of their fields and choices. */
export function contentHash(input: SessionInput, seal: NoteSeal): string {
  return seal.fingerprint(contentOf(input));
}

/** Whether a stored hash is that of the log. */
export function isSameContent(hash: string, input: SessionInput, seal: NoteSeal): boolean {
  return seal.matches(hash, contentOf(input));
}

function contentOf(input: SessionInput): string {
  return JSON.stringify(ordered({ ...input, attendeeIds: input.attendeeIds.join() }));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item) => typeof item === "string") ? items.sort() : items;
  }
  if (value === null || typeof value !== "object") return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const own = (value as Record<string, unknown>)[key];
    if (own !== undefined) result[key] = ordered(own);
  }
  return result;
}

/** The first day of the session's month: what the dose of a site is counted by. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, 8)}01`;
}

/** The payload of a session's events. */
export function eventPayload({ session }: SessionRows) {
  return { monthOn: monthOf(session.session_on), siteId: session.site_id, coachId: session.lead_coach_id };
}
