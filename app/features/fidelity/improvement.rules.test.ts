import fc from "fast-check";
import { expect, test } from "vitest";
import type { FidelityResult } from "./assessment.types.ts";
import {
  checkAgreeable,
  checkContent,
  courseOf,
  failingParts,
  nextOfPlan,
  supersededInWords,
  trendInWords,
} from "./improvement.rules.ts";
import type { PlanResult } from "./improvement.types.ts";

const results = (...given: [string, FidelityResult][]): PlanResult[] =>
  given.map(([on, result], index) => ({
    ...{ assessmentId: `review-${index}`, on, result, percent: 50, raterId: null },
  }));

test("a plan is met by the newest results in a row, whatever their order in the list", () => {
  const given = results(["2026-12-01", "met"], ["2026-10-01", "not_met"], ["2026-11-01", "met"]);
  expect(courseOf(given, { needed: 2 })).toEqual({
    ...{ metInARow: 2, misses: 1, lastMissOn: "2026-10-01", isMet: true, needsSupportTeam: false },
  });
  expect(courseOf(given, { needed: 3 }).isMet).toBe(false);
  expect(courseOf([], { needed: 1 })).toEqual({
    ...{ metInARow: 0, misses: 0, lastMissOn: null, isMet: false, needsSupportTeam: false },
  });
});

test("what cannot be scored breaks no row, and two misses call for more people until it is met", () => {
  const row = results(["2026-10-01", "met"], ["2026-11-01", "not_scorable"], ["2026-12-01", "met"]);
  expect(courseOf(row, { needed: 2 }).isMet).toBe(true);
  const misses = results(["2026-10-01", "developing"], ["2026-11-01", "not_met"]);
  expect(courseOf(misses, { needed: 1 })).toMatchObject({ misses: 2, needsSupportTeam: true });
  const after = [...misses, ...results(["2026-12-01", "met"])];
  expect(courseOf(after, { needed: 2 }).needsSupportTeam).toBe(true);
  expect(courseOf(after, { needed: 1 }).needsSupportTeam).toBe(false);
});

test("of any results: the row and the misses never exceed what was scored", () => {
  const result = fc.constantFrom<FidelityResult>("met", "developing", "not_met", "not_scorable");
  const any = fc.array(fc.tuple(fc.constantFrom("2026-10-01", "2026-11-01", "2026-12-01"), result));
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 5 }), (given, needed) => {
      const scored = given.filter(([, one]) => one !== "not_scorable").length;
      const { metInARow, misses, isMet } = courseOf(results(...given), { needed });
      expect(metInARow + misses).toBeLessThanOrEqual(scored);
      expect(isMet).toBe(metInARow >= needed);
    }),
  );
});

const plan = {
  ...{ state: "active" as const, triggerId: "trigger", startsOn: "2026-11-16", recheckDueOn: "2026-12-21" },
  ...{ recheckDays: 35, successesNeeded: 1 },
};

test("re-assessments move a plan on: met, or another one is set after a miss", () => {
  const next = (...given: [string, FidelityResult][]) => nextOfPlan({ ...plan, results: results(...given) });
  expect(next()).toBeNull();
  expect(next(["2026-12-10", "met"])).toEqual({ to: "met", recheckDueOn: "2026-12-21" });
  expect(next(["2026-12-10", "developing"])).toEqual({ to: "extended", recheckDueOn: "2027-01-14" });
  // Before its start, and the review that led to it, are no re-assessments.
  expect(next(["2026-11-15", "met"])).toBeNull();
  const own = [{ ...results(["2026-11-20", "met"])[0], assessmentId: "trigger" } as PlanResult];
  expect(nextOfPlan({ ...plan, results: own })).toBeNull();
  const extended = { ...plan, state: "extended" as const, recheckDueOn: "2027-01-14" };
  expect(nextOfPlan({ ...extended, results: results(["2026-12-10", "developing"]) })).toBeNull();
  // A later day that people have set stays.
  expect(
    nextOfPlan({ ...extended, recheckDueOn: "2027-02-01", results: results(["2026-12-10", "not_met"]) }),
  ).toBeNull();
});

