import { addDays, type CalendarDate, compareDates, daysBetween } from "./calendar.ts";
import type { Occurrence } from "./schedule-rule.schema.ts";

/** What one rule expects of a subject; rules earlier in the list go before later ones. */
export type RuleOccurrences = { minimumSpacingDays: number; occurrences: readonly Occurrence[] };

/** An assessment that was begun, finished or waived, and is no longer planned. */
export type SettledAssessment = {
  key: string;
  /** Day of the observed work; while it is not known, the target. */
  on: CalendarDate;
  /** Keys of the other occurrences it was planned to count for. */
  countsFor: readonly string[];
  /** Whether the work was done, so that it counts for whatever window holds its day. */
  isDone: boolean;
  /** Whether it counts for others and keeps them at a distance; what was waived or cancelled does neither. */
  takesPlace: boolean;
};

export type CombinedOccurrence = {
  occurrence: Occurrence;
  /** Keys of the occurrences of other rules that this assessment counts for as well. */
  countsFor: string[];
};

export type LeftOut = { occurrence: Occurrence; by: string; reason: string };

/**
 * One list of assessments for a subject under several rules of one instrument.
 *
 * An occurrence of a later rule is not planned where an assessment of an earlier rule has its target in the later
 * one's window, or finished work was done in it: that assessment counts for both, and says so. One assessment counts
 * for at most one occurrence of a rule. What is closer to another assessment than its rule's minimum spacing moves to
 * the nearest day of its window, up to the due day, that is far enough; where there is none it is left out.
 *
 * @param rules occurrences per rule, in order of precedence
 * @param settled assessments of the subject that are not planned any more
 * @returns `planned` by target day, and `leftOut` with the key of the assessment that counts instead and a reason
 *
 * Source: precedence and de-duplication of overlapping assessment windows.
 */
export function combineOccurrences(
  rules: readonly RuleOccurrences[],
  settled: readonly SettledAssessment[],
): { planned: CombinedOccurrence[]; leftOut: LeftOut[] } {
  const planned: CombinedOccurrence[] = [];
  const leftOut: LeftOut[] = [];
  const settledKeys = new Set(settled.map(({ key }) => key));
  for (const { minimumSpacingDays, occurrences } of rules) {
    const earlier = [...planned];
    const taken = new Set<string>();
    for (const occurrence of occurrences) {
      if (settledKeys.has(occurrence.key)) {
        planned.push({ occurrence, countsFor: [] });
        continue;
      }
      const done = settled.find(
        ({ key, on, isDone, takesPlace, countsFor }) =>
          (takesPlace && countsFor.includes(occurrence.key)) ||
          (isDone && ruleOf(key) !== ruleOf(occurrence.key) && isIn(occurrence, on) && !taken.has(key)),
      );
      if (done) {
        taken.add(done.key);
        leftOut.push({ occurrence, by: done.key, reason: `counted by the work of ${done.on}` });
        continue;
      }
      const other = earlier.find(
        (one) =>
          !settledKeys.has(one.occurrence.key) &&
          !taken.has(one.occurrence.key) &&
          isIn(occurrence, one.occurrence.targetOn),
      );
      if (other) {
        taken.add(other.occurrence.key);
        other.countsFor.push(occurrence.key);
        const { key, targetOn } = other.occurrence;
        leftOut.push({ occurrence, by: key, reason: `counted by the assessment of ${targetOn}` });
        continue;
      }
      const days = [
        ...settled.filter(({ takesPlace }) => takesPlace).map(({ key, on }) => ({ key, on })),
        ...planned
          .filter((one) => !settledKeys.has(one.occurrence.key))
          .map((one) => ({ key: one.occurrence.key, on: one.occurrence.targetOn })),
      ];
      const spaced = withSpacing(occurrence, days, minimumSpacingDays);
      if ("by" in spaced) leftOut.push({ occurrence, ...spaced });
      else planned.push({ occurrence: spaced.occurrence, countsFor: [] });
    }
  }
  planned.sort((a, b) => compareDates(a.occurrence.targetOn, b.occurrence.targetOn));
  return { planned, leftOut };
}

const ruleOf = (key: string) => key.slice(0, key.indexOf("/"));

function isIn({ opensOn, graceEndsOn }: Occurrence, day: CalendarDate): boolean {
  return opensOn <= day && day <= graceEndsOn;
}

type Other = { key: string; on: CalendarDate };

function withSpacing(
  occurrence: Occurrence,
  others: readonly Other[],
  spacing: number,
): { occurrence: Occurrence } | { by: string; reason: string } {
  const tooClose = (day: CalendarDate) => others.find(({ on }) => Math.abs(daysBetween(on, day)) < spacing);
  const close = tooClose(occurrence.targetOn);
  if (spacing === 0 || !close) return { occurrence };
  const { opensOn, targetOn, dueOn, reason } = occurrence;
  for (let away = 1; away <= daysBetween(opensOn, dueOn); away += 1)
    for (const day of [addDays(targetOn, away), addDays(targetOn, -away)]) {
      if (day < opensOn || day > dueOn || tooClose(day)) continue;
      const moved = `${reason}; moved to ${day}, ${spacing} days from the assessment of ${close.on}`;
      return { occurrence: { ...occurrence, targetOn: day, reason: moved } };
    }
  return { by: close.key, reason: `less than ${spacing} days from the assessment of ${close.on}` };
}
