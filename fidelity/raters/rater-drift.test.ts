import { expect, test } from "vitest";
import { type DriftPoint, raterDrift } from "./rater-drift.ts";

type Parts = Record<string, [compared: number, exact: number, signed?: number]>;
const point = (on: string, parts: Parts): DriftPoint => {
  const items = Object.entries(parts).map(([itemId, [compared, exact, signed = 0]]) => ({
    ...{ itemId, compared, exact, values: compared, withinOne: exact, signed },
  }));
  const sum = (key: "compared" | "exact" | "signed") => items.reduce((total, item) => total + item[key], 0);
  const [compared, exact, signed] = [sum("compared"), sum("exact"), sum("signed")];
  return {
    ...{ on, against: "master" },
    comparison: { ...{ compared, exact, values: compared, withinOne: exact, signed }, items },
  };
};
const all = (exact: number) => ({ a: [10, exact] as [number, number] });
const months = (...shares: number[]) => shares.map((exact, n) => point(`2026-0${n + 1}-01`, all(exact)));

test("windows are counted back from the newest day, in whatever order the comparisons come", () => {
  const points = months(1, 9, 9, 5, 5);
  const expected = [
    { on: "2026-03-01", exactShare: 0.9, withinOneShare: 0.9, compared: 20, isMiss: false },
    { on: "2026-05-01", exactShare: 0.5, withinOneShare: 0.5, compared: 20, isMiss: true },
  ];
  expect(raterDrift(points, { size: 2, least: 0.8 }).windows).toMatchObject(expected);
  expect(raterDrift([...points].reverse(), { size: 2, least: 0.8 }).windows).toMatchObject(expected);
});

test("comparisons of one day stay in their order", () => {
  const day = (exact: number) => point("2026-04-01", all(exact));
  const { windows } = raterDrift([day(1), day(9), day(3)], { size: 1, least: 0.8 });
  expect(windows.map(({ exactShare }) => exactShare)).toEqual([0.1, 0.9, 0.3]);
});

test("a window that agrees exactly as often as asked for does not miss, and one without answers neither", () => {
  expect(raterDrift(months(8, 8), { size: 2, least: 0.8 }).windows[0]?.isMiss).toBe(false);
  const [empty] = raterDrift([point("2026-01-01", { a: [0, 0] })], { size: 1, least: 0.8 }).windows;
  expect(empty).toEqual({
    ...{ on: "2026-01-01", exactShare: null, withinOneShare: null, meanDifference: null },
    ...{ compared: 0, isMiss: false },
  });
});

test("only the two newest windows ask for action", () => {
  const needsAction = (...shares: number[]) =>
    raterDrift(months(...shares), { size: 1, least: 0.8 }).needsAction;
  expect(needsAction(5, 5)).toBe(true);
  expect(needsAction(5, 5, 9)).toBe(false);
  expect(needsAction(5, 9, 5)).toBe(false);
  expect(needsAction(5, 5, 5)).toBe(true);
  expect(needsAction(5)).toBe(false);
});

test("hot spots are of the newest window, compared twice or more and below what is asked for, the worst first", () => {
  const parts: Parts = { even: [2, 1, 1], worst: [4, 1, -3], once: [1, 0], enough: [5, 4], good: [5, 5] };
  const { hotSpots } = raterDrift([point("2026-01-01", { old: [9, 0] }), point("2026-02-01", parts)], {
    ...{ size: 1, least: 0.8 },
  });
  expect(hotSpots).toEqual([
    { itemId: "worst", compared: 4, exact: 1, meanDifference: -0.75 },
    { itemId: "even", compared: 2, exact: 1, meanDifference: 0.5 },
  ]);
});

test("an item is summed over the comparisons of the window, each on its own", () => {
  const { hotSpots } = raterDrift(
    [point("2026-01-01", { a: [1, 0, 2], b: [1, 1] }), point("2026-02-01", { b: [1, 0, 1], a: [2, 1, 1] })],
    { size: 2, least: 0.8 },
  );
  expect(hotSpots).toEqual([
    { itemId: "a", compared: 3, exact: 1, meanDifference: 1 },
    { itemId: "b", compared: 2, exact: 1, meanDifference: 0.5 },
  ]);
});