test("how far scores can be read is said, and one score is never called a trend", () => {
  expect(trendInWords(results(["2026-11-10", "not_met"]))).toContain("n = 1");
  const one = trendInWords(results(["2026-11-10", "not_met"], ["2026-09-10", "met"], ["2026-10-01", "met"]));
  expect(one).toBe("One of 3 scored reviews was below the threshold. One low score is not a trend.");
  expect(trendInWords(results(["2026-11-10", "not_met"], ["2026-09-10", "developing"]))).toMatch(/^2 of 2/);
  expect(trendInWords(results(["2026-11-10", "not_met"], ["2026-09-10", "not_scorable"]))).toContain("n = 1");
});

test("critical items come first, then the sections below their own threshold or that of the whole", () => {
  const definition = {
    items: [{ id: "i", label: "Says who sees what" }],
    sections: [
      { id: "a", title: "A", thresholds: [{ band: "met", from: 40 }] },
      { id: "b", title: "B", thresholds: [] },
      { id: "c", title: "C", thresholds: [] },
    ],
    scoring: { thresholds: [{ band: "met", from: 80 }] },
  };
  const section = (sectionId: string, percent: number | null, result: FidelityResult | null) => ({
    ...{ sectionId, percent, result, points: 1, possible: 2, band: null },
  });
  expect(
    failingParts(
      {
        criticalFailures: ["i", "gone"],
        sections: [section("a", 50, "met"), section("b", 70, null), section("c", 20, null)],
      },
      definition,
    ),
  ).toEqual([
    { kind: "critical", label: "Says who sees what", percent: null },
    { kind: "critical", label: "gone", percent: null },
    { kind: "section", label: "C", percent: 20 },
    { kind: "section", label: "B", percent: 70 },
  ]);
  const low = { criticalFailures: [], sections: [section("a", 50, "developing"), section("b", null, null)] };
  expect(failingParts(low, definition)).toEqual([{ kind: "section", label: "A", percent: 50 }]);
});

test("a result that was changed, or is looked at again, is said", () => {
  const final = { scoreVersion: 1, result: "not_met" as const, state: "final" };
  expect(supersededInWords({ scoreVersion: 1 }, final)).toBeNull();
  expect(supersededInWords({ scoreVersion: 1 }, { ...final, scoreVersion: 2 })).toContain("still below");
  const better = { ...final, scoreVersion: 2, result: "met" as const };
  expect(supersededInWords({ scoreVersion: 1 }, better)).toContain("no longer below");
  expect(supersededInWords({ scoreVersion: 1 }, { ...final, state: "in_progress" })).toContain("again");
  expect(supersededInWords({ scoreVersion: 1 }, null)).toContain("again");
});

test("the re-assessment lies 30 to 45 days after a start that is not long past", () => {
  const content = {
    ...{ systemCauses: "x", drivers: ["system" as const], goals: "y", ownerId: "o" },
    ...{ startsOn: "2026-11-16", recheckDueOn: "2026-12-16" },
  };
  expect(checkContent(content, { today: "2026-11-23" })).toEqual({ ok: true });
  expect(checkContent({ ...content, recheckDueOn: "2026-12-31" }, { today: "2026-11-16" })).toEqual({
    ok: true,
  });
  for (const [change, today] of [
    [{ recheckDueOn: "2026-12-15" }, "2026-11-16"],
    [{ recheckDueOn: "2027-01-01" }, "2026-11-16"],
    [{}, "2026-11-24"],
  ] as const)
    expect(checkContent({ ...content, ...change }, { today }).ok).toBe(false);
});

test("people agree to a finished plan, as it stands, before its start has passed", () => {
  const stored = {
    ...{ state: "proposed" as const, rowVersion: 2, drivers: ["system"], goals: "y", ownerId: "o" },
    startsOn: "2026-11-16",
  };
  const now = { rowVersion: 2, today: "2026-11-16" };
  expect(checkAgreeable(stored, now)).toEqual({ ok: true });
  for (const [change, code] of [
    [{ state: "met" as const }, "plan.moved-on"],
    [{ rowVersion: 3 }, "plan.changed"],
    [{ ownerId: null }, "plan.unfinished"],
    [{ drivers: [] }, "plan.unfinished"],
    [{ startsOn: "2026-11-01" }, "plan.start-passed"],
  ] as const)
    expect(checkAgreeable({ ...stored, ...change }, now)).toMatchObject({ ok: false, code });
});
