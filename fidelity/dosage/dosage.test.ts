import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "../schedule/calendar.ts";
import { type DosageLevelInput, type DosageSessionInput, SESSION_STATUSES } from "./dosage.schema.ts";
import { dosage } from "./dosage.ts";

/** Two sessions of an hour a month. */
const moderate: DosageLevelInput = { from: "2026-01-01", sessionsPerMonth: 2, minutesPerSession: 60 };
const april = { from: "2026-04-01", until: "2026-04-30", leave: [] };

const held = (id: string, on: string, more: Partial<DosageSessionInput> = {}): DosageSessionInput => ({
  id,
  on,
  status: "held",
  observationMinutes: 30,
  meetingMinutes: 30,
  ...more,
});

describe("planned", () => {
  test("a full month plans exactly its number, whatever its length", () => {
    for (const until of ["2026-01-31", "2026-02-28", "2026-04-30"]) {
      const from = `${until.slice(0, 8)}01`;
      expect(dosage([], [moderate], { from, until, leave: [] })).toMatchObject({
        plannedSessions: 2,
        plannedMinutes: 120,
      });
    }
  });

  test("half a month away plans half", () => {
    const leave = [{ from: "2026-03-20", to: "2026-04-15" }];
    expect(dosage([], [moderate], { ...april, leave })).toMatchObject({
      eligibleDays: 15,
      plannedSessions: 1,
      plannedMinutes: 60,
    });
  });

  test("leave that overlaps itself counts once, and leave without an end lasts", () => {
    const leave = [
      { from: "2026-04-10", to: "2026-04-15" },
      { from: "2026-04-01", to: "2026-04-12" },
      { from: "2026-04-21" },
    ];
    expect(dosage([], [moderate], { ...april, leave })).toMatchObject({ eligibleDays: 5 });
  });

  test("days before the start and after the exit plan nothing", () => {
    expect(dosage([], [moderate], { ...april, startedOn: "2026-04-16" }).plannedSessions).toBe(1);
    expect(dosage([], [moderate], { ...april, exitOn: "2026-04-15" }).plannedSessions).toBe(1);
    expect(dosage([], [moderate], { ...april, startedOn: "2026-05-01" })).toMatchObject({
      eligibleDays: 0,
      plannedSessions: 0,
    });
    expect(dosage([], [moderate], { ...april, exitOn: "2026-03-31" }).plannedSessions).toBe(0);
  });

  test("the last day of the calendar serves as an open end", () => {
    const leave = [
      { from: "2026-04-10", to: "2026-04-10" },
      { from: "2026-04-16", to: "9999-12-31" },
    ];
    expect(dosage([], [{ ...moderate, to: "9999-12-31" }], { ...april, leave }).eligibleDays).toBe(14);
  });

  test("each day follows the level in force that day", () => {
    const fading: DosageLevelInput[] = [
      { from: "2026-04-16", sessionsPerMonth: 1, minutesPerSession: 30 },
      moderate,
    ];
    // half of 2 and half of 1; half of 2 x 60 and half of 1 x 30
    expect(dosage([], fading, april)).toMatchObject({ plannedSessions: 1.5, plannedMinutes: 75 });
  });

  test("days without a level plan nothing, and then there is no rate", () => {
    const ended = { ...moderate, to: "2026-03-31" };
    expect(dosage([held("a", "2026-04-02")], [ended], april)).toMatchObject({
      plannedSessions: 0,
      deliveredSessions: 1,
      sessionRate: null,
      minuteRate: null,
    });
    expect(dosage([], [], april)).toMatchObject({
      sessionRate: null,
      cancellationRate: null,
      noShowRate: null,
      daysSinceLastHeld: null,
    });
  });
});

