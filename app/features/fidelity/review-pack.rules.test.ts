import { expect, test } from "vitest";
import type { Review, ReviewPack } from "./assessment.types.ts";
import { newerOf, packOf, reviewFromPack, withSaved, withWaiting } from "./review-pack.rules.ts";

const review: Review = {
  id: "review",
  accountId: "account",
  coachName: "Ana Coach",
  raterName: "Sam Supervisor",
  siteName: "Salem",
  today: "2026-11-10",
  zone: "America/Los_Angeles",
  instrument: { versionId: "v1", title: "Small", version: 1, instructions: "" },
  opensOn: "2026-11-01",
  targetOn: "2026-11-08",
  dueOn: "2026-11-15",
  graceEndsOn: "2026-11-30",
  scheduleReason: "",
  status: "open",
  daysOverdue: 0,
  stateReason: null,
  unassignedReason: null,
  observedOn: null,
  submittedOn: null,
  isRaterCertified: null,
  isRaterLapsed: null,
  part: "first",
  isHeld: false,
  strengths: "",
  nextSteps: "",
  notesVersion: 1,
  sections: [],
  answers: { a1: { answer: "1", reason: "", comment: "", version: 1 } },
  itemScores: [],
  score: null,
  thresholds: [],
  permissions: { canComplete: true, canSeeItems: true },
};
const pack = packOf("account", [{ review, state: "open" }]);
const answerTo = (given: ReviewPack, itemId: string) => given.reviews[0]?.answers[itemId];
const saved = (answer: string, version: number) => ({
  itemId: "a1",
  answer: { answer, reason: "", comment: "", version },
});

test("a review comes out of the pack as it went in, and gets late with the days", () => {
  expect(reviewFromPack(pack, "review", new Date("2026-11-10T20:00:00Z"))).toEqual(review);
  expect(reviewFromPack(pack, "review", new Date("2026-11-18T20:00:00Z"))).toMatchObject({
    status: "overdue",
    daysOverdue: 3,
  });
  expect(reviewFromPack(pack, "another", new Date())).toBeNull();
});

test("a checklist stands once in the pack for all its reviews", () => {
  const two = packOf("account", [
    { review, state: "open" },
    { review: { ...review, id: "second" }, state: "in_progress" },
  ]);
  expect(Object.keys(two.instruments)).toEqual(["v1"]);
  expect(two.reviews).toHaveLength(2);
});

test("what the server confirmed is in the pack, an older word is not", () => {
  const newer = withSaved(pack, "review", saved("2", 2));
  expect(answerTo(newer, "a1")?.answer).toBe("2");
  expect(answerTo(withSaved(newer, "review", saved("0", 1)), "a1")?.answer).toBe("2");
  expect(newer.reviews[0]?.state).toBe("in_progress");
  const notes = { observedOn: "2026-11-09", strengths: "Calm", nextSteps: "", notesVersion: 2 };
  expect(withSaved(pack, "review", { notes }).reviews[0]).toMatchObject(notes);
  expect(withSaved(pack, "another", saved("2", 2))).toEqual(pack);
});

test("a pack that was on its way while an answer was confirmed does not take it back", () => {
  const kept = withSaved(pack, "review", saved("2", 2));
  expect(answerTo(newerOf(kept, pack), "a1")).toMatchObject({ answer: "2", version: 2 });
  const fetched = withSaved(pack, "review", saved("3", 3));
  expect(answerTo(newerOf(kept, fetched), "a1")).toMatchObject({ answer: "3", version: 3 });
  expect(newerOf(undefined, pack)).toEqual(pack);
  expect(newerOf(kept, { ...pack, reviews: [] }).reviews).toEqual([]);
});

test("what waits on the device counts as answered", () => {
  const waiting: Parameters<typeof withWaiting>[1] = [
    { assessmentId: "review", itemId: "b1", fields: { answer: "3" } },
    { assessmentId: "another", itemId: "b2", fields: { answer: "3" } },
    { assessmentId: "review", itemId: "notes", fields: { strengths: "Calm" } },
  ];
  expect(Object.keys(withWaiting(review, waiting).answers)).toEqual(["a1", "b1"]);
});
