import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "../schedule/calendar.ts";
import { type DosageLevelInput, type DosageSessionInput, SESSION_STATUSES } from "./dosage.schema.ts";
import { dosage } from "./dosage.ts";
import { dosageOfGroup } from "./dosage-of-group.ts";

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

describe("what did not take place, by whom and when", () => {
  const session = (id: string, on: string, status: DosageSessionInput["status"], noticeHours?: number) => ({
    id,
    on,
    status,
    noticeHours,
  });

  test("cancellations and no-shows are told apart, late ones among those whose notice is known", () => {
    const sessions = [
      session("a", "2026-04-01", "cancelled_by_coach", 2),
      session("b", "2026-04-02", "cancelled_by_coachee", 48),
      session("c", "2026-04-03", "cancelled_agency"),
      session("d", "2026-04-06", "no_show_coach"),
      session("e", "2026-04-07", "no_show_coachee"),
      session("f", "2026-04-08", "scheduled"),
      held("g", "2026-04-09"),
    ];
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      dueSessions: 7,
      cancelledByCoach: 1,
      cancelledByCoachee: 1,
      cancelledByAgency: 1,
      noShowCoach: 1,
      noShowCoachee: 1,
      unresolvedSessions: 1,
      lateCancelledSessions: 1,
      cancelledWithKnownNotice: 2,
      lateCancellationRate: 0.5,
      cancellationRate: 3 / 7,
    });
  });

  test("a closed day announced beforehand punishes nobody, one told on the day counts", () => {
    const sessions = [session("a", "2026-04-15", "cancelled_agency"), held("b", "2026-04-02")];
    const closed = { from: "2026-04-15", to: "2026-04-17" };
    expect(dosage(sessions, [moderate], { ...april, closures: [closed] })).toMatchObject({
      eligibleDays: 27,
      dueSessions: 1,
      closedSessions: 1,
      cancelledByAgency: 0,
      cancellationRate: 0,
    });
    const sudden = { ...closed, announcedOn: "2026-04-15" };
    expect(dosage(sessions, [moderate], { ...april, closures: [sudden] })).toMatchObject({
      eligibleDays: 28,
      dueSessions: 2,
      closedSessions: 0,
      cancellationRate: 0.5,
    });
    const nextDay = [session("a", "2026-04-16", "cancelled_agency"), held("b", "2026-04-02")];
    expect(dosage(nextDay, [moderate], { ...april, closures: [sudden] })).toMatchObject({
      dueSessions: 1,
      closedSessions: 1,
      cancellationRate: 0,
    });
    const afterwards = { ...closed, announcedOn: "2026-04-17" };
    expect(dosage(nextDay, [moderate], { ...april, closures: [afterwards] })).toMatchObject({
      eligibleDays: 30,
      dueSessions: 2,
      closedSessions: 0,
    });
  });
});

describe("two times", () => {
  const planned: DosageSessionInput = {
    id: "a",
    on: "2026-04-10",
    status: "scheduled",
    recordedOn: "2026-04-01",
  };
  const entered = held("a", "2026-04-10", { recordedOn: "2026-04-20" });

  test("what was entered later is not known yet", () => {
    const on = (knownOn: string) => dosage([planned, entered], [moderate], { ...april, knownOn });
    expect(on("2026-03-31")).toMatchObject({ dueSessions: 0, deliveredSessions: 0 });
    expect(on("2026-04-19")).toMatchObject({ unresolvedSessions: 1, deliveredSessions: 0 });
    expect(on("2026-04-20")).toMatchObject({
      unresolvedSessions: 0,
      deliveredSessions: 1,
      lateSessions: 1,
      lateRate: 1,
    });
    expect(dosage([planned, entered], [moderate], april).deliveredSessions).toBe(1);
  });

  test("leave told afterwards changes the plan from then on", () => {
    const leave = [{ from: "2026-04-16", to: "2026-04-30", recordedOn: "2026-05-04" }];
    expect(dosage([], [moderate], { ...april, leave, knownOn: "2026-05-03" }).plannedSessions).toBe(2);
    expect(dosage([], [moderate], { ...april, leave, knownOn: "2026-05-04" }).plannedSessions).toBe(1);
  });

  test("what was held after the day asked for is not delivered yet", () => {
    const sessions = [held("a", "2026-04-10"), held("b", "2026-04-11")];
    expect(dosage(sessions, [moderate], { ...april, asOf: "2026-04-10" }).deliveredSessions).toBe(1);
  });
});

describe("coaches", () => {
  const assignments = [
    { coachId: "kim", from: "2026-01-01", to: "2026-04-10" },
    { coachId: "lou", from: "2026-04-21", to: null },
  ];

  test("a vacancy is not eligible, and continuity asks for the coach of the day", () => {
    const sessions = [
      held("a", "2026-04-09", { coachIds: ["kim"] }),
      held("b", "2026-04-15", { coachIds: ["kim"] }),
      held("c", "2026-04-22", { coachIds: ["kim"] }),
      held("d", "2026-04-23", { coachIds: ["max", "lou"] }),
    ];
    expect(dosage(sessions, [moderate], { ...april, assignments })).toMatchObject({
      eligibleDays: 20,
      plannedSessions: expect.closeTo(4 / 3, 9),
      deliveredSessions: 4,
      sessionsWithAssignedCoach: 2,
      sessionsWhileAssigned: 3,
      continuity: 2 / 3,
    });
    expect(dosage(sessions, [moderate], april).continuity).toBeNull();
  });

  test("co-coaching is one session and an effort of each", () => {
    const sessions = [held("a", "2026-04-09", { coachIds: ["kim", "lou"] })];
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      deliveredSessions: 1,
      deliveredMinutes: 60,
      coachMinutes: 120,
      minutesByCoach: { kim: 60, lou: 60 },
    });
    expect(dosage(sessions, [moderate], { ...april, coachId: "lou" }).deliveredSessions).toBe(1);
    expect(dosage(sessions, [moderate], { ...april, coachId: "max" }).deliveredSessions).toBe(0);
  });
});