describe("delivered", () => {
  test("is held or partly held, and the rate is not capped", () => {
    const sessions = [
      held("a", "2026-04-01"),
      held("b", "2026-04-10", { status: "held_partial", observationMinutes: 0, meetingMinutes: 20 }),
      held("c", "2026-04-30"),
      held("d", "2026-05-01"),
      held("e", "2026-04-12", { status: "no_show_coachee" }),
    ];
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      deliveredSessions: 3,
      deliveredMinutes: 140,
      sessionRate: 1.5,
      minuteRate: 140 / 120,
      contacts: 3,
      coachMinutes: 140,
    });
  });

  test("is dose only: preparation, travel and documentation do not count", () => {
    const session = { ...held("a", "2026-04-01"), prepMinutes: 45, travelMinutes: 90 };
    expect(dosage([session], [moderate], april).deliveredMinutes).toBe(60);
  });

  const group = held("g", "2026-04-08", {
    observationMinutes: 0,
    meetingMinutes: 90,
    attendees: [
      { personId: "ana" },
      { personId: "ben" },
      { personId: "cal" },
      { personId: "dee", attendance: "absent" },
    ],
  });

  test("90 minutes with three attendees are 90 coach minutes, 90 each, 3 contacts, 1 session", () => {
    expect(dosage([group], [moderate], april)).toMatchObject({
      deliveredSessions: 1,
      deliveredMinutes: 90,
      coachMinutes: 90,
      contacts: 3,
      coacheeMinutes: { ana: 90, ben: 90, cal: 90 },
    });
  });

  test("two coaches spend twice the minutes on one session", () => {
    expect(dosage([{ ...group, coaches: 2 }], [moderate], april)).toMatchObject({
      deliveredSessions: 1,
      coachMinutes: 180,
    });
  });

  test("for one coachee is what that coachee attended", () => {
    const late = {
      ...group,
      attendees: [{ personId: "ana", attendance: "partial" as const, minutes: 25 }, { personId: "ben" }],
    };
    expect(dosage([late], [moderate], { ...april, coacheeId: "ana" })).toMatchObject({
      deliveredMinutes: 25,
      contacts: 1,
      coachMinutes: 90,
    });
    expect(dosage([group], [moderate], { ...april, coacheeId: "dee" })).toMatchObject({
      deliveredSessions: 0,
      contacts: 0,
    });
  });
});

describe("what did not take place", () => {
  const statuses = (list: DosageSessionInput["status"][], on = "2026-04-10") =>
    list.map((status, index): DosageSessionInput => ({ id: `${index}`, on, status }));

  test("cancellations and no-shows are rates of the sessions whose date has passed", () => {
    const sessions = statuses([
      "held",
      "cancelled_by_coach",
      "cancelled_agency",
      "no_show_coachee",
      "scheduled",
    ]);
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      dueSessions: 5,
      cancelledSessions: 2,
      noShowSessions: 1,
      cancellationRate: 0.4,
      noShowRate: 0.2,
    });
  });

  test("the original of a rescheduled session counts nowhere else", () => {
    const sessions = statuses(["rescheduled", "held"]);
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      dueSessions: 1,
      rescheduledSessions: 1,
      cancelledSessions: 0,
      cancellationRate: 0,
    });
    expect(dosage(statuses(["rescheduled"]), [moderate], april).cancellationRate).toBeNull();
  });

  test("a session still to come is not due", () => {
    const sessions = statuses(["scheduled", "held"]);
    expect(dosage(sessions, [moderate], { ...april, asOf: "2026-04-10" }).dueSessions).toBe(1);
    expect(dosage(sessions, [moderate], { ...april, asOf: "2026-04-11" }).dueSessions).toBe(2);
  });
});

test("days since the last session look before the period, not after the day asked for", () => {
  const sessions = [held("a", "2026-03-20"), held("b", "2026-05-05")];
  expect(dosage(sessions, [moderate], april)).toMatchObject({
    lastHeldOn: "2026-03-20",
    daysSinceLastHeld: 41,
  });
});

