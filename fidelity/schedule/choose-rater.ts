import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { calendarDate } from "./schedule-rule.schema.ts";

const candidate = z.object({
  id: z.string().min(1),
  /** Certified as a rater of the instrument on the day. */
  isCertified: z.boolean(),
  /** Works as a rater on the day: has not left, and holds the role that completes assessments. */
  isAtWork: z.boolean().default(true),
  /** Reliable on the day; null where reliability is not recorded. */
  isReliable: z.boolean().nullable(),
  /** Supervises the subject on the day. */
  supervisesSubject: z.boolean(),
  /** Coaches the subject on the day. */
  coachesSubject: z.boolean().default(false),
  /** A conflict of interest with the subject is recorded for the day. */
  hasConflict: z.boolean(),
  /** On leave on the day. */
  isAway: z.boolean(),
  /** Assessments already theirs that are not finished. */
  load: z.int().min(0),
  /** The last day for which they rated this subject. */
  lastRatedOn: calendarDate.nullable(),
});
export type RaterCandidate = z.input<typeof candidate>;

const request = z.object({
  subjectId: z.string().min(1),
  /** Whether the own supervisor and the own coach are out of the question. */
  mustBeIndependent: z.boolean(),
  mustBeReliable: z.boolean().default(true),
  /** Most unfinished assessments a rater may have. */
  mostAtOnce: z.int().min(1).nullable().default(null),
  /** Who is assigned now, and stays while they qualify. */
  currentId: z.string().nullable().default(null),
});

export type RaterChoice = {
  raterId: string | null;
  /** Who would be next, when somebody is. */
  backupId: string | null;
  /** Why nobody qualifies, as a sentence. */
  reason: string | null;
};

/**
 * Who rates a subject on a day. Nobody rates themselves; a rater is certified, and reliable where that is recorded,
 * has no conflict of interest with the subject and is not on leave; own supervisor and own coach do not give independent
 * ratings; nobody rates who has left; nobody gets more than they can do at once. Of those who qualify it is whoever
 * rated this subject longest ago or never, then whoever has least to do, then the lower id. Whoever is assigned already
 * stays while they qualify, whatever they have to do.
 *
 * @param candidates who could be asked, each with the facts of the day, in any order
 * @returns `reason` is null exactly when there is a rater
 * @throws TypeError naming every malformed field
 *
 * Source: rater assignment constraints of the program (certified, reliable, independent, no conflict, load, rotation).
 */
export function chooseRater(
  candidates: readonly RaterCandidate[],
  about: z.input<typeof request>,
): RaterChoice {
  const everybody = parseInput(z.array(candidate), candidates, "candidates");
  const { subjectId, mustBeIndependent, mustBeReliable, mostAtOnce, currentId } = parseInput(
    request,
    about,
    "about",
  );
  const certified = everybody.filter(({ isCertified }) => isCertified);
  const hurdles: [(one: z.output<typeof candidate>) => boolean, string, string][] = [
    [({ id }) => id === subjectId, "is the one to be rated", "are the ones to be rated"],
    [
      ({ supervisesSubject }) => mustBeIndependent && supervisesSubject,
      "supervises the one to be rated",
      "supervise the one to be rated",
    ],
    [
      ({ coachesSubject }) => mustBeIndependent && coachesSubject,
      "coaches the one to be rated",
      "coach the one to be rated",
    ],
    [({ isAtWork }) => !isAtWork, "does not work as a supervisor", "do not work as supervisors"],
    [({ hasConflict }) => hasConflict, "has a conflict of interest", "have a conflict of interest"],
    [
      ({ isReliable }) => mustBeReliable && isReliable === false,
      "has no valid reliability status",
      "have no valid reliability status",
    ],
    [({ isAway }) => isAway, "is on leave", "are on leave"],
    [
      ({ id, load }) => id !== currentId && mostAtOnce !== null && load >= mostAtOnce,
      `has ${mostAtOnce} reviews to do already`,
      `have ${mostAtOnce} reviews to do already`,
    ],
  ];
  const stops = (one: z.output<typeof candidate>) => hurdles.findIndex(([isStopped]) => isStopped(one));
  const eligible = certified.filter((one) => stops(one) === -1);
  eligible.sort(
    (a, b) =>
      Number(b.id === currentId) - Number(a.id === currentId) ||
      (a.lastRatedOn ?? "").localeCompare(b.lastRatedOn ?? "") ||
      a.load - b.load ||
      (a.id < b.id ? -1 : 1),
  );
  const [first, second] = eligible;
  if (first) return { raterId: first.id, backupId: second?.id ?? null, reason: null };
  const stopped = hurdles.map(([, one, many], index) => ({
    ...{ one, many },
    count: certified.filter((each) => stops(each) === index).length,
  }));
  const reason = whyNobody(
    certified.length,
    stopped.filter(({ count }) => count > 0),
  );
  return { raterId: null, backupId: null, reason };
}

function whyNobody(certified: number, stopped: { one: string; many: string; count: number }[]): string {
  if (certified === 0) return "Nobody is certified as a rater of this instrument.";
  const [only] = stopped;
  if (stopped.length === 1 && only)
    return certified === 1
      ? `The only certified rater ${only.one}.`
      : `${certified === 2 ? "Both" : `All ${certified}`} certified raters ${only.many}.`;
  const parts = stopped.map(({ one, many, count }) => `${count} ${count === 1 ? one : many}`);
  return `${certified} certified raters: ${parts.join(", ")}.`;
}
