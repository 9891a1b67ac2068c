import { daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";

export interface ContactBand {
  word: string;
  tone: "positive" | "caution" | "critical";
}

const RECENT_DAYS = 14;
const A_MONTH_DAYS = 31;

/** How long ago the last contact was, as a word. */
export function contactBand(lastContactOn: string | null, today: string): ContactBand {
  if (!lastContactOn) return { word: "No contact yet", tone: "critical" };
  const days = daysBetween(parseCalendarDate(lastContactOn), parseCalendarDate(today));
  if (days <= RECENT_DAYS) return { word: "Recent contact", tone: "positive" };
  if (days <= A_MONTH_DAYS) return { word: "A while ago", tone: "caution" };
  return { word: "Over a month ago", tone: "critical" };
}