describe("laws", () => {
  const day = fc.integer({ min: 0, max: 364 }).map((days) => addDays(parseCalendarDate("2026-01-01"), days));
  const span = fc
    .tuple(day, fc.integer({ min: 0, max: 60 }))
    .map(([from, days]) => ({ from, to: addDays(from, days) }));
  const sessions = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      on: day,
      status: fc.constantFrom(...SESSION_STATUSES),
      observationMinutes: fc.integer({ min: 0, max: 120 }),
      meetingMinutes: fc.integer({ min: 0, max: 120 }),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  );
  const levels = fc.uniqueArray(
    fc.record({
      from: day,
      sessionsPerMonth: fc.integer({ min: 0, max: 8 }),
      minutesPerSession: fc.integer({ min: 0, max: 120 }),
    }),
    { selector: ({ from }) => from, maxLength: 4 },
  );
  const year = { from: "2026-01-01", until: "2026-12-31" };

  test("two halves of a period add up", () => {
    fc.assert(
      fc.property(sessions, levels, fc.array(span, { maxLength: 3 }), day, (all, schedule, leave, cut) => {
        fc.pre(cut < "2026-12-31");
        const whole = dosage(all, schedule, { ...year, leave });
        const first = dosage(all, schedule, { ...year, until: cut, leave });
        const second = dosage(all, schedule, { ...year, from: addDays(cut, 1), leave });
        for (const measure of [
          "eligibleDays",
          "deliveredSessions",
          "deliveredMinutes",
          "contacts",
          "coachMinutes",
        ] as const) {
          expect(first[measure] + second[measure]).toBe(whole[measure]);
        }
        expect(first.plannedSessions + second.plannedSessions).toBeCloseTo(whole.plannedSessions, 9);
        expect(first.plannedMinutes + second.plannedMinutes).toBeCloseTo(whole.plannedMinutes, 6);
      }),
    );
  });

  test("the order of sessions, levels and leave does not matter", () => {
    fc.assert(
      fc.property(sessions, levels, fc.array(span, { maxLength: 3 }), (all, schedule, leave) => {
        const forward = dosage(all, schedule, { ...year, leave });
        const backward = dosage([...all].reverse(), [...schedule].reverse(), {
          ...year,
          leave: [...leave].reverse(),
        });
        expect(backward).toEqual(forward);
      }),
    );
  });

  test("no number is ever not a number", () => {
    fc.assert(
      fc.property(sessions, levels, fc.array(span, { maxLength: 3 }), day, (all, schedule, leave, from) => {
        for (const value of Object.values(dosage(all, schedule, { ...year, from, leave }))) {
          if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });
});

describe("bad input", () => {
  test("is named with its place", () => {
    expect(() => dosage([held("a", "2026-04-31")], [moderate], april)).toThrow(
      'sessions.0.on: found "2026-04-31"',
    );
    expect(() => dosage([held("a", "2026-04-01", { status: "done" as never })], [moderate], april)).toThrow(
      /sessions\.0\.status/,
    );
    expect(() => dosage([held("a", "2026-04-01", { meetingMinutes: -5 })], [moderate], april)).toThrow(
      /sessions\.0\.meetingMinutes/,
    );
    expect(() => dosage([], [moderate], { ...april, until: "2026-03-01" })).toThrow(
      /"from" on or before "until"/,
    );
  });

  test("is refused where it would count twice", () => {
    expect(() => dosage([held("a", "2026-04-01"), held("a", "2026-04-02")], [moderate], april)).toThrow(
      /sessions\[1\] \(a\): found the id a second time/,
    );
    const twice = held("a", "2026-04-01", { attendees: [{ personId: "ana" }, { personId: "ana" }] });
    expect(() => dosage([twice], [moderate], april)).toThrow(/found attendee ana twice/);
    const longer = held("a", "2026-04-01", { attendees: [{ personId: "ana", minutes: 61 }] });
    expect(() => dosage([longer], [moderate], april)).toThrow(
      /found 61 minutes for ana, expected at most 60/,
    );
    const overlapping = [
      { ...moderate, to: "2026-05-01" },
      { ...moderate, from: "2026-04-15" },
    ];
    expect(() => dosage([], overlapping, april)).toThrow(/expected one level per day/);
  });
});
