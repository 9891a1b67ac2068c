import type { Tone } from "#app/components/badge.tsx";
import type {
  ImprovementDriver,
  ImprovementHelper,
  ImprovementState,
  PlanListItem,
  PlanViewer,
  SupportStatus,
} from "./improvement.types.ts";

export const PLAN_STATE_WORDS: Record<ImprovementState, { tone: Tone; word: string }> = {
  proposed: { tone: "info", word: "Proposed" },
  agreed: { tone: "accent", word: "Agreed" },
  active: { tone: "accent", word: "Active" },
  extended: { tone: "caution", word: "Extended" },
  met: { tone: "positive", word: "Met" },
  closed_not_met: { tone: "neutral", word: "Closed, not met" },
  withdrawn: { tone: "neutral", word: "Withdrawn" },
};

export const DRIVER_WORDS: Record<ImprovementDriver, { label: string; hint: string }> = {
  system: { label: "System", hint: "Time, caseload, tools, rules, who decides" },
  training: { label: "Training", hint: "What was taught, how and when" },
  coaching: { label: "Coaching", hint: "How much there was, of what kind" },
  selection: { label: "Selection", hint: "What the role asks for" },
};

export const SUPPORT_WORDS: Record<SupportStatus, { tone: Tone; word: string }> = {
  open: { tone: "neutral", word: "Open" },
  partly_done: { tone: "info", word: "Partly done" },
  done: { tone: "positive", word: "Done" },
  dropped: { tone: "neutral", word: "Dropped" },
};

export function helperWords(
  helper: ImprovementHelper,
  { subjectName, ownerName, viewer }: { subjectName: string; ownerName: string | null; viewer: PlanViewer },
): string {
  if (helper === "program") return "the program";
  if (helper === "subject") return viewer === "subject" ? "me" : subjectName;
  return viewer === "owner" ? "me" : (ownerName ?? "the owner");
}

/** What a plan waits for, in a few words. */
export function waitingWords({ state, waitsFor, isRecheckLate }: PlanListItem): string {
  if (isRecheckLate) return "The re-assessment is late";
  if (state !== "proposed") return "";
  return waitsFor.length === 2
    ? "Both have yet to agree"
    : waitsFor[0] === "owner"
      ? "Waits for its owner"
      : "Waits for whoever was rated";
}

export const times = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
