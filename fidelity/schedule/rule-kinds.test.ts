import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, isBusinessDay, parseCalendarDate, weekday } from "./calendar.ts";
import { expectedOccurrences } from "./expected-occurrences.ts";
import {
  SCHEDULE_EVENTS,
  SCHEDULE_RESULTS,
  type ScheduleRuleInput,
  type SubjectHistoryInput,
} from "./schedule-rule.schema.ts";

const pacific = { from: "2027-01-01", until: "2028-12-31", zone: "America/Los_Angeles" };
const coach: SubjectHistoryInput = { subjectId: "coach-1", certified: [{ from: "2027-01-04" }] };
const targets = (rule: ScheduleRuleInput, history: SubjectHistoryInput = coach, options: object = {}) =>
  expectedOccurrences(rule, history, { ...pacific, ...options }).map(({ targetOn }) => targetOn);

describe("a day of the month", () => {
  const monthly = (day: object, given: object = {}) =>
    ({
      id: "m",
      kind: "calendar",
      startOn: "2027-01-01",
      everyMonths: 1,
      day,
      ...given,
    }) as ScheduleRuleInput;

  test("the first Monday", () => {
    const rule = monthly({ kind: "weekday", week: 1, weekday: 1 });
    expect(targets(rule, coach, { until: "2027-04-30" })).toEqual([
      "2027-01-04",
      "2027-02-01",
      "2027-03-01",
      "2027-04-05",
    ]);
  });

  test("the last business day steps back over weekends and holidays", () => {
    const rule = monthly({ kind: "last-business-day" });
    const options = { until: "2027-05-31", calendar: { holidays: ["2027-05-31"] } }; // Memorial Day, a Monday
    expect(targets(rule, coach, options)).toEqual([
      "2027-01-29",
      "2027-02-26",
      "2027-03-31",
      "2027-04-30",
      "2027-05-28",
    ]);
  });

  test("the first business day, quarterly, not before the rule's start, and the numbers stay", () => {
    const rule = monthly({ kind: "first-business-day" }, { startOn: "2027-01-15", everyMonths: 3 });
    const keys = expectedOccurrences(rule, coach, { ...pacific, until: "2027-12-31" }).map(({ key }) => key);
    expect(targets(rule, coach, { until: "2027-12-31" })).toEqual(["2027-04-01", "2027-07-01", "2027-10-01"]);
    expect(keys[0]).toBe("m/coach-1/2027-01-15/2");
  });

  test("the last business day of February in a leap year is the 29th", () => {
    const rule = monthly({ kind: "last-business-day" }, { startOn: "2028-02-01", everyMonths: 12 });
    expect(targets(rule)).toEqual(["2028-02-29"]);
  });

  test("over generated rules it is what its name says", () => {
    const kinds = fc.oneof(
      fc.record({
        kind: fc.constant("weekday" as const),
        week: fc.constantFrom(-1 as const, 1, 2, 3, 4),
        weekday: fc.integer({ min: 1, max: 7 }),
      }),
      fc.record({ kind: fc.constantFrom("first-business-day" as const, "last-business-day" as const) }),
    );
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 12 }), (day, everyMonths) => {
        for (const on of targets(monthly(day, { everyMonths }), { subjectId: "c" })) {
          const date = parseCalendarDate(on);
          const days = [...Array(31).keys()]
            .map((index) => `${on.slice(0, 8)}${String(index + 1).padStart(2, "0")}`)
            .filter(
              (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text),
            )
            .map((text) => parseCalendarDate(text));
          if (day.kind === "weekday") {
            const same = days.filter((each) => weekday(each) === day.weekday);
            expect(same.at(day.week === -1 ? -1 : day.week - 1)).toBe(date);
          } else {
            const working = days.filter((each) => isBusinessDay(each, new Set()));
            expect(working.at(day.kind === "first-business-day" ? 0 : -1)).toBe(date);
          }
        }
      }),
    );
  });
});

