import type { Day } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { CalendarEntry } from "./calendar.types.ts";

const DAYS_BACK = 90;
const DAYS_AHEAD = 366;
/** A group has more people than a title has room. */
const MOST_NAMES = 3;

export interface CalendarSession {
  id: string;
  isCancelled: boolean;
  sessionOn: Day;
  zone: string;
  startsAt: Date | null;
  endsAt: Date | null;
  rowVersion: number;
  updatedAt: Date;
  /** Whether the reader leads it; otherwise they take part in it. */
  isLead: boolean;
  coachName: string;
  attendeeNames: string[];
}

export interface CalendarReview {
  id: string;
  subjectName: string;
  /** The reader rates their own work. */
  isSelf: boolean;
  opensOn: Day;
  dueOn: Day;
  /** The day agreed, if there is one. */
  plannedOn: Day | null;
  rowVersion: number;
  changedAt: Date;
}

/** The days that a feed covers, both of them included. */
export function calendarSpan(today: Day): { from: Day; until: Day } {
  const day = parseCalendarDate(today);
  return { from: addDays(day, -DAYS_BACK), until: addDays(day, DAYS_AHEAD) };
}

export function sessionEntry(session: CalendarSession): CalendarEntry {
  const { id, startsAt, endsAt, zone, sessionOn } = session;
  return {
    uid: `session-${id}@throughline`,
    title: `Coaching session with ${session.isLead ? namesOf(session.attendeeNames) : session.coachName}`,
    path: `/sessions/${id}`,
    version: session.rowVersion,
    changedAt: session.updatedAt,
    isCancelled: session.isCancelled,
    when: startsAt && endsAt ? { startsAt, endsAt, zone } : { firstOn: sessionOn, lastOn: sessionOn },
  };
}

/** The day agreed, otherwise the window from its opening to its due day. */
export function reviewEntry(review: CalendarReview): CalendarEntry {
  const { opensOn, dueOn, plannedOn } = review;
  return {
    uid: `assessment-${review.id}@throughline`,
    title: review.isSelf ? "Your self-rating" : `Fidelity assessment of ${review.subjectName}`,
    path: `/reviews/${review.id}`,
    version: review.rowVersion,
    changedAt: review.changedAt,
    isCancelled: false,
    when: { firstOn: plannedOn ?? opensOn, lastOn: plannedOn ?? dueOn },
  };
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : (shown[0] ?? "somebody");
}
