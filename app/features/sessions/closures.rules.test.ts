import { expect, test } from "vitest";
import { closuresAt } from "./closures.rules.ts";

const day = (on: string, siteId: string | null) => ({
  siteId,
  name: on,
  from: on,
  to: on,
  announcedOn: "2026-01-01",
});
const closures = [day("2026-11-26", null), day("2026-12-02", "bend"), day("2026-12-03", "salem")];
const daysAt = (...siteIds: string[]) => closuresAt(closures, siteIds).map(({ from }) => from);

test("a site has its own closures and those of the whole program", () => {
  expect(daysAt("bend")).toEqual(["2026-11-26", "2026-12-02"]);
  expect(daysAt("bend", "bend")).toEqual(["2026-11-26", "2026-12-02"]);
});

test("several sites share those of the whole program alone", () => {
  expect(daysAt("bend", "salem")).toEqual(["2026-11-26"]);
});
