import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { addDays, daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { BandText, FidelityResult, StoredScore } from "./assessment.types.ts";
import type { PlanContent } from "./improvement.schema.ts";
import type { FailingPart, ImprovementState, PlanCourse, PlanResult } from "./improvement.types.ts";

/** Days between the proposal and the day on which others see it, whether or not it was read. */
export const SUBJECT_FIRST_DAYS = 3;
export const RECHECK_DAYS = { least: 30, most: 45 } as const;
const MISSES_FOR_TEAM = 2;
/** Without an answer for so long, a start day is set anew. */
const START_MAY_LIE_BACK_DAYS = 7;

export const isPlanOpen = (state: ImprovementState) =>
  state === "proposed" || state === "agreed" || state === "active" || state === "extended";
export const isUnderWay = (state: ImprovementState) =>
  state === "agreed" || state === "active" || state === "extended";

const isLow = (result: FidelityResult) => result === "developing" || result === "not_met";

/**
 * How the re-assessments of a plan went. A plan is met when the newest `needed` of them meet the threshold; a failed
 * critical item never does. A review that could not be scored neither counts nor breaks the row.
 *
 * @param results re-assessments alone, in any order
 */
export function courseOf(
  results: readonly Pick<PlanResult, "on" | "result">[],
  { needed }: { needed: number },
): PlanCourse {
  const scored = results.filter(({ result }) => result !== "not_scorable").toSorted(byDay);
  const lastMiss = scored.findLastIndex(({ result }) => isLow(result));
  const metInARow = scored.length - 1 - lastMiss;
  const misses = scored.filter(({ result }) => isLow(result)).length;
  return {
    metInARow,
    misses,
    lastMissOn: scored[lastMiss]?.on ?? null,
    isMet: metInARow >= needed,
    needsSupportTeam: misses >= MISSES_FOR_TEAM && metInARow < needed,
  };
}

/** The results that count as re-assessments of a plan: of another session than the one that led to it, from its start on. */
export function recheckResults<Result extends Pick<PlanResult, "assessmentId" | "on">>({
  results,
  triggerId,
  startsOn,
}: {
  results: readonly Result[];
  triggerId: string;
  startsOn: Day | null;
}): Result[] {
  return results.filter(
    ({ assessmentId, on }) => startsOn !== null && assessmentId !== triggerId && on >= startsOn,
  );
}

/**
 * Where the re-assessments move a plan that is under way: it is met, or goes on with another re-assessment after one that
 * stayed below. It is closed without having been met by people alone.
 */
export function nextOfPlan(plan: {
  state: ImprovementState;
  triggerId: string;
  startsOn: Day;
  recheckDueOn: Day;
  recheckDays: number;
  successesNeeded: number;
  results: readonly PlanResult[];
}): { to: "met" | "extended"; recheckDueOn: Day } | null {
  const { isMet, lastMissOn } = courseOf(recheckResults(plan), { needed: plan.successesNeeded });
  if (isMet) return { to: "met", recheckDueOn: plan.recheckDueOn };
  if (lastMissOn === null) return null;
  const next = addDays(parseCalendarDate(lastMissOn), plan.recheckDays);
  const recheckDueOn = next > plan.recheckDueOn ? next : plan.recheckDueOn;
  return plan.state === "extended" && recheckDueOn === plan.recheckDueOn
    ? null
    : { to: "extended", recheckDueOn };
}

const byDay = (a: { on: Day }, b: { on: Day }) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

/**
 * How far anything can be read from the scored reviews there are, the newest of which is low.
 *
 * @param results scored reviews of one person and instrument by others than themselves, in any order
 */
export function trendInWords(results: readonly Pick<PlanResult, "on" | "result">[]): string {
  const scored = results.filter(({ result }) => result !== "not_scorable").toSorted(byDay);
  const low = scored.filter(({ result }) => isLow(result)).length;
  if (scored.length <= 1)
    return "This is the only scored review so far (n = 1). One score shows one session; it is not a trend.";
  if (low === 1)
    return `One of ${scored.length} scored reviews was below the threshold. One low score is not a trend.`;
  return `${low} of ${scored.length} scored reviews were below the threshold. So few scores show a direction at most, not its cause.`;
}

/** What of a review stayed below: failed critical items first, then sections below their own threshold. */
export function failingParts(
  score: Pick<StoredScore, "criticalFailures" | "sections">,
  definition: {
    items: readonly { id: string; label: string }[];
    sections: readonly { id: string; title: string; thresholds: readonly BandText[] }[];
    scoring: { thresholds: readonly BandText[] };
  },
): FailingPart[] {
  const critical = score.criticalFailures.map(
    (id): FailingPart => ({
      kind: "critical",
      label: definition.items.find((item) => item.id === id)?.label ?? id,
      percent: null,
    }),
  );
  // A section without a threshold of its own is held against that of the whole.
  const below = score.sections.filter(({ sectionId, result, percent }) => {
    if (result) return isLow(result);
    const own = definition.sections.find(({ id }) => id === sectionId)?.thresholds ?? [];
    const met = [...own, ...definition.scoring.thresholds].find(({ band }) => band === "met");
    return percent !== null && met !== undefined && percent < met.from;
  });
  return [
    ...critical,
    ...below
      .toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0))
      .map(
        ({ sectionId, percent }): FailingPart => ({
          kind: "section",
          label: definition.sections.find(({ id }) => id === sectionId)?.title ?? sectionId,
          percent,
        }),
      ),
  ];
}

