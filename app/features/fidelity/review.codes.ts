import type { Tone } from "#app/components/badge.tsx";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { FidelityResult } from "./assessment.types.ts";

export interface Words {
  tone: Tone;
  word: string;
}

export const STATUS_WORDS: Record<AssessmentStatus, Words> = {
  planned: { tone: "neutral", word: "Planned" },
  open: { tone: "info", word: "Open" },
  in_progress: { tone: "info", word: "In progress" },
  overdue: { tone: "caution", word: "Overdue" },
  missed: { tone: "critical", word: "Missed" },
  submitted: { tone: "info", word: "To be accepted" },
  returned: { tone: "caution", word: "Given back" },
  final: { tone: "positive", word: "Final" },
  waived: { tone: "neutral", word: "Waived" },
  cancelled: { tone: "neutral", word: "Cancelled" },
};

export const RESULT_WORDS: Record<FidelityResult, Words> = {
  met: { tone: "positive", word: "Met" },
  developing: { tone: "caution", word: "Developing" },
  not_met: { tone: "critical", word: "Not met yet" },
  not_scorable: { tone: "neutral", word: "Not scorable" },
};
