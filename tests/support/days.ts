import { type Day, dateToDay, dayIn } from "#app/time/days.ts";

const ZONE = "America/Los_Angeles";

/** The day that lies `days` after today where the programs of the tests are; before it if negative. */
export const daysFromToday = (days: number): Day =>
  dateToDay(new Date(Date.parse(dayIn(ZONE, new Date())) + days * 86_400_000));

/** The day that lies `days` before today where the programs of the tests are. */
export const daysAgo = (days: number): Day => daysFromToday(-days);
