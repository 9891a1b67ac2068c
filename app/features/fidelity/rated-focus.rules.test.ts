import { expect, test } from "vitest";
import { focusItems } from "#fidelity/focus/focus-items.ts";
import { SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { type DatedReview, itemCourses, ratingWords, reasonWords } from "./rated-focus.rules.ts";

const instrument = {
  ...SMALL_CHECKLIST,
  items: SMALL_CHECKLIST.items.map((item, index) => ({ ...item, essentialFunctionId: `PC-${index + 1}` })),
};
const review = (on: string, ...values: number[]): DatedReview => ({
  on,
  instrument,
  responses: ["a1", "a2", "b1", "b2"].map((itemId, index) => ({
    ...{ itemId, code: "value" as const, value: values[index] ?? 0 },
  })),
});

test("a rating is said in the points of its item, a share of one as a percentage", () => {
  expect(ratingWords({ earned: 1, of: 3, position: 1 / 3 })).toBe("1 of 3");
  expect(ratingWords({ earned: 0, of: 1, position: 0 })).toBe("0 of 1");
  expect(ratingWords({ earned: 0.4, of: 1, position: 0.4 })).toBe("40\u00a0%");
  expect(ratingWords({ earned: 4.5, of: 5, position: 0.9 })).toBe("4.5 of 5");
});

test("a suggestion says how the item was rated and when", () => {
  const [critical, low, fell] = focusItems(
    review("2026-03-04", 0, 2, 1, 1),
    review("2026-01-04", 1, 2, 3, 2),
  );
  expect([critical, low, fell].map((found) => found && reasonWords(found, "2026-03-04"))).toEqual([
    "Critical item, rated 0 of 1 on 4 Mar 2026",
    "Rated 1 of 3 on 4 Mar 2026",
    "Rated 1 of 2 on 4 Mar 2026, 2 of 2 before",
  ]);
});

test("each suggested item stands with the sessions up to its next rating, the newest still without one", () => {
  const asked: [string, string, string][] = [];
  const courses = itemCourses(
    [review("2026-09-01", 1, 2, 1, 2), review("2026-06-01", 1, 0, 1, 2), review("2026-03-01", 1, 2, 3, 2)],
    {
      today: "2026-10-01",
      titleOf: (code) => `Function ${code}`,
      sessionsOn: (...question) => asked.push(question),
    },
  );
  expect(courses).toEqual([
    {
      ...{ itemId: "b1", label: "Listens", functionTitle: "Function PC-3", sessions: 1, after: null },
      before: { on: "2026-09-01", words: "1 of 3" },
    },
    {
      ...{ itemId: "a2", label: "Agrees on a purpose", functionTitle: "Function PC-2", sessions: 2 },
      before: { on: "2026-06-01", words: "0 of 2" },
      after: { on: "2026-09-01", words: "2 of 2", isHigher: true },
    },
    {
      ...{ itemId: "b1", label: "Listens", functionTitle: "Function PC-3", sessions: 3 },
      before: { on: "2026-06-01", words: "1 of 3" },
      after: { on: "2026-09-01", words: "1 of 3", isHigher: false },
    },
  ]);
  expect(asked).toEqual([
    ["PC-3", "2026-09-01", "2026-10-01"],
    ["PC-2", "2026-06-01", "2026-09-01"],
    ["PC-3", "2026-06-01", "2026-09-01"],
  ]);
});
