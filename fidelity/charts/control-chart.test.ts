import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cChart, laneyPChart, pChart, uChart, xmrChart } from "./control-chart.ts";

const close = (values: (number | null)[], expected: number, digits: number) => {
  for (const value of values) expect(value).toBeCloseTo(expected, digits);
};

// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, Individuals Control Charts: ten flow rates, mean 50.81, mean
// moving range 1.8778, limits 45.8158 and 55.8042 up to the rounding of the mean range.
describe("NIST, flow rates", () => {
  const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
  const chart = xmrChart(flow);

  test("centre and limits", () => {
    expect(chart.centre).toBeCloseTo(50.81, 10);
    expect(chart.movingRangeCentre).toBeCloseTo(1.8778, 4);
    close(chart.upper, 55.8041, 3);
    close(chart.lower, 45.8159, 3);
    expect(chart.beyond).toEqual([]);
    expect(chart.signals).toEqual([]);
  });

  test("moving ranges and their limit, 3.267 times their mean", () => {
    expect(chart.movingRanges[0]).toBeNull();
    expect(chart.movingRanges[1]).toBeCloseTo(2, 10);
    expect(chart.movingRangeUpper).toBeCloseTo(3.267 * 1.8778, 3);
    expect(chart.movingRangesBeyond).toEqual([]);
  });

  test("ten points make limits that are not firm", () => {
    expect(chart).toMatchObject({
      reason: null,
      baseline: { from: 0, to: 9, points: 10 },
      ruleSet: "shewhart",
    });
    expect(chart.cautions).toEqual(["the limits come from 10 points; 12 or more make them firm"]);
  });
});

// NIST/SEMATECH e-Handbook, 6.3.3.1, Counts Control Charts: defects on 25 wafers, centre 16, limits 4 and 28.
test("NIST, defects on wafers", () => {
  const defects = [
    16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13,
  ];
  const chart = cChart(defects);
  expect(chart.centre).toBe(16);
  close(chart.lower, 4, 12);
  close(chart.upper, 28, 12);
  // the third wafer lies on the limit, the twenty-fourth beyond
  expect(chart.beyond).toEqual([23]);
  expect(chart.signals).toEqual([{ rule: "beyond-limits", points: [23] }]);
  expect(chart.cautions).toEqual([]);
});

// Montgomery, Introduction to Statistical Quality Control, 6th edition, example 7.1: orange juice cans, 30 samples of 50;
// centre .2313, limits .0524 and .4102, samples 15 and 23 beyond.
const CANS = [
  12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
];
const FIFTY = CANS.map(() => 50);

test("Montgomery, orange juice cans", () => {
  const chart = pChart(CANS, FIFTY);
  expect(chart.centre).toBeCloseTo(0.2313, 4);
  close(chart.lower, 0.0524, 4);
  close(chart.upper, 0.4102, 4);
  expect(chart.beyond).toEqual([14, 22]);
});

// The same example goes on without samples 15 and 23: centre .2150, limits .0407 and .3893, and sample 21 beyond.
test("Montgomery, the two samples left out of the baseline", () => {
  const without = CANS.map((count, place) => (place === 14 || place === 22 ? null : count));
  const chart = pChart(without, FIFTY);
  expect(chart.centre).toBeCloseTo(0.215, 4);
  expect(chart.lower[0]).toBeCloseTo(0.0407, 4);
  expect(chart.upper[0]).toBeCloseTo(0.3893, 4);
  expect(chart.beyond).toEqual([20]);
  expect(chart.values[14]).toBeNull();
  expect(chart.upper[14]).toBeNull();
});

// Montgomery, 6th edition, chapter 7, errors in 20 weeks of 50 shipments: 74 errors, centre .0740, upper limit .1894.
test("Montgomery, shipping errors", () => {
  const errors = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4];
  const chart = uChart(
    errors,
    errors.map(() => 50),
  );
  expect(chart.centre).toBeCloseTo(0.074, 10);
  close(chart.upper, 0.1894, 4);
  close(chart.lower, 0, 12);
  expect(chart.beyond).toEqual([]);
});

