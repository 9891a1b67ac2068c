import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween, parseCalendarDate } from "./calendar.ts";
import { combineOccurrences, type SettledAssessment } from "./combine-occurrences.ts";
import type { Occurrence } from "./schedule-rule.schema.ts";

const day = (text: string) => parseCalendarDate(text);
const at = (
  key: string,
  target: string,
  given: { before?: number; after?: number; grace?: number } = {},
): Occurrence => {
  const targetOn = day(target);
  const dueOn = addDays(targetOn, given.after ?? 7);
  return {
    key,
    opensOn: addDays(targetOn, -(given.before ?? 14)),
    targetOn,
    dueOn,
    graceEndsOn: addDays(dueOn, given.grace ?? 7),
    reason: key,
  };
};
const rule = (...occurrences: Occurrence[]) => ({ minimumSpacingDays: 0, occurrences });
const settled = (key: string, on: string, given: Partial<SettledAssessment> = {}): SettledAssessment => ({
  ...{ key, on: day(on), countsFor: [], isDone: true, takesPlace: true },
  ...given,
});

describe("windows that meet", () => {
  test("one assessment counts for both rules and says which", () => {
    const { planned, leftOut } = combineOccurrences(
      [rule(at("series/c/a/1", "2027-03-10")), rule(at("sweep/c/b/1", "2027-03-15"))],
      [],
    );
    expect(planned.map(({ occurrence, countsFor }) => [occurrence.key, countsFor])).toEqual([
      ["series/c/a/1", ["sweep/c/b/1"]],
    ]);
    expect(leftOut).toMatchObject([
      { by: "series/c/a/1", reason: "counted by the assessment of 2027-03-10" },
    ]);
  });

  test("a target outside the other window is an assessment of its own", () => {
    // the second opens on March 18
    const { planned } = combineOccurrences(
      [rule(at("series/c/a/1", "2027-03-17")), rule(at("sweep/c/b/1", "2027-04-01"))],
      [],
    );
    expect(planned).toHaveLength(2);
  });

  test("two occurrences of one rule never count for each other, nor does one assessment count for two of a rule", () => {
    const weekly = [at("b/c/a/1", "2027-03-10"), at("b/c/a/2", "2027-03-12")];
    expect(combineOccurrences([rule(...weekly)], []).planned).toHaveLength(2);
    const { planned } = combineOccurrences([rule(at("a/c/a/1", "2027-03-11")), rule(...weekly)], []);
    expect(planned.map(({ occurrence, countsFor }) => [occurrence.key, countsFor])).toEqual([
      ["a/c/a/1", ["b/c/a/1"]],
      ["b/c/a/2", []],
    ]);
  });
});

describe("work that was done", () => {
  test("counts for the window of another rule that holds its day", () => {
    const { planned, leftOut } = combineOccurrences(
      [rule(at("series/c/a/2", "2027-03-10"))],
      [settled("recheck/c/b/1", "2027-03-01")],
    );
    expect(planned).toEqual([]);
    expect(leftOut).toMatchObject([{ by: "recheck/c/b/1", reason: "counted by the work of 2027-03-01" }]);
  });

  test("counts from the opening to the last day of grace, both included", () => {
    const series = at("series/c/a/2", "2027-03-10"); // opens on February 24, grace ends on March 24
    const isCounted = (on: string) =>
      combineOccurrences([rule(series)], [settled("recheck/c/b/1", on)]).planned.length === 0;
    expect(["2027-02-23", "2027-02-24", "2027-03-24", "2027-03-25"].map(isCounted)).toEqual([
      ...[false, true, true, false],
    ]);
  });

  test("of a rule stands for its own occurrence, and never for another of that rule", () => {
    const [first, second] = [at("a/c/x/1", "2027-03-10"), at("a/c/x/2", "2027-03-17")];
    const { planned, leftOut } = combineOccurrences(
      [rule(first, second)],
      [settled("a/c/x/1", "2027-03-12"), settled("b/c/y/1", "2027-03-01")],
    );
    // What was done for the other rule lies in the window of the first, which has its own, and of no other.
    expect(planned).toEqual([
      { occurrence: first, countsFor: [] },
      { occurrence: second, countsFor: [] },
    ]);
    expect(leftOut).toEqual([]);
  });

  test("keeps its distance from the day of the work, not from the day it was planned for", () => {
    const early = at("a/c/x/1", "2027-03-10");
    const next = at("a/c/x/2", "2027-03-18");
    const rules = [{ minimumSpacingDays: 10, occurrences: [early, next] }];
    const done = combineOccurrences(rules, [settled("a/c/x/1", "2027-03-01")]);
    expect(done.planned.map(({ occurrence }) => occurrence.targetOn)).toEqual(["2027-03-10", "2027-03-18"]);
    const waived = combineOccurrences(rules, [settled("a/c/x/1", "2027-03-17", { takesPlace: false })]);
    expect(waived.planned.map(({ occurrence }) => occurrence.targetOn)).toEqual(["2027-03-10", "2027-03-18"]);
  });

  test("before the window opens counts for nothing and moves nothing", () => {
    const series = at("series/c/a/2", "2027-03-10");
    const { planned } = combineOccurrences([rule(series)], [settled("recheck/c/b/1", "2027-02-23")]);
    expect(planned).toEqual([{ occurrence: series, countsFor: [] }]);
  });

  test("still counts for what it was planned to count for when it came late", () => {
    const { planned } = combineOccurrences(
      [rule(at("sweep/c/b/1", "2027-03-15"))],
      [settled("series/c/a/1", "2027-05-20", { countsFor: ["sweep/c/b/1"] })],
    );
    expect(planned).toEqual([]);
  });

  test("counts for nothing when it was waived: the other rule gets its own", () => {
    const sweep = at("sweep/c/b/1", "2027-03-15");
    const planned = { countsFor: ["sweep/c/b/1"], isDone: false };
    const of = (takesPlace: boolean) =>
      combineOccurrences([rule(sweep)], [settled("series/c/a/1", "2027-03-10", { ...planned, takesPlace })]);
    expect(of(false).planned).toEqual([{ occurrence: sweep, countsFor: [] }]);
    expect(of(true).planned).toEqual([]);
  });

  test("that was only begun does not count for a window yet", () => {
    const { planned } = combineOccurrences(
      [rule(at("series/c/a/2", "2027-03-10"))],
      [settled("recheck/c/b/1", "2027-03-01", { isDone: false })],
    );
    expect(planned).toHaveLength(1);
  });
});

