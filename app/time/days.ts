import { DateTime } from "luxon";

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** The calendar day of an instant in a zone. The one function that turns instants into days. */
export function dayIn(zone: string, instant: Date): Day {
  return DateTime.fromJSDate(instant, { zone }).toISODate() ?? raise(`${zone} is not a known time zone`);
}

/** The instant of a wall-clock time on a day in a zone; a time that the clock skips moves forward with it. */
export function instantOf(day: Day, time: string, zone: string): Date {
  const local = DateTime.fromISO(`${day}T${time}`, { zone });
  if (!local.isValid) raise(`${day} ${time} is not a time in ${zone}: ${local.invalidExplanation}`);
  return local.toJSDate();
}

/** The wall-clock time of an instant in a zone, `HH:mm`. */
export function timeIn(zone: string, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat("HH:mm");
}

/** Prisma carries a calendar day as midnight UTC. */
export function dayToDate(day: Day): Date;
export function dayToDate(day: Day | null | undefined): Date | null;
export function dayToDate(day: Day | null | undefined): Date | null {
  return day ? new Date(`${day}T00:00:00Z`) : null;
}

export function dateToDay(date: Date): Day;
export function dateToDay(date: Date | null): Day | null;
export function dateToDay(date: Date | null): Day | null {
  return date ? date.toISOString().slice(0, 10) : null;
}

function raise(message: string): never {
  throw new RangeError(message);
}
