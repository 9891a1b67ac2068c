/**
 * Calendar days as plain text, `YYYY-MM-DD`, years 0001 to 9999 of the proleptic Gregorian calendar (ISO 8601).
 * A day has no hour and no zone, so nothing here can be moved by a clock change. All arithmetic is on whole numbers.
 */
export type CalendarDate = string & { readonly calendarDate: unique symbol };

/** A stretch of days, both ends included; `to: null` means that no end is known. */
export type DateSpan = { from: CalendarDate; to: CalendarDate | null };

const FIRST_DAY = dayNumber(1, 1, 1);

/** Tells whether a value is an existing day written as `YYYY-MM-DD`. Never throws. */
export function isCalendarDate(value: unknown): value is CalendarDate {
  if (typeof value !== "string" || !isWritten(value)) return false;
  const { year, month, day } = parts(value);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
}

/**
 * Reads a day written as `YYYY-MM-DD`.
 *
 * @param what name of the value, used in the message
 * @throws RangeError when the text is not an existing day
 */
export function parseCalendarDate(value: unknown, what = "date"): CalendarDate {
  if (isCalendarDate(value)) return value;
  throw new RangeError(`${what}: found ${JSON.stringify(value)}, expected an existing day as YYYY-MM-DD`);
}

/**
 * The day `days` days later (earlier when negative).
 *
 * @throws RangeError when `days` is not a whole number or the result leaves the years 0001 to 9999
 */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + whole(days, "days"));
}

/**
 * The same day of the month `months` months later, or the last day of that month when it is shorter:
 * January 31 plus 1 is February 28, plus 2 is March 31. A series therefore always counts from its first day.
 *
 * @throws RangeError when `months` is not a whole number or the result leaves the years 0001 to 9999
 */
export function addMonths(anchor: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = parts(parseCalendarDate(anchor));
  const count = year * 12 + (month - 1) + whole(months, "months");
  const targetYear = Math.floor(count / 12);
  const targetMonth = count - targetYear * 12 + 1;
  return text(targetYear, targetMonth, Math.min(day, lengthOfMonth(targetYear, targetMonth)));
}

/** Days from the first date to the second: 0 for the same day, negative when the second is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** Order of two days for `sort`: negative when `a` is earlier, 0 when equal, positive when later. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The earlier of two days. */
export function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}

/** The later of two days. */
export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

/** Day of the week by ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekday(date: CalendarDate): number {
  return ((toDayNumber(date) - FIRST_DAY) % 7) + 1; // 0001-01-01 is a Monday
}

/** The Monday of a day's week (ISO 8601). */
export function startOfWeek(day: CalendarDate): CalendarDate {
  return addDays(day, 1 - weekday(day));
}

/** First day of the month the date is in. */
export function startOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = parts(parseCalendarDate(date));
  return text(year, month, 1);
}

/** Last day of the month the date is in. */
export function endOfMonth(date: CalendarDate): CalendarDate {
  const { year, month } = parts(parseCalendarDate(date));
  return text(year, month, lengthOfMonth(year, month));
}

/** Number of days of the month the date is in: 28 to 31. */
export function daysInMonth(date: CalendarDate): number {
  const { year, month } = parts(parseCalendarDate(date));
  return lengthOfMonth(year, month);
}

/** Tells whether a day is Monday to Friday and no holiday. */
export function isBusinessDay(date: CalendarDate, holidays: ReadonlySet<string>): boolean {
  return weekday(date) <= 5 && !holidays.has(date);
}

/** The day itself when it is a business day, otherwise the first business day after it. */
export function nextBusinessDay(date: CalendarDate, holidays: ReadonlySet<string>): CalendarDate {
  let day = date;
  while (!isBusinessDay(day, holidays)) day = addDays(day, 1);
  return day;
}

/**
 * The business day that many business days later (earlier when negative). Zero gives the day itself, whatever it is.
 *
 * @throws RangeError when `count` is not a whole number or the result leaves the years 0001 to 9999
 */
export function addBusinessDays(
  date: CalendarDate,
  count: number,
  holidays: ReadonlySet<string>,
): CalendarDate {
  const step = whole(count, "count") < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step);
    if (isBusinessDay(day, holidays)) left -= 1;
  }
  return day;
}

const DASH = 45;
const ZERO = 48;
const NINE = 57;

/** Whether a text is four digits, two and two, with dashes between them. Asked of every day, so without a pattern. */
function isWritten(text: string): boolean {
  if (text.length !== 10) return false;
  for (let index = 0; index < 10; index += 1) {
    const code = text.charCodeAt(index);
    if (index === 4 || index === 7 ? code !== DASH : code < ZERO || code > NINE) return false;
  }
  return true;
}

function parts(date: string) {
  const digit = (index: number) => date.charCodeAt(index) - ZERO;
  return {
    year: digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3),
    month: digit(5) * 10 + digit(6),
    day: digit(8) * 10 + digit(9),
  };
}

function text(year: number, month: number, day: number): CalendarDate {
  const written = `${String(year).padStart(4, "0")}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
  // A day of the years 0001 to 9999 that was worked out exists.
  return year >= 1 && year <= 9999 ? (written as CalendarDate) : parseCalendarDate(written, "result");
}

function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function whole(value: number, what: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${what}: found ${value}, expected a whole number`);
}

// The year is counted from March, so that the leap day is its last day and month lengths follow one formula.
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((monthFromMarch * 153 + 2) / 5) + day - 1;
}

function toDayNumber(date: CalendarDate): number {
  const { year, month, day } = parts(parseCalendarDate(date));
  return dayNumber(year, month, day);
}

function fromDayNumber(number: number): CalendarDate {
  let marchYear = Math.floor((number * 400) / 146_097); // 400 years have 146 097 days; one too few at most
  if (dayNumber(marchYear + 1, 3, 1) <= number) marchYear += 1;
  const dayOfYear = number - dayNumber(marchYear, 3, 1);
  const monthFromMarch = Math.floor((dayOfYear * 5 + 2) / 153);
  const month = ((monthFromMarch + 2) % 12) + 1;
  const day = dayOfYear - Math.floor((monthFromMarch * 153 + 2) / 5) + 1;
  return text(month <= 2 ? marchYear + 1 : marchYear, month, day);
}
