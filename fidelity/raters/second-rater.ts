import { lotOf } from "./draw-double-ratings.ts";

/** Somebody who may rate a second time, and the days on which they may not. */
export interface SecondRaterCandidate {
  personId: string;
  /** Certified and reliable on a day, and not away. */
  isAvailableOn: (day: string) => boolean;
}

export interface ToBeRatedTwice {
  key: string;
  firstRaterId: string | null;
  subjectId: string;
  /** Who supervises the subject, and whoever else stands too near. */
  nearIds: readonly string[];
  targetOn: string;
}

export interface SecondRater {
  key: string;
  raterId: string | null;
  /** Why there is nobody; null when there is somebody. */
  reason: string | null;
}

/**
 * Who rates a second time: somebody available, who is neither the first rater nor the subject nor the subject's own
 * supervisor; of those, whoever has the fewest, and among equals by lot.
 *
 * @param ratings in any order
 * @param candidates each person once
 * @param load second ratings somebody has already
 * @param seed the one of the draw
 *
 * Source: a rule of this product: independence, then an even load.
 */
export function assignSecondRaters(
  ratings: readonly ToBeRatedTwice[],
  candidates: readonly SecondRaterCandidate[],
  { load, seed }: { load: ReadonlyMap<string, number>; seed: string },
): SecondRater[] {
  const counts = new Map(load);
  return [...ratings]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, firstRaterId, subjectId, nearIds, targetOn }) => {
      const fit = candidates.filter(
        ({ personId, isAvailableOn }) =>
          personId !== firstRaterId &&
          personId !== subjectId &&
          !nearIds.includes(personId) &&
          isAvailableOn(targetOn),
      );
      const [chosen] = fit
        .map(({ personId }) => ({
          personId,
          count: counts.get(personId) ?? 0,
          lot: lotOf(seed, `${key} ${personId}`),
        }))
        .sort((one, other) => one.count - other.count || one.lot - other.lot);
      if (!chosen)
        return {
          key,
          raterId: null,
          reason:
            "Nobody besides the first rater is certified, reliable, present and independent of the coach on that day.",
        };
      counts.set(chosen.personId, chosen.count + 1);
      return { key, raterId: chosen.personId, reason: null };
    });
}
