import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kaplanMeier } from "./kaplan-meier.ts";

// Kaplan & Meier 1958, JASA 53:457-481, section 2: deaths at .8, 3.1, 5.4 and 9.2, losses at 1.0, 2.7, 7.0 and 12.1.
test("Kaplan & Meier 1958: .875, .70, .525, .2625", () => {
  const steps = kaplanMeier([0.8, 1, 2.7, 3.1, 5.4, 7, 9.2, 12.1], [1, 0, 0, 1, 1, 0, 1, 0]);
  expect(steps.map(({ time, atRisk, events }) => [time, atRisk, events])).toEqual([
    [0.8, 8, 1],
    [3.1, 5, 1],
    [5.4, 4, 1],
    [9.2, 2, 1],
  ]);
  for (const [place, survival] of [0.875, 0.7, 0.525, 0.2625].entries()) {
    expect(steps[place]?.survival).toBeCloseTo(survival, 12);
  }
});

// Freireich and others 1963, Blood 21:699-716: weeks of remission under 6-MP, 21 children. Steps, standard errors and log-log
// intervals as in Klein & Moeschberger, Survival Analysis, and in Stata's and R's output for the same data.
describe("Freireich 1963, 6-MP", () => {
  const weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
  const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0] as const;
  const steps = () => kaplanMeier(weeks, [...relapsed]);

  test.each([
    [6, 21, 3, 0.8571, 0.0764, 0.6197, 0.9516],
    [7, 17, 1, 0.8067, 0.0869, 0.5631, 0.9228],
    [10, 15, 1, 0.7529, 0.0963, 0.5032, 0.8894],
    [13, 12, 1, 0.6902, 0.1068, 0.4316, 0.8491],
    [16, 11, 1, 0.6275, 0.1141, 0.3675, 0.8049],
    [22, 7, 1, 0.5378, 0.1282, 0.2678, 0.7468],
    [23, 6, 1, 0.4482, 0.1346, 0.1881, 0.6801],
  ])(
    "week %i: %i at risk, %i relapses, %d",
    (time, atRisk, events, survival, standardError, lower, upper) => {
      const step = steps().find((one) => one.time === time);
      expect(step).toMatchObject({ atRisk, events });
      expect(step?.confidenceInterval).toMatchObject({
        confidence: 0.95,
        method: "log-log, Greenwood's variance",
      });
      expect(step?.survival).toBeCloseTo(survival, 4);
      expect(step?.standardError).toBeCloseTo(standardError, 4);
      expect(step?.confidenceInterval?.lower).toBeCloseTo(lower, 4);
      expect(step?.confidenceInterval?.upper).toBeCloseTo(upper, 4);
    },
  );

  test("no other week has a step", () => {
    expect(steps()).toHaveLength(7);
  });
});

test("an end of observation at the time of an event still counts as at risk", () => {
  expect(kaplanMeier([5, 5], [true, false])).toMatchObject([
    { time: 5, atRisk: 2, events: 1, survival: 0.5 },
  ]);
});

test("when nobody is left there is no standard error", () => {
  expect(kaplanMeier([1, 2], [1, 1])[1]).toEqual({
    time: 2,
    atRisk: 1,
    events: 1,
    survival: 0,
    standardError: null,
    confidenceInterval: null,
  });
});

test("without events there are no steps", () => {
  expect(kaplanMeier([], [])).toEqual([]);
  expect(kaplanMeier([3, 8], [false, false])).toEqual([]);
});

const subjects = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.boolean()), { maxLength: 40 });
const estimate = (given: [number, boolean][], confidence = 0.95) =>
  kaplanMeier(
    given.map(([time]) => time),
    given.map(([, event]) => event),
    { confidence },
  );

describe("laws", { timeout: 120_000 }, () => {
  test("survival falls at each step, stays within 0 and 1 and in its interval; the order of subjects does not matter", () => {
    fc.assert(
      fc.property(subjects, (given) => {
        const steps = estimate(given);
        expect(estimate([...given].reverse())).toEqual(steps);
        let before = 1;
        for (const { survival, confidenceInterval } of steps) {
          expect(survival).toBeLessThan(before);
          expect(survival).toBeGreaterThanOrEqual(0);
          before = survival;
          if (confidenceInterval === null) continue;
          expect(confidenceInterval.lower).toBeGreaterThanOrEqual(0);
          expect(confidenceInterval.lower).toBeLessThanOrEqual(survival);
          expect(confidenceInterval.upper).toBeGreaterThanOrEqual(survival);
          expect(confidenceInterval.upper).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("without losses it is the share still there", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 30 }), (times) => {
        for (const { time, survival } of kaplanMeier(
          times,
          times.map(() => true),
        )) {
          expect(survival).toBeCloseTo(times.filter((other) => other > time).length / times.length, 10);
        }
      }),
    );
  });

  test("more confidence widens the interval", () => {
    fc.assert(
      fc.property(subjects, (given) => {
        const wide = estimate(given, 0.99);
        for (const [place, { confidenceInterval }] of estimate(given).entries()) {
          if (confidenceInterval === null) continue;
          expect(wide[place]?.confidenceInterval?.lower).toBeLessThanOrEqual(confidenceInterval.lower);
          expect(wide[place]?.confidenceInterval?.upper).toBeGreaterThanOrEqual(confidenceInterval.upper);
        }
      }),
    );
  });
});

test("bad input is refused", () => {
  expect(() => kaplanMeier([1, 2], [true])).toThrow("events: found 1 values, expected 2 as in times");
  expect(() => kaplanMeier([-1, Number.NaN], [true, false])).toThrow(/times\.0[\s\S]*times\.1: found NaN/);
  expect(() => kaplanMeier([1], [2 as never])).toThrow("events.0: found 2, expected true or false, 1 or 0");
  expect(() => kaplanMeier([1], [undefined as never])).toThrow("events.0: found undefined");
  expect(() => kaplanMeier([1], ["1" as never])).toThrow('events.0: found "1"');
  expect(() => kaplanMeier([1], [1], { confidence: 1 })).toThrow(/options\.confidence: found 1/);
});