describe("an interval that follows the results", () => {
  /** Every 90 days until three in a row met the threshold, then yearly; back after one miss. */
  const rule: ScheduleRuleInput = {
    id: "phased",
    kind: "phased",
    anchor: "certified",
    first: { count: 30, unit: "days" },
    phases: [
      { every: { count: 90, unit: "days" }, until: { kind: "met-in-a-row", count: 3 } },
      { every: { count: 12, unit: "months" }, until: null },
    ],
  };
  const withResults = (...results: [string, "met" | "developing" | "not-met" | "not-scorable"][]) => ({
    ...coach,
    results: results.map(([on, result]) => ({ on, result })),
  });
  const met3 = withResults(["2027-02-03", "met"], ["2027-05-04", "met"], ["2027-08-01", "met"]);

  test("numbers its steps and says the phase of each", () => {
    const said = expectedOccurrences(rule, met3, { ...pacific, until: "2028-12-31" }).map(
      ({ key, reason }) => [key, reason],
    );
    const from = "30 days after certification on 2027-01-04";
    expect(said).toEqual([
      ["phased/coach-1/2027-01-04/1", `Assessment 1: ${from}`],
      ["phased/coach-1/2027-01-04/2", `Assessment 2: ${from}; phase 1, every 90 days`],
      ["phased/coach-1/2027-01-04/3", `Assessment 3: ${from}; phase 1, every 90 days`],
      ["phased/coach-1/2027-01-04/4", `Assessment 4: ${from}; phase 2, every 12 months`],
    ]);
  });

  test("results count in any order, on the first and the last day of a window, and one counts once", () => {
    expect(targets(rule, { ...met3, results: [...met3.results].reverse() })).toEqual(targets(rule, met3));
    // The last days of grace of the first three windows, and the day after the third.
    const last = withResults(["2027-02-17", "met"], ["2027-05-18", "met"], ["2027-08-16", "met"]);
    expect(targets(rule, last)).toEqual(targets(rule, met3));
    const late = withResults(["2027-02-17", "met"], ["2027-05-18", "met"], ["2027-08-17", "met"]);
    expect(targets(rule, late)).toEqual(targets(rule));
    // Windows that overlap: the result lies in three of them and counts for the first.
    const close: ScheduleRuleInput = {
      ...rule,
      phases: [
        { every: { count: 10, unit: "days" }, until: { kind: "met-in-a-row", count: 3 } },
        { every: { count: 12, unit: "months" }, until: null },
      ],
    };
    expect(targets(close, withResults(["2027-02-10", "met"]), { until: "2027-03-31" })).toHaveLength(6);
    expect(
      targets(close, withResults(["2027-02-03", "met"], ["2027-02-04", "met"], ["2027-02-10", "met"]), {
        until: "2027-03-31",
      }),
    ).toHaveLength(3);
  });

  test("by its back rule: after so many in a row, to the first phase, or never", () => {
    const phases = [
      { every: { count: 1, unit: "months" as const }, until: { kind: "planned" as const, count: 1 } },
      { every: { count: 2, unit: "months" as const }, until: { kind: "planned" as const, count: 1 } },
      { every: { count: 6, unit: "months" as const }, until: null },
    ];
    const twice: ScheduleRuleInput = {
      ...{ ...rule, first: { count: 1, unit: "months" }, phases },
      back: { notMetInARow: 2, to: "first" },
    };
    const [first, second, third, fourth] = ["2027-02-04", "2027-04-04", "2027-10-04", "2028-04-04"] as const;
    expect(targets(twice)).toEqual([first, second, third, fourth, "2028-10-04"]);
    const once = withResults([third, "not-met"]);
    expect(targets(twice, once)).toEqual(targets(twice));
    const inARow = withResults([third, "not-met"], [fourth, "developing"]);
    expect(targets(twice, inARow)).toEqual([first, second, third, fourth, "2028-05-04", "2028-07-04"]);
    const between = withResults([third, "not-met"], [fourth, "met"], ["2028-10-04", "not-met"]);
    expect(targets(twice, between)).toEqual(targets(twice));
    expect(targets({ ...twice, back: null }, inARow)).toEqual(targets(twice));
  });

  test("a target while somebody is away for good is not planned, and nothing after it", () => {
    const away = { ...coach, leave: [{ from: "2027-04-20" }] };
    expect(targets(rule, away)).toEqual(["2027-02-03"]);
    expect(targets({ ...rule, leave: "none" }, away, { until: "2027-05-31" })).toHaveLength(2);
  });

  test("has an end for every phase but the last", () => {
    const [first, last] = (rule as { phases: object[] }).phases as [object, object];
    for (const phases of [
      [last, last],
      [first, first],
      [first, last, last],
      [last, first],
    ])
      expect(() => targets({ ...rule, phases } as ScheduleRuleInput)).toThrow(
        "expected an end for every phase but the last",
      );
  });

  test("asks for a certificate as long as its rule does", () => {
    const lapsed = { ...coach, certified: [{ from: "2027-01-04", to: "2027-04-30" }] };
    expect(targets(rule, lapsed, { until: "2027-09-30" })).toEqual(["2027-02-03"]);
    expect(targets({ ...rule, whileCertified: false }, lapsed, { until: "2027-09-30" })).toHaveLength(3);
  });

  test("stays at 90 days without results", () => {
    expect(targets(rule, coach, { until: "2027-12-31" })).toEqual([
      "2027-02-03",
      "2027-05-04",
      "2027-08-02",
      "2027-10-31",
    ]);
  });

  test("is yearly from the third in a row that met the threshold", () => {
    // the year counts from the third target, 2027-08-02, and not from the day of the work
    expect(targets(rule, met3, { until: "2029-12-31" })).toEqual([
      "2027-02-03",
      "2027-05-04",
      "2027-08-02",
      "2028-08-01", // certification + 1 year = 2028-01-04, + 210 days
      "2029-08-02",
    ]);
  });

  test("a result that did not meet it starts the row anew", () => {
    const broken = withResults(["2027-02-03", "met"], ["2027-05-04", "developing"], ["2027-08-02", "met"]);
    expect(targets(rule, broken, { until: "2028-03-31" }).slice(3)).toEqual(["2027-10-31", "2028-01-29"]);
  });

  test("one that could not be scored neither counts nor breaks the row", () => {
    const gap = withResults(
      ["2027-02-03", "met"],
      ["2027-05-04", "not-scorable"],
      ["2027-08-02", "met"],
      ["2027-10-31", "met"],
    );
    expect(targets(rule, gap, { until: "2028-09-30" }).at(-1)).toBe("2027-10-31");
  });

  test("one miss in the yearly phase leads back to 90 days, and three in a row are asked for again", () => {
    const missed = withResults(...met3.results.map(({ on, result }) => [on, result] as [string, "met"]), [
      "2028-08-01",
      "not-met",
    ]);
    expect(targets(rule, missed).slice(3)).toEqual(["2028-08-01", "2028-10-30"]);
    const after2 = { ...missed, results: [...missed.results, { on: "2028-10-30", result: "met" as const }] };
    expect(targets(rule, after2, { until: "2029-03-31" }).at(-1)).toBe("2029-01-28");
  });

  test("early work in the window counts, early work outside moves nothing", () => {
    const inside = withResults(["2027-01-20", "met"], ["2027-04-20", "met"], ["2027-07-19", "met"]); // opening days
    expect(targets(rule, inside)).toEqual(targets(rule, met3));
    const outside = withResults(["2027-01-19", "met"], ["2027-04-19", "met"], ["2027-07-18", "met"]);
    expect(targets(rule, outside)).toEqual(targets(rule));
  });

  test("a row that leads only to the phase before", () => {
    const steps: ScheduleRuleInput = {
      ...rule,
      first: { count: 1, unit: "months" },
      phases: [
        { every: { count: 1, unit: "months" }, until: { kind: "planned", count: 2 } },
        { every: { count: 3, unit: "months" }, until: { kind: "met-in-a-row", count: 1 } },
        { every: { count: 12, unit: "months" }, until: null },
      ],
      back: { notMetInARow: 1, to: "previous" },
    };
    expect(targets(steps, coach, { until: "2027-12-31" })).toEqual([
      "2027-02-04",
      "2027-03-04",
      "2027-06-04",
      "2027-09-04",
      "2027-12-04",
    ]);
    expect(targets(steps, withResults(["2027-06-04", "met"], ["2028-06-04", "not-met"])).slice(2)).toEqual([
      "2027-06-04",
      "2028-06-04",
      "2028-09-04",
      "2028-12-04",
    ]);
  });

  test("months do not drift: from January 31 the series stays at month ends", () => {
    const monthly: ScheduleRuleInput = {
      ...rule,
      first: { count: 1, unit: "months" },
      phases: [
        { every: { count: 1, unit: "months" }, until: { kind: "planned", count: 20 } },
        { every: { count: 12, unit: "months" }, until: null },
      ],
    };
    const last = { subjectId: "c", certified: [{ from: "2027-12-31" }] };
    expect(targets(monthly, last, { until: "2028-05-31" })).toEqual([
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
      "2028-04-30",
      "2028-05-31",
    ]);
  });

  test("a later result never moves an earlier target", () => {
    const results = fc
      .array(fc.record({ day: fc.nat(900), result: fc.constantFrom(...SCHEDULE_RESULTS) }), { maxLength: 12 })
      .map((list) =>
        list
          .sort((a, b) => a.day - b.day)
          .map(({ day, result }) => ({ on: addDays(parseCalendarDate("2027-01-04"), day), result })),
      );
    fc.assert(
      fc.property(results, (list) => {
        const whole = targets(rule, { ...coach, results: list }, { until: "2030-12-31" });
        const before = targets(rule, { ...coach, results: list.slice(0, -1) }, { until: "2030-12-31" });
        const last = list.at(-1);
        if (!last) return;
        const untouched = (days: string[]) => days.filter((on) => on <= last.on);
        expect(untouched(whole)).toEqual(untouched(before));
      }),
    );
  });
});

