import { expect, test } from "vitest";
import { roundForDisplay } from "./round-for-display.ts";

test.each([
  [62.5, 1, "62.5"],
  [62.45, 1, "62.5"],
  [1.005, 2, "1.01"],
  [2.5, 0, "3"],
  [-2.5, 0, "-3"],
  [-0.04, 1, "0.0"],
  [80, 1, "80.0"],
  [79.96, 1, "80.0"],
  [1e-7, 2, "0.00"],
  [200 / 3, 1, "66.7"],
  [1.23456789, 6, "1.234568"],
])("%d to %i decimals is %s", (value, decimals, text) => {
  expect(roundForDisplay(value, decimals)).toBe(text);
});

test("nothing stays nothing", () => {
  expect(roundForDisplay(null)).toBeNull();
});

test("bad input is refused", () => {
  expect(() => roundForDisplay(Number.NaN)).toThrow(/value: found NaN/);
  for (const decimals of [7, -1, 0.5])
    expect(() => roundForDisplay(1, decimals)).toThrow(
      `decimals: found ${decimals}, expected a whole number`,
    );
});
