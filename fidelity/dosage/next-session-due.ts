import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  addDays,
  type CalendarDate,
  compareDates,
  daysBetween,
  laterOf,
  startOfMonth,
} from "../schedule/calendar.ts";
import { type DosageLevelInput, type DosagePaceInput, dosageLevel, dosagePace } from "./dosage.schema.ts";
import { eligibleSpans, lengthOf, overlap } from "./eligible-spans.ts";
import { type PlannedSpan, plannedSpans } from "./planned-spans.ts";

export type NextSessionDue = {
  /**
   * `none`: the schedule plans no further session within two years. `paused`: the day asked for is leave or without a
   * coach, so that nothing is asked of this pair. A closure is no pause: a holiday does not make anybody less late.
   */
  status: "none" | "paused" | "on-track" | "due-soon" | "overdue";
  dueOn: CalendarDate | null;
  /** Eligible days after the due day, up to the day asked for: leave and closures are not held against anybody. */
  daysOverdue: number;
};

/** Nothing is looked for beyond this many days after the day asked for. */
const LOOK_AHEAD_DAYS = 730;
const EXACT = 1e-9;

/**
 * The day by which the next session is due, worked out from the dosage schedule and never stored.
 *
 * A session is due on the day on which the days after the last one have planned a whole session: at two a month about
 * fifteen days later. Leave, closures, vacancy and days without a level plan nothing and move the day on. When more
 * sessions were held in the last one's month than it had planned by then, the day waits until the plan has caught up
 * with them, so that a month whose dose is delivered is never overdue. Before the first session the days count from the
 * first planned day. Sessions before `startedOn` belong to an earlier stay.
 *
 * @param schedule levels with dates, in any order, not overlapping; from the last session on
 * @param pace `heldOn`: days of delivered sessions, at least those of the last one's month; `asOf`: the day asked for;
 *   optionally `leave`, `closures`, `assignments`, `startedOn`, `exitOn`, `soonDays` (7)
 * @returns `overdue` once eligible days have passed since the due day; `due-soon` from `soonDays` before it until then
 * @throws TypeError naming every malformed field; RangeError for overlapping levels
 *
 * Source: frequency of contact as the interval that the planned dose sets; overdue is computed, not stored.
 */
export function nextSessionDue(schedule: readonly DosageLevelInput[], pace: DosagePaceInput): NextSessionDue {
  const levels = parseInput(z.array(dosageLevel), schedule, "schedule");
  const { heldOn, asOf, soonDays, ...facts } = parseInput(dosagePace, pace, "pace");
  const startedOn = facts.startedOn;
  const held = heldOn
    .filter((day) => day <= asOf && (startedOn === null || startedOn <= day))
    .sort(compareDates);
  const last = held.at(-1);
  const firstPlanned = levels.map(({ from }) => from).sort(compareDates)[0];
  const from = last ? startOfMonth(last) : firstPlanned;
  const to = addDays(asOf, LOOK_AHEAD_DAYS);
  if (from === undefined || from > to) return { status: "none", dueOn: null, daysOverdue: 0 };

  const eligible = eligibleSpans({ from, to }, facts);
  const afterLast = dayOfSession(plannedSpans(eligible, levels), last ? addDays(last, 1) : from, 1);
  const heldInMonth = held.filter((day) => day >= from).length;
  const caughtUp = last ? dayOfSession(plannedSpans(eligible, levels), from, heldInMonth) : afterLast;
  if (afterLast === null || caughtUp === null) return { status: "none", dueOn: null, daysOverdue: 0 };
  const dueOn = laterOf(afterLast, caughtUp);
  if (eligibleSpans({ from: asOf, to: asOf }, { ...facts, closures: [] }).length === 0)
    return { status: "paused", dueOn, daysOverdue: 0 };
  const late = { from: addDays(dueOn, 1), to: asOf };
  const daysOverdue = lengthOf(eligible.map((span) => overlap(late, span)));
  if (daysOverdue > 0) return { status: "overdue", dueOn, daysOverdue };
  return { status: daysBetween(asOf, dueOn) <= soonDays ? "due-soon" : "on-track", dueOn, daysOverdue };
}

/** The day on which the plan from a day on reaches so many sessions; null when it never does. */
function dayOfSession(
  planned: Iterable<PlannedSpan>,
  start: CalendarDate,
  count: number,
): CalendarDate | null {
  let missing = count;
  for (const { from, to, sessionsPerDay } of planned) {
    if (to < start || sessionsPerDay === 0) continue;
    const first = laterOf(from, start);
    const days = daysBetween(first, to) + 1;
    const needed = Math.ceil((missing - EXACT) / sessionsPerDay);
    if (needed <= days) return addDays(first, Math.max(needed, 1) - 1);
    missing -= days * sessionsPerDay;
  }
  return null;
}
