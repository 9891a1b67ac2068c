import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { compareRatings } from "#fidelity/raters/compare-ratings.ts";
import type { DriftPoint } from "#fidelity/raters/rater-drift.ts";
import type { IndependentPair } from "#fidelity/reliability/reliability-report.ts";
import { toItemResponses } from "./answers.rules.ts";
import type { IndependentRating, MasteredRating } from "./reliability.queries.server.ts";

/** How a rater is watched: three comparisons at a time, of which four in five answers agree. */
export const DRIFT = { size: 3, least: 0.8 } as const;

export interface RatedTwice extends IndependentPair {
  pairId: string;
  siteId: string;
  /** Of the first rating. */
  raterType: string;
  submittedOn: string;
  lapsed: number;
}

const responsesOf = ({ answers }: IndependentRating) =>
  toItemResponses(answers.map((one) => ({ ...one, text: null, reason: null, comment: "" })));

/** The two ratings of each pair together; ratings of oneself are no independent ratings and are left out. */
export function pairsOf(ratings: readonly IndependentRating[]): RatedTwice[] {
  const groups = new Map<string, IndependentRating[]>();
  for (const rating of ratings) groups.set(rating.pairId, [...(groups.get(rating.pairId) ?? []), rating]);
  return [...groups.values()].flatMap((group): RatedTwice[] => {
    const first = group.find(({ part }) => part === "first");
    const second = group.find(({ part }) => part === "second");
    if (!first || !second || [first, second].some(({ raterType }) => raterType === "self")) return [];
    return [
      {
        pairId: first.pairId,
        siteId: first.siteId,
        raterType: first.raterType.replaceAll("_", "-"),
        submittedOn: first.submittedOn,
        lapsed: [first, second].filter(({ isRaterLapsed }) => isRaterLapsed).length,
        raters: [first.raterId, second.raterId],
        answers: [responsesOf(first), responsesOf(second)],
        percents: [first.percent, second.percent],
      },
    ];
  });
}

/** Kinds of first raters, the most frequent first. */
export function typesOf(pairs: readonly RatedTwice[]): string[] {
  const counts = new Map<string, number>();
  for (const { raterType } of pairs) counts.set(raterType, (counts.get(raterType) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([type]) => type);
}

/** Every comparison of raters with partners and masters, by rater; all cases of an attempt are one. */
export function driftPoints(
  definitions: ReadonlyMap<string, InstrumentDefinition>,
  {
    pairs,
    mastered,
  }: { pairs: readonly (RatedTwice & { versionId: string })[]; mastered: readonly MasteredRating[] },
): Map<string, (DriftPoint & { versionId: string })[]> {
  const found = new Map<string, (DriftPoint & { versionId: string })[]>();
  const add = (raterId: string, point: DriftPoint & { versionId: string }) =>
    found.set(raterId, [...(found.get(raterId) ?? []), point]);
  for (const { versionId, raters, answers, submittedOn } of pairs) {
    const definition = definitions.get(versionId);
    if (!definition) continue;
    for (const [own, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const comparison = compareRatings(definition, [{ rating: answers[own], reference: answers[other] }]);
      add(raters[own], { versionId, on: submittedOn, against: "partner", comparison });
    }
  }
  const attempts = new Map<string, MasteredRating[]>();
  for (const one of mastered) attempts.set(one.attemptId, [...(attempts.get(one.attemptId) ?? []), one]);
  for (const cases of attempts.values()) {
    const [one] = cases;
    const definition = definitions.get(one?.versionId ?? "");
    if (!one || !definition) continue;
    const rated = cases.map(({ given, master }) => ({
      rating: toItemResponses(given),
      reference: toItemResponses(master),
    }));
    const comparison = compareRatings(definition, rated);
    const { versionId, submittedOn } = one;
    add(one.personId, { versionId, on: submittedOn, against: "master", comparison });
  }
  return found;
}
