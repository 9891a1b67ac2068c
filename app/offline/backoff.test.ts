import fc from "fast-check";
import { expect, test } from "vitest";
import { backoff } from "./backoff.ts";

test("waits double from five seconds to five minutes", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((failures) => backoff(failures, 0) / 1000)).toEqual([
    5, 10, 20, 40, 80, 160, 300, 300, 300,
  ]);
});

test("luck shortens a wait by a fifth at most", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, luck) => {
        const wait = backoff(failures, luck);
        expect(wait).toBeGreaterThanOrEqual(backoff(failures, 0) * 0.8 - 1);
        expect(wait).toBeLessThanOrEqual(backoff(failures, 0));
      },
    ),
  );
});
