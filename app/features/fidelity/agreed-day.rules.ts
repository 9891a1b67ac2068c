import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import {
  addDays,
  daysBetween,
  parseCalendarDate,
  startOfWeek,
  weekday,
} from "#fidelity/schedule/calendar.ts";

/** A review as far as another day for it is concerned. */
export interface Plannable {
  state: string;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  plannedOn: Day | null;
}

/** What is known about days at a site: which one it is, and why some are closed. */
export interface SiteDays {
  today: Day;
  /** What closes a day, in words; undefined on a day of work. */
  closedBy: (day: Day) => string | undefined;
}

export interface ClosedSpan {
  firstOn: Day;
  lastOn: Day;
  name: string;
}

/** The day on which a review is to take place: the one agreed, otherwise the one its rule aims at. */
export const dayOf = ({ plannedOn, targetOn }: Pick<Plannable, "plannedOn" | "targetOn">): Day =>
  plannedOn ?? targetOn;

/** Weekends and closures, in words. */
export function closedDays(closures: readonly ClosedSpan[]): SiteDays["closedBy"] {
  return (day) => {
    const closure = closures.find(({ firstOn, lastOn }) => firstOn <= day && day <= lastOn);
    if (closure) return closure.name;
    return weekday(parseCalendarDate(day)) > 5 ? "a weekend" : undefined;
  };
}

/** Why a review cannot be given another day at all; undefined when it can. */
export function whyFixed({ state, dueOn }: Plannable, today: Day): string | undefined {
  if (state === "in_progress" || state === "returned") return "it was begun";
  if (state === "waived") return "it was waived";
  if (state !== "planned" && state !== "open") return "it is finished";
  return dueOn < today ? `its window ended on ${formatDay(dueOn)}` : undefined;
}

/** Why a review cannot take place on a day; undefined when it can. */
export function whyNotOn(review: Plannable, day: Day, { today, closedBy }: SiteDays): string | undefined {
  const fixed = whyFixed(review, today);
  if (fixed) return fixed;
  if (day < review.opensOn || day > review.dueOn)
    return `${formatDay(day)} is outside its window, ${windowInWords(review)}`;
  if (day < today) return `${formatDay(day)} has passed`;
  const closed = closedBy(day);
  return closed ? `${formatDay(day)} is closed: ${closed}` : undefined;
}

export function windowInWords({ opensOn, dueOn }: Pick<Plannable, "opensOn" | "dueOn">): string {
  return `${formatDay(opensOn, { weekday: false })} to ${formatDay(dueOn, { weekday: false })}`;
}

/** The days on which a review may take place, in order. */
export function daysFor(review: Plannable, days: SiteDays): Day[] {
  const first = parseCalendarDate(review.opensOn);
  const length = daysBetween(first, parseCalendarDate(review.dueOn)) + 1;
  return Array.from({ length }, (_, index) => addDays(first, index)).filter(
    (day) => whyNotOn(review, day, days) === undefined,
  );
}

export type Shift = { by: "days"; days: number } | { by: "week"; weekOf: Day };

export type ShiftResult = { to: Day; note: string | null } | { reason: string };

/**
 * Where a shift takes a review: so many days on, or to the same weekday of another week. A day that is closed gives way
 * to the next day of work inside the window, or without one to the last before it, and that is said.
 */
export function shifted(review: Plannable, shift: Shift, days: SiteDays): ShiftResult {
  const from = parseCalendarDate(dayOf(review));
  const to =
    shift.by === "days"
      ? addDays(from, shift.days)
      : addDays(startOfWeek(parseCalendarDate(shift.weekOf)), weekday(from) - 1);
  const reason = whyNotOn(review, to, days);
  if (reason === undefined)
    return to === from && review.plannedOn !== null
      ? { reason: "it is on that day already" }
      : { to, note: null };
  // Only a closed day that it could have gone to otherwise gives way.
  const isInside = to >= review.opensOn && to <= review.dueOn && to >= days.today;
  if (!isInside || days.closedBy(to) === undefined) return { reason };
  const onTheWay = daysFor(review, days).filter((day) =>
    to > from ? day > from : to < from ? day < from : day !== from,
  );
  const near = onTheWay.find((day) => day > to) ?? onTheWay.at(-1);
  return near === undefined ? { reason } : { to: near, note: reason };
}
