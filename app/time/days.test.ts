import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { dayIn, instantOf, timeIn } from "./days.ts";

const OREGON = ["America/Los_Angeles", "America/Boise"];

describe("days and instants", () => {
  test.each(OREGON)("agree with an independent calendar at every hour of three years in %s", (zone) => {
    for (let ms = Date.UTC(2025, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 3_600_000) {
      const local = DateTime.fromMillis(ms, { zone });
      const [day, time] = [dayIn(zone, new Date(ms)), timeIn(zone, new Date(ms))];
      if (day !== local.toISODate() || time !== local.toFormat("HH:mm"))
        throw new Error(`${zone} ${local.toISO()}: ${day} ${time}`);
      const back = instantOf(day, time, zone).getTime();
      // The hour that comes twice leads back to its first.
      if (back !== ms && back !== ms - 3_600_000)
        throw new Error(`${zone} ${local.toISO()} leads back to ${new Date(back).toISOString()}`);
    }
  });

  test("of a time that comes twice, the first is meant", () => {
    expect(instantOf("2026-11-01", "01:30", "America/Los_Angeles").toISOString()).toBe(
      "2026-11-01T08:30:00.000Z",
    );
    expect(instantOf("2026-11-01", "01:30", "America/Boise").toISOString()).toBe("2026-11-01T07:30:00.000Z");
    expect(instantOf("2026-11-01", "02:00", "America/Los_Angeles").toISOString()).toBe(
      "2026-11-01T10:00:00.000Z",
    );
  });

  test("a time that the clock skips moves forward with it", () => {
    expect(instantOf("2027-03-14", "02:30", "America/Los_Angeles").toISOString()).toBe(
      "2027-03-14T10:30:00.000Z",
    );
    expect(timeIn("America/Los_Angeles", new Date("2027-03-14T10:30:00Z"))).toBe("03:30");
    expect(instantOf("2027-03-14", "03:00", "America/Los_Angeles").toISOString()).toBe(
      "2027-03-14T10:00:00.000Z",
    );
  });

  test("the same instant is another day one zone further", () => {
    const instant = new Date("2026-11-16T07:30:00Z");
    expect(dayIn("America/Los_Angeles", instant)).toBe("2026-11-15");
    expect(dayIn("America/Boise", instant)).toBe("2026-11-16");
  });

  test("a zone or a time that does not exist is refused", () => {
    expect(() => dayIn("Oregon/Somewhere", new Date())).toThrow("Oregon/Somewhere is not a known time zone");
    expect(() => instantOf("2026-02-30x", "10:00", "America/Boise")).toThrow("is not a day and a time");
  });
});
