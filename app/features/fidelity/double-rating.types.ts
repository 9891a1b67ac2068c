import type { Day } from "#app/time/days.ts";
import type { RecordRule } from "#fidelity/raters/score-of-record.ts";
import type { ChecklistSection, FidelityResult, ItemAnswer } from "./assessment.types.ts";

export type DrawPeriod = "month" | "quarter";

export interface Difference {
  itemId: string;
  first: ItemAnswer;
  second: ItemAnswer;
  consensus: ItemAnswer | null;
}

export interface PairNote {
  id: string;
  authorName: string;
  isOwn: boolean;
  itemId: string | null;
  text: string;
  writtenAt: string;
}

/** Two independent ratings, as their raters read them once both are in. */
export interface PairPage {
  id: string;
  coachName: string;
  siteName: string;
  zone: string;
  instrument: string;
  recordRule: RecordRule;
  completedOn: Day;
  raters: { first: string; second: string };
  scores: Record<"first" | "second" | "consensus", { result: FidelityResult; percent: number | null } | null>;
  sections: ChecklistSection[];
  agreement: { compared: number; exact: number; values: number; withinOne: number; signed: number };
  differences: Difference[];
  notes: PairNote[];
  consensus: { id: string; state: "begun" | "recorded" | "over"; by: string; isOwn: boolean } | null;
  /** The last day to agree, while the result waits for it. */
  agreeBy: Day | null;
}
