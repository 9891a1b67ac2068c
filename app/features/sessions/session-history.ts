import { dayIn, timeIn } from "#app/time/days.ts";
import { isDelivered, type SessionStatus } from "./session.codes.ts";
import type { SessionChange } from "./session.types.ts";
import { restatedMonths, type SessionContent } from "./session-changes.rules.ts";
import type { AmendmentRow, StoredContent } from "./session-history.queries.server.ts";
import type { SessionRows } from "./session-rows.server.ts";

/** What a record will say once these rows are written. Steps that were agreed stay, and so do planned times. */
export function contentOfRows(rows: SessionRows, before: StoredContent): SessionContent {
  const { session } = rows;
  const coachees = rows.attendees.filter(({ role }) => role === "coachee");
  const guests = rows.attendees.filter(({ role }) => role !== "coachee");
  const time = (at: Date | null) => (at ? timeIn(session.zone, at) : null);
  return {
    facts: {
      sessionOn: session.session_on,
      siteId: session.site_id,
      status: session.status,
      notHeldReason: session.not_held_reason,
      statusReason: session.status_reason,
      startTime: time(session.started_at ?? session.scheduled_start_at) ?? before.scheduledStart,
      endTime: time(session.ended_at ?? session.scheduled_end_at) ?? before.scheduledEnd,
      plannedStartTime: session.started_at && (time(session.scheduled_start_at) ?? before.scheduledStart),
      plannedEndTime: session.started_at && (time(session.scheduled_end_at) ?? before.scheduledEnd),
      knownAt:
        session.cancellation_known_at &&
        `${dayIn(session.zone, session.cancellation_known_at)} ${time(session.cancellation_known_at)}`,
      feedbackAfterHours: session.feedback_after_hours,
      format: session.format,
      modality: session.modality,
      observationKind: session.observation_kind,
      observationMinutes: session.observation_minutes,
      meetingMinutes: session.meeting_minutes,
      preparationMinutes: session.preparation_minutes,
      travelMinutes: session.travel_minutes,
      documentationMinutes: session.documentation_minutes,
      focusIds: rows.focus.map(({ essential_function_id }) => essential_function_id),
      strategies: rows.strategies.map(({ phase, strategy }) => `${phase}:${strategy}`),
      strengthNoted: session.strength_noted,
      correctiveFeedback: session.corrective_feedback,
      dataShared: session.data_shared,
      barriers: session.barriers,
      nextSessionOn: session.next_session_on,
    },
    details: {
      escalation: session.escalation,
      artefactRef: rows.detail?.artefact_ref ?? null,
      hasRecordingConsent: rows.detail?.has_recording_consent ?? false,
      escalatedOn: rows.detail?.escalated_on ?? null,
      escalatedTo: rows.detail?.escalated_to ?? null,
      nextFocusId: rows.detail?.next_focus_id ?? null,
    },
    attendance: byId(coachees, "person_id", ({ attendance, minutes }) => ({ attendance, minutes })),
    companions: byId([...rows.coaches, ...guests], "person_id", ({ role }) => role),
    summary: rows.summary?.body ?? null,
    progress: byId(rows.goalProgress, "goal_id", ({ progress, self_scale }) => ({
      progress,
      selfScale: self_scale,
    })),
    reviews: byId(rows.actionReviews, "action_step_id", ({ status }) => status),
    steps: {
      ...before.steps,
      ...byId(rows.actionSteps, "id", ({ what, owner_id, due_on, support_needed }) => ({
        what,
        ownerId: owner_id,
        dueOn: due_on,
        supportNeeded: support_needed,
      })),
    },
  };
}

function byId<R, K extends keyof R, V>(rows: readonly R[], id: K, value: (row: R) => V): Record<string, V> {
  return Object.fromEntries(rows.map((row) => [String(row[id]), value(row)]));
}

/** Delivered minutes of a record, as the figures count them. */
export function deliveredMinutes({ facts }: Pick<SessionContent, "facts">): number {
  if (!isDelivered(facts.status as SessionStatus)) return 0;
  return Number(facts.observationMinutes) + Number(facts.meetingMinutes);
}

/** A change as it leaves the server. */
export function sessionChange(row: AmendmentRow, zone: string): SessionChange {
  const { id, at, wasLocked, reason, doseBefore, doseAfter, changes } = row;
  return {
    id,
    on: dayIn(zone, at),
    time: timeIn(zone, at),
    wasLocked,
    reason,
    restatedMonths: restatedMonths(row, zone),
    doseBefore,
    doseAfter,
    changes,
  };
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every id that stands in changes, to be put into words. */
export function idsIn(rows: readonly AmendmentRow[]): string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string" && ID.test(value)) found.add(value);
    else if (typeof value === "object" && value !== null)
      for (const each of Object.values(value)) collect(each);
  };
  for (const { changes } of rows) collect(changes);
  return [...found];
}
