import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RecurrenceRule, recurringDays } from "./recurring-days.ts";

const days = (rule: Record<string, unknown>, from: string, until: string, without = [] as object[]) =>
  recurringDays(rule as RecurrenceRule, { from, until, without: without as never });
const weekly = { kind: "weekly", startsOn: "2026-11-18", every: 2, weekdays: [3] };
const monthly = { kind: "monthly", startsOn: "2026-11-01", every: 1, week: 1, weekday: 2 };

describe("by hand", () => {
  test("every second Wednesday, whatever day the period begins on", () => {
    const expected = ["2026-11-18", "2026-12-02", "2026-12-16", "2026-12-30"];
    expect(days(weekly, "2026-11-01", "2026-12-31")).toEqual(expected);
    expect(days(weekly, "2026-11-19", "2026-12-31")).toEqual(expected.slice(1));
    expect(days(weekly, "2026-12-03", "2026-12-16")).toEqual(["2026-12-16"]);
  });

  test("several weekdays belong to the week, and those before the first day are left out", () => {
    expect(days({ ...weekly, weekdays: [5, 1, 3, 3] }, "2026-11-16", "2026-12-06")).toEqual([
      "2026-11-18",
      "2026-11-20",
      "2026-11-30",
      "2026-12-02",
      "2026-12-04",
    ]);
  });

  test("the first, the fourth and the last weekday of a month", () => {
    expect(days(monthly, "2026-11-01", "2027-02-28")).toEqual([
      "2026-11-03",
      "2026-12-01",
      "2027-01-05",
      "2027-02-02",
    ]);
    expect(days({ ...monthly, week: 4 }, "2026-11-01", "2026-12-31")).toEqual(["2026-11-24", "2026-12-22"]);
    expect(days({ ...monthly, week: -1, weekday: 1 }, "2026-11-01", "2027-02-28")).toEqual([
      "2026-11-30",
      "2026-12-28",
      "2027-01-25",
      "2027-02-22",
    ]);
    expect(days({ ...monthly, every: 3, week: -1, weekday: 7 }, "2027-01-01", "2027-06-30")).toEqual([
      "2027-02-28",
      "2027-05-30",
    ]);
  });

  test("the last day counts, a closure is left out and not made up for", () => {
    expect(days({ ...weekly, endsOn: "2026-12-16" }, "2026-11-01", "2027-12-31")).toHaveLength(3);
    expect(days(weekly, "2026-11-01", "2026-12-31", [{ from: "2026-11-30", to: "2026-12-04" }])).toEqual([
      "2026-11-18",
      "2026-12-16",
      "2026-12-30",
    ]);
    expect(days({ ...weekly, endsOn: "2026-11-17" }, "2026-11-01", "2026-12-31")).toEqual([]);
  });

  test("a thousand days are answered, one more is not", () => {
    const everyDay = { kind: "weekly", startsOn: "2026-01-01", every: 1, weekdays: [1, 2, 3, 4, 5, 6, 7] };
    expect(days(everyDay, "2026-01-01", "2028-09-26")).toHaveLength(1000);
    expect(() => days(everyDay, "2026-01-01", "2028-09-27")).toThrow(
      "until: found more than 1000 days from 2026-01-01 to 2028-09-27, expected a shorter period",
    );
  });

  test("bad input is named, a period without end refused", () => {
    expect(() => days({ ...weekly, every: 0, weekdays: [] }, "2026-11-01", "2026-12-31")).toThrow(
      /rule\.every[\s\S]*rule\.weekdays/,
    );
    expect(() => days({ ...monthly, week: 5 }, "2026-11-01", "2026-12-31")).toThrow(/rule\.week/);
    expect(() => days(weekly, "2026-12-01", "2026-11-30")).toThrow('expected "from" on or before "until"');
    expect(() => days(weekly, "today", "2026-11-30")).toThrow('options.from: found "today"');
    expect(() => days({ ...weekly, every: 1 }, "2026-01-01", "2099-12-31")).toThrow("more than 1000 days");
  });
});

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 0, 1);
const dayAt = (number: number) => new Date(FIRST_MS + number * DAY_MS).toISOString().slice(0, 10);

