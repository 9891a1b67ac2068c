import { describe, expect, test } from "vitest";
import { RULE_SETS, type RuleName, type RuleSet, signalsOf } from "./signal-rules.ts";

/** Points one sigma per unit from a centre of 0. */
const found = (z: number[], ruleSet: RuleSet) =>
  Object.fromEntries(
    signalsOf(
      z.map((value, index) => ({ index, value, z: value })),
      ruleSet,
    ).map(({ rule, points }) => [rule, points]),
  ) as Partial<Record<RuleName, number[]>>;

const run = (length: number, from = 0) => Array.from({ length }, (_, place) => from + place);

test.each(RULE_SETS)("%s: a point beyond three sigma, not one on it", (ruleSet) => {
  expect(found([0.1, 3.01, -0.2, 3, -3.01], ruleSet)["beyond-limits"]).toEqual([1, 4]);
});

test("shewhart looks for nothing else", () => {
  expect(
    found(
      run(20).map(() => 1.5),
      "shewhart",
    ),
  ).toEqual({});
});

describe.each([
  ["nhs", 7],
  ["ihi", 8],
  ["nelson", 9],
] as const)("%s: %i in a row on one side", (ruleSet, length) => {
  const side = (z: number[]) => found(z, ruleSet)["run-on-one-side"];
  // 0.3 and 0.4 in turn: near the centre, no trend
  const above = (count: number) => run(count).map((place) => (place % 2 === 0 ? 0.3 : 0.4));

  test("all of them take part, above and below", () => {
    expect(side([-0.3, ...above(length), -0.3])).toEqual(run(length, 1));
    expect(side([...above(length + 2).map((z) => -z), 0.3])).toEqual(run(length + 2));
  });

  test("one fewer is none", () => {
    expect(side([-0.3, ...above(length - 1), -0.3, ...above(length - 1)])).toBeUndefined();
  });

  test("a point on the centre is on no side", () => {
    expect(side([...above(length - 1), 0, ...above(length - 1)])).toBeUndefined();
  });
});

describe.each([
  ["nhs", 7],
  ["ihi", 6],
  ["nelson", 6],
] as const)("%s: %i rising or falling", (ruleSet, length) => {
  const trend = (z: number[]) => found(z, ruleSet).trend;
  const rise = (count: number) => run(count).map((place) => -0.5 + place / 10);

  test("all of them take part, up and down", () => {
    expect(trend(rise(length))).toEqual(run(length));
    expect(trend([0.9, ...rise(length).reverse(), 0.3])).toEqual(run(length + 1));
  });

  test("one fewer is none, and equal neighbours break it", () => {
    expect(trend(rise(length - 1))).toBeUndefined();
    expect(trend([-0.5, -0.5, ...rise(length - 1).slice(1)])).toBeUndefined();
  });
});

describe.each(["nhs", "ihi", "nelson"] as const)("%s: two of three beyond two sigma", (ruleSet) => {
  const near = (z: number[]) => found(z, ruleSet)["two-of-three-beyond-two-sigma"];

  test("on the same side, with one between at most", () => {
    expect(near([0.1, 2.1, -0.1, 2.2, 0.1])).toEqual([1, 3]);
    expect(near([0.1, -2.1, -2.2, 0.1])).toEqual([1, 2]);
  });

  test("not on both sides, not on the line, not further apart", () => {
    expect(near([2.1, -2.1, 0.1])).toBeUndefined();
    expect(near([2, 2, 2])).toBeUndefined();
    expect(near([2.1, 0.1, -0.1, 2.1])).toBeUndefined();
  });
});

describe("four of five beyond one sigma, on one side", () => {
  const four = (z: number[], ruleSet: RuleSet = "nelson") =>
    found(z, ruleSet)["four-of-five-beyond-one-sigma"];

  test("nelson alone", () => {
    expect(four([1.1, 1.2, -0.1, 1.3, 1.1])).toEqual([0, 1, 3, 4]);
    expect(four([-1.1, -1.2, -1.3, -1.1, 0.1])).toEqual([0, 1, 2, 3]);
    expect(four([1.1, 1.2, -0.1, 1.3, 0.1])).toBeUndefined();
    expect(four([1.1, 1.2, -1.2, -1.3, 1.1])).toBeUndefined();
    expect(four([1.1, 1.2, 1.3, 1.1, 1.2], "nhs")).toBeUndefined();
  });
});

describe("fifteen within one sigma", () => {
  const within = (z: number[], ruleSet: RuleSet) => found(z, ruleSet)["fifteen-within-one-sigma"];
  const calm = (count: number) => run(count).map((place) => [0.5, -0.5, 0.2][place % 3] ?? 0);

  test.each(["ihi", "nelson"] as const)("%s", (ruleSet) => {
    expect(within([1.5, ...calm(15)], ruleSet)).toEqual(run(15, 1));
    expect(within(calm(14), ruleSet)).toBeUndefined();
    expect(within([...calm(14), -1], ruleSet)).toBeUndefined();
  });

  test("not nhs", () => {
    expect(within(calm(30), "nhs")).toBeUndefined();
  });
});

test("nelson: eight beyond one sigma on either side", () => {
  const off = run(8).map((place) => (place % 3 === 0 ? -1.5 : 1.5));
  expect(found([0.1, ...off], "nelson")["eight-beyond-one-sigma"]).toEqual(run(8, 1));
  expect(found(off.slice(1), "nelson")["eight-beyond-one-sigma"]).toBeUndefined();
  expect(found([...off.slice(1), 1], "nelson")["eight-beyond-one-sigma"]).toBeUndefined();
});

test("nelson: fourteen alternating up and down", () => {
  const zigzag = run(14).map((place) => (place % 2 === 0 ? 0.5 : -0.5));
  const alternating = (z: number[]) => found(z, "nelson")["fourteen-alternating"];
  expect(alternating(zigzag)).toEqual(run(14));
  expect(alternating(zigzag.map((z) => -z))).toEqual(run(14));
  expect(alternating(zigzag.slice(1))).toBeUndefined();
  expect(alternating([...zigzag.slice(0, 13), 0.5])).toBeUndefined();
  expect(alternating([...zigzag.slice(0, 12), 0.9, 0.9])).toBeUndefined();
});

test("indexes are those of the series, gaps included", () => {
  const points = [2, 5, 6].map((index) => ({ index, value: 2.5, z: 2.5 }));
  expect(signalsOf(points, "nhs")).toEqual([{ rule: "two-of-three-beyond-two-sigma", points: [2, 5, 6] }]);
});

test("no points, no signals", () => {
  for (const ruleSet of RULE_SETS) expect(signalsOf([], ruleSet)).toEqual([]);
});