describe("Laney", () => {
  // on paper: p = .5, n = 100, so each z is (x - 50) / 5; the z alternate between 1 and -1, mean moving range 2
  const events = [55, 45, 55, 45, 55, 45, 55, 45];
  const hundred = events.map(() => 100);

  test("sigma z is the mean moving range of the z-scores over 1.128, and multiplies the limits", () => {
    const chart = laneyPChart(events, hundred);
    expect(chart.sigmaZ).toBeCloseTo(2 / 1.128, 10);
    close(chart.upper, 0.5 + 3 * 0.05 * (2 / 1.128), 10);
    close(pChart(events, hundred).upper, 0.65, 10);
  });

  test("a sigma z below 1 is told and does not narrow the limits", () => {
    const steady = [50, 51, 50, 49, 50, 51, 50, 49];
    const chart = laneyPChart(steady, hundred);
    expect(chart.sigmaZ).toBeLessThan(1);
    expect(chart.upper).toEqual(pChart(steady, hundred).upper);
    expect(chart.cautions).toContain("sigma z is below 1: the limits are those of a p chart");
  });

  test("many trials: a p chart alarms at every point, Laney's at none", () => {
    const large = [5100, 4900, 5150, 4850, 5100, 4950, 5120, 4880, 5050, 4900, 5130, 4870];
    const trials = large.map(() => 50_000);
    expect(pChart(large, trials).beyond.length).toBe(0);
    const larger = large.map((count) => count * 100);
    const moreTrials = large.map(() => 5_000_000);
    expect(pChart(larger, moreTrials).beyond.length).toBeGreaterThan(10);
    expect(laneyPChart(larger, moreTrials).beyond).toEqual([]);
  });
});

describe("baseline", () => {
  const steady = [10, 12, 11, 13, 10, 12, 11, 13];
  const later = [30, 31, 30];

  test("limits come from it alone and hold for what follows", () => {
    const chart = xmrChart([...steady, ...later], { baseline: 8 });
    expect(chart.centre).toBe(11.5);
    expect(chart.upper).toHaveLength(11);
    expect(chart.movingRangeCentre).toBeCloseTo(xmrChart(steady).movingRangeCentre ?? 0, 12);
    expect(chart.beyond).toEqual([8, 9, 10]);
    expect(chart.movingRangesBeyond).toEqual([8]);
    expect(chart.baseline).toEqual({ from: 0, to: 7, points: 8 });
  });

  test("it may lie anywhere", () => {
    const chart = xmrChart([...later, ...steady], { baseline: { from: 3, to: 10 } });
    expect(chart.centre).toBe(11.5);
    expect(chart.beyond).toEqual([0, 1, 2]);
  });

  test("of counts, proportions and rates likewise", () => {
    const counts = [...steady, 40];
    const sizes = counts.map(() => 100);
    expect(cChart(counts, { baseline: 8 })).toMatchObject({ centre: 11.5, beyond: [8] });
    expect(pChart(counts, sizes, { baseline: 8 })).toMatchObject({ centre: 0.115, beyond: [8] });
    expect(uChart(counts, sizes, { baseline: 8 })).toMatchObject({ centre: 0.115, beyond: [8] });
    expect(laneyPChart(counts, sizes, { baseline: 8 })).toMatchObject({ centre: 0.115, beyond: [8] });
    expect(laneyPChart(counts, sizes, { baseline: 8 }).sigmaZ).toBeCloseTo(
      laneyPChart(steady, sizes.slice(1)).sigmaZ ?? 0,
      12,
    );
  });

  test.each([0, 12, 1.5, { from: 4, to: 2 }, { from: 0, to: 11 }, { from: -1, to: 3 }, "all"])(
    "%j is refused",
    (baseline) => {
      expect(() => xmrChart([...steady, ...later], { baseline: baseline as never })).toThrow(/baseline/);
    },
  );
});