describe("shape of the dose", () => {
  const sessions = [
    held("a", "2026-04-01", { cycle: 1, meetingMinutes: 0, feedbackGiven: false }),
    held("b", "2026-04-15", { cycle: 1, observationMinutes: 0, feedbackGiven: true, selfStudyMinutes: 20 }),
    held("c", "2026-04-29", { cycle: 2, meetingMinutes: 0 }),
  ];

  test("frequency, mean length, span and cycles", () => {
    expect(dosage(sessions, [moderate], { ...april, until: "2026-04-28" })).toMatchObject({
      sessionsPerWeek: 0.5,
      meanMinutes: 30,
      spanDays: 14,
      cyclesCompleted: 1,
    });
    expect(dosage([], [moderate], april)).toMatchObject({
      sessionsPerWeek: 0,
      meanMinutes: null,
      spanDays: null,
      cyclesCompleted: null,
    });
  });

  test("structural, process and self-study dose stand apart", () => {
    expect(dosage(sessions, [moderate], april)).toMatchObject({
      deliveredSessions: 3,
      deliveredMinutes: 90,
      process: {
        observationMinutes: 60,
        meetingMinutes: 30,
        observedSessions: 2,
        feedbackSessions: 1,
        feedbackRate: 0.5,
      },
      selfStudyMinutes: 20,
    });
  });

  test("the minimum is a share of the plan, reached without rounding", () => {
    const one = [held("a", "2026-04-01")];
    expect(dosage(one, [moderate], april).reachesMinimum).toBe(false);
    expect(dosage(one, [moderate], { ...april, minimumShare: 0.5 }).reachesMinimum).toBe(true);
    expect(dosage(one, [], april).reachesMinimum).toBeNull();
  });

  test("time to the first session, or how long somebody waits for it", () => {
    const from = (since: string) => dosage(sessions, [moderate], { ...april, since });
    expect(from("2026-03-22")).toMatchObject({ firstHeldOn: "2026-04-01", daysToFirstSession: 10 });
    expect(from("2026-04-02")).toMatchObject({ firstHeldOn: "2026-04-15", daysToFirstSession: 13 });
    expect(dosage([], [moderate], { ...april, since: "2026-04-10" })).toMatchObject({
      firstHeldOn: null,
      daysToFirstSession: null,
      daysWithoutFirstSession: 20,
    });
  });
});

test("a site: three in one group and one whom nobody saw", () => {
  const group = held("g", "2026-04-08", {
    observationMinutes: 0,
    meetingMinutes: 90,
    coachIds: ["kim", "lou"],
    attendees: [{ personId: "ana" }, { personId: "ben" }, { personId: "cal", attendance: "absent" }],
  });
  const site = dosageOfGroup(
    [group],
    ["ana", "ben", "cal", "dee"].map((id) => ({ id, schedule: [moderate] })),
    { ...april, minimumShare: 0.5 },
  );
  expect(site).toMatchObject({
    plannedSessions: 8,
    contacts: 2,
    contactMinutes: 180,
    sessionRate: 0.25,
    deliveredSessions: 1,
    coachMinutes: 180,
    eligibleCoachees: 4,
    reachedCoachees: 2,
    reach: 0.5,
    coacheesAtMinimum: 2,
    minimumAttainment: 0.5,
  });
  expect(site.coachees.cal).toMatchObject({ absences: 1, deliveredSessions: 0 });
});

test("a site's own closure plans nothing for its people, one of the period for nobody", () => {
  const people = ["ana", "ben"].map((id) => ({ id, schedule: [moderate] }));
  const week = (from: string, to: string) => [{ from, to, announcedOn: "2026-01-05" }];
  const planned = (...closures: [own: object, ofAll: object]) => {
    const [ana = {}, ben = {}] = people;
    const group = dosageOfGroup([], [{ ...ana, ...closures[0] }, ben] as typeof people, {
      ...april,
      ...closures[1],
    });
    return [group.coachees.ana?.plannedSessions, group.coachees.ben?.plannedSessions];
  };
  const own = { closures: week("2026-04-01", "2026-04-15") };
  const ofAll = { closures: week("2026-04-16", "2026-04-30") };
  expect(planned(own, {})).toEqual([1, 2]);
  expect(planned(own, ofAll)).toEqual([0, 1]);
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

  test("of a group names the coachee given twice and the session without attendees", () => {
    const ana = { id: "ana", schedule: [moderate] };
    const period = { from: "2026-04-01", until: "2026-04-30" };
    expect(() => dosageOfGroup([], [ana, ana], period)).toThrow(/coachees\[1\]: found ana a second time/);
    expect(() => dosageOfGroup([held("a", "2026-04-01")], [ana], period)).toThrow(
      /sessions \(a\): found no attendees/,
    );
  });

  test("is refused where it would count twice", () => {
    const versions = [held("a", "2026-04-01", { recordedOn: "2026-04-02" }), held("a", "2026-04-01")];
    expect(() => dosage(versions, [moderate], april)).toThrow(/expected each session once, or its versions/);
    const coaches = held("a", "2026-04-01", { coachIds: ["kim", "kim"] });
    expect(() => dosage([coaches], [moderate], april)).toThrow(/found a coach twice/);
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
