import type { Tone } from "#app/components/badge.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Figure, Standing } from "../figure.types.ts";
import { MEASURE_TRAITS, type MeasureCode } from "../measure-catalog.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export const STANDING_WORDS: Record<Standing, { tone: Tone; word: string }> = {
  behind: { tone: "critical", word: "Behind" },
  "maybe-behind": { tone: "caution", word: "May be behind" },
  "on-track": { tone: "positive", word: "On target" },
  "no-data": { tone: "neutral", word: "No data yet" },
};

export const STAGE_WORDS: Record<string, string> = {
  exploration: "Exploration",
  installation: "Installation",
  initial_implementation: "Initial implementation",
  full_implementation: "Full implementation",
  discontinued: "Discontinued",
};

/** Parts of planned sessions are told while they matter. */
export const count = (value: number) => (value < 100 ? oneDecimal : whole).format(value);
export const percent = (value: number) => `${whole.format(value)}\u00a0%`;

/** An interval this wide says nothing about the rate inside it. */
const SAYS_NOTHING = 100;

/** "78–89 %" */
export function intervalWords({ interval }: Figure): string | undefined {
  if (interval && interval.upper - interval.lower >= SAYS_NOTHING) return "too few to tell";
  return interval ? `${whole.format(interval.lower)}–${whole.format(interval.upper)}\u00a0%` : undefined;
}

/** "412 sessions delivered of 520 sessions planned" */
export function ratioWords(code: MeasureCode, { numerator, denominator }: Figure): string {
  const { nouns } = MEASURE_TRAITS[code];
  return `${count(numerator)} ${nouns.numerator} of ${count(denominator)} ${nouns.denominator}`;
}

export function asOfWords({ asOf }: Figure): string | undefined {
  return asOf ? `as of ${formatDay(asOf)}` : undefined;
}
