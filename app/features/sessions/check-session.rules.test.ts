import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSession } from "./check-session.rules.ts";
import {
  doseOf,
  findForeign,
  formatOf,
  onlyWhatApplies,
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
  planVersion: 1,
  companions: [],
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
    const cancelled = log({
      status: "cancelled_by_coachee",
      notHeldReason: "court",
      statusReason: "Court",
      sessionOn: "2026-11-20",
    });
    expect(problems(cancelled)).toEqual({});
  });
});

describe("the times", () => {
  test.each([
    ["without a start", { startTime: undefined }, "startTime"],
    ["ending as it starts", { endTime: "09:00" }, "endTime"],
    ["longer than eight hours", { endTime: "17:01" }, "endTime"],
    [
      "with more dose than time",
      { observationKind: "live" as const, observationMinutes: 30, meetingMinutes: 31 },
      "meetingMinutes",
    ],
    [
      "with more observation than time",
      { observationKind: "live" as const, observationMinutes: 61 },
      "observationMinutes",
    ],
    ["starting later today", { sessionOn: "2026-11-16", startTime: "13:00", endTime: "14:00" }, "startTime"],
  ])("%s is refused", (_, given, field) => {
    expect(Object.keys(problems(log(given)))).toEqual([field]);
  });

  test("eight hours are fine, and what was not held needs no times", () => {
    expect(problems(log({ endTime: "17:00" }))).toEqual({});
    const missed = log({
      status: "no_show_coachee",
      notHeldReason: "coachee_away",
      statusReason: "Ill",
      startTime: undefined,
      endTime: undefined,
    });
    expect(problems({ ...missed, focusIds: [] })).toEqual({});
  });

  test("the minutes are those that passed, on any day in either zone", () => {
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
        expect(times.minutes).toBe(passed);
        // A clock change is an hour at most.
        expect(Math.abs(times.minutes - (end - start))).toBeLessThanOrEqual(60);
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

  test("a step is somebody's: who was taken out leaves nobody silently in their place", () => {
    const steps = [{ id: STEP, what: "Try" }];
    expect(Object.keys(problems(log({ steps })))).toEqual(["steps[0].ownerId"]);
    expect(problems(log({ steps: [{ ...steps[0], id: STEP, ownerId: ANA }] }))).toEqual({});
    expect(problems(log({ steps: [{ id: STEP }] }))).toEqual({});
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
    expect(Object.keys(problems(log({ status: "cancelled_agency" })))).toEqual(["notHeldReason"]);
  });
});

test("without minutes the meeting is the rest of the session, and nothing unless it was held", () => {
  expect(doseOf(log(), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 60 });
  expect(doseOf(log({ observationMinutes: 20 }), 60)).toEqual({ observationMinutes: 20, meetingMinutes: 40 });
  expect(doseOf(log({ meetingMinutes: 45 }), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 45 });
  expect(doseOf(log({ status: "rescheduled" }), 60)).toEqual({ observationMinutes: 0, meetingMinutes: 0 });
});

describe("what is said one tap further", () => {
  const [COLLEAGUE, BOSS] = [
    "00000000-0000-4000-8000-0000000000d1",
    "00000000-0000-4000-8000-0000000000d2",
  ] as const;
  const companions = [
    { id: COLLEAGUE, isCoach: true, isSupervisor: false },
    { id: BOSS, isCoach: false, isSupervisor: true },
  ];
  const there = (...alsoThere: NonNullable<SessionInput["alsoThere"]>) =>
    problems(log({ alsoThere }), facts({ companions }));

  test("a co-coach and a shadow are coaches, a supervisor supervises, and everybody is there once", () => {
    expect(there({ role: "co_coach" }, { personId: COLLEAGUE, role: "co_coach" })).toEqual({});
    expect(there({ personId: BOSS, role: "supervisor" }, { personId: COLLEAGUE, role: "observer" })).toEqual(
      {},
    );
    expect(Object.keys(there({ personId: BOSS, role: "shadow" }))).toEqual(["alsoThere[0].role"]);
    expect(Object.keys(there({ personId: COLLEAGUE, role: "supervisor" }))).toEqual(["alsoThere[0].role"]);
    for (const twice of [facts().coachId, ANA])
      expect(Object.keys(there({ personId: twice, role: "observer" }))).toEqual(["alsoThere[0].personId"]);
    const pair = { personId: COLLEAGUE, role: "co_coach" } as const;
    expect(Object.keys(there(pair, { ...pair, role: "shadow" }))).toEqual(["alsoThere[1].personId"]);
    expect(
      findForeign(log({ alsoThere: [{ personId: CAL, role: "observer" }] }), facts({ companions })),
    ).toEqual({
      subject: "person",
      id: CAL,
    });
  });

  test("when a cancellation became known is a day and a time that have passed", () => {
    const off = (more: Partial<SessionInput>) =>
      Object.keys(
        problems(
          log({
            status: "cancelled_by_coachee",
            notHeldReason: "coachee_away",
            statusReason: "Ill",
            focusIds: [],
            ...more,
          }),
        ),
      );
    expect(off({ knownOn: "2026-11-12", knownTime: "16:00" })).toEqual([]);
    expect(off({ knownOn: "2026-11-12" })).toEqual(["knownTime"]);
    expect(off({ knownTime: "16:00" })).toEqual(["knownOn"]);
    expect(off({ knownOn: "2026-11-17", knownTime: "16:00" })).toEqual(["knownOn"]);
    expect(problems(log({ knownOn: "2026-11-17" }))).toEqual({});
  });

  test("a recording is referred to with everybody's consent, and a reference says what it belongs to", () => {
    const seen = (more: Partial<SessionInput>) =>
      Object.keys(problems(log({ artefactRef: "File 3", ...more })));
    expect(seen({ observationKind: "document_review" })).toEqual([]);
    expect(seen({ observationKind: "none" })).toEqual(["observationKind"]);
    expect(seen({ observationKind: "recorded" })).toEqual(["hasRecordingConsent"]);
    expect(seen({ observationKind: "recorded", hasRecordingConsent: true })).toEqual([]);
  });

  test("minutes of observation say what kind of observation they were", () => {
    const seen = (more: Partial<SessionInput>) =>
      Object.keys(problems(log({ observationMinutes: 20, ...more })));
    expect(seen({})).toEqual(["observationKind"]);
    expect(seen({ observationKind: "live" })).toEqual([]);
    expect(seen({ observationMinutes: 0 })).toEqual([]);
    expect(seen({ status: "no_show_coachee", notHeldReason: "coachee_away", statusReason: "Ill" })).toEqual(
      [],
    );
  });

  test("of a session that was not held nothing is kept that only a held one has", () => {
    const typed = {
      ...{ strategies: ["debrief:modelling" as const], strengthNoted: true, observationMinutes: 20 },
      ...{ travelMinutes: 30, summary: "We talked by phone later." },
    };
    expect(onlyWhatApplies(log(typed))).toEqual(log(typed));
    expect(onlyWhatApplies(log({ ...typed, status: "no_show_coachee" }))).toMatchObject({
      ...{ strategies: [], strengthNoted: false, observationMinutes: undefined },
      ...{ focusIds: [FUNCTION], travelMinutes: 30, summary: "We talked by phone later." },
    });
  });

  test("hours to the feedback belong to feedback, planned times to each other, a dropped step to a reason", () => {
    expect(Object.keys(problems(log({ feedbackAfterHours: 24 })))).toEqual(["feedbackAfterHours"]);
    expect(problems(log({ feedbackAfterHours: 24, dataShared: true }))).toEqual({});
    expect(Object.keys(problems(log({ plannedStartTime: "09:00", plannedEndTime: "08:00" })))).toEqual([
      "plannedEndTime",
    ]);
    const dropped = { attendeeIds: [ANA, BEN], reviews: { [STEP]: "dropped" as const } };
    expect(Object.keys(problems(log(dropped)))).toEqual([`dropReasons.${STEP}`]);
    expect(problems(log({ ...dropped, dropReasons: { [STEP]: "No time" } }))).toEqual({});
  });

  test("what went further has a day since the session, and the next focus is of the profile", () => {
    const further = (escalatedOn: string) =>
      Object.keys(problems(log({ escalation: "safety_concern", escalatedTo: "supervisor", escalatedOn })));
    expect(further("2026-11-14")).toEqual([]);
    expect(further("2026-11-12")).toEqual(["escalatedOn"]);
    expect(further("2026-11-17")).toEqual(["escalatedOn"]);
    expect(Object.keys(problems(log({ nextFocusId: BEN })))).toEqual(["nextFocusId"]);
  });

  test("more than four hours are asked about, not refused", () => {
    expect(problems(log({ endTime: "14:00" }))).toEqual({});
  });
});

test("a new step goes to the coach or to somebody in the log", () => {
  const step = (ownerId: string) => log({ steps: [{ id: STEP, what: "Call", ownerId }] });
  expect(problems(step(BEN))).toEqual({ "steps[0].ownerId": [expect.stringContaining("not in the log")] });
  for (const ownerId of [ANA, facts().coachId]) expect(problems(step(ownerId))).toEqual({});
});

test("a step that another record tells of stays with its person", () => {
  const given = facts({ toldSteps: [{ id: STEP, coacheeId: BEN }] });
  const step = (ownerId: string) =>
    log({ attendeeIds: [ANA, BEN], steps: [{ id: STEP, what: "Call", ownerId }] });
  expect(problems(step(ANA), given)).toEqual({
    "steps[0].ownerId": [expect.stringContaining("stays with whom it was agreed")],
  });
  for (const ownerId of [BEN, given.coachId]) expect(problems(step(ownerId), given)).toEqual({});
});

test("a step that went to another coach is left as it was", () => {
  const stands = { id: STEP, what: "Call", ownerId: ANA, dueOn: null, supportNeeded: null };
  const given = facts({ handedOverSteps: [stands] });
  expect(problems(log({ steps: [{ id: STEP, what: "Call", ownerId: ANA }] }), given)).toEqual({});
  expect(problems(log({ steps: [{ id: STEP, what: "Write", ownerId: ANA }] }), given)).toEqual({
    "steps[0].what": [expect.stringContaining("“Call”")],
  });
});