/** Asks every single day whether it is of the series, with no calendar of the package. */
function slowly(rule: RecurrenceRule, from: number, until: number, without: { from: string; to: string }[]) {
  const found: string[] = [];
  for (let number = from; number <= until; number += 1) {
    const iso = dayAt(number);
    if (iso < rule.startsOn || (rule.endsOn && iso > rule.endsOn)) continue;
    if (without.some((span) => span.from <= iso && iso <= span.to)) continue;
    const date = new Date(`${iso}T00:00:00Z`);
    const start = new Date(`${rule.startsOn}T00:00:00Z`);
    const isoWeekday = (each: Date) => each.getUTCDay() || 7;
    const monday = (each: Date) => each.getTime() - (isoWeekday(each) - 1) * DAY_MS;
    if (rule.kind === "weekly") {
      const weeks = (monday(date) - monday(start)) / (7 * DAY_MS);
      if (weeks % rule.every === 0 && rule.weekdays.includes(isoWeekday(date))) found.push(iso);
      continue;
    }
    const months =
      (date.getUTCFullYear() - start.getUTCFullYear()) * 12 + date.getUTCMonth() - start.getUTCMonth();
    if (months % rule.every !== 0 || isoWeekday(date) !== rule.weekday) continue;
    const isLast = new Date(date.getTime() + 7 * DAY_MS).getUTCMonth() !== date.getUTCMonth();
    if (rule.week === -1 ? isLast : Math.ceil(date.getUTCDate() / 7) === rule.week) found.push(iso);
  }
  return found;
}

const length = (most: number) => fc.integer({ min: 0, max: most });
const isoWeekday = fc.integer({ min: 1, max: 7 });
const ruleAndPeriod = fc
  .record({
    starts: length(500),
    lasts: fc.option(length(500)),
    every: fc.integer({ min: 1, max: 6 }),
    weekdays: fc.option(fc.array(isoWeekday, { minLength: 1, maxLength: 4 })),
    week: fc.constantFrom(1, 2, 3, 4, -1 as const),
    weekday: isoWeekday,
    from: length(700),
    days: length(400),
    closures: fc.array(fc.tuple(length(900), length(30)), { maxLength: 3 }),
  })
  .map(({ starts, lasts, every, weekdays, week, weekday, from, days, closures }) => {
    const common = { startsOn: dayAt(starts), endsOn: lasts === null ? null : dayAt(starts + lasts), every };
    const rule: RecurrenceRule = weekdays
      ? { kind: "weekly", ...common, weekdays }
      : { kind: "monthly", ...common, week, weekday };
    return {
      rule,
      from,
      until: from + days,
      without: closures.map(([begin, more]) => ({ from: dayAt(begin), to: dayAt(begin + more) })),
    };
  });

test("the same days as one by one, over generated rules, periods and closures", () => {
  fc.assert(
    fc.property(ruleAndPeriod, ({ rule, from, until, without }) => {
      expect(recurringDays(rule, { from: dayAt(from), until: dayAt(until), without })).toEqual(
        slowly(rule, from, until, without),
      );
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("a period cut in two has the days of the whole", () => {
  fc.assert(
    fc.property(ruleAndPeriod, length(400), ({ rule, from, until, without }, cut) => {
      const middle = Math.min(from + cut, until - 1);
      fc.pre(middle >= from);
      const whole = recurringDays(rule, { from: dayAt(from), until: dayAt(until), without });
      const parts = [[from, middle] as const, [middle + 1, until] as const].flatMap(([first, last]) =>
        recurringDays(rule, { from: dayAt(first), until: dayAt(last), without }),
      );
      expect(parts).toEqual(whole);
    }),
    { numRuns: 200 },
  );
}, 60_000);
