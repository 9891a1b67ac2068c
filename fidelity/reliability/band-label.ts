export type BandedStatistic = "kappa" | "icc" | "alpha";

const BANDS: Record<BandedStatistic, { source: string; from: readonly (readonly [number, string])[] }> = {
  kappa: {
    source: "Landis & Koch 1977",
    from: [
      [0.8, "almost perfect"],
      [0.6, "substantial"],
      [0.4, "moderate"],
      [0.2, "fair"],
      [0, "slight"],
    ],
  },
  icc: {
    source: "Koo & Li 2016",
    from: [
      [0.9, "excellent"],
      [0.75, "good"],
      [0.5, "moderate"],
    ],
  },
  alpha: {
    source: "Krippendorff 2004",
    from: [
      [0.8, "reliable"],
      [0.667, "tentative"],
    ],
  },
};

/**
 * What an estimate is called in the literature, with who calls it so: a label, never a rule.
 *
 * @param statistic which scale of words
 * @param estimate null when there is none
 * @returns null without an estimate
 *
 * Source: Landis & Koch 1977, Biometrics 33:159 (above .80, .60, .40, .20); Koo & Li 2016, Journal of Chiropractic
 *   Medicine 15:155; Krippendorff 2004, Content Analysis, chapter 11.
 */
export function bandLabel(
  statistic: BandedStatistic,
  estimate: number | null,
): { word: string; source: string } | null {
  if (estimate === null) return null;
  const { source, from } = BANDS[statistic];
  const isAbove = (bound: number) =>
    statistic === "kappa" && bound > 0 ? estimate > bound : estimate >= bound;
  return { word: from.find(([bound]) => isAbove(bound))?.[1] ?? "poor", source };
}
