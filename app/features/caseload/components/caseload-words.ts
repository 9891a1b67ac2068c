import type { Tone } from "#app/components/badge.tsx";
import type { CoachLoad, HandoverState, Intensity } from "../caseload.types.ts";
import type { Fit } from "../load.rules.ts";

export const INTENSITY_WORDS: Record<Intensity, string> = { high: "High", moderate: "Moderate", low: "Low" };
export const INTENSITY_OPTIONS = Object.entries(INTENSITY_WORDS).map(([value, label]) => ({ value, label }));
export const KIND_WORDS = { pair: "Pair", group: "Group", unit: "Whole unit" } as const;

export const FIT_WORDS: Record<Fit, { word: string; tone: Tone }> = {
  "no-capacity-set": { word: "no capacity set", tone: "neutral" },
  under: { word: "has room", tone: "positive" },
  full: { word: "full", tone: "info" },
  over: { word: "over capacity", tone: "critical" },
};

export const HANDOVER_WORDS: Record<HandoverState, { word: string; tone: Tone }> = {
  planned: { word: "Planned", tone: "info" },
  carried_out: { word: "Carried out", tone: "positive" },
  undone: { word: "Undone", tone: "neutral" },
  cancelled: { word: "Cancelled", tone: "neutral" },
};

export function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

export function minutesOf({
  minutes,
  capacityMinutes,
}: Pick<CoachLoad, "minutes" | "capacityMinutes">): string {
  return capacityMinutes === null ? number(minutes) : `${number(minutes)} of ${number(capacityMinutes)}`;
}

export function peopleOf({
  coachees,
  capacityCoachees,
}: Pick<CoachLoad, "coachees" | "capacityCoachees">): string {
  return capacityCoachees === null ? number(coachees) : `${number(coachees)} of ${number(capacityCoachees)}`;
}

/** "120 % used", or nothing while no capacity is set. */
export function usedWords({ used }: Pick<CoachLoad, "used">): string {
  if (used === null) return "";
  return Number.isFinite(used) ? `${Math.round(used * 100)} % used` : "no room";
}
