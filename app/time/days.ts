import { IANAZone } from "luxon";

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Clocks change on quarters of an hour; within one, a zone's offset is asked for once. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_QUARTERS = 100_000;

const offsets = new Map<string, Map<number, number>>();

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(zone: string, ms: number): number {
  let known = offsets.get(zone);
  if (!known) {
    if (!IANAZone.isValidZone(zone)) raise(`${zone} is not a known time zone`);
    known = new Map();
    offsets.set(zone, known);
  }
  const quarter = Math.floor(ms / QUARTER_MS);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = IANAZone.create(zone).offset(ms) * MINUTE_MS;
    if (known.size >= MOST_QUARTERS) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

/** The wall clock of a zone, written as if it were UTC. */
function wallClock(zone: string, instant: Date): string {
  const ms = instant.getTime();
  return new Date(ms + offsetAt(zone, ms)).toISOString();
}

/** The calendar day of an instant in a zone. The one function that turns instants into days. */
export function dayIn(zone: string, instant: Date): Day {
  return wallClock(zone, instant).slice(0, 10);
}

/** The wall-clock time of an instant in a zone, `HH:mm`. */
export function timeIn(zone: string, instant: Date): string {
  return wallClock(zone, instant).slice(11, 16);
}

/**
 * The instant of a wall-clock time (`HH:mm`) on a day in a zone. Of a time that comes twice, the first;
 * a time that the clock skips moves forward with it.
 */
export function instantOf(day: Day, time: string, zone: string): Date {
  const wall = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(wall)) raise(`${day} ${time} is not a day and a time`);
  const before = wall - offsetAt(zone, wall - DAY_MS);
  const after = wall - offsetAt(zone, wall + DAY_MS);
  const isAfter =
    before !== after && wall - offsetAt(zone, before) !== before && wall - offsetAt(zone, after) === after;
  return new Date(isAfter ? after : before);
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
