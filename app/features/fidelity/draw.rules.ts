import type { Day } from "#app/time/days.ts";
import { addMonths, type CalendarDate } from "#fidelity/schedule/calendar.ts";
import type { ScheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import type { Segment } from "./schedule.rules.ts";

type RandomRule = ScheduleRule & { kind: "random" };

export interface DuePeriod {
  rule: RandomRule;
  /** The day of the draw: the first of the period for people, the day after the period for sessions. */
  periodOn: CalendarDate;
}

/** The latest draw of a random rule that has come due by a day; none before the rule starts, or before its first period ends. */
function periodDue(rule: ScheduleRule, today: Day): DuePeriod | null {
  if (rule.kind !== "random" || today < rule.startOn) return null;
  let periods = 0;
  while (addMonths(rule.startOn, (periods + 1) * rule.everyMonths) <= today) periods += 1;
  if (rule.of === "sessions" && periods === 0) return null;
  return { rule, periodOn: addMonths(rule.startOn, periods * rule.everyMonths) };
}

/** The draw that is due of a rule with versions: as the version says that was in force on the day of the draw. */
export function drawDue(segments: readonly Segment[], today: Day): DuePeriod | null {
  const current = segments.find(({ from, to }) => from <= today && (to === null || today <= to));
  const due = current ? periodDue(current.rule, today) : null;
  if (!due || !current || due.periodOn >= current.from) return due;
  const earlier = segments.findLast(({ from }) => from <= due.periodOn);
  return earlier ? periodDue(earlier.rule, today) : due;
}

/** The part of the population a unit is drawn in. */
export function stratumOf(
  { stratifyBy }: RandomRule,
  { siteId, unitId, coachId }: { siteId: string; unitId: string | null; coachId: string },
): string {
  if (stratifyBy === "none") return "all";
  if (stratifyBy === "coach") return coachId;
  return stratifyBy === "unit" ? (unitId ?? siteId) : siteId;
}
