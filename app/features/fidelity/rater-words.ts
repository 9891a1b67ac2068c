import type { Tone } from "#app/components/badge.tsx";
import type { PassRule } from "#fidelity/raters/judge-calibration.ts";
import type { RaterState } from "#fidelity/raters/rater-standing.ts";
import { formatNumber } from "./review-words.ts";

export const RATER_WORDS: Record<RaterState, { tone: Tone; word: string; next: string }> = {
  none: { tone: "neutral", word: "Not trained", next: "Training as a rater comes first." },
  trained: { tone: "info", word: "Trained", next: "Next: rate a set of cases." },
  passed: { tone: "info", word: "Passed", next: "A certification as a rater is missing." },
  reliable: { tone: "positive", word: "Reliable", next: "Nothing to do." },
  due: { tone: "caution", word: "Due", next: "Rate a set of cases that is new to you before it ends." },
  lapsed: {
    tone: "critical",
    word: "Lapsed",
    next: "Rate a set of cases that is new to you; reviews are kept apart until then.",
  },
  remedial: {
    tone: "caution",
    word: "Training anew",
    next: "Practise with a set, talk it through, and rate one that is new to you.",
  },
};

/** "at least 80 % of the answers the same", as the rule of a set is read. */
export function ruleWords({ kind, least }: PassRule): string {
  return kind === "exact"
    ? `at least ${formatNumber(least * 100)}\u00a0% of the answers the same as the master’s`
    : `ICC(2,1) with the master of at least ${formatStatistic(least)}`;
}

/** What the rule of a set asks for, as it was reached. */
export function figureWords({ kind }: PassRule, figure: number | null, reason: string | null): string {
  if (figure === null) return `not estimable: ${reason ?? "there is nothing to compare"}`;
  return kind === "exact"
    ? `${formatNumber(figure * 100)}\u00a0% the same`
    : `ICC(2,1) ${formatStatistic(figure)}`;
}

/** A coefficient with two decimals, as it is printed. */
export function formatStatistic(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, "")
    .replace(/^-/, "−");
}

export function formatShare(part: number, whole: number): string {
  return whole === 0 ? "–" : `${formatNumber((100 * part) / whole)}\u00a0%`;
}

/** Steps above or below the other, with their sign. */
export function formatDifference(signed: number, values: number): string {
  if (values === 0) return "–";
  const mean = signed / values;
  return `${mean > 0 ? "+" : mean < 0 ? "−" : ""}${Math.abs(mean).toFixed(2)}`;
}

/** Which score counts, as it was fixed before anybody rated. */
export const RECORD_WORDS = {
  first: "The first rating counts. The second one is for knowing how well raters agree.",
  mean: "The points of both ratings, added up and halved, count.",
  consensus:
    "What both raters agree on counts. Until it is recorded, the result is held back; when it is not in time, the points of both ratings, added up and halved, count.",
} as const;
