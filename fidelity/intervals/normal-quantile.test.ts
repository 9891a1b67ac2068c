import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile } from "./normal-quantile.ts";

// Check values printed with AS 241 are p = 0.25, 0.001 and 1e-20; the others are in any table of the normal distribution.
test.each([
  [0.5, 0],
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167813],
  [1e-20, -9.262340089798409],
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
])("the quantile of %d is %d", (probability, value) => {
  expect(normalQuantile(probability)).toBeCloseTo(value, 12);
});

test("the two halves mirror each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1023 }), (part) => {
      expect(normalQuantile(part / 1024)).toBeCloseTo(-normalQuantile(1 - part / 1024), 12);
    }),
  );
});

test.each([0, 1, -1, Number.NaN])("%d is refused", (probability) => {
  expect(() => normalQuantile(probability)).toThrow(
    /^probability: found .+, expected a number between 0 and 1$/,
  );
});
