import { describe, expect, test } from "vitest";
import { parseInput } from "#fidelity/parse-input.ts";
import { scheduleRule } from "#fidelity/schedule/schedule-rule.schema.ts";
import { drawDue } from "./draw.rules.ts";
import { afterPlan } from "./preview.rules.ts";
import {
  groupsOf,
  planSubject,
  type RuleInForce,
  type RuleVersion,
  type SeriesOptions,
  type StoredAssessment,
  type SubjectFacts,
  segmentsOf,
} from "./schedule.rules.ts";

const FACTS: SubjectFacts = {
  ...{ subjectId: "coach", kind: "coach", deactivatedOn: null, leaves: [], roles: [], results: [] },
  ...{ sessionsHeld: [], coachChanges: [], complaints: [], drawn: [], coachings: [] },
  certifications: [{ validFrom: "2026-01-01", validUntil: "2029-01-01", revokedOn: null }],
  workplaces: [{ siteId: "site", unitId: null, startsOn: "2025-01-01", endsOn: null }],
  supervisions: [
    { supervisorId: "supervisor", supervisorDeactivatedOn: null, startsOn: "2025-01-01", endsOn: null },
  ],
};

const version = (rule: object, given: Partial<RuleVersion> = {}): RuleVersion => ({
  ...{
    scheduleRuleId: `version-${given.version ?? 1}`,
    version: 1,
    title: "Review",
    raterType: "supervisor",
  },
  ...{
    startsOn: "2025-01-01",
    endsOn: null,
    rule: parseInput(scheduleRule, { id: "rule", ...rule }, "rule"),
  },
  ...given,
});
const inForce = (versions: RuleVersion[], given: Partial<RuleInForce> = {}): RuleInForce => ({
  ...{ code: "rule", instrumentId: "instrument", subject: "coach", versions, raters: null },
  instrumentVersions: [{ id: "v1", effectiveFrom: "2025-01-01", takesPlanned: true }],
  ...given,
});
const options = (today: string, given: Partial<SeriesOptions> = {}): SeriesOptions => ({
  todayAt: () => today,
  holidaysAt: () => new Set(),
  raters: { conflicts: new Map(), leaves: new Map(), roles: new Map(), reliable: new Map(), load: new Map() },
  until: `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`,
  ...given,
});

/** What stands after a run of the scheduler on a day, on top of what stood before. */
function run(
  rules: RuleInForce | RuleInForce[],
  today: string,
  given: {
    facts?: Partial<SubjectFacts>;
    stored?: readonly StoredAssessment[];
    options?: Partial<SeriesOptions>;
  } = {},
): StoredAssessment[] {
  const stored = given.stored ?? [];
  const facts = { ...FACTS, ...given.facts };
  const plan = planSubject(groupsOf([rules].flat()), facts, stored, options(today, given.options));
  return afterPlan(stored, plan);
}
const targets = (stored: readonly StoredAssessment[], ...states: string[]) =>
  stored
    .filter(({ state }) => (states.length === 0 ? ["planned", "open"] : states).includes(state))
    .map(({ targetOn }) => targetOn)
    .sort();
/** The assessment of a target day, finished. */
const finished = (
  stored: readonly StoredAssessment[],
  targetOn: string,
  workedOn = targetOn,
): StoredAssessment[] =>
  stored.map((one) => (one.targetOn === targetOn ? { ...one, state: "final", workedOn } : one));

const EVENT = {
  ...{ kind: "event", startOn: "2025-01-01", events: ["below-threshold"] },
  after: { count: 30, unit: "days" },
};
const SESSIONS = { kind: "sessions", startOn: "2025-01-01", every: 2, targetDaysAfter: 10 };

