import fc from "fast-check";
import { expect, test } from "vitest";
import { assignSecondRaters } from "./second-rater.ts";

const people = ["a", "b", "c", "d"];
const FIT = { isCertified: true, isReliable: null, hasConflict: false, isAway: false };
const candidate = (personId: string, given: Partial<typeof FIT> = {}) => ({
  personId,
  factsOn: () => ({ ...FIT, ...given }),
});
const rating = (key: string, given: Partial<Parameters<typeof assignSecondRaters>[0][number]> = {}) => ({
  ...{ key, firstRaterId: "a", subjectId: "coach", nearIds: [], targetOn: "2026-05-01", currentId: null },
  ...given,
});
const options = { load: new Map<string, number>() };

test("neither the first rater, nor the subject, nor whoever stands too near or has a conflict, nor somebody away", () => {
  const candidates = [
    candidate("a"),
    candidate("coach"),
    candidate("b"),
    candidate("c", { isAway: true }),
    candidate("d"),
    candidate("e", { hasConflict: true }),
  ];
  const [one] = assignSecondRaters([rating("k", { nearIds: ["b"] })], candidates, options);
  expect(one).toEqual({ key: "k", raterId: "d", reason: null });
  const [nobody] = assignSecondRaters([rating("k", { nearIds: ["b", "d"] })], candidates, options);
  expect(nobody).toEqual({
    key: "k",
    raterId: null,
    reason:
      "Besides the first rater: 5 certified raters: 1 is the one to be rated, 2 supervise the one to be rated, 1 has a conflict of interest, 1 is on leave.",
  });
  expect(assignSecondRaters([rating("k")], [candidate("a")], options)[0]?.reason).toBe(
    "Nobody besides the first rater is certified as a rater of this instrument.",
  );
});

test("whoever is chosen stays while they qualify, also with much to do, and no longer", () => {
  const load = new Map([["d", 9]]);
  const of = (given: Partial<typeof FIT>, more = {}) =>
    assignSecondRaters([rating("k", { currentId: "d", ...more })], [candidate("b"), candidate("d", given)], {
      load,
    })[0]?.raterId;
  expect(of({})).toBe("d");
  expect(of({ hasConflict: true })).toBe("b");
  expect(of({ isCertified: false })).toBe("b");
  // The first rater was chosen later, and is the same person.
  expect(of({}, { firstRaterId: "d" })).toBe("b");
});

test("the load is even: nobody has two more than another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), (count) => {
      const ratings = Array.from({ length: count }, (_, place) => rating(`k${place}`, { firstRaterId: "z" }));
      const all = people.map((id) => candidate(id));
      const given = assignSecondRaters(ratings, all, options);
      const counts = people.map((id) => given.filter(({ raterId }) => raterId === id).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(assignSecondRaters([...ratings].reverse(), all, options)).toEqual(given);
    }),
  );
});

test("what somebody has already counts", () => {
  const load = new Map([
    ["b", 2],
    ["c", 0],
  ]);
  const given = assignSecondRaters([rating("k1"), rating("k2")], [candidate("b"), candidate("c")], { load });
  expect(given.map(({ raterId }) => raterId)).toEqual(["c", "c"]);
});

test("whoever stays keeps their place, and a change gives back what they had", () => {
  const load = new Map([
    ["b", 1],
    ["c", 1],
  ]);
  const candidates = [candidate("b", { isAway: true }), candidate("c"), candidate("d")];
  const given = assignSecondRaters(
    [rating("k1", { currentId: "b" }), rating("k2", { currentId: "c" }), rating("k3")],
    candidates,
    { load },
  );
  expect(given.map(({ raterId }) => raterId)).toEqual(["d", "c", "c"]);
});

test("somebody who is gone is replaced", () => {
  const [one] = assignSecondRaters([rating("k", { currentId: "gone" })], [candidate("b")], options);
  expect(one).toEqual({ key: "k", raterId: "b", reason: null });
});

test("without a first rater the reason is told all the same, in the middle of a sentence", () => {
  const [one] = assignSecondRaters(
    [rating("k", { firstRaterId: null })],
    [candidate("b", { hasConflict: true })],
    options,
  );
  expect(one).toEqual({
    ...{ key: "k", raterId: null },
    reason: "Besides the first rater: the only certified rater has a conflict of interest.",
  });
});

test("ratings are taken in the order of their keys, whatever the list's", () => {
  const [first, second] = [rating("k1"), rating("k2")];
  const two = [candidate("b"), candidate("c")];
  for (const given of [
    [first, second],
    [second, first],
  ])
    expect(assignSecondRaters(given, two, options)).toEqual([
      { key: "k1", raterId: "b", reason: null },
      { key: "k2", raterId: "c", reason: null },
    ]);
});
