import { expect, test } from "vitest";
import { seriesOf, withBreaks } from "./series.rules.ts";

const breaks = [
  { instrumentId: "a", version: 2 },
  { instrumentId: "a", version: 4 },
];
const of = (instrumentId: string, version: number) => seriesOf(breaks, { instrumentId, version });

test("a series goes from one break to the next, within one instrument", () => {
  expect([1, 2, 3, 4, 5].map((version) => of("a", version))).toEqual(["a 1", "a 2", "a 2", "a 4", "a 4"]);
  expect([of("b", 1), of("b", 9)]).toEqual(["b 1", "b 1"]);
});

test("a line has a gap where another series begins, and none elsewhere", () => {
  const points = [
    { percent: 60, series: of("a", 1) },
    { percent: 70, series: of("a", 1) },
    { percent: 50, series: of("a", 3) },
    { percent: null, series: of("a", 3) },
    { percent: 80, series: of("b", 1) },
  ];
  expect(withBreaks(points)).toEqual({ values: [60, 70, null, 50, null, null, 80], breaks: [2, 5] });
  expect(withBreaks([])).toEqual({ values: [], breaks: [] });
});
