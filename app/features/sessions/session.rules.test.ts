import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkAcknowledgement,
  checkSession,
  checkStatusChange,
  doseOf,
  entryLagDays,
  findForeign,
  formatOf,
  isLocked,
  lockedFrom,
  type SessionFacts,
  timesOf,
} from "./session.rules.ts";
import { type SessionInput, sessionInput } from "./session.schema.ts";

const [ANA, BEN, CAL] = [1, 2, 3].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
];
const FUNCTION = "00000000-0000-4000-8000-0000000000f1";
const STEP = "00000000-0000-4000-8000-0000000000a1";
const NOW = new Date("2026-11-16T20:00:00Z");

const assigned = (coacheeId: string, more: object = {}) => ({
  coacheeId,
  startsOn: "2026-03-01",
  endsOn: null,
  siteId: "site",
  unitId: null,
  zone: "America/Los_Angeles",
  ...more,
});
const facts = (more: Partial<SessionFacts> = {}): SessionFacts => ({
  programId: "program",
  coachId: "00000000-0000-4000-8000-0000000000c1",
  assignments: [assigned(ANA), assigned(BEN)],
  isCoachCertified: true,
  practiceProfileId: "profile",
  functionIds: [FUNCTION],
  unknownFunctionIds: [],
  goals: [],
  actionSteps: [{ id: STEP, coacheeId: BEN }],
  agreedStepIds: [],
  ...more,
});
const log = (more: Partial<SessionInput> = {}): SessionInput =>
  sessionInput.parse({
    id: ANA,
    attendeeIds: [ANA],
    sessionOn: "2026-11-13",
    startTime: "09:00",
    endTime: "10:00",
    focusIds: [FUNCTION],
    ...more,
  });
const problems = (input: SessionInput, given = facts(), now = NOW) => {
  const verdict = checkSession(input, given, now);
  return verdict.ok ? {} : (verdict.fieldErrors ?? {});
};

test("a plain hour is fine", () => {
  expect(checkSession(log(), facts(), NOW)).toEqual({ ok: true });
});

describe("the day", () => {
  test.each([
    ["held tomorrow", { sessionOn: "2026-11-17" }],
    ["before the assignment", { sessionOn: "2026-02-28" }],
    ["planned for yesterday", { status: "scheduled" as const, sessionOn: "2026-11-15" }],
    ["planned in two years", { status: "scheduled" as const, sessionOn: "2028-11-15" }],
  ])("%s is refused", (_, given) => {
    expect(Object.keys(problems(log(given)))).toEqual(["sessionOn"]);
  });

  test("the first day of an assignment counts, the day it has ended does not", () => {
    const ended = facts({ assignments: [assigned(ANA, { endsOn: "2026-11-13" })] });
    expect(problems(log({ sessionOn: "2026-03-01" }))).toEqual({});
    expect(problems(log({ sessionOn: "2026-11-12" }), ended)).toEqual({});
    expect(problems(log(), ended).sessionOn?.[0]).toContain("ended on Thu 12 Nov 2026");
  });

  test("a cancellation may be entered ahead of its day", () => {
    const cancelled = log({ status: "cancelled_by_coachee", statusReason: "Court", sessionOn: "2026-11-20" });
    expect(problems(cancelled)).toEqual({});
  });
});