describe("what follows from facts", () => {
  test("every third held session asks for one, planned once the third was held", () => {
    const rule: ScheduleRuleInput = {
      id: "s",
      kind: "sessions",
      startOn: "2027-01-01",
      every: 3,
      targetDaysAfter: 10,
    };
    const sessionsHeld = ["2027-02-20", "2027-01-01", "2026-12-30", "2027-01-12", "2027-02-01", "2027-02-01"];
    const occurrences = expectedOccurrences(rule, { subjectId: "c", sessionsHeld }, pacific);
    expect(occurrences).toHaveLength(1);
    expect(occurrences[0]).toMatchObject({
      key: "s/c/2027-01-01/1",
      opensOn: "2027-02-01",
      targetOn: "2027-02-11",
      reason: "Assessment 1: 3 sessions held from 2027-01-01, the last on 2027-02-01",
    });
  });

  test("a session entered late brings the assessment forward under the same key", () => {
    const rule: ScheduleRuleInput = { id: "s", kind: "sessions", startOn: "2027-01-01", every: 2 };
    const [before] = expectedOccurrences(
      rule,
      { subjectId: "c", sessionsHeld: ["2027-02-01", "2027-03-01"] },
      pacific,
    );
    const late = ["2027-02-01", "2027-03-01", "2027-02-08"];
    const [after] = expectedOccurrences(rule, { subjectId: "c", sessionsHeld: late }, pacific);
    expect(after?.key).toBe(before?.key);
    expect([before?.targetOn, after?.targetOn]).toEqual(["2027-03-15", "2027-02-22"]);
  });

  test("a draw asks for one of every unit drawn by this rule", () => {
    const rule: ScheduleRuleInput = {
      ...{ id: "r", kind: "random", of: "people", startOn: "2027-01-01", everyMonths: 3, share: 0.2 },
      targetDaysAfter: 45,
    };
    const drawn = [
      { ruleId: "r", periodOn: "2027-04-01", unitId: "c" },
      { ruleId: "other", periodOn: "2027-07-01", unitId: "c" },
    ];
    const [only, ...more] = expectedOccurrences(rule, { subjectId: "c", drawn }, pacific);
    expect(only).toMatchObject({
      ...{ key: "r/c/2027-04-01/c", targetOn: "2027-05-16", opensOn: "2027-05-02" },
      reason: "Assessment: drawn for the period from 2027-04-01",
    });
    expect(more).toEqual([]);
    const ofSessions: ScheduleRuleInput = { ...rule, of: "sessions" };
    expect(
      expectedOccurrences(
        ofSessions,
        { subjectId: "c", drawn: [{ ...drawn[0], unitId: "2 of 7" }] as never },
        pacific,
      )[0]?.reason,
    ).toBe("Assessment: a session drawn on 2027-04-01");
  });

  test("events of the rule's kinds from its start ask for one each, the same event of a day once", () => {
    const rule: ScheduleRuleInput = {
      ...{ id: "e", kind: "event", startOn: "2027-01-01", events: ["below-threshold", "complaint"] },
      after: { count: 30, unit: "days" },
    };
    const events = [
      { kind: "below-threshold", on: "2027-03-14" },
      { kind: "below-threshold", on: "2027-03-14" },
      { kind: "complaint", on: "2027-03-14" },
      { kind: "return-from-leave", on: "2027-03-20" },
      { kind: "complaint", on: "2026-12-31" },
      { kind: "complaint", on: "2027-01-01" },
    ] as const;
    const occurrences = expectedOccurrences(rule, { subjectId: "c", events: [...events] }, pacific);
    expect(occurrences.map(({ key, targetOn }) => [key, targetOn])).toEqual([
      ["e/c/2027-01-01/complaint", "2027-01-31"],
      ["e/c/2027-03-14/below-threshold", "2027-04-13"],
      ["e/c/2027-03-14/complaint", "2027-04-13"],
    ]);
    expect(occurrences[1]?.reason).toBe(
      "Assessment: 30 days after a result below the threshold on 2027-03-14",
    );
  });

  test("a sweep asks everybody who works at one of its sites on the day", () => {
    const rule: ScheduleRuleInput = {
      id: "w",
      kind: "sweep",
      days: ["2027-05-03", "2027-11-01"],
      siteIds: ["bend"],
    };
    const sites = [
      { siteId: "bend", from: "2026-01-01", to: "2027-08-31" },
      { siteId: "salem", from: "2027-09-01", to: null },
    ];
    expect(targets(rule, { subjectId: "c", sites })).toEqual(["2027-05-03"]);
    expect(expectedOccurrences(rule, { subjectId: "c", sites }, pacific)[0]).toMatchObject({
      ...{ key: "w/c/2027-05-03/1", opensOn: "2027-04-19" },
      reason: "Assessment: everybody on 2027-05-03",
    });
    expect(targets({ ...rule, siteIds: [] }, { subjectId: "c", sites })).toEqual([
      "2027-05-03",
      "2027-11-01",
    ]);
  });
});