describe("a further version that changes only the days of grace", () => {
  const edited = (rule: object, startsOn: string) =>
    inForce([version(rule), version({ ...rule, graceDays: 3 }, { version: 2, startsOn })]);

  test("leaves the re-check of an earlier result as it was, and holds for later ones", () => {
    const failed = (on: string) => ({
      ...{ instrumentId: "instrument", raterType: "supervisor", on, result: "not_met" as const },
    });
    const before = run(inForce([version(EVENT)]), "2026-11-16", {
      facts: { results: [failed("2026-11-01")] },
    });
    expect(targets(before)).toEqual(["2026-12-01"]);
    const after = run(edited(EVENT, "2026-11-16"), "2026-11-16", {
      stored: before,
      facts: { results: [failed("2026-11-01"), failed("2026-11-20")] },
    });
    expect(after.map(({ targetOn, graceEndsOn }) => [targetOn, graceEndsOn])).toEqual([
      ["2026-12-01", "2026-12-15"],
      ["2026-12-20", "2026-12-30"],
    ]);
    expect(targets(after)).toHaveLength(2);
  });

  test("goes on counting sessions", () => {
    const sessionsHeld = ["2026-10-01", "2026-10-15", "2026-11-02"];
    const rule = edited(SESSIONS, "2026-11-10");
    const before = run(inForce([version(SESSIONS)]), "2026-10-20", { facts: { sessionsHeld } });
    expect(targets(before)).toEqual(["2026-10-25"]);
    const after = run(rule, "2026-11-12", {
      ...{ stored: before, facts: { sessionsHeld: [...sessionsHeld, "2026-11-11"] } },
    });
    expect(targets(after)).toEqual(["2026-10-25", "2026-11-21"]);
    expect(after.map(({ scheduleRuleId }) => scheduleRuleId)).toEqual(["version-1", "version-2"]);
  });

  test("leaves the dates of a calendar", () => {
    const quarterly = { kind: "calendar", startOn: "2026-04-01", everyMonths: 3 };
    const before = run(inForce([version(quarterly)]), "2026-11-16");
    const after = run(edited(quarterly, "2026-11-16"), "2026-11-16", { stored: before });
    expect(targets(before)).toEqual(["2027-01-01", "2027-04-01", "2027-07-01", "2027-10-01"]);
    expect(targets(after)).toEqual(targets(before));
    expect(after).toHaveLength(before.length);
  });

  test("keeps the draw of a period that has begun", () => {
    const rule = (given: object) => ({
      ...{ kind: "random", of: "people", startOn: "2026-11-01", everyMonths: 3, share: 0.2, ...given },
    });
    const segments = segmentsOf(
      inForce([version(rule({})), version(rule({ share: 0.5 }), { version: 2, startsOn: "2026-12-10" })]),
    );
    expect(drawDue(segments, "2026-12-20")).toMatchObject({ periodOn: "2026-11-01", rule: { share: 0.2 } });
    expect(drawDue(segments, "2027-02-01")).toMatchObject({ periodOn: "2027-02-01", rule: { share: 0.5 } });
    const drawn = [{ ruleCode: "rule", periodOn: "2026-11-01", unitId: "coach" }];
    const changed = inForce([
      version(rule({ targetDaysAfter: 40 })),
      version(rule({ targetDaysAfter: 60 }), { version: 2, startsOn: "2026-12-10" }),
    ]);
    expect(targets(run(changed, "2026-12-10", { facts: { drawn } }))).toEqual(["2026-12-11"]);
  });
});

test("what follows from a fact is planned once when a version asks for it later", () => {
  const rule = inForce([
    version(SESSIONS),
    version({ ...SESSIONS, targetDaysAfter: 40 }, { version: 2, startsOn: "2026-11-10" }),
  ]);
  const sessionsHeld = ["2026-10-30", "2026-11-02"];
  expect(targets(run(rule, "2026-11-10", { facts: { sessionsHeld } }))).toEqual(["2026-11-12"]);
});

const offset = (given: object) => ({ kind: "offset", first: { count: 30, unit: "days" }, ...given });
const days = (count: number) => ({ count, unit: "days" });

test("a rule that counts from another fact asks for its own reviews, whatever was done under its numbers", () => {
  const monthly = version(offset({ anchor: "certified", every: days(30) }));
  const quarterly = version(
    { kind: "offset", anchor: "started", first: days(90), every: days(90) },
    { version: 2, startsOn: "2026-07-01" },
  );
  const facts = {
    workplaces: [{ siteId: "site", unitId: null, startsOn: "2026-03-01", endsOn: null }],
    certifications: [{ validFrom: "2026-03-15", validUntil: "2029-01-01", revokedOn: null }],
  };
  let stored = run(inForce([monthly]), "2026-05-20", { facts });
  stored = run(inForce([monthly, quarterly]), "2026-05-20", { facts, stored });
  expect(targets(stored).slice(0, 4)).toEqual(["2026-05-14", "2026-06-13", "2026-08-28", "2026-11-26"]);
  for (const on of ["2026-05-14", "2026-06-13"]) stored = finished(stored, on);
  expect(targets(run(inForce([monthly, quarterly]), "2026-07-02", { facts, stored })).slice(0, 3)).toEqual([
    ...["2026-08-28", "2026-11-26", "2027-02-24"],
  ]);
});

