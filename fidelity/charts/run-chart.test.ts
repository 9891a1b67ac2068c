import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runChart } from "./run-chart.ts";

test("a series by hand", () => {
  // median 5; sides - + + (on the median) + - - : runs of 1, 3, 2
  expect(runChart([1, 6, 7, 5, 8, 2, 3])).toEqual({
    median: 5,
    usefulPoints: 6,
    longestRun: 3,
    crossings: 2,
    limits: { longestRun: 6, crossings: 1 },
    signal: false,
  });
});

test("a shift halfway is a signal", () => {
  const shifted = [3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8];
  expect(runChart(shifted)).toMatchObject({ median: 6, longestRun: 10, crossings: 1, signal: true });
});

test("a steady alternation has many crossings and no signal", () => {
  expect(runChart(Array.from({ length: 24 }, (_, index) => index % 2)).signal).toBe(false);
});

describe("points on the median and gaps", () => {
  test("neither break nor extend a run", () => {
    const gap = [1, null, 1, 2, null, 3, 3];
    expect(runChart(gap)).toMatchObject({ median: 2, usefulPoints: 4, longestRun: 2, crossings: 1 });
  });

  test("are no zeros", () => {
    expect(runChart([null, 4, 6]).median).toBe(5);
  });

  test("alone give no signal", () => {
    expect(runChart([])).toMatchObject({
      median: null,
      usefulPoints: 0,
      longestRun: 0,
      crossings: 0,
      signal: false,
    });
    expect(runChart([null, null]).signal).toBe(false);
    expect(runChart([7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]).signal).toBe(false);
  });
});

test("shifting, stretching, mirroring or reversing the series changes no count", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60 }), (values) => {
      const counts = ({ usefulPoints, longestRun, crossings, signal }: ReturnType<typeof runChart>) => [
        usefulPoints,
        longestRun,
        crossings,
        signal,
      ];
      const expected = counts(runChart(values));
      expect(counts(runChart(values.map((value) => value * 4 + 8)))).toEqual(expected);
      expect(counts(runChart(values.map((value) => -value)))).toEqual(expected);
      expect(counts(runChart([...values].reverse()))).toEqual(expected);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, "3", undefined])(
  "%s as a value is refused with its index",
  (value) => {
    expect(() => runChart([1, value as number])).toThrow(
      /values\[1\]: found .*, expected a finite number or null/,
    );
  },
);
