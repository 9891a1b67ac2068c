import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseRater, type RaterCandidate } from "./choose-rater.ts";

const rater = (id: string, given: Partial<RaterCandidate> = {}): RaterCandidate => ({
  ...{ id, isCertified: true, isReliable: true, supervisesSubject: false, hasConflict: false, isAway: false },
  ...{ load: 0, lastRatedOn: null },
  ...given,
});
const about = { subjectId: "coach", mustBeIndependent: true };

describe("whoever qualifies", () => {
  test("who never rated this coach comes before who did, however much they have to do", () => {
    const raters = [rater("a", { lastRatedOn: "2027-01-01" }), rater("b", { load: 3 })];
    expect(chooseRater(raters, about)).toEqual({ raterId: "b", backupId: "a", reason: null });
  });

  test("who rated longest ago is next, then who has least to do, then the lower id", () => {
    const raters = [
      rater("d", { lastRatedOn: "2026-05-01" }),
      rater("c", { lastRatedOn: "2026-01-01", load: 2 }),
      rater("b", { lastRatedOn: "2026-01-01", load: 1 }),
      rater("a", { lastRatedOn: "2026-01-01", load: 1 }),
    ];
    expect(chooseRater(raters, about)).toMatchObject({ raterId: "a", backupId: "b" });
  });

  test("who is assigned stays while they qualify, also with much to do", () => {
    const raters = [rater("a"), rater("b", { load: 9, lastRatedOn: "2027-01-01" })];
    expect(chooseRater(raters, { ...about, currentId: "b", mostAtOnce: 5 }).raterId).toBe("b");
    const away = [rater("a"), rater("b", { isAway: true })];
    expect(chooseRater(away, { ...about, currentId: "b" }).raterId).toBe("a");
  });

  test("who is assigned comes first wherever they stand in the list", () => {
    const raters = ["a", "b", "c"].map((id) => rater(id));
    for (const order of [raters, raters.toReversed()])
      expect(chooseRater(order, { ...about, currentId: "b" })).toMatchObject({ raterId: "b", backupId: "a" });
  });

  test("malformed facts are named", () => {
    expect(() => chooseRater([rater("")], about)).toThrow(/candidates\.0\.id/);
    expect(() => chooseRater([], { ...about, subjectId: "" })).toThrow(/about\.subjectId/);
  });

  test("the own coach rates where independence is not asked for", () => {
    const raters = [rater("a", { coachesSubject: true })];
    expect(chooseRater(raters, { ...about, mustBeIndependent: false }).raterId).toBe("a");
  });

  test("a supervisor rates where independence is not asked for", () => {
    const raters = [rater("a", { supervisesSubject: true })];
    expect(chooseRater(raters, { ...about, mustBeIndependent: false }).raterId).toBe("a");
  });

  test("reliability that is not recorded does not stop anybody; lost reliability does", () => {
    expect(chooseRater([rater("a", { isReliable: null })], about).raterId).toBe("a");
    expect(chooseRater([rater("a", { isReliable: false })], about).reason).toBe(
      "The only certified rater has no valid reliability status.",
    );
  });
});

describe("nobody qualifies", () => {
  const why = (...raters: RaterCandidate[]) => chooseRater(raters, { ...about, mostAtOnce: 4 }).reason;

  test.each([
    [[], "Nobody is certified as a rater of this instrument."],
    [[rater("a", { isCertified: false })], "Nobody is certified as a rater of this instrument."],
    [[rater("coach")], "The only certified rater is the one to be rated."],
    [
      [rater("a", { supervisesSubject: true }), rater("b", { supervisesSubject: true })],
      "Both certified raters supervise the one to be rated.",
    ],
    [[rater("a", { coachesSubject: true })], "The only certified rater coaches the one to be rated."],
    [
      [rater("a", { coachesSubject: true }), rater("b", { coachesSubject: true })],
      "Both certified raters coach the one to be rated.",
    ],
    [
      ["a", "b", "c"].map((id) => rater(id, { load: 4 })),
      "All 3 certified raters have 4 reviews to do already.",
    ],
    [[rater("a", { load: 4 })], "The only certified rater has 4 reviews to do already."],
    [[rater("a", { supervisesSubject: true })], "The only certified rater supervises the one to be rated."],
    [[rater("a", { isAtWork: false })], "The only certified rater does not work as a supervisor."],
    [
      [rater("a", { isAtWork: false }), rater("b", { isAtWork: false })],
      "Both certified raters do not work as supervisors.",
    ],
    [[rater("a", { hasConflict: true })], "The only certified rater has a conflict of interest."],
    [
      [rater("a", { isReliable: false }), rater("b", { isReliable: false })],
      "Both certified raters have no valid reliability status.",
    ],
    [[rater("a", { isAway: true }), rater("b", { isAway: true })], "Both certified raters are on leave."],
    [
      [rater("a", { isAway: true }), rater("b", { hasConflict: true }), rater("c", { hasConflict: true })],
      "3 certified raters: 2 have a conflict of interest, 1 is on leave.",
    ],
  ])("the reason says how many there are and what stops them", (raters, reason) => {
    expect(why(...raters)).toBe(reason);
  });
});

test("over generated raters nobody is chosen against a rule, and the order of the list changes nothing", () => {
  const raters = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("coach", "a", "b", "c", "d", "e", "f"),
      isCertified: fc.boolean(),
      isReliable: fc.constantFrom(true, false, null),
      supervisesSubject: fc.boolean(),
      coachesSubject: fc.boolean(),
      hasConflict: fc.boolean(),
      isAway: fc.boolean(),
      load: fc.nat(6),
      lastRatedOn: fc.constantFrom(null, "2026-01-01", "2028-02-29"),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(raters, fc.boolean(), (list, mustBeIndependent) => {
      const choice = chooseRater(list, { ...about, mustBeIndependent, mostAtOnce: 4 });
      expect(chooseRater([...list].reverse(), { ...about, mustBeIndependent, mostAtOnce: 4 })).toEqual(
        choice,
      );
      expect(choice.raterId === null).toBe(choice.reason !== null);
      const chosen = list.find(({ id }) => id === choice.raterId);
      if (!chosen) return;
      expect(chosen).toMatchObject({ isCertified: true, hasConflict: false, isAway: false });
      expect(chosen.id).not.toBe("coach");
      expect(chosen.isReliable).not.toBe(false);
      expect(chosen.load).toBeLessThan(4);
      if (mustBeIndependent)
        expect(chosen).toMatchObject({ supervisesSubject: false, coachesSubject: false });
    }),
  );
});
