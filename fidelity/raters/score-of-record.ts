import type { InstrumentDefinition, Threshold } from "../instruments/instrument.schema.ts";
import { reachedBand } from "../scoring/reached-band.ts";

export const RECORD_RULES = ["first", "mean", "consensus"] as const;
export type RecordRule = (typeof RECORD_RULES)[number];

export interface RatedScore {
  points: number;
  possible: number;
  percent: number | null;
  result: "met" | "developing" | "not_met" | "not_scorable";
  /** What the instrument calls the band that was reached. */
  band: string | null;
  criticalFailures: readonly string[];
  sections: readonly {
    sectionId: string;
    points: number;
    possible: number;
    percent: number | null;
    result: RatedScore["result"] | null;
    band?: string | null;
  }[];
}

/**
 * The mean of two independent ratings of one subject, as one score. Points and possible points of both are added up and
 * halved, section by section; percents are never averaged. A critical item that either rater found not met is not met.
 * When one of the two cannot be scored, the other stands alone, as a whole and in each section.
 *
 * @param instrument the parsed definition that both were rated with
 * @param one score of the first rater
 * @param other score of the second rater
 *
 * Source: a rule of this product; bands begin at their `from`, compared unrounded.
 */
export function meanScore(instrument: InstrumentDefinition, one: RatedScore, other: RatedScore): RatedScore {
  if (other.result === "not_scorable" && other.criticalFailures.length === 0) return one;
  if (one.result === "not_scorable" && one.criticalFailures.length === 0) return other;
  const total = mean(one, other);
  const criticalFailures = instrument.items
    .map(({ id }) => id)
    .filter((id) => one.criticalFailures.includes(id) || other.criticalFailures.includes(id));
  return {
    ...total,
    ...(criticalFailures.length > 0
      ? { result: "not_met" as const, band: null }
      : bandOf(total.percent, instrument.scoring.thresholds)),
    criticalFailures,
    sections: instrument.sections.flatMap(({ id, thresholds }) => {
      const [first, second] = [one, other].map(({ sections }) =>
        sections.find(({ sectionId }) => sectionId === id),
      );
      const known = first ?? second;
      if (!known) return [];
      const alone = isOpen(second) ? first : isOpen(first) ? second : undefined;
      if (alone) return [{ ...alone, band: alone.band ?? null }];
      const part = mean(first ?? known, second ?? known);
      const reached =
        thresholds.length > 0 && known.result !== null
          ? bandOf(part.percent, thresholds)
          : { result: null, band: null };
      return [{ sectionId: id, ...part, ...reached }];
    }),
  };
}

/** Whether a section has nothing that could be averaged. */
function isOpen(section: RatedScore["sections"][number] | undefined): boolean {
  return section === undefined || section.result === "not_scorable" || section.percent === null;
}

type Sum = Pick<RatedScore, "points" | "possible" | "percent">;

function mean(one: Sum, other: Sum): Sum {
  const points = (one.points + other.points) / 2;
  const possible = (one.possible + other.possible) / 2;
  return { points, possible, percent: possible === 0 ? null : (100 * points) / possible };
}

function bandOf(
  percent: number | null,
  thresholds: readonly Threshold[],
): Pick<RatedScore, "result" | "band"> {
  if (percent === null) return { result: "not_scorable", band: null };
  const reached = reachedBand(thresholds, percent);
  if (!reached || reached.band === "not-met") return { result: "not_met", band: reached?.label ?? null };
  return { result: reached.band, band: reached.label };
}