describe("the times", () => {
  test.each([
    ["without a start", { startTime: undefined }, "startTime"],
    ["ending as it starts", { endTime: "09:00" }, "endTime"],
    ["longer than eight hours", { endTime: "17:01" }, "endTime"],
    ["with more dose than time", { observationMinutes: 30, meetingMinutes: 31 }, "meetingMinutes"],
    ["with more observation than time", { observationMinutes: 61 }, "observationMinutes"],
    ["starting later today", { sessionOn: "2026-11-16", startTime: "13:00", endTime: "14:00" }, "startTime"],
  ])("%s is refused", (_, given, field) => {
    expect(Object.keys(problems(log(given)))).toEqual([field]);
  });

  test("eight hours are fine, and what was not held needs no times", () => {
    expect(problems(log({ endTime: "17:00" }))).toEqual({});
    const missed = log({
      status: "no_show_coachee",
      statusReason: "Ill",
      startTime: undefined,
      endTime: undefined,
    });
    expect(problems({ ...missed, focusIds: [] })).toEqual({});
  });

  test("the dose never exceeds the time that passed, on any day in either zone", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const clock = (at: number) =>
      `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
    const day = fc.constantFrom("2026-11-01", "2027-03-14", "2026-07-04");
    const zone = fc.constantFrom("America/Los_Angeles", "America/Boise");
    fc.assert(
      fc.property(day, zone, minute, minute, (sessionOn, where, start, end) => {
        fc.pre(start < end);
        const input = log({ sessionOn, startTime: clock(start), endTime: clock(end) });
        const times = timesOf(input, where);
        const passed = ((times.endsAt?.getTime() ?? 0) - (times.startsAt?.getTime() ?? 0)) / 60_000;
        expect(times.minutes).toBeLessThanOrEqual(passed);
        expect(times.minutes).toBeLessThanOrEqual(end - start);
      }),
    );
  });
});

describe("people", () => {
  test("nobody present is not a held session", () => {
    expect(problems(log({ attendance: { [ANA]: "absent" } })).attendeeIds).toHaveLength(1);
  });

  test("a part of it needs minutes within the session", () => {
    const partly = { attendance: { [ANA]: "partial" as const } };
    expect(Object.keys(problems(log(partly)))).toEqual([`attendeeMinutes.${ANA}`]);
    expect(Object.keys(problems(log({ ...partly, attendeeMinutes: { [ANA]: 61 } })))).toEqual([
      `attendeeMinutes.${ANA}`,
    ]);
    expect(problems(log({ ...partly, attendeeMinutes: { [ANA]: 60 } }))).toEqual({});
  });

  test("people of two sites make two sessions", () => {
    const apart = facts({ assignments: [assigned(ANA), assigned(BEN, { siteId: "other" })] });
    expect(Object.keys(problems(log({ attendeeIds: [ANA, BEN] }), apart))).toEqual(["attendeeIds"]);
  });

  test("the format follows from their number", () => {
    expect(formatOf(log())).toBe("individual");
    expect(formatOf(log({ attendeeIds: [ANA, BEN] }))).toBe("pair");
    expect(formatOf(log({ attendeeIds: [ANA, BEN, CAL] }))).toBe("group");
    expect(formatOf(log({ attendeeIds: [ANA, BEN, CAL], format: "unit" }))).toBe("unit");
  });

  test("somebody else's person, step or step owner is foreign", () => {
    expect(findForeign(log(), facts())).toBeNull();
    expect(findForeign(log(), facts({ unknownFunctionIds: [FUNCTION] }))).toEqual({
      subject: "essential-function",
      id: FUNCTION,
    });
    expect(findForeign(log({ attendeeIds: [CAL] }), facts())).toEqual({ subject: "person", id: CAL });
    expect(findForeign(log({ reviews: { [STEP]: "done" } }), facts())).toEqual({
      subject: "action-step",
      id: STEP,
    });
    expect(findForeign(log({ attendeeIds: [ANA, BEN], reviews: { [STEP]: "done" } }), facts())).toBeNull();
    const steps = [{ id: STEP, what: "Try", ownerId: BEN }];
    expect(findForeign(log({ steps }), facts())).toEqual({ subject: "person", id: BEN });
  });
});

describe("focus and reason", () => {
  test("one to three functions of the profile in force, when it was held", () => {
    expect(Object.keys(problems(log({ focusIds: [] })))).toEqual(["focusIds"]);
    expect(Object.keys(problems(log({ focusIds: [ANA] })))).toEqual(["focusIds"]);
    const four = [FUNCTION, ANA, BEN, CAL];
    expect(problems(log({ focusIds: four }), facts({ functionIds: four })).focusIds).toHaveLength(1);
    expect(problems(log({ focusIds: [] }), facts({ practiceProfileId: null })).sessionOn).toHaveLength(1);
  });

  test("what did not take place has a reason", () => {
    expect(Object.keys(problems(log({ status: "cancelled_agency" })))).toEqual(["statusReason"]);
  });
});

test("without minutes the meeting is the rest of the session, and nothing unless it was held", () => {
  expect(doseOf(log(), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 60 });
  expect(doseOf(log({ observationMinutes: 20 }), 60)).toEqual({ observationMinutes: 20, meetingMinutes: 40 });
  expect(doseOf(log({ meetingMinutes: 45 }), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 45 });
  expect(doseOf(log({ status: "rescheduled" }), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 0 });
});

test("days of entry are counted at the site", () => {
  const justAfterMidnight = new Date("2026-11-14T07:30:00Z");
  expect(entryLagDays("held", "2026-11-13", "America/Los_Angeles", justAfterMidnight)).toBe(0);
  expect(entryLagDays("held", "2026-11-13", "America/Boise", justAfterMidnight)).toBe(1);
  expect(entryLagDays("scheduled", "2026-11-13", "America/Boise", NOW)).toBe(0);
});

test("a record locks when the days after its month have passed, a plan never", () => {
  expect(lockedFrom("2026-11-01", 10)).toBe("2026-12-11");
  expect(lockedFrom("2028-02-29", 0)).toBe("2028-03-01");
  const held = { status: "held" as const, sessionOn: "2026-11-30" };
  expect(isLocked(held, 10, "2026-12-10")).toBe(false);
  expect(isLocked(held, 10, "2026-12-11")).toBe(true);
  expect(isLocked({ ...held, status: "scheduled" }, 10, "2027-06-01")).toBe(false);
});

test("what has happened cannot become a plan again", () => {
  expect(checkStatusChange("scheduled", "held").ok).toBe(true);
  expect(checkStatusChange("held", "cancelled_agency").ok).toBe(true);
  expect(checkStatusChange("held", "scheduled").ok).toBe(false);
});

test("a dispute and a comment need words, and only what was held is acknowledged", () => {
  const held = { status: "held" as const };
  expect(checkAcknowledgement("acknowledged", "", held).ok).toBe(true);
  expect(checkAcknowledgement("disputed", "", held).ok).toBe(false);
  expect(checkAcknowledgement("acknowledged_with_comment", "", held).ok).toBe(false);
  expect(checkAcknowledgement("disputed", "Too long", held).ok).toBe(true);
  expect(checkAcknowledgement("acknowledged", "", { status: "no_show_coachee" }).ok).toBe(false);
});
