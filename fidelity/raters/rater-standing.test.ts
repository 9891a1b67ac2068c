import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "../schedule/calendar.ts";
import { isOutOfTrends, isReliable, type RaterFacts, raterStanding } from "./rater-standing.ts";

const trained = [{ from: "2026-01-01", to: "2027-12-31" }];
const pass = (on: string) => ({ on, passed: true, validMonths: 12, dueDays: 30 });
const fail = (on: string) => ({ ...pass(on), passed: false });
const facts = (given: Partial<RaterFacts> = {}): RaterFacts => ({
  ...{ trained, calibrations: [pass("2026-02-10")], retrainings: [] },
  ...given,
});
const stateOn = (given: RaterFacts, day: string) => raterStanding(given, day).state;

describe("raterStanding", () => {
  test.each([
    ["2025-12-31", "none"],
    ["2026-01-01", "trained"],
    ["2026-02-09", "trained"],
    ["2026-02-10", "reliable"],
    ["2027-01-11", "reliable"],
    ["2027-01-12", "due"],
    ["2027-02-10", "due"],
    ["2027-02-11", "lapsed"],
  ])("on %s the rater is %s", (day, state) => {
    expect(stateOn(facts(), day)).toBe(state);
  });

  test("a pass without training in force is a pass, not reliability", () => {
    expect(stateOn(facts({ trained: [] }), "2026-03-01")).toBe("passed");
    expect(stateOn(facts({ trained: [{ from: "2026-01-01", to: "2026-02-28" }] }), "2026-03-01")).toBe(
      "passed",
    );
  });

  test("renewed in its last days, a pass holds from its end; renewed earlier, from its day", () => {
    const renewed = (on: string) =>
      raterStanding(facts({ calibrations: [pass("2026-02-10"), pass(on)] }), on);
    expect(renewed("2027-01-20").validUntil).toBe("2028-02-10");
    expect(renewed("2026-06-01").validUntil).toBe("2027-06-01");
    expect(renewed("2027-03-01").validUntil).toBe("2028-03-01");
  });

  test("the first and the last day in which it is to be renewed count, and a shorter pass takes nothing away", () => {
    const until = (on: string, given: object = {}) =>
      raterStanding(facts({ calibrations: [pass("2026-02-10"), { ...pass(on), ...given }] }), on);
    expect(until("2027-01-11").validUntil).toBe("2028-02-10");
    expect(until("2027-01-10").validUntil).toBe("2028-01-10");
    expect(until("2027-02-10").validUntil).toBe("2028-02-10");
    expect(until("2027-02-11").validUntil).toBe("2028-02-11");
    expect(until("2026-06-01", { validMonths: 1 })).toEqual({
      ...{ state: "reliable", validUntil: "2027-02-10", passedOn: "2026-06-01" },
    });
  });

  test("training holds on its last day", () => {
    const given = facts({ trained: [{ from: "2026-01-01", to: "2026-02-28" }] });
    expect(stateOn(given, "2026-02-28")).toBe("reliable");
    expect(stateOn(given, "2026-03-01")).toBe("passed");
  });

  test("training anew that was agreed on the day of a pass is after it", () => {
    expect(stateOn(facts({ retrainings: [{ on: "2026-02-10" }] }), "2026-02-10")).toBe("remedial");
    expect(stateOn(facts({ retrainings: [{ on: "2026-02-09" }] }), "2026-02-10")).toBe("reliable");
  });

  test("tests of one day are taken in their order also behind later ones", () => {
    const day = "2026-05-01";
    const given = [pass("2026-06-01"), fail(day), pass(day), pass("2026-02-10")];
    expect(stateOn(facts({ calibrations: given }), day)).toBe("reliable");
    const other = [pass("2026-06-01"), pass(day), fail(day), pass("2026-02-10")];
    expect(stateOn(facts({ calibrations: other }), day)).toBe("remedial");
  });

  test("failing before any pass is no remedial training, also with a pass long after", () => {
    const given = facts({ calibrations: [fail("2026-02-01"), pass("2026-03-01")] });
    expect(raterStanding(given, "2026-02-01")).toEqual({
      state: "trained",
      validUntil: null,
      passedOn: null,
    });
    expect(stateOn(given, "2026-03-01")).toBe("reliable");
  });

  test("who may rate for the record, and whose ratings are kept out of trends", () => {
    const all = ["none", "trained", "passed", "reliable", "due", "lapsed", "remedial"] as const;
    expect(all.filter(isReliable)).toEqual(["reliable", "due"]);
    expect(all.filter(isOutOfTrends)).toEqual(["lapsed", "remedial"]);
  });

  test("failing before the first pass leaves somebody trained; failing after it asks for training anew", () => {
    expect(stateOn(facts({ calibrations: [fail("2026-02-01")] }), "2026-03-01")).toBe("trained");
    const failed = facts({ calibrations: [pass("2026-02-10"), fail("2026-05-01")] });
    expect(stateOn(failed, "2026-04-30")).toBe("reliable");
    expect(stateOn(failed, "2026-05-01")).toBe("remedial");
    const again = facts({ calibrations: [...failed.calibrations, pass("2026-05-20")] });
    expect(stateOn(again, "2026-05-19")).toBe("remedial");
    expect(stateOn(again, "2026-05-20")).toBe("reliable");
  });

  test("of two tests on one day the later one counts", () => {
    const day = "2026-05-01";
    expect(stateOn(facts({ calibrations: [pass("2026-02-10"), fail(day), pass(day)] }), day)).toBe(
      "reliable",
    );
    expect(stateOn(facts({ calibrations: [pass("2026-02-10"), pass(day), fail(day)] }), day)).toBe(
      "remedial",
    );
  });

  test("agreed training anew holds from its day until a later pass", () => {
    const given = facts({ retrainings: [{ on: "2026-04-01" }] });
    expect(stateOn(given, "2026-03-31")).toBe("reliable");
    expect(stateOn(given, "2026-04-01")).toBe("remedial");
    const passed = { ...given, calibrations: [...given.calibrations, pass("2026-04-02")] };
    expect(stateOn(passed, "2026-04-02")).toBe("reliable");
  });

  const days = fc
    .integer({ min: 0, max: 1200 })
    .map((count) => addDays(parseCalendarDate("2025-01-01"), count));
  const history = fc.record({
    trained: fc.array(fc.record({ from: days, to: days }), { maxLength: 3 }),
    calibrations: fc.array(
      fc.record({
        on: days,
        passed: fc.boolean(),
        validMonths: fc.integer({ min: 1, max: 24 }),
        dueDays: fc.integer({ min: 0, max: 60 }),
      }),
      { maxLength: 6 },
    ),
    retrainings: fc.array(fc.record({ on: days }), { maxLength: 2 }),
  });

  test("facts after the day change nothing", () => {
    fc.assert(
      fc.property(history, days, (given, day) => {
        const known = {
          trained: given.trained,
          calibrations: given.calibrations.filter(({ on }) => on <= day),
          retrainings: given.retrainings.filter(({ on }) => on <= day),
        };
        expect(raterStanding(given, day)).toEqual(raterStanding(known, day));
      }),
    );
  });

  test("nobody is reliable without training and a pass in force, and nobody is out of trends who never passed", () => {
    fc.assert(
      fc.property(history, days, (given, day) => {
        const { state, validUntil, passedOn } = raterStanding(given, day);
        if (isReliable(state)) {
          expect(given.trained.some(({ from, to }) => from <= day && day <= to)).toBe(true);
          expect(passedOn !== null && passedOn <= day && validUntil !== null && day <= validUntil).toBe(true);
        }
        if (isOutOfTrends(state)) expect(passedOn).not.toBeNull();
        expect(isReliable(state) && isOutOfTrends(state)).toBe(false);
      }),
    );
  });

  test("the order of facts of different days does not matter", () => {
    fc.assert(
      fc.property(history, days, (given, day) => {
        const once = [...new Map(given.calibrations.map((one) => [one.on, one])).values()];
        const backwards = { ...given, calibrations: [...once].reverse() };
        expect(raterStanding(backwards, day)).toEqual(raterStanding({ ...given, calibrations: once }, day));
      }),
    );
  });
});
