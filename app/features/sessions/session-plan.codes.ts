import { STATUS_LABELS } from "./session.codes.ts";

/** How a plan repeats. No zod and nothing of the server: the browser loads this. */
export const REPEAT_LABELS = {
  once: "Just once",
  weekly: "Weekly",
  monthly: "Monthly",
} as const;

export const WEEK_LABELS = {
  "1": "First",
  "2": "Second",
  "3": "Third",
  "4": "Fourth",
  "-1": "Last",
} as const;
export type WeekOfMonth = keyof typeof WEEK_LABELS;

export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export const LONG_WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

export const MOST_TURNS = 12;
/** How far ahead the sessions of a plan stand in the calendar. */
export const HORIZON_DAYS = 13 * 7;

const {
  rescheduled,
  cancelled_by_coachee,
  cancelled_by_coach,
  cancelled_agency,
  no_show_coachee,
  no_show_coach,
} = STATUS_LABELS;
/** What becomes of a planned session that does not take place, the usual first. */
export const NOT_HELD_LABELS = {
  rescheduled,
  cancelled_by_coachee,
  cancelled_by_coach,
  cancelled_agency,
  no_show_coachee,
  no_show_coach,
} as const;
export type NotHeldStatus = keyof typeof NOT_HELD_LABELS;

/** A session that was called off has no successor: moved to another time, it counts as moved and not as called off. */
export function mayHaveNewTime(status: NotHeldStatus | undefined): boolean {
  return status === undefined || !status.startsWith("cancelled_");
}
