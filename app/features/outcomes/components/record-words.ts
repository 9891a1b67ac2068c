import type { Tone } from "#app/components/badge.tsx";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";

export const SESSION_STATUS_WORDS: Record<string, string> = {
  scheduled: "Scheduled",
  held: "Held",
  held_partial: "Held in part",
  cancelled_by_coach: "Cancelled by coach",
  cancelled_by_coachee: "Cancelled by coachee",
  cancelled_agency: "Cancelled by agency",
  no_show_coachee: "Coachee did not come",
  no_show_coach: "Coach did not come",
  rescheduled: "Rescheduled",
};

export const NOT_HELD_REASON_WORDS: Record<NotHeldReason, string> = {
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
};

export const FORMAT_WORDS: Record<string, string> = {
  individual: "Individual",
  pair: "Pair",
  group: "Group",
  unit: "Unit",
};

export const ASSESSMENT_STATUS_WORDS: Record<AssessmentStatus, { tone: Tone; word: string }> = {
  planned: { tone: "neutral", word: "Planned" },
  open: { tone: "info", word: "Open" },
  in_progress: { tone: "info", word: "In progress" },
  submitted: { tone: "positive", word: "Submitted" },
  returned: { tone: "caution", word: "Given back" },
  final: { tone: "positive", word: "Final" },
  overdue: { tone: "caution", word: "Overdue" },
  missed: { tone: "critical", word: "Missed" },
  waived: { tone: "neutral", word: "Waived" },
  cancelled: { tone: "neutral", word: "Cancelled" },
};

export const RESULT_WORDS: Record<string, { tone: Tone; word: string }> = {
  met: { tone: "positive", word: "Met" },
  developing: { tone: "caution", word: "Developing" },
  not_met: { tone: "critical", word: "Not met" },
  not_scorable: { tone: "neutral", word: "Not scorable" },
};
