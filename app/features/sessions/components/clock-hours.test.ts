import { expect, test } from "vitest";
import { timeAfter } from "./clock-hours.ts";

test("so many hours after a time, as long as it is the same day", () => {
  expect(timeAfter("09:30", 1)).toBe("10:30");
  expect(timeAfter("00:00", 0.75)).toBe("00:45");
  expect(timeAfter("23:14", 0.75)).toBe("23:59");
  expect(timeAfter("23:15", 0.75)).toBeNull();
  expect(timeAfter("", 1)).toBeNull();
});
