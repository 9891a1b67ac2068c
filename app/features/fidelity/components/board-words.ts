import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleSlash2,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { BoardState } from "../review-board.types.ts";

/** Each state by a word, a shape and a colour. */
export const BOARD_WORDS: Record<BoardState, { word: string; icon: LucideIcon; tone: string }> = {
  planned: { word: "planned", icon: CircleDashed, tone: "text-ink" },
  open: { word: "open", icon: Circle, tone: "text-info" },
  done: { word: "done", icon: CircleCheck, tone: "text-positive" },
  overdue: { word: "overdue", icon: TriangleAlert, tone: "text-caution" },
  waived: { word: "waived", icon: CircleSlash2, tone: "text-ink-muted" },
};

const STATE_OF: Record<AssessmentStatus, BoardState> = {
  planned: "planned",
  open: "open",
  in_progress: "open",
  returned: "open",
  submitted: "done",
  final: "done",
  overdue: "overdue",
  missed: "overdue",
  waived: "waived",
  cancelled: "waived",
};

export const boardStateOf = (status: AssessmentStatus) => BOARD_WORDS[STATE_OF[status]];