test("a number under which a version was done early is free for another day of the next one", () => {
  const first = version(offset({ anchor: "certified", every: days(30) }));
  const second = version(offset({ anchor: "certified", first: days(90), every: days(90) }), {
    ...{ version: 2, startsOn: "2026-02-25" },
  });
  // By the first version 2 March, 1 April and so on, by the second 1 April, 30 June and 28 September.
  const stored = finished(run(inForce([first]), "2026-02-20"), "2026-03-02", "2026-02-20");
  const after = run(inForce([first, second]), "2026-02-25", { stored });
  expect(targets(after).slice(0, 4)).toEqual(["2026-04-01", "2026-06-30", "2026-09-28", "2026-12-27"]);
  expect(new Set(after.map(({ occurrenceKey }) => occurrenceKey)).size).toBe(after.length);
  expect(run(inForce([first, second]), "2026-02-25", { stored: after })).toEqual(after);
});

test("work that was done counts for the window that holds it after a certification was corrected", () => {
  const rule = inForce([version(offset({ anchor: "certified", every: days(90) }))]);
  const certified = (validFrom: string) => ({
    certifications: [{ validFrom, validUntil: "2029-01-01", revokedOn: null }],
  });
  const before = run(rule, "2026-02-01", { facts: certified("2026-01-05") });
  expect(targets(before)).toEqual(["2026-02-04", "2026-05-05", "2026-08-03", "2026-11-01", "2027-01-30"]);
  for (const [state, workedOn] of [
    ["final", "2026-02-02"],
    ["in_progress", null],
    ["waived", null],
  ] as const) {
    const stored = before.map((one) => (one.targetOn === "2026-02-04" ? { ...one, state, workedOn } : one));
    const after = run(rule, "2026-02-03", { stored, facts: certified("2025-10-07") });
    expect(targets(after)).toEqual(["2026-05-05", "2026-08-03", "2026-11-01", "2027-01-30"]);
    expect(targets(after, state)).toEqual(["2026-02-04"]);
    expect(after).toHaveLength(before.length);
  }
});

test("a failed result asks for the re-check of another kind of rater, except the coach's own rating", () => {
  const rule = inForce([version(EVENT, { raterType: "independent" })]);
  const of = (raterType: string) =>
    run(rule, "2026-11-16", {
      facts: {
        results: [{ instrumentId: "instrument", raterType, on: "2026-11-10", result: "not_met" as const }],
      },
    });
  expect(targets(of("supervisor"))).toEqual(["2026-12-10"]);
  expect(targets(of("independent"))).toEqual(["2026-12-10"]);
  expect(targets(of("self"))).toEqual([]);
});

test("a self-rating is its subject's, without supervisor, certified rater or regard for a conflict", () => {
  const rule = inForce([version(offset({ anchor: "certified", every: null }), { raterType: "self" })], {
    raters: new Map(),
  });
  const load = new Map([["coach", 0]]);
  const raters = {
    ...{ leaves: new Map(), roles: new Map(), reliable: new Map([["coach instrument", false]]), load },
    conflicts: new Map([["coach coach", [{ startsOn: "2025-01-01", endsOn: null }]]]),
  };
  const [first, ...more] = run(rule, "2026-01-20", { facts: { supervisions: [] }, options: { raters } });
  expect(more).toEqual([]);
  expect(first).toMatchObject({ raterType: "self", state: "open", raterId: "coach", unassignedReason: null });
  expect(load.get("coach")).toBe(0);
});

test("a self-rating counts for no rule of another kind, keeps no distance to one, and moves none", () => {
  const series = (code: string, raterType: string) =>
    inForce(
      [
        version(
          { ...offset({ anchor: "certified", every: days(90), minimumSpacingDays: 20 }), id: code },
          { raterType, scheduleRuleId: code },
        ),
      ],
      { code },
    );
  const both = [series("others", "supervisor"), series("own", "self")];
  const before = run(both, "2026-01-20");
  const by = (stored: readonly StoredAssessment[], raterType: string) =>
    targets(stored.filter((one) => one.raterType === raterType));
  expect(by(before, "self")).toEqual(by(before, "supervisor"));
  const done = before.map((one) =>
    one.raterType === "self" && one.targetOn === "2026-01-31"
      ? { ...one, state: "final", workedOn: "2026-01-19" }
      : one,
  );
  const after = run(both, "2026-01-20", { stored: done });
  expect(by(after, "supervisor")).toEqual(by(before, "supervisor"));
  expect(after.flatMap(({ countsFor }) => countsFor)).toEqual([]);
});

