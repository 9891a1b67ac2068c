import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import type { StoredScore } from "./assessment.types.ts";
import { COACHING_PRACTICE_CHECKLIST } from "./demo/coaching-practice-checklist.ts";
import {
  checkRuleStart,
  DRAW_DAYS_BEFORE,
  earliestStart,
  nextPeriod,
  periodOf,
  scoreOfRecord,
} from "./double-rating.rules.ts";

const definition = readDefinition(COACHING_PRACTICE_CHECKLIST);
const score = (percent: number): StoredScore => ({
  ...{ points: percent, possible: 100, percent, result: "developing", criticalFailures: [], sections: [] },
  band: null,
  ...{ scoreVersion: 1, basis: "own" },
});

describe("periods", () => {
  test.each([
    ["month", "2026-11-16", "2026-11-01", "2026-12-01"],
    ["month", "2026-12-31", "2026-12-01", "2027-01-01"],
    ["quarter", "2026-11-16", "2026-10-01", "2027-01-01"],
    ["quarter", "2026-03-31", "2026-01-01", "2026-04-01"],
  ] as const)("the %s of %s begins on %s and the next on %s", (period, day, start, next) => {
    expect(periodOf(period, day)).toBe(start);
    expect(nextPeriod(period, start)).toBe(next);
  });

  test("a rule begins with a period that nothing can have been drawn of", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("month" as const, "quarter" as const),
        fc.date({ min: new Date("2026-01-01"), max: new Date("2030-12-31"), noInvalidDate: true }),
        (period, date) => {
          const today = date.toISOString().slice(0, 10);
          const startsOn = earliestStart(period, today);
          expect(checkRuleStart({ startsOn, period }, today).ok).toBe(true);
          const soon = new Date(Date.parse(today) + DRAW_DAYS_BEFORE * 86_400_000).toISOString().slice(0, 10);
          expect(periodOf(period, soon) < startsOn).toBe(true);
        },
      ),
    );
  });

  test("a day inside of a period, and a period too near, are refused at the field", () => {
    const refused = { ok: false, fieldErrors: { startsOn: [expect.any(String)] } };
    expect(checkRuleStart({ startsOn: "2027-02-02", period: "month" }, "2026-11-16")).toMatchObject(refused);
    expect(checkRuleStart({ startsOn: "2027-02-01", period: "quarter" }, "2026-11-16")).toMatchObject(
      refused,
    );
    expect(checkRuleStart({ startsOn: "2026-12-01", period: "month" }, "2026-11-16")).toMatchObject(refused);
  });
});

describe("scoreOfRecord", () => {
  const facts = { isClosed: false, isOver: false, first: score(60), second: score(80), consensus: null };
  test("the first rating's own score, the mean, or what both agreed on", () => {
    expect(scoreOfRecord(definition, { ...facts, recordRule: "first" })).toEqual({ basis: "own" });
    expect(scoreOfRecord(definition, { ...facts, recordRule: "mean" })).toMatchObject({
      ...{ basis: "mean", score: { percent: 70, points: 70, possible: 100 } },
    });
    expect(
      scoreOfRecord(definition, { ...facts, recordRule: "consensus", consensus: score(75) }),
    ).toMatchObject({
      ...{ basis: "consensus", score: { percent: 75 } },
    });
  });
  test("what is waited for is null, and a closed pair leaves the first rating alone", () => {
    expect(scoreOfRecord(definition, { ...facts, recordRule: "consensus" })).toBeNull();
    expect(scoreOfRecord(definition, { ...facts, recordRule: "mean", second: null })).toBeNull();
    expect(scoreOfRecord(definition, { ...facts, recordRule: "consensus", isOver: true })).toMatchObject({
      ...{ basis: "mean", score: { percent: 70 } },
    });
    for (const recordRule of ["mean", "consensus"] as const)
      expect(scoreOfRecord(definition, { ...facts, recordRule, second: null, isClosed: true })).toEqual({
        basis: "own",
      });
  });
});