describe("exit", () => {
  const rule: ScheduleRuleInput = {
    ...{ id: "o", kind: "offset", anchor: "certified", exit: "finish" },
    ...{ first: { count: 30, unit: "days" }, every: { count: 90, unit: "days" } },
  };

  test("what has opened by the last day is still to be done where the rule says so", () => {
    const leaves = (exitOn: string, exit: "cancel" | "finish") =>
      targets({ ...rule, exit }, { ...coach, exitOn });
    expect(leaves("2027-04-20", "finish")).toEqual(["2027-02-03", "2027-05-04"]); // opens on April 20
    expect(leaves("2027-04-19", "finish")).toEqual(["2027-02-03"]);
    expect(leaves("2027-04-20", "cancel")).toEqual(["2027-02-03"]);
  });
});

describe("every kind, over generated histories", () => {
  const day = fc
    .oneof(
      fc.constantFrom("2027-03-14", "2027-11-07", "2028-02-29", "2028-03-12", "2028-11-05"),
      fc.integer({ min: 0, max: 900 }).map((days) => addDays(parseCalendarDate("2026-09-01"), days)),
    )
    .map((text) => parseCalendarDate(text));
  const span = fc.tuple(day, fc.nat(120)).map(([from, length]) => ({ from, to: addDays(from, length) }));
  const interval = fc.oneof(
    fc.record({ count: fc.integer({ min: 2, max: 90 }), unit: fc.constant("days" as const) }),
    fc.record({ count: fc.integer({ min: 1, max: 6 }), unit: fc.constant("months" as const) }),
  );
  const common = {
    id: fc.constant("rule"),
    opensDaysBefore: fc.nat(30),
    dueDaysAfter: fc.nat(20),
    graceDays: fc.nat(20),
    businessDays: fc.constantFrom("none" as const, "next" as const),
    leave: fc.constantFrom("shift" as const, "pause" as const, "none" as const),
    exit: fc.constantFrom("cancel" as const, "finish" as const),
  };
  const rules: fc.Arbitrary<ScheduleRuleInput> = fc.oneof(
    fc.record({
      ...common,
      kind: fc.constant("calendar" as const),
      startOn: day,
      everyMonths: fc.integer({ min: 1, max: 12 }),
      day: fc.constantFrom(
        null,
        { kind: "last-business-day" as const },
        { kind: "weekday" as const, week: 1, weekday: 1 },
      ),
    }),
    fc.record({
      ...common,
      kind: fc.constant("phased" as const),
      anchor: fc.constantFrom("certified" as const, "started" as const),
      first: interval,
      phases: fc.tuple(interval, interval, fc.integer({ min: 1, max: 4 })).map(([a, b, count]) => [
        { every: a, until: { kind: "met-in-a-row" as const, count } },
        { every: b, until: null },
      ]),
    }),
    fc.record({
      ...common,
      kind: fc.constant("sessions" as const),
      startOn: day,
      every: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({
      ...common,
      kind: fc.constant("event" as const),
      startOn: day,
      events: fc.array(fc.constantFrom(...SCHEDULE_EVENTS), { minLength: 1 }),
      after: interval,
    }),
    fc.record({
      ...common,
      kind: fc.constant("sweep" as const),
      days: fc.array(day, { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      ...common,
      kind: fc.constant("random" as const),
      of: fc.constant("people" as const),
      startOn: day,
      everyMonths: fc.constant(1),
      share: fc.constant(0.5),
    }),
  );
  const histories = fc.record({
    subjectId: fc.constant("coach-1"),
    startedOn: fc.option(day),
    exitOn: fc.option(day),
    // Mostly without an end, so that there is something to plan.
    certified: fc.array(
      fc.oneof(
        span,
        day.map((from) => ({ from, to: null })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    leave: fc.array(span, { maxLength: 3 }),
    results: fc.array(fc.record({ on: day, result: fc.constantFrom(...SCHEDULE_RESULTS) }), { maxLength: 8 }),
    sessionsHeld: fc.array(day, { maxLength: 20 }),
    events: fc.array(fc.record({ kind: fc.constantFrom(...SCHEDULE_EVENTS), on: day }), { maxLength: 6 }),
    drawn: fc
      .uniqueArray(day, { maxLength: 4 })
      .map((days) => days.map((periodOn) => ({ ruleId: "rule", periodOn, unitId: "coach-1" }))),
    sites: fc.array(
      span.map((days) => ({ siteId: "s", ...days })),
      { maxLength: 2 },
    ),
  });
  const whole = {
    from: "2026-06-01",
    until: "2029-12-31",
    calendar: { holidays: ["2027-07-05", "2028-02-29"] },
  };
  const all = (rule: ScheduleRuleInput, history: SubjectHistoryInput, options: object = {}) =>
    expectedOccurrences(rule, history, { ...whole, zone: "America/Los_Angeles", ...options });

  test("the same in both zones, by the same facts in any order, and cut by the period asked for", () => {
    fc.assert(
      fc.property(rules, histories, day, day, (rule, history, a, b) => {
        const [from, until] = a < b ? [a, b] : [b, a];
        const wholeSeries = all(rule, history);
        expect(all(rule, history, { zone: "America/Boise" })).toEqual(wholeSeries);
        expect(
          all(rule, {
            ...history,
            leave: [...history.leave].reverse(),
            certified: [...history.certified].reverse(),
            sessionsHeld: [...history.sessionsHeld].reverse(),
            events: [...history.events].reverse(),
            drawn: [...history.drawn].reverse(),
          }),
        ).toEqual(wholeSeries);
        expect(all(rule, history, { from, until })).toEqual(
          wholeSeries.filter(({ targetOn }) => targetOn >= from && targetOn <= until),
        );
      }),
    );
  });

  test("keys are unique, windows are in order, nothing is planned before the start or on leave that shifts", () => {
    fc.assert(
      fc.property(rules, histories, (rule, history) => {
        const occurrences = all(rule, history);
        expect(new Set(occurrences.map(({ key }) => key)).size).toBe(occurrences.length);
        for (const { opensOn, targetOn, dueOn, graceEndsOn } of occurrences) {
          expect(opensOn <= targetOn && targetOn <= dueOn && dueOn <= graceEndsOn).toBe(true);
          if (history.startedOn) expect(targetOn >= history.startedOn).toBe(true);
          if (history.exitOn)
            expect((rule.exit === "finish" ? opensOn : targetOn) <= history.exitOn).toBe(true);
          if (rule.businessDays === "next")
            for (const on of [targetOn, dueOn, graceEndsOn])
              expect(isBusinessDay(on, new Set(whole.calendar.holidays))).toBe(true);
          if (rule.leave === "shift" && rule.businessDays === "none")
            expect(history.leave.some(({ from, to }) => from <= targetOn && targetOn <= to)).toBe(false);
        }
      }),
    );
  });
});
