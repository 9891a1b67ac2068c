import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addBusinessDays,
  addDays,
  addMonths,
  type CalendarDate,
  compareDates,
  daysBetween,
  daysInMonth,
  earlierOf,
  endOfMonth,
  isBusinessDay,
  isCalendarDate,
  laterOf,
  nextBusinessDay,
  parseCalendarDate,
  startOfMonth,
  weekday,
} from "./calendar.ts";

const day = (text: string) => parseCalendarDate(text);
const anyDay = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays(day("2000-03-01"), days));

describe("reading", () => {
  test.each(["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (text) => {
    expect(parseCalendarDate(text)).toBe(text);
  });

  test.each([
    "2023-02-29",
    "1900-02-29",
    "2026-13-01",
    "2026-04-31",
    "2026-4-1",
    "2026-04-1",
    "2026/04/01",
    "2026-04/01",
    "2026-04:01",
    "202/-04-01",
    "2026-0:-01",
    "2026-04-1a",
    "20260-4-01",
    "0000-01-01",
    "2026-01-01T00:00",
    "",
    null,
    20260101,
  ])("%s is no day", (value) => {
    expect(isCalendarDate(value)).toBe(false);
    expect(() => parseCalendarDate(value, "heldOn")).toThrow(/heldOn: found .* expected an existing day/);
  });
});

describe("days", () => {
  test("cross the end of February in leap years and others", () => {
    expect(addDays(day("2024-02-28"), 1)).toBe("2024-02-29");
    expect(addDays(day("2023-02-28"), 1)).toBe("2023-03-01");
    expect(addDays(day("2026-01-01"), -1)).toBe("2025-12-31");
  });

  test("are counted by the calendar, clock changes or not", () => {
    expect(daysBetween(day("2026-10-31"), day("2026-11-02"))).toBe(2);
    expect(daysBetween(day("2000-01-01"), day("2400-01-01"))).toBe(146_097);
  });

  test("agree with the Gregorian calendar of the language over its whole range", () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const instant = new Date(`${date}T00:00:00Z`);
        expect(daysBetween(day("1970-01-01"), date)).toBe(instant.getTime() / 86_400_000);
        expect(weekday(date) % 7).toBe(instant.getUTCDay());
      }),
    );
  });

  test("added and counted give back the number", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  test("outside the calendar or not whole are refused", () => {
    expect(() => addDays(day("9999-12-31"), 1)).toThrow(
      'result: found "10000-01-01", expected an existing day',
    );
    expect(() => addDays(day("0001-01-01"), -1)).toThrow(
      'result: found "0000-12-31", expected an existing day',
    );
    for (const far of [-3_700_000, 3_700_000, Number.MAX_SAFE_INTEGER / 2])
      expect(() => addDays(day("2026-01-01"), far)).toThrow(RangeError);
    expect(() => addDays(day("2026-01-01"), 0.5)).toThrow("days: found 0.5, expected a whole number");
    expect(() => addDays("tomorrow" as CalendarDate, 1)).toThrow(
      'date: found "tomorrow", expected an existing day',
    );
  });
});

describe("months", () => {
  test("count from the anchor and stop at the end of a shorter month", () => {
    expect([1, 2, 3, 12, 13].map((months) => addMonths(day("2026-01-31"), months))).toEqual([
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
      "2027-01-31",
      "2027-02-28",
    ]);
    expect(addMonths(day("2024-02-29"), 12)).toBe("2025-02-28");
    expect(addMonths(day("2026-01-15"), -1)).toBe("2025-12-15");
    expect(() => addMonths(day("9999-12-01"), 1)).toThrow(
      'result: found "10000-01-01", expected an existing day',
    );
    expect(() => addMonths(day("2026-01-01"), 0.5)).toThrow("months: found 0.5, expected a whole number");
  });

  test("have a first and a last day", () => {
    expect(startOfMonth(day("2024-02-15"))).toBe("2024-02-01");
    expect(endOfMonth(day("2024-02-15"))).toBe("2024-02-29");
    expect(daysInMonth(day("2026-04-15"))).toBe(30);
  });

  test("land in the month asked for", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const months0 = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(months0(addMonths(date, months)) - months0(date)).toBe(months);
      }),
    );
  });
});

describe("business days", () => {
  const holidays = new Set(["2026-11-26"]); // Thanksgiving, a Thursday

  test("leave out weekends and holidays", () => {
    expect(weekday(day("2026-11-26"))).toBe(4);
    expect(isBusinessDay(day("2026-11-26"), holidays)).toBe(false);
    expect(nextBusinessDay(day("2026-11-28"), holidays)).toBe("2026-11-30");
    expect(nextBusinessDay(day("2026-11-27"), holidays)).toBe("2026-11-27");
    expect(addBusinessDays(day("2026-11-25"), 2, holidays)).toBe("2026-11-30");
    expect(addBusinessDays(day("2026-11-30"), -2, holidays)).toBe("2026-11-25");
    expect(addBusinessDays(day("2026-11-28"), 0, holidays)).toBe("2026-11-28");
    expect(() => addBusinessDays(day("2026-11-28"), 0.5, holidays)).toThrow(
      "count: found 0.5, expected a whole number",
    );
  });
});

test("days sort by time", () => {
  expect([day("2026-02-01"), day("2025-12-31")].sort(compareDates)).toEqual(["2025-12-31", "2026-02-01"]);
  expect(compareDates(day("2026-02-01"), day("2026-02-01"))).toBe(0);
  expect(compareDates(day("2026-02-02"), day("2026-02-01"))).toBe(1);
  expect(earlierOf(day("2026-02-02"), day("2026-02-01"))).toBe("2026-02-01");
  expect(laterOf(day("2026-02-01"), day("2026-02-02"))).toBe("2026-02-02");
});
