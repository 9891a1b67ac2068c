import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "./calendar.ts";
import {
  expectedOccurrences,
  followsFacts,
  isBetweenSites,
  occurrencesBetween,
} from "./expected-occurrences.ts";
import {
  type ScheduleRuleInput,
  type SubjectHistoryInput,
  scheduleRule,
  subjectHistory,
} from "./schedule-rule.schema.ts";

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

const reasons = (rule: ScheduleRuleInput, history: SubjectHistoryInput, options: typeof year = year) =>
  expectedOccurrences(rule, history, options).map(({ reason }) => reason);
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
    const once: ScheduleRuleInput = { ...first30then90, every: null };
    expect(targets(once, coach)).toEqual(["2026-02-04"]);
    expect(reasons(once, coach)).toEqual(["Assessment 1: 30 days after certification on 2026-01-05"]);
  });

  test("both ends of the period asked for belong to it", () => {
    expect(targets(first30then90, coach, { ...year, from: "2026-02-04", until: "2026-05-05" })).toEqual([
      "2026-02-04",
      "2026-05-05",
    ]);
  });

  test("looks far ahead without losing a number, also behind a long pause", () => {
    const monthly: ScheduleRuleInput = { ...first30then90, every: { count: 1, unit: "months" } };
    const later = { ...year, from: "2030-03-01", until: "2030-05-31" };
    expect(expectedOccurrences(monthly, coach, later).map(({ key }) => key.split("/").at(-1))).toEqual([
      "50",
      "51",
      "52",
    ]);
    // 306 days away: what was planned for July 4 of 2026 is due on May 6 of 2027
    const away = { ...coach, leave: [{ from: "2026-03-01", to: "2026-12-31" }] };
    const monthOfDays: ScheduleRuleInput = {
      ...first30then90,
      every: { count: 30, unit: "days" },
      leave: "pause",
    };
    const spring = { ...year, from: "2027-05-01", until: "2027-05-31" };
    expect(expectedOccurrences(monthOfDays, away, spring).map(({ key }) => key.split("/").at(-1))).toEqual([
      "6",
    ]);
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
    const fromStart: ScheduleRuleInput = { ...first30then90, anchor: "started", every: null };
    const history = { subjectId: "c", startedOn: "2026-03-02" };
    expect(targets(fromStart, history)).toEqual(["2026-04-01"]);
    expect(reasons(fromStart, history)).toEqual(["Assessment 1: 30 days after the start on 2026-03-02"]);
    expect(targets({ ...fromStart, whileCertified: true }, history)).toEqual([]);
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

test("a certification that ran out before the last day counts where what has opened is to be finished", () => {
  const finish: ScheduleRuleInput = { ...first30then90, exit: "finish" };
  // The second target, 2026-05-05, opens on April 21; the certificate ends with the last day, April 25.
  const leaver = { subjectId: "coach-1", certified: [{ from: "2026-01-05", to: "2026-04-25" }] };
  expect(targets(finish, { ...leaver, exitOn: "2026-04-25" })).toEqual(["2026-02-04", "2026-05-05"]);
  expect(targets(first30then90, { ...leaver, exitOn: "2026-06-01" })).toEqual(["2026-02-04"]);
  expect(targets(finish, { ...leaver, exitOn: "2026-06-01" })).toEqual(["2026-02-04"]);
  expect(targets(finish, leaver)).toEqual(["2026-02-04"]);
});

describe("between two stays", () => {
  const gone = {
    subjectId: "coach-1",
    sites: [
      { siteId: "bend", from: "2026-01-01", to: "2026-03-31" },
      { siteId: "salem", from: "2026-06-01", to: null },
    ],
  };
  const isAway = (day: string, sites: object[] = gone.sites) =>
    isBetweenSites(subjectHistory.parse({ subjectId: "c", sites }), day);

  test.each([
    ["2025-12-31", false],
    ["2026-03-31", false],
    ["2026-04-01", true],
    ["2026-05-31", true],
    ["2026-06-01", false],
    ["2027-06-01", false],
  ])("on %s: %s", (day, away) => {
    expect(isAway(day)).toBe(away);
  });

  test("who stays at a third site meanwhile, has not come back or was never at one is not between two", () => {
    const [first, second] = gone.sites as [object, object];
    expect(
      isAway("2026-05-01", [first, second, { siteId: "burns", from: "2026-05-01", to: "2026-05-01" }]),
    ).toBe(false);
    expect(
      isAway("2026-05-02", [first, second, { siteId: "burns", from: "2026-05-01", to: "2026-05-01" }]),
    ).toBe(true);
    expect(isAway("2026-05-01", [first])).toBe(false);
    expect(isAway("2026-05-01", [second])).toBe(false);
    expect(isAway("2026-05-01", [])).toBe(false);
  });

  test("nothing is expected, or only what had opened before, by the exit policy", () => {
    const history = { ...gone, certified: coach.certified };
    const monthly: ScheduleRuleInput = {
      ...first30then90,
      every: { count: 60, unit: "days" },
      dueDaysAfter: 0,
    };
    // 02-04, 04-05 (opens on March 22), 06-04 (opens on May 21), 08-03
    expect(targets(monthly, history).slice(0, 3)).toEqual(["2026-02-04", "2026-06-04", "2026-08-03"]);
    expect(targets({ ...monthly, exit: "finish" }, history).slice(0, 3)).toEqual([
      "2026-02-04",
      "2026-04-05",
      "2026-08-03",
    ]);
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
    expect(occurrences[1]?.reason).toBe(
      "Assessment 2: 30 days after certification on 2026-01-05, then every 90 days; moved 27 days by leave",
    );
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

  test("before the anchor changes nothing, on it one day, and leave that begins on the target moves it", () => {
    const pausing: ScheduleRuleInput = { ...first30then90, leave: "pause" };
    const before = { ...coach, leave: [{ from: "2025-06-01", to: "2026-01-04" }] };
    expect(targets(pausing, before)).toEqual(targets(first30then90, coach));
    expect(targets(pausing, { ...coach, leave: [{ from: "2025-06-01", to: "2026-01-05" }] })[0]).toBe(
      "2026-02-05",
    );
    const onTarget = { ...coach, leave: [{ from: "2026-02-04", to: "2026-02-05" }] };
    expect(targets(pausing, onTarget)[0]).toBe("2026-02-06");
    expect(targets({ ...first30then90, leave: "shift" }, onTarget)[0]).toBe("2026-02-06");
    expect(targets(first30then90, onTarget)[0]).toBe("2026-02-04");
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

  test("says how it counts, and begins on its first day and the subject’s", () => {
    expect(reasons(quarterly, { subjectId: "site-1" })[0]).toBe(
      "Assessment 2: every 3 months from 2025-11-30",
    );
    const monthly: ScheduleRuleInput = { ...quarterly, startOn: "2026-05-31", everyMonths: 1, title: "Look" };
    const may = { ...year, until: "2026-05-31" };
    expect(reasons(monthly, { subjectId: "site-1", startedOn: "2026-05-31" }, may)).toEqual([
      "Look 1: every 1 month from 2026-05-31",
    ]);
    const firstDay: ScheduleRuleInput = {
      ...monthly,
      startOn: "2026-06-01",
      day: { kind: "first-business-day" },
    };
    expect(targets(firstDay, { subjectId: "site-1" })[0]).toBe("2026-06-01");
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
    expect(first?.reason).toBe(
      "Assessment 2: every 3 months from 2025-11-30; moved to the next business day",
    );
  });
});

describe("whoever has read rule and history already", () => {
  const history = subjectHistory.parse({
    subjectId: "c",
    certified: [{ from: "2026-01-05" }],
    sessionsHeld: ["2026-03-10"],
    drawn: [{ ruleId: "r", periodOn: "2026-03-10", unitId: "c" }],
    events: [{ kind: "complaint", on: "2026-03-10" }],
    sites: [{ siteId: "bend", from: "2026-01-01", to: null }],
  });
  const rules: [ScheduleRuleInput, boolean][] = [
    [{ id: "r", kind: "sessions", startOn: "2026-03-10", every: 1 }, true],
    [{ id: "r", kind: "random", of: "people", startOn: "2026-01-01", everyMonths: 1, share: 1 }, true],
    [
      {
        ...{ id: "r", kind: "event", startOn: "2026-03-10", events: ["complaint"] },
        after: { count: 14, unit: "days" },
      } as ScheduleRuleInput,
      true,
    ],
    [{ id: "r", kind: "sweep", days: ["2026-03-24"] }, false],
    [first30then90, false],
  ];

  test.each(rules)("asks for what follows from facts of some days: %j", (rule, follows) => {
    const parsed = scheduleRule.parse(rule);
    const between = (facts?: { from: string; to: string }) =>
      occurrencesBetween(parsed, history, {
        ...{ from: parseCalendarDate(year.from), until: parseCalendarDate(year.until), holidays: new Set() },
        ...(facts && { facts: { from: parseCalendarDate(facts.from), to: parseCalendarDate(facts.to) } }),
      }).length;
    expect(followsFacts(parsed)).toBe(follows);
    const all = between();
    expect(all).toBeGreaterThan(0);
    // The fact is of March 10, its target two weeks later.
    expect(between({ from: "2026-03-10", to: "2026-03-10" })).toBe(all);
    expect(between({ from: "2026-03-11", to: "2026-03-31" })).toBe(follows ? 0 : all);
  });
});

describe("a series is stable", () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays(parseCalendarDate("2024-01-01"), days));
  const spanOf = fc
    .tuple(day, fc.integer({ min: 0, max: 200 }))
    .map(([from, days]) => ({ from, to: addDays(from, days) }));
  const histories = fc.record({
    subjectId: fc.constant("coach-1"),
    // Mostly without an end, so that there is something to plan.
    certified: fc.array(
      fc.oneof(
        spanOf,
        day.map((from) => ({ from, to: null })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    leave: fc.array(spanOf, { maxLength: 3 }),
    exitOn: fc.option(day),
  });
  const intervals = fc.oneof(
    fc.record({ count: fc.integer({ min: 2, max: 120 }), unit: fc.constant("days" as const) }),
    fc.record({ count: fc.integer({ min: 1, max: 6 }), unit: fc.constant("months" as const) }),
  );
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
    expect(() =>
      expectedOccurrences(
        first30then90,
        { ...coach, leave: [{ from: "2026-05-02", to: "2026-05-01" }] },
        year,
      ),
    ).toThrow(/history\.leave\.0: expected "from" on or before "to"/);
    expect(() => expectedOccurrences(first30then90, coach, { ...year, zone: "Oregon time" })).toThrow(
      /options\.zone: found/,
    );
    expect(() => expectedOccurrences(first30then90, coach, { ...year, until: "2025-01-01" })).toThrow(
      /"from" on or before/,
    );
  });

  test("asking for too much is refused instead of answered slowly", () => {
    const daily: ScheduleRuleInput = { ...first30then90, every: { count: 1, unit: "days" } };
    // From 2026-02-04 to 2028-10-30 are 1000 days.
    expect(targets(daily, coach, { ...year, until: "2028-10-30" })).toHaveLength(1000);
    expect(() => targets(daily, coach, { ...year, until: "2028-10-31" })).toThrow(
      "until: found more than 1000 occurrences from 2026-01-01 to 2028-10-31, expected a shorter period",
    );
    expect(() => expectedOccurrences(daily, coach, { ...year, until: "2036-01-01" })).toThrow(
      /more than 1000 occurrences/,
    );
    const old = { subjectId: "coach-1", certified: [{ from: "1900-01-01" }] };
    expect(() => expectedOccurrences(daily, old, year)).toThrow(/at most 20000 steps/);
  });
});
