import { describe, expect, test } from "vitest";
import { checkEnd, endOfNext } from "./schedule-rule.rules.ts";

const TODAY = "2026-11-16";
const versions = (...ends: (string | null)[]) => ends.map((endsOn) => ({ endsOn }));

describe("the end of a rule", () => {
  test("is today or later, can be moved, and taken back while its day has not come", () => {
    expect(checkEnd(versions(null), TODAY, TODAY)).toBeNull();
    expect(checkEnd(versions(null), "2026-11-15", TODAY)).toMatch(/or a later day/);
    expect(checkEnd(versions("2026-12-01"), "2026-11-20", TODAY)).toBeNull();
    expect(checkEnd(versions("2026-12-01"), null, TODAY)).toBeNull();
    for (const endsOn of [null, "2027-01-01"])
      expect(checkEnd(versions(TODAY), endsOn, TODAY)).toMatch(/A new version begins it again/);
  });

  test("is not before an end after which the rule began again", () => {
    expect(checkEnd(versions("2026-12-01", null), "2026-12-01", TODAY)).toMatch(/earlier end/);
    expect(checkEnd(versions("2026-12-01", null), "2026-12-02", TODAY)).toBeNull();
  });

  test("holds for a version that begins before it, and not for one that begins the rule again", () => {
    expect(endOfNext(null, TODAY)).toBeNull();
    expect(endOfNext("2026-12-01", "2026-11-30")).toBe("2026-12-01");
    expect(endOfNext("2026-12-01", "2026-12-01")).toBeNull();
  });
});
