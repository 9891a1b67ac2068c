import { expect, test } from "vitest";
import { countOf, daysOf, hoursOf, shownDays, stepOf, viewWords } from "./agenda.rules.ts";
import type { AgendaEntry } from "./agenda.types.ts";

const entry = (id: string, on: string, startTime: string | null) => ({ id, on, startTime }) as AgendaEntry;

test("a week begins on Monday, a month is whole weeks", () => {
  expect(shownDays("week", "2026-11-18")).toEqual({ from: "2026-11-16", until: "2026-11-22" });
  expect(shownDays("week", "2026-11-22")).toEqual({ from: "2026-11-16", until: "2026-11-22" });
  expect(shownDays("month", "2026-11-18")).toEqual({ from: "2026-10-26", until: "2026-12-06" });
  expect(shownDays("month", "2027-02-03")).toEqual({ from: "2027-02-01", until: "2027-02-28" });
});

test("a step from the last day of a month leaves no month out", () => {
  expect(stepOf("month", "2027-01-31", 1)).toBe("2027-02-01");
  expect(stepOf("month", "2027-03-31", -1)).toBe("2027-02-01");
  expect(stepOf("week", "2026-12-28", 1)).toBe("2027-01-04");
  expect([viewWords("week", "2026-12-30"), viewWords("month", "2026-12-30")]).toEqual([
    "28 Dec 2026 to 3 Jan 2027",
    "Dec 2026",
  ]);
});

test("each day has its sessions by time and what lasts over it", () => {
  const days = daysOf(
    { from: "2026-11-16", until: "2026-11-18" },
    {
      entries: [
        entry("late", "2026-11-17", "15:00"),
        entry("early", "2026-11-17", "09:00"),
        entry("day", "2026-11-17", null),
      ],
      spans: [{ id: "leave", kind: "leave", title: "On leave", from: "2026-11-17", to: "2026-12-01" }],
    },
  );
  expect(days.map(({ entries, spans }) => [entries.map(({ id }) => id), spans.length])).toEqual([
    [[], 0],
    [["day", "early", "late"], 1],
    [[], 1],
  ]);
});

test("a week shows the working day, and earlier or later hours when something is in them", () => {
  expect(hoursOf([])).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  const hours = hoursOf([entry("a", "2026-11-17", "06:30"), entry("b", "2026-11-17", "19:15")]);
  expect([hours[0], hours.at(-1)]).toEqual([6, 19]);
});

test("what was moved is on its new day alone, and what did not take place is told apart", () => {
  const statuses = ["held", "scheduled", "rescheduled", "cancelled_by_coach", "no_show_coachee"] as const;
  expect(countOf(statuses.map((status) => ({ status })))).toEqual({ on: 2, off: 2, moved: 1 });
  expect(countOf([{ status: "rescheduled" }])).toEqual({ on: 0, off: 0, moved: 1 });
});