describe("minimum spacing", () => {
  const spaced = (minimumSpacingDays: number, ...occurrences: Occurrence[]) => ({
    minimumSpacingDays,
    occurrences,
  });

  test("moves to the nearest day of the window that is far enough", () => {
    const { planned } = combineOccurrences(
      [spaced(10, at("a/c/x/1", "2027-03-20", { before: 20 }))],
      [settled("b/c/y/1", "2027-03-14", { isDone: false })],
    );
    expect(planned[0]?.occurrence).toMatchObject({
      targetOn: "2027-03-24",
      opensOn: "2027-02-28",
      dueOn: "2027-03-27",
    });
    expect(planned[0]?.occurrence.reason).toContain("moved to 2027-03-24");
  });

  test("moves backward or forward to the first or the last day of the window, and not beyond", () => {
    const move = (spacing: number, begun: string, window: { before: number; after: number }) =>
      combineOccurrences(
        [spaced(spacing, at("a/c/x/1", "2027-03-20", window))],
        [settled("b/c/y/1", begun, { isDone: false })],
      ).planned[0]?.occurrence.targetOn;
    expect(move(10, "2027-03-22", { before: 8, after: 7 })).toBe("2027-03-12");
    expect(move(10, "2027-03-21", { before: 8, after: 7 })).toBeUndefined();
    expect(move(10, "2027-03-17", { before: 8, after: 7 })).toBe("2027-03-27");
    expect(move(10, "2027-03-18", { before: 8, after: 7 })).toBeUndefined();
    expect(move(10, "2027-03-10", { before: 8, after: 7 })).toBe("2027-03-20");
  });

  test("leaves out what has no such day, and says why", () => {
    const { planned, leftOut } = combineOccurrences(
      [spaced(30, at("a/c/x/1", "2027-03-20"))],
      [settled("b/c/y/1", "2027-03-18", { isDone: false })],
    );
    expect(planned).toEqual([]);
    expect(leftOut[0]).toMatchObject({
      by: "b/c/y/1",
      reason: "less than 30 days from the assessment of 2027-03-18",
    });
  });
});

describe("over generated windows", () => {
  const occurrencesOf = (code: string) =>
    fc
      .array(fc.record({ offset: fc.nat(300), before: fc.nat(20), after: fc.nat(20), grace: fc.nat(10) }), {
        maxLength: 8,
      })
      .map((list) =>
        list
          .map(({ offset, ...window }, index) =>
            at(`${code}/c/x/${index}`, addDays(day("2027-01-01"), offset), window),
          )
          .sort((a, b) => (a.targetOn < b.targetOn ? -1 : 1)),
      );

  test("every occurrence is planned or left out for a named reason, and what is planned keeps its distance", () => {
    fc.assert(
      fc.property(
        occurrencesOf("a"),
        occurrencesOf("b"),
        occurrencesOf("c"),
        fc.nat(20),
        (a, b, c, spacing) => {
          const rules = [a, b, c].map((occurrences) => ({ minimumSpacingDays: spacing, occurrences }));
          const { planned, leftOut } = combineOccurrences(rules, []);
          const keys = [...planned, ...leftOut].map(({ occurrence }) => occurrence.key);
          expect(keys.sort()).toEqual([...a, ...b, ...c].map(({ key }) => key).sort());
          const days = planned.map(({ occurrence }) => occurrence.targetOn);
          days.slice(1).forEach((on, index) => {
            expect(daysBetween(days[index] ?? on, on)).toBeGreaterThanOrEqual(spacing);
          });
          for (const { occurrence } of planned) {
            expect(occurrence.opensOn <= occurrence.targetOn && occurrence.targetOn <= occurrence.dueOn).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  test("once everything is done as planned, nothing of it is planned again", () => {
    fc.assert(
      fc.property(occurrencesOf("a"), occurrencesOf("b"), (a, b) => {
        const rules = [a, b].map((occurrences) => ({ minimumSpacingDays: 0, occurrences }));
        const { planned } = combineOccurrences(rules, []);
        const done = planned.map(({ occurrence: { key, targetOn }, countsFor }) =>
          settled(key, targetOn, { countsFor }),
        );
        const again = combineOccurrences(rules, done);
        const doneKeys = new Set(done.map(({ key }) => key));
        expect(again.planned.filter(({ occurrence }) => !doneKeys.has(occurrence.key))).toEqual([]);
      }),
    );
  });
});
