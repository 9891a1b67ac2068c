import { describe, expect, test } from "vitest";
import type { Actor, Role } from "#app/access/roles.ts";
import { canSeeFeedback, canSeeItems, canSeeReview } from "./assessment.policy.ts";

const actor = (personId: string, ...roles: Role[]): Actor => ({
  ...{ kind: "person", personId, accountId: personId, name: "", email: "", programId: "p" },
  ...{ programName: "", zone: "America/Los_Angeles", isDemo: false },
  roles: roles.map((role) => ({ role, siteIds: ["s"], unitIds: [] })),
});
const rating: Parameters<typeof canSeeReview>[1] = {
  ...{ raterId: "rater", subjectId: "coach", state: "final", isHeld: false },
  part: "first",
};
const coach = actor("coach", "coach");

describe("the coach", () => {
  test("reads a rating of the series once it is out", () => {
    expect([canSeeItems(coach, rating), canSeeFeedback(coach, rating)]).toEqual([true, true]);
    for (const given of [{ isHeld: true }, { state: "open" }] as const)
      expect([
        canSeeItems(coach, { ...rating, ...given }),
        canSeeFeedback(coach, { ...rating, ...given }),
      ]).toEqual([false, false]);
  });
  test("never reads a second rating; what raters agreed on has no page of its own", () => {
    expect(canSeeItems(coach, { ...rating, part: "second" })).toBe(false);
    expect(canSeeFeedback(coach, { ...rating, part: "second" })).toBe(false);
    expect(canSeeFeedback(coach, { ...rating, part: "consensus" })).toBe(false);
  });
});

test("the rater reads their own, oversight the facts, nobody else's items", () => {
  expect(canSeeItems(actor("rater", "supervisor"), { ...rating, isHeld: true })).toBe(true);
  for (const role of ["supervisor", "lead", "evaluator"] as const) {
    expect(canSeeReview(actor("other", role), rating)).toBe(true);
    expect(canSeeItems(actor("other", role), rating)).toBe(false);
  }
  expect(canSeeReview(actor("other", "coach"), rating)).toBe(false);
});