test.each([
  ["supervisor", "self"],
  ["self", "supervisor"],
])("what is met in a row by the %s is not by a rating of the %s kind", (raterType, other) => {
  const phased = {
    ...{ kind: "phased", anchor: "certified", first: { count: 30, unit: "days" } },
    phases: [
      { every: { count: 90, unit: "days" }, until: { kind: "met-in-a-row", count: 1 } },
      { every: { count: 12, unit: "months" }, until: null },
    ],
  };
  // A version of the other kind came before; whatever the form allows, its results stay what they are.
  const rule = inForce([
    version(phased, { raterType: other, endsOn: null }),
    version(phased, { version: 2, startsOn: "2025-06-01", raterType }),
  ]);
  const met = (kind: string) => ({
    results: [
      { instrumentId: "instrument", raterType: kind, on: "2026-01-31" as const, result: "met" as const },
    ],
  });
  const quarterly = targets(run(rule, "2026-02-20", { facts: met(other) }));
  const yearly = targets(run(rule, "2026-02-20", { facts: met(raterType) }));
  expect(quarterly.length).toBeGreaterThan(yearly.length);
});

test("a coach who comes back is not asked for what fell into the absence", () => {
  const rule = inForce([version(offset({ anchor: "certified", every: days(30), graceDays: 7 }))]);
  const stay = { siteId: "site", unitId: null };
  const before = run(rule, "2026-05-20");
  const left = run(rule, "2026-06-02", {
    ...{ stored: before, facts: { workplaces: [{ ...stay, startsOn: "2025-01-01", endsOn: "2026-06-01" }] } },
  });
  const workplaces = [
    { ...stay, startsOn: "2025-01-01", endsOn: "2026-06-01" },
    { ...stay, startsOn: "2026-08-20", endsOn: null },
  ];
  const back = run(rule, "2026-08-20", { stored: left, facts: { workplaces } });
  expect(targets(back).slice(0, 3)).toEqual(["2026-05-31", "2026-08-29", "2026-09-28"]);
  // An absence that is recorded afterwards takes its windows along, and says why.
  const late = run(rule, "2026-05-20", { stored: before, facts: { workplaces } });
  expect(late.find(({ targetOn }) => targetOn === "2026-06-30")?.stateReason).toBe(
    "Schedule: the coach was not at work on 2026-06-30",
  );
});

test("a coach whose end at the site was taken back is not asked for what is over", () => {
  const rule = inForce([version(offset({ anchor: "certified", every: days(30), graceDays: 7 }))]);
  const workplaces = [{ siteId: "site", unitId: null, startsOn: "2025-01-01", endsOn: "2026-06-01" }];
  const left = run(rule, "2026-06-02", { stored: run(rule, "2026-05-20"), facts: { workplaces } });
  const back = run(rule, "2026-08-20", { stored: left });
  expect(targets(back).slice(0, 3)).toEqual(["2026-05-31", "2026-08-29", "2026-09-28"]);
  expect(run(rule, "2026-08-20", { stored: back })).toEqual(back);
});

test("closures are those of the site of their day, before and after a planned move", () => {
  const rule = inForce([
    version(offset({ anchor: "certified", first: days(365), every: null, businessDays: "next" })),
  ]);
  const closed: Record<string, string[]> = { old: ["2027-01-01"], new: ["2027-01-01", "2027-01-04"] };
  const of = (movesOn: string) =>
    run(rule, "2026-12-20", {
      options: { holidaysAt: (siteId) => new Set(closed[siteId]) },
      facts: {
        workplaces: [
          { siteId: "old", unitId: null, startsOn: "2025-01-01", endsOn: movesOn },
          { siteId: "new", unitId: null, startsOn: movesOn, endsOn: null },
        ],
      },
    });
  // Friday, 1 January 2027.
  expect(targets(of("2027-06-01"))).toEqual(["2027-01-04"]);
  expect(targets(of("2026-12-25"))).toEqual(["2027-01-05"]);
});
