import { describe, expect, it } from "vitest";
import { formatDay, relativeWords } from "#app/components/relative-day.tsx";

describe("a relative day", () => {
  it("names the day with its date", () => {
    expect(formatDay("2026-11-16")).toBe("Mon 16 Nov 2026");
    expect(formatDay("2026-03-08", { weekday: false })).toBe("8 Mar 2026");
  });

  it.each([
    ["2026-11-23", "today"],
    ["2026-11-22", "yesterday"],
    ["2026-11-24", "tomorrow"],
    ["2026-11-16", "7 days ago"],
    ["2026-11-03", "20 days ago"],
    ["2026-11-02", "3 weeks ago"],
    ["2027-02-23", "in 3 months"],
    ["2024-11-23", "2 years ago"],
  ])("says how far %s is", (day, words) => {
    expect(relativeWords(day, "2026-11-23")).toBe(words);
  });

  it("counts days across a change of the clocks", () => {
    expect(relativeWords("2026-10-31", "2026-11-02")).toBe("2 days ago");
  });
});
