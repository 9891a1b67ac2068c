import type { Tone } from "#app/components/badge.tsx";
import type { AgreementParty, AgreementState, VersionItem } from "../agreement.types.ts";

export const PARTY_LABELS: Record<AgreementParty, string> = {
  coach: "Coach",
  coachee: "Coachee",
  supervisor: "Supervisor",
  lead: "Coaching lead",
};

export const STATE_WORDS: Record<AgreementState, { word: string; tone: Tone }> = {
  none: { word: "Nothing signed", tone: "neutral" },
  draft: { word: "Draft", tone: "neutral" },
  waiting: { word: "Waits for signatures", tone: "caution" },
  planned: { word: "Signed, begins later", tone: "info" },
  "in-force": { word: "Signed", tone: "positive" },
  ended: { word: "Ended", tone: "neutral" },
};

export const VERSION_WORDS: Record<VersionItem["state"], string> = {
  draft: "Draft, seen by the coach alone",
  waiting: "Waits for signatures",
  withdrawn: "Taken back",
  signed: "Signed by all",
};