describe("no limits", () => {
  test("from fewer than 8 points", () => {
    const chart = xmrChart([1, 2, null, 3, 4, 5, 6, 7]);
    expect(chart).toMatchObject({
      centre: 4,
      reason: "points in the baseline: 7; limits need at least 8, so use a run chart",
      beyond: [],
      signals: [],
      movingRangeCentre: null,
      movingRangeUpper: null,
      movingRangesBeyond: [],
    });
    expect(chart.lower).toEqual([null, null, null, null, null, null, null, null]);
    expect(chart.upper).toEqual(chart.lower);
  });

  test("from nothing", () => {
    expect(xmrChart([])).toMatchObject({ centre: null, values: [], lower: [], beyond: [] });
    expect(pChart([], [])).toMatchObject({ centre: null });
    expect(laneyPChart([null], [null])).toMatchObject({ centre: null, sigmaZ: null });
  });

  test("from points that are all the same, and from none or only events", () => {
    const eight = [0, 1, 2, 3, 4, 5, 6, 7];
    const noEvent = "the baseline has no event: chart the time between events instead";
    const zeros = eight.map(() => 0);
    const tens = eight.map(() => 10);
    expect(xmrChart(tens)).toMatchObject({
      centre: 10,
      reason: "the points of the baseline are all the same",
    });
    expect(cChart(zeros)).toMatchObject({ centre: 0, reason: noEvent });
    expect(uChart(zeros, tens)).toMatchObject({ centre: 0, reason: noEvent });
    expect(pChart(zeros, tens)).toMatchObject({ centre: 0, reason: noEvent });
    expect(pChart(tens, tens)).toMatchObject({
      centre: 1,
      reason: "every trial of the baseline had the event",
    });
    expect(laneyPChart(tens, tens)).toMatchObject({ sigmaZ: null, sparse: [] });
  });
});

describe("gaps", () => {
  test("are stepped over and have no limits", () => {
    const chart = xmrChart([10, null, 12, 11, 13, 10, 12, 11, 13]);
    expect(chart.movingRanges.slice(0, 4)).toEqual([null, null, 2, 1]);
    expect(chart.lower[1]).toBeNull();
    expect(chart.lower[0]).not.toBeNull();
  });

  test("a period without trials or exposure has no value", () => {
    const counts = [1, 2, 1, 0, 1, 2, 3, 1, 2];
    const sizes = [20, 20, 20, 0, 20, 20, 20, 20, 20];
    expect(pChart(counts, sizes).values[3]).toBeNull();
    expect(uChart(counts, sizes).values[3]).toBeNull();
    expect(uChart([...counts, 1], [...sizes, null]).values[9]).toBeNull();
    expect(pChart(counts, sizes).baseline.points).toBe(8);
  });
});

test("points that expect less than one event are named", () => {
  const counts = [1, 2, 1, 0, 1, 2, 3, 1, 2, 1, 2, 1];
  const sizes = counts.map((_, place) => (place === 5 ? 4 : 20));
  const chart = pChart(counts, sizes);
  expect(chart.sparse).toEqual([5]);
  expect(chart.cautions).toEqual(["points that expect less than one event: 1; their limits mean little"]);
  expect(uChart(counts, sizes).sparse).toEqual([5]);
  // of 20 trials nearly all have the event: the rarer outcome counts
  const mirrored = counts.map((count, place) => (sizes[place] ?? 0) - count);
  expect(pChart(mirrored, sizes).sparse).toEqual([5]);
  expect(cChart([0, 1, 0, 0, 1, 0, 0, 1]).sparse).toHaveLength(8);
});

const series = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 8, maxLength: 40 });
const sized = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 30, max: 90 })), {
  minLength: 8,
  maxLength: 30,
});