/** What became of the result that led to a plan; null while it stands. */
export function supersededInWords(
  proposed: { scoreVersion: number },
  now: { scoreVersion: number; result: FidelityResult; state: string } | null,
): string | null {
  if (now === null || now.state !== "final")
    return "The review that led to this plan is being looked at again: its result does not stand at the moment.";
  if (now.scoreVersion === proposed.scoreVersion) return null;
  return isLow(now.result)
    ? "The result that led to this plan was changed since. What stands here now is the newer one; it is still below the threshold."
    : "The result that led to this plan was changed since, and is no longer below the threshold.";
}

/** Whether both can be asked to agree to these words and days. */
export function checkContent(content: PlanContent, { today }: { today: Day }): Verdict {
  const errors: Record<string, string[]> = {};
  const { startsOn, recheckDueOn } = content;
  if (daysBetween(parseCalendarDate(startsOn), parseCalendarDate(today)) > START_MAY_LIE_BACK_DAYS)
    errors.startsOn = ["Choose a start from a week ago on"];
  const span = daysBetween(parseCalendarDate(startsOn), parseCalendarDate(recheckDueOn));
  if (span < RECHECK_DAYS.least || span > RECHECK_DAYS.most)
    errors.recheckDueOn = [
      `Choose a day ${RECHECK_DAYS.least} to ${RECHECK_DAYS.most} days after the start; this is ${span === 1 ? "1 day" : `${span} days`}`,
    ];
  return Object.keys(errors).length > 0
    ? refuse("plan.content", "Some days do not fit together.", errors)
    : { ok: true };
}

/** Whether a plan says exactly this already, in whatever order its drivers were chosen. */
export function isSameContent(
  plan: { [Key in keyof PlanContent]: PlanContent[Key] | null },
  content: PlanContent,
) {
  const { drivers, systemCauses, goals, ownerId, startsOn, recheckDueOn } = content;
  return (
    [...(plan.drivers ?? [])].sort().join() === [...drivers].sort().join() &&
    plan.systemCauses === systemCauses &&
    plan.goals === goals &&
    plan.ownerId === ownerId &&
    plan.startsOn === startsOn &&
    plan.recheckDueOn === recheckDueOn
  );
}

/** Whether somebody can agree to the plan as it stands. */
export function checkAgreeable(
  plan: {
    state: ImprovementState;
    rowVersion: number;
    drivers: readonly string[];
    goals: string;
    ownerId: string | null;
    startsOn: Day | null;
  },
  { rowVersion, today }: { rowVersion: number; today: Day },
): Verdict {
  if (plan.state !== "proposed")
    return refuse("plan.moved-on", "This plan is not open for agreement any more. Reload the page.");
  if (plan.rowVersion !== rowVersion)
    return refuse(
      "plan.changed",
      "The plan was changed in the meantime. Read it again before you agree to it.",
    );
  if (plan.drivers.length === 0 || plan.goals === "" || plan.ownerId === null || plan.startsOn === null)
    return refuse("plan.unfinished", "Write first what may have led to it, a goal, an owner and the days.");
  if (daysBetween(parseCalendarDate(plan.startsOn), parseCalendarDate(today)) > START_MAY_LIE_BACK_DAYS)
    return refuse("plan.start-passed", "The start day has passed: set another one, then agree.");
  return { ok: true };
}
