import { describe, expect, test } from "vitest";
import { closedDays, dayOf, daysFor, shifted, whyFixed, whyNotOn } from "./agreed-day.rules.ts";

const REVIEW = {
  state: "planned",
  opensOn: "2026-11-16",
  targetOn: "2026-11-24",
  dueOn: "2026-12-01",
  plannedOn: null,
};
const DAYS = {
  today: "2026-11-18",
  closedBy: closedDays([{ firstOn: "2026-11-26", lastOn: "2026-11-27", name: "Thanksgiving" }]),
};

describe("a day for a review", () => {
  test.each([
    ["2026-11-18", undefined],
    ["2026-12-01", undefined],
    ["2026-12-02", "Wed 2 Dec 2026 is outside its window, 16 Nov 2026 to 1 Dec 2026"],
    ["2026-11-15", "Sun 15 Nov 2026 is outside its window, 16 Nov 2026 to 1 Dec 2026"],
    ["2026-11-17", "Tue 17 Nov 2026 has passed"],
    ["2026-11-26", "Thu 26 Nov 2026 is closed: Thanksgiving"],
    ["2026-11-28", "Sat 28 Nov 2026 is closed: a weekend"],
  ])("%s", (day, reason) => expect(whyNotOn(REVIEW, day, DAYS)).toBe(reason));

  test.each([
    ["in_progress", "it was begun"],
    ["waived", "it was waived"],
    ["returned", "it was begun"],
    ["final", "it is finished"],
    ["open", undefined],
  ])("of a review that is %s", (state, reason) =>
    expect(whyFixed({ ...REVIEW, state }, DAYS.today)).toBe(reason),
  );

  test("is not found once the window is over", () => {
    expect(whyFixed(REVIEW, "2026-12-02")).toBe("its window ended on Tue 1 Dec 2026");
    expect(daysFor(REVIEW, { ...DAYS, today: "2026-12-02" })).toEqual([]);
  });

  test("are the days of work left in the window", () =>
    expect(daysFor(REVIEW, DAYS)).toEqual([
      ...["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"],
      ...["2026-11-30", "2026-12-01"],
    ]));
});

describe("a shift", () => {
  test.each([
    [
      { by: "days", days: 1 },
      { to: "2026-11-25", note: null },
    ],
    [
      { by: "days", days: -6 },
      { to: "2026-11-18", note: null },
    ],
    [
      { by: "days", days: 2 },
      { to: "2026-11-30", note: "Thu 26 Nov 2026 is closed: Thanksgiving" },
    ],
    [{ by: "days", days: 30 }, { reason: expect.stringContaining("outside its window") }],
    // A Sunday outside of the window is outside like any other day: it does not pull the review to the window's end.
    [{ by: "days", days: 33 }, { reason: expect.stringContaining("outside its window") }],
    [{ by: "days", days: -9 }, { reason: expect.stringContaining("outside its window") }],
    [
      { by: "week", weekOf: "2026-12-02" },
      { to: "2026-12-01", note: null },
    ],
    [{ by: "week", weekOf: "2026-11-18" }, { reason: "Tue 17 Nov 2026 has passed" }],
  ] as const)("%o", (shift, result) => expect(shifted(REVIEW, shift, DAYS)).toEqual(result));

  test("counts from the day that was agreed, and leaves what is there already", () => {
    const agreed = { ...REVIEW, plannedOn: "2026-11-19" };
    expect(dayOf(agreed)).toBe("2026-11-19");
    expect(shifted(agreed, { by: "days", days: 1 }, DAYS)).toEqual({ to: "2026-11-20", note: null });
    expect(shifted(agreed, { by: "week", weekOf: "2026-11-20" }, DAYS)).toEqual({
      reason: "it is on that day already",
    });
  });

  test("of a closed day without a later day of work in the window goes to the last before it, or nowhere", () => {
    const note = "Thu 26 Nov 2026 is closed: Thanksgiving";
    const review = { ...REVIEW, dueOn: "2026-11-27" };
    expect(shifted(review, { by: "days", days: 2 }, DAYS)).toEqual({ to: "2026-11-25", note });
    expect(shifted({ ...review, targetOn: "2026-11-25" }, { by: "days", days: 1 }, DAYS)).toEqual({
      reason: note,
    });
    // Back from a Monday to a Sunday: not to the Monday itself.
    expect(shifted({ ...REVIEW, targetOn: "2026-11-23" }, { by: "days", days: -1 }, DAYS)).toEqual({
      to: "2026-11-20",
      note: "Sun 22 Nov 2026 is closed: a weekend",
    });
  });
});
