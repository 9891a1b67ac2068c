import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "./calendar.ts";
import { expectedOccurrences } from "./expected-occurrences.ts";
import type { ScheduleRuleInput, SubjectHistoryInput } from "./schedule-rule.schema.ts";

/** 30 days after certification, then every 90 days. */
const first30then90 = {
  id: "rule-1",
  kind: "offset",
  anchor: "certified",
  first: { count: 30, unit: "days" },
  every: { count: 90, unit: "days" },
  leave: "none",
} as const satisfies ScheduleRuleInput;

const coach: SubjectHistoryInput = { subjectId: "coach-1", certified: [{ from: "2026-01-05" }] };
const year = { from: "2026-01-01", until: "2026-12-31", zone: "America/Los_Angeles" };

const targets = (rule: ScheduleRuleInput, history: SubjectHistoryInput, options: typeof year = year) =>
  expectedOccurrences(rule, history, options).map(({ targetOn }) => targetOn);

describe("offset from certification", () => {
  test("gives 30 days, then every 90, with windows around the target", () => {
    // 2026-01-05 + 30 days is February 4 (26 days left in January, 4 more); + 90 is May 5
    const [first, second] = expectedOccurrences(first30then90, coach, year);
    expect(first).toEqual({
      key: "rule-1/coach-1/2026-01-05/1",
      opensOn: "2026-01-21",
      targetOn: "2026-02-04",
      dueOn: "2026-02-11",
      graceEndsOn: "2026-02-18",
      reason: "Assessment 1: 30 days after certification on 2026-01-05, then every 90 days",
    });
    expect(second?.targetOn).toBe("2026-05-05");
    expect(targets(first30then90, coach)).toEqual(["2026-02-04", "2026-05-05", "2026-08-03", "2026-11-01"]);
  });

  test("happens once when it does not repeat", () => {
    expect(targets({ ...first30then90, every: null }, coach)).toEqual(["2026-02-04"]);
  });

  test("counts months from the anchor", () => {
    const monthly: ScheduleRuleInput = {
      ...first30then90,
      first: { count: 1, unit: "months" },
      every: { count: 1, unit: "months" },
    };
    const history = { subjectId: "coach-1", certified: [{ from: "2026-01-31" }] };
    expect(targets(monthly, history, { ...year, until: "2026-05-31" })).toEqual([
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
      "2026-05-31",
    ]);
  });

  test("never opens before the anchor", () => {
    const early: ScheduleRuleInput = { ...first30then90, first: { count: 5, unit: "days" } };
    expect(expectedOccurrences(early, coach, year)[0]?.opensOn).toBe("2026-01-05");
  });

  test("is empty while the anchor is not known", () => {
    expect(targets(first30then90, { subjectId: "coach-1" })).toEqual([]);
    expect(targets({ ...first30then90, anchor: "started" }, coach)).toEqual([]);
  });

  test("counts from the start where the rule says so, without asking for certification", () => {
    expect(
      targets(
        { ...first30then90, anchor: "started", every: null },
        { subjectId: "c", startedOn: "2026-03-02" },
      ),
    ).toEqual(["2026-04-01"]);
  });
});

describe("certification", () => {
  test("renewal does not start the series anew, and a lapse leaves out the targets in the gap", () => {
    const lapsed = {
      ...coach,
      certified: [{ from: "2026-06-01" }, { from: "2026-01-05", to: "2026-04-30" }],
    };
    const occurrences = expectedOccurrences(first30then90, lapsed, year);
    expect(occurrences.map(({ targetOn }) => targetOn)).toEqual(["2026-02-04", "2026-08-03", "2026-11-01"]);
    expect(occurrences.map(({ key }) => key.split("/").at(-1))).toEqual(["1", "3", "4"]);
  });
});

