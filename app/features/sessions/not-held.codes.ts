import { NOT_HELD_REASONS, type NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import { needsReason, type SessionStatus } from "./session.codes.ts";

/**
 * Why a session did not take place, with the words on the screen. A fact, which oversight may see: away and ill are one
 * code, so that it says nothing of anybody's health. Apart from the other codes, since a log that was held needs none.
 */
export const NOT_HELD_REASON_LABELS = {
  coachee_away: "Coachee away or ill",
  coach_away: "Coach away or ill",
  case_emergency: "Emergency in a case",
  court: "Court or hearing",
  workload: "Workload",
  training_or_meeting: "Training or meeting",
  staffing: "Vacancy or short of staff",
  mix_up: "Forgotten or mixed up",
  technical: "No signal or technical",
  travel_or_weather: "Travel or weather",
  office_closed: "Office closed",
  not_known: "No reason known",
  other: "Something else",
} as const satisfies Record<NotHeldReason, string>;

const OF_A_PERSON = [
  ...(["case_emergency", "court", "workload", "training_or_meeting", "mix_up"] as const),
  ...(["technical", "travel_or_weather"] as const),
];

/** Which reasons go with what became of the session, the usual first. */
const REASONS_OF: Partial<Record<SessionStatus, readonly NotHeldReason[]>> = {
  cancelled_by_coachee: ["coachee_away", ...OF_A_PERSON, "other"],
  cancelled_by_coach: ["coach_away", ...OF_A_PERSON, "other"],
  cancelled_agency: [
    ...(["office_closed", "travel_or_weather", "training_or_meeting", "staffing"] as const),
    ...(["case_emergency", "technical", "other"] as const),
  ],
  no_show_coachee: ["not_known", "coachee_away", ...OF_A_PERSON, "other"],
  no_show_coach: ["coach_away", ...OF_A_PERSON, "other"],
  rescheduled: ["coachee_away", "coach_away", ...OF_A_PERSON, "office_closed", "staffing", "other"],
};

/** The reasons to choose from; all of them as long as it is not said what became of it. */
export function reasonsOf(status: SessionStatus | undefined): readonly NotHeldReason[] {
  return (status && REASONS_OF[status]) ?? NOT_HELD_REASONS;
}

/** What is said of why a session did not take place. */
export interface GivenReason {
  status?: SessionStatus | undefined;
  notHeldReason?: NotHeldReason | undefined;
  statusReason?: string | undefined;
}

/** What is missing or does not fit, at its field. A record of the past may lack the reason that nobody wrote down. */
export function reasonProblems(
  { status, notHeldReason, statusReason }: GivenReason,
  { mayLack = false } = {},
): Record<string, string[]> {
  if (!status || !needsReason(status)) return {};
  if (!notHeldReason)
    return mayLack ? {} : { notHeldReason: ["Choose why it did not take place as planned"] };
  if (!reasonsOf(status).includes(notHeldReason))
    return { notHeldReason: ["This reason does not go with what became of it: choose another one"] };
  return notHeldReason === "other" && !statusReason
    ? { statusReason: ["Say in a few words what the reason was"] }
    : {};
}
