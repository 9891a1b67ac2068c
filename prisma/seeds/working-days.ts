import { DateTime, IANAZone } from "luxon";

const DAY_MS = 86_400_000;

/** Days as numbers since 1970-01-01: the generator counts in them. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

const texts = new Map<number, string>();

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

const QUARTER_MS = 900_000;

/**
 * Lets luxon ask once for each quarter of an hour what a zone's clock shows: no zone changes its clock within one.
 * The rules of a session ask several times for each of a million sessions.
 */
export function rememberOffsets(name: string): void {
  const zone = IANAZone.create(name);
  const known = new Map<number, number>();
  const ask = IANAZone.prototype.offset.bind(zone);
  zone.offset = (instant) => {
    const quarter = Math.floor(instant / QUARTER_MS);
    let offset = known.get(quarter);
    if (offset === undefined) {
      offset = ask(instant);
      known.set(quarter, offset);
    }
    return offset;
  };
}

const offsets = new Map<string, number>();

/** Milliseconds since 1970 of a wall-clock minute on a day; offices keep hours that no clock change touches. */
export function instantAt(day: number, minuteOfDay: number, zone: string): number {
  const key = `${zone}${day}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = DateTime.fromISO(`${dayText(day)}T12:00`, { zone }).offset;
    offsets.set(key, offset);
  }
  return day * DAY_MS + (minuteOfDay - offset) * 60_000;
}

const holidays = new Map<number, ReadonlyMap<number, string>>();

/** Legal holidays of the State of Oregon by the day they are observed on. */
export function holidaysOf(year: number): ReadonlyMap<number, string> {
  let found = holidays.get(year);
  if (!found) {
    const on = (month: number, date: number) => Math.round(Date.UTC(year, month - 1, date) / DAY_MS);
    const observed = (day: number) => day + (weekdayOf(day) === 6 ? -1 : weekdayOf(day) === 7 ? 1 : 0);
    const nth = (month: number, weekday: number, count: number) => {
      const first = on(month, 1);
      return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1);
    };
    const lastOfMay = nth(5, 1, 5) <= on(5, 31) ? nth(5, 1, 5) : nth(5, 1, 4);
    found = new Map([
      [observed(on(1, 1)), "New Year’s Day"],
      [nth(1, 1, 3), "Martin Luther King, Jr. Day"],
      [nth(2, 1, 3), "Presidents Day"],
      [lastOfMay, "Memorial Day"],
      [observed(on(6, 19)), "Juneteenth"],
      [observed(on(7, 4)), "Independence Day"],
      [nth(9, 1, 1), "Labor Day"],
      [observed(on(11, 11)), "Veterans Day"],
      [nth(11, 4, 4), "Thanksgiving Day"],
      [observed(on(12, 25)), "Christmas Day"],
    ]);
    holidays.set(year, found);
  }
  return found;
}

export function isWorkingDay(day: number): boolean {
  return weekdayOf(day) <= 5 && !holidaysOf(Number(dayText(day).slice(0, 4))).has(day);
}

/** How much happens on a day compared with an ordinary one: holidays and summer leave gaps. */
export function seasonOf(day: number): number {
  const date = dayText(day).slice(5);
  if (date >= "12-18" || date <= "01-04") return 0.4;
  if (date >= "11-20" && date <= "11-30") return 0.7;
  if (date >= "03-23" && date <= "03-29") return 0.7;
  if (date >= "07-01" && date <= "08-20") return 0.8;
  return 1;
}