describe("leave", () => {
  const away = { ...coach, leave: [{ from: "2026-04-20", to: "2026-05-31" }] };

  test("shifts the window to the return and leaves later windows alone", () => {
    const occurrences = expectedOccurrences({ ...first30then90, leave: "shift" }, away, year);
    expect(occurrences.map(({ targetOn }) => targetOn)).toEqual([
      "2026-02-04",
      "2026-06-01",
      "2026-08-03",
      "2026-11-01",
    ]);
    expect(occurrences[1]?.reason).toContain("moved 27 days by leave");
  });

  test("shifts a window that would fall due during the leave", () => {
    const lateLeave = { ...coach, leave: [{ from: "2026-05-10", to: "2026-05-20" }] }; // due on May 12
    expect(targets({ ...first30then90, leave: "shift" }, lateLeave)[1]).toBe("2026-05-21");
  });

  test("turns several windows moved to one return into the last of them", () => {
    const long = { ...coach, leave: [{ from: "2026-04-20", to: "2026-08-10" }] };
    const occurrences = expectedOccurrences({ ...first30then90, leave: "shift" }, long, year);
    expect(occurrences.map(({ key, targetOn }) => [key.split("/").at(-1), targetOn])).toEqual([
      ["1", "2026-02-04"],
      ["3", "2026-08-11"],
      ["4", "2026-11-01"],
    ]);
  });

  test("pauses the clock for as many days as it lasts", () => {
    // 42 days away from April 20 to May 31
    const expected = ["2026-02-04", "2026-05-05", "2026-08-03", "2026-11-01"].map((text, index) =>
      index === 0 ? text : addDays(parseCalendarDate(text), 42),
    );
    expect(targets({ ...first30then90, leave: "pause" }, away)).toEqual(expected);
  });

  test("counts overlapping leave once", () => {
    const twice = { ...away, leave: [...away.leave, { from: "2026-05-01", to: "2026-05-31" }] };
    expect(targets({ ...first30then90, leave: "pause" }, twice)).toEqual(
      targets({ ...first30then90, leave: "pause" }, away),
    );
  });

  test("without a known end holds back the windows that wait for the return", () => {
    const open = { ...coach, leave: [{ from: "2026-04-20" }] };
    expect(targets({ ...first30then90, leave: "pause" }, open)).toEqual(["2026-02-04"]);
    expect(targets({ ...first30then90, leave: "shift" }, open)).toEqual(["2026-02-04"]);
    expect(targets(first30then90, open)).toHaveLength(4);
  });

  test("before the anchor changes nothing", () => {
    const before = { ...coach, leave: [{ from: "2025-06-01", to: "2025-07-01" }] };
    expect(targets({ ...first30then90, leave: "pause" }, before)).toEqual(targets(first30then90, coach));
  });
});

test("an exit ends the series", () => {
  expect(targets(first30then90, { ...coach, exitOn: "2026-08-03" })).toEqual([
    "2026-02-04",
    "2026-05-05",
    "2026-08-03",
  ]);
  expect(targets(first30then90, { ...coach, exitOn: "2026-08-02" })).toEqual(["2026-02-04", "2026-05-05"]);
});

describe("calendar cadence", () => {
  const quarterly: ScheduleRuleInput = {
    id: "rule-2",
    kind: "calendar",
    startOn: "2025-11-30",
    everyMonths: 3,
  };

  test("runs from one start date for everyone, from each subject’s own start", () => {
    expect(targets(quarterly, { subjectId: "site-1" })).toEqual([
      "2026-02-28",
      "2026-05-30",
      "2026-08-30",
      "2026-11-30",
    ]);
    expect(targets(quarterly, { subjectId: "site-1", startedOn: "2026-05-31" })).toEqual([
      "2026-08-30",
      "2026-11-30",
    ]);
  });

  test("moves to business days and says so", () => {
    const options = { ...year, calendar: { holidays: ["2026-03-02"] } }; // 2026-02-28 is a Saturday
    const [first] = expectedOccurrences(
      { ...quarterly, businessDays: "next" },
      { subjectId: "site-1" },
      options,
    );
    expect(first).toMatchObject({
      opensOn: "2026-02-17",
      targetOn: "2026-03-03",
      dueOn: "2026-03-10",
      graceEndsOn: "2026-03-17",
    });
    expect(first?.reason).toContain("moved to the next business day");
  });
});

