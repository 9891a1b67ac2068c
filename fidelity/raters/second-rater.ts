import { chooseRater, type RaterCandidate } from "../schedule/choose-rater.ts";

/** Somebody who may rate a second time, and how they stand to a subject on a day. */
export interface SecondRaterCandidate {
  personId: string;
  factsOn: (
    day: string,
    subjectId: string,
  ) => Pick<RaterCandidate, "isCertified" | "isReliable" | "hasConflict" | "isAway">;
}

export interface ToBeRatedTwice {
  key: string;
  firstRaterId: string | null;
  subjectId: string;
  /** Who supervises the subject. */
  nearIds: readonly string[];
  targetOn: string;
  /** Who is to rate a second time as things stood, and stays while they qualify. */
  currentId: string | null;
}

export interface SecondRater {
  key: string;
  raterId: string | null;
  /** Why there is nobody; null when there is somebody. */
  reason: string | null;
}

/**
 * Who rates a second time: whoever `chooseRater` finds for an independent rating, the first rater left out. Whoever is
 * chosen already stays while they qualify; of the others it is whoever has the fewest.
 *
 * @param ratings in any order
 * @param candidates each person once
 * @param load second ratings somebody has already, those in `ratings` among them
 *
 * Source: as `chooseRater`; independence of the two raters.
 */
export function assignSecondRaters(
  ratings: readonly ToBeRatedTwice[],
  candidates: readonly SecondRaterCandidate[],
  { load }: { load: ReadonlyMap<string, number> },
): SecondRater[] {
  const counts = new Map(load);
  const byId = new Map(candidates.map((candidate) => [candidate.personId, candidate]));
  const count = (personId: string | null, more: number) => {
    if (personId !== null) counts.set(personId, Math.max(0, (counts.get(personId) ?? 0) + more));
  };
  return [...ratings]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map((rating) => {
      const { key, firstRaterId, subjectId, nearIds, targetOn, currentId } = rating;
      const asked = ({ personId, factsOn }: SecondRaterCandidate): RaterCandidate => ({
        id: personId,
        ...factsOn(targetOn, subjectId),
        supervisesSubject: nearIds.includes(personId),
        load: counts.get(personId) ?? 0,
        lastRatedOn: null,
      });
      const about = { subjectId, mustBeIndependent: true, currentId };
      const current = currentId === firstRaterId ? undefined : byId.get(currentId ?? "");
      if (current && chooseRater([asked(current)], about).raterId !== null)
        return { key, raterId: current.personId, reason: null };
      const others = candidates.filter(({ personId }) => personId !== firstRaterId).map(asked);
      const { raterId, reason } = chooseRater(others, about);
      count(currentId, -1);
      count(raterId, 1);
      return { key, raterId, reason: reason && inWords(reason, others) };
    });
}

function inWords(reason: string, others: readonly RaterCandidate[]): string {
  if (!others.some(({ isCertified }) => isCertified))
    return "Nobody besides the first rater is certified as a rater of this instrument.";
  return `Besides the first rater: ${reason.slice(0, 1).toLowerCase()}${reason.slice(1)}`;
}
