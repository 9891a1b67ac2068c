import { expect, test } from "vitest";
import { reachedBand } from "./reached-band.ts";

const bands = [
  { band: "met", from: 80 },
  { band: "developing", from: 60 },
  { band: "emerging", from: 40 },
] as const;

test.each([
  [39.9, null],
  [40, "emerging"],
  [79.999, "developing"],
  [80, "met"],
  [100, "met"],
])("%d percent reaches %s, in whatever order the bands are written", (percent, band) => {
  for (const order of [bands, [...bands].reverse(), [bands[1], bands[0], bands[2]]])
    expect(reachedBand(order, percent)?.band ?? null).toBe(band);
});

test("a percentage that only binary arithmetic keeps below has reached the band", () => {
  expect(0.29 * 100).toBeLessThan(29);
  expect(reachedBand([{ band: "met", from: 29 }], 0.29 * 100)?.band).toBe("met");
});