describe("a series is stable", () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays(parseCalendarDate("2024-01-01"), days));
  const spanOf = fc
    .tuple(day, fc.integer({ min: 0, max: 200 }))
    .map(([from, days]) => ({ from, to: addDays(from, days) }));
  const histories = fc.record({
    subjectId: fc.constant("coach-1"),
    certified: fc.array(spanOf, { minLength: 1, maxLength: 3 }),
    leave: fc.array(spanOf, { maxLength: 3 }),
    exitOn: fc.option(day),
  });
  const intervals = fc.record({
    count: fc.integer({ min: 1, max: 120 }),
    unit: fc.constantFrom("days" as const, "months" as const),
  });
  const rules = fc.record({
    id: fc.constant("rule-1"),
    kind: fc.constant("offset" as const),
    anchor: fc.constant("certified" as const),
    first: intervals,
    every: intervals,
    leave: fc.constantFrom("shift" as const, "pause" as const, "none" as const),
    businessDays: fc.constantFrom("none" as const, "next" as const),
  });
  const whole = { from: "2024-01-01", until: "2026-06-30", zone: "America/Boise" };

  test("a shorter period gives the same occurrences, cut", () => {
    fc.assert(
      fc.property(rules, histories, day, day, (rule, history, a, b) => {
        const [from, until] = a < b ? [a, b] : [b, a];
        const cut = expectedOccurrences(rule, history, { ...whole, until: "2028-06-30" }).filter(
          ({ targetOn }) => targetOn >= from && targetOn <= until,
        );
        expect(expectedOccurrences(rule, history, { ...whole, from, until })).toEqual(cut);
      }),
    );
  });

  test("keys are unique, targets ascend, and every window is in order", () => {
    fc.assert(
      fc.property(rules, histories, (rule, history) => {
        const occurrences = expectedOccurrences(rule, history, whole);
        expect(new Set(occurrences.map(({ key }) => key)).size).toBe(occurrences.length);
        for (const [index, { opensOn, targetOn, dueOn, graceEndsOn }] of occurrences.entries()) {
          expect(opensOn <= targetOn && targetOn <= dueOn && dueOn <= graceEndsOn).toBe(true);
          expect(targetOn > (occurrences[index - 1]?.targetOn ?? "")).toBe(true);
        }
      }),
    );
  });

  test("no target falls on leave when leave shifts", () => {
    fc.assert(
      fc.property(rules, histories, (rule, history) => {
        const shifting = { ...rule, leave: "shift" as const, businessDays: "none" as const };
        for (const { targetOn } of expectedOccurrences(shifting, history, whole)) {
          expect(history.leave.some(({ from, to }) => from <= targetOn && targetOn <= to)).toBe(false);
        }
      }),
    );
  });
});

describe("bad input", () => {
  test("is named, all of it at once", () => {
    const bad = {
      ...first30then90,
      first: { count: 0, unit: "weeks" },
      graceDays: -1,
    } as unknown as ScheduleRuleInput;
    expect(() => expectedOccurrences(bad, coach, year)).toThrow(
      /rule\.graceDays[\s\S]*rule\.first\.count[\s\S]*rule\.first\.unit/,
    );
    expect(() => expectedOccurrences(first30then90, { ...coach, exitOn: "2026-02-30" }, year)).toThrow(
      'history.exitOn: found "2026-02-30", expected an existing day as YYYY-MM-DD',
    );
    expect(() => expectedOccurrences(first30then90, coach, { ...year, zone: "Oregon time" })).toThrow(
      /options\.zone: found/,
    );
    expect(() => expectedOccurrences(first30then90, coach, { ...year, until: "2025-01-01" })).toThrow(
      /"from" on or before/,
    );
  });

  test("asking for too much is refused instead of answered slowly", () => {
    const daily: ScheduleRuleInput = { ...first30then90, every: { count: 1, unit: "days" } };
    expect(() => expectedOccurrences(daily, coach, { ...year, until: "2036-01-01" })).toThrow(
      /more than 1000 occurrences/,
    );
    const old = { subjectId: "coach-1", certified: [{ from: "1900-01-01" }] };
    expect(() => expectedOccurrences(daily, old, year)).toThrow(/at most 20000 steps/);
  });
});