describe("laws", { timeout: 120_000 }, () => {
  test("another zero or unit moves the limits of single values with them and no signal", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -100, max: 100 }), (values, shift) => {
        const chart = xmrChart(values, { ruleSet: "nelson" });
        const moved = xmrChart(
          values.map((value) => 4 * value + shift),
          { ruleSet: "nelson" },
        );
        expect(moved.signals).toEqual(chart.signals);
        for (const [place, limit] of chart.upper.entries()) {
          if (limit === null) continue;
          expect(moved.upper[place]).toBeCloseTo(4 * limit + shift, 8);
          expect(moved.lower[place]).toBeCloseTo(4 * (chart.lower[place] ?? 0) + shift, 8);
        }
      }),
    );
  });

  test("turning the series over or round exchanges the limits and keeps what is beyond", () => {
    fc.assert(
      fc.property(series, (values) => {
        const chart = xmrChart(values);
        const over = xmrChart(values.map((value) => -value));
        expect(over.beyond).toEqual(chart.beyond);
        const round = xmrChart([...values].reverse());
        expect(round.beyond.map((place) => values.length - 1 - place).reverse()).toEqual(chart.beyond);
      }),
    );
  });

  test("beyond are exactly the points outside the limits", () => {
    fc.assert(
      fc.property(sized, (pairs) => {
        const events = pairs.map(([event]) => event);
        const n = pairs.map(([, trials]) => trials);
        for (const chart of [pChart(events, n), uChart(events, n), cChart(events), laneyPChart(events, n)]) {
          const outside = chart.values.flatMap((value, place) => {
            const [lower, upper] = [chart.lower[place] ?? null, chart.upper[place] ?? null];
            if (value === null || lower === null || upper === null) return [];
            return value > upper + 1e-9 || value < lower - 1e-9 ? [place] : [];
          });
          expect(chart.beyond).toEqual(outside);
        }
      }),
    );
  });

  test("with as many trials throughout the limits are one line, and lie within 0 and 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 8, maxLength: 30 }), (events) => {
        const chart = pChart(
          events,
          events.map(() => 50),
        );
        expect(new Set(chart.upper).size).toBe(1);
        expect(new Set(chart.lower).size).toBe(1);
        expect(chart.upper[0] ?? 1).toBeLessThanOrEqual(1);
        expect(chart.lower[0] ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("with the same exposure throughout, rates have the limits of counts divided by it", () => {
    fc.assert(
      fc.property(series, (counts) => {
        const rates = uChart(
          counts,
          counts.map(() => 2.5),
        );
        for (const [place, limit] of cChart(counts).upper.entries()) {
          if (limit !== null) expect(rates.upper[place]).toBeCloseTo(limit / 2.5, 8);
        }
      }),
    );
  });

  test("Laney's limits are those of the p chart, sigma z times as far and never nearer", () => {
    fc.assert(
      fc.property(sized, (pairs) => {
        const events = pairs.map(([event]) => event);
        const n = pairs.map(([, trials]) => trials);
        const [p, laney] = [pChart(events, n), laneyPChart(events, n)];
        for (const [place, upper] of laney.upper.entries()) {
          const [plain, centre] = [p.upper[place] ?? null, p.centre];
          if (upper === null || plain === null || centre === null || laney.sigmaZ === null) continue;
          const distance =
            3 * Math.sqrt((centre * (1 - centre)) / (n[place] ?? 1)) * Math.max(1, laney.sigmaZ);
          expect(upper).toBeCloseTo(Math.min(1, centre + distance), 10);
          expect(upper).toBeGreaterThanOrEqual(plain);
        }
      }),
    );
  });
});

describe("bad input", () => {
  test("is refused, all problems at once", () => {
    expect(() => xmrChart([1, Number.NaN, "3" as never])).toThrow(
      "values.1: found NaN, expected a finite number or null\nvalues.2: found 3, expected a finite number or null",
    );
    expect(() => cChart([1.5, -1])).toThrow(
      "counts.0: found 1.5, expected a whole number of 0 or more\ncounts.1: found -1, expected a whole number of 0 or more",
    );
    expect(() => pChart([1, 5, 2], [3, 4])).toThrow(
      "n: found 2 values, expected 3 as in events\nevents[1]: found 5, expected at most n[1] = 4",
    );
    expect(() => uChart([1, 2], [0, 1, 1])).toThrow(
      "exposure: found 3 values, expected 2 as in counts\ncounts[0]: found 1, expected 0 because there is no exposure",
    );
    expect(() => uChart([1], [-0.5])).toThrow(
      "exposure.0: found -0.5, expected a number of 0 or more, or null",
    );
    expect(() => xmrChart([1], { ruleSet: "western" as never })).toThrow(/options\.ruleSet/);
    expect(() => xmrChart([1], { rules: "nhs" } as never)).toThrow(/options/);
  });
});
