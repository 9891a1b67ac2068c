import { expect, test } from "vitest";
import type { Threshold } from "../instruments/instrument.schema.ts";
import { reachedBand } from "./reached-band.ts";

const bands = [
  { band: "met", from: 80, label: "Proficient" },
  { band: "developing", from: 60, label: "On the way" },
  { band: "developing", from: 40, label: "Beginning" },
] satisfies Threshold[];

test.each([
  [39.9, null],
  [40, "Beginning"],
  [79.999, "On the way"],
  [80, "Proficient"],
  [100, "Proficient"],
])("%d percent reaches %s, in whatever order the bands are written", (percent, label) => {
  for (const order of [bands, bands.toReversed(), [...bands.slice(1), ...bands.slice(0, 1)]])
    expect(reachedBand(order, percent)?.label ?? null).toBe(label);
});

test("a percentage that only binary arithmetic keeps below has reached the band", () => {
  expect(0.29 * 100).toBeLessThan(29);
  expect(reachedBand([{ band: "met", from: 29, label: null }], 0.29 * 100)?.band).toBe("met");
});
