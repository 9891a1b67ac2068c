import fc from "fast-check";
import { expect, test } from "vitest";
import { assignSecondRaters } from "./second-rater.ts";

const people = ["a", "b", "c", "d"];
const candidate = (personId: string, available = true) => ({ personId, isAvailableOn: () => available });
const rating = (key: string, given: Partial<Parameters<typeof assignSecondRaters>[0][number]> = {}) => ({
  ...{ key, firstRaterId: "a", subjectId: "coach", nearIds: [], targetOn: "2026-05-01" },
  ...given,
});
const options = { load: new Map<string, number>(), seed: "s" };

test("neither the first rater, nor the subject, nor whoever stands too near, nor somebody away", () => {
  const candidates = [
    candidate("a"),
    candidate("coach"),
    candidate("b"),
    candidate("c", false),
    candidate("d"),
  ];
  const [one] = assignSecondRaters([rating("k", { nearIds: ["b"] })], candidates, options);
  expect(one).toEqual({ key: "k", raterId: "d", reason: null });
  const [nobody] = assignSecondRaters([rating("k", { nearIds: ["b", "d"] })], candidates, options);
  expect(nobody).toMatchObject({
    raterId: null,
    reason: expect.stringContaining("Nobody besides the first rater"),
  });
});

test("the load is even: nobody has two more than another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.string(), (count, seed) => {
      const ratings = Array.from({ length: count }, (_, place) => rating(`k${place}`, { firstRaterId: "z" }));
      const given = assignSecondRaters(
        ratings,
        people.map((id) => candidate(id)),
        { ...options, seed },
      );
      const counts = people.map((id) => given.filter(({ raterId }) => raterId === id).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const backwards = assignSecondRaters(
        [...ratings].reverse(),
        people.map((id) => candidate(id)),
        { ...options, seed },
      );
      expect(backwards).toEqual(given);
    }),
  );
});

test("what somebody has already counts", () => {
  const load = new Map([
    ["b", 2],
    ["c", 0],
  ]);
  const given = assignSecondRaters([rating("k1"), rating("k2")], [candidate("b"), candidate("c")], {
    load,
    seed: "s",
  });
  expect(given.map(({ raterId }) => raterId)).toEqual(["c", "c"]);
});
