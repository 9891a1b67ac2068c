import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, parseCalendarDate } from "../schedule/calendar.ts";
import { type FadeFactsInput, fadeProposal, INTENSITIES } from "./fade-proposal.ts";

const facts = (given: Partial<FadeFactsInput> = {}): FadeFactsInput => ({
  intensity: "high",
  since: "2026-01-01",
  rule: { afterResults: 2, afterSessions: 6 },
  asOf: "2026-11-16",
  ...given,
});
const results = (...given: ["met" | "developing" | "not_met" | "not_scorable", string][]) =>
  given.map(([result, on]) => ({ result, on }));

test("two results in a row that met their threshold propose the next lower intensity", () => {
  const met = results(["met", "2026-10-01"], ["met", "2026-07-01"], ["not_met", "2026-04-01"]);
  expect(fadeProposal(facts({ results: met }))).toEqual({
    to: "moderate",
    basis: "results",
    count: 2,
    metOn: "2026-10-01",
  });
  expect(fadeProposal(facts({ intensity: "moderate", results: met }))?.to).toBe("low");
  expect(fadeProposal(facts({ intensity: "low", results: met }))).toBeNull();
});

test("a result that did not meet it breaks the row, one that could not be scored does not", () => {
  const broken = results(["met", "2026-10-01"], ["developing", "2026-09-01"], ["met", "2026-08-01"]);
  expect(fadeProposal(facts({ results: broken }))).toBeNull();
  const unscored = results(["met", "2026-10-01"], ["not_scorable", "2026-09-01"], ["met", "2026-08-01"]);
  expect(fadeProposal(facts({ results: unscored }))?.count).toBe(2);
  const sameDay = results(["met", "2026-10-01"], ["not_met", "2026-10-01"], ["met", "2026-08-01"]);
  expect(fadeProposal(facts({ results: sameDay }))).toBeNull();
});

test("sessions propose it as well, and what was before this intensity or a refusal does not count", () => {
  const heldOn = ["01-05", "02-05", "03-05", "04-05", "05-05", "06-05"].map((day) => `2026-${day}`);
  expect(fadeProposal(facts({ heldOn }))).toMatchObject({ basis: "sessions", count: 6, metOn: "2026-06-05" });
  expect(fadeProposal(facts({ heldOn, since: "2026-02-01" }))).toBeNull();
  expect(fadeProposal(facts({ heldOn, declinedOn: "2026-01-05" }))).toBeNull();
  expect(fadeProposal(facts({ heldOn, asOf: "2026-05-31" }))).toBeNull();
  expect(fadeProposal(facts({ heldOn, rule: { afterResults: null, afterSessions: null } }))).toBeNull();
});

test("what is malformed is named", () => {
  expect(() =>
    fadeProposal(facts({ heldOn: ["2026-02-30"], rule: { afterResults: 0, afterSessions: 1 } })),
  ).toThrow(/facts\.heldOn\.0[\s\S]*facts\.rule\.afterResults/);
});

const day = fc.integer({ min: 0, max: 700 }).map((days) => addDays(parseCalendarDate("2025-06-01"), days));
const result = fc.constantFrom("met", "developing", "not_met", "not_scorable" as const);
const anyFacts = fc.record({
  intensity: fc.constantFrom(...INTENSITIES),
  since: day,
  results: fc.array(fc.record({ on: day, result }), { maxLength: 12 }),
  heldOn: fc.array(day, { maxLength: 30 }),
  rule: fc.record({
    afterResults: fc.option(fc.integer({ min: 1, max: 4 })),
    afterSessions: fc.option(fc.integer({ min: 1, max: 10 })),
  }),
  asOf: day,
  declinedOn: fc.option(day),
}) as fc.Arbitrary<FadeFactsInput>;

/** The same rule day by day: walk back from the last day and count until a day has an unmet result. */
function slowly(given: FadeFactsInput): string | null {
  const { rule } = given;
  if (given.intensity === "low") return null;
  let inARow = 0;
  let isBroken = false;
  let sessions = 0;
  for (let on = parseCalendarDate(given.asOf); on >= given.since; on = addDays(on, -1)) {
    if (given.declinedOn && on <= given.declinedOn) break;
    const today = (given.results ?? []).filter((each) => each.on === on);
    if (today.some(({ result }) => result === "developing" || result === "not_met")) isBroken = true;
    if (!isBroken) inARow += today.filter(({ result }) => result === "met").length;
    sessions += (given.heldOn ?? []).filter((each) => each === on).length;
  }
  if (rule.afterResults && inARow >= rule.afterResults) return `results ${inARow}`;
  return rule.afterSessions && sessions >= rule.afterSessions ? `sessions ${sessions}` : null;
}

test("it equals a count day by day, whatever the order of what happened", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const proposal = fadeProposal(given);
      expect(proposal && `${proposal.basis} ${proposal.count}`).toBe(slowly(given));
      const reversed = {
        ...given,
        results: [...(given.results ?? [])].reverse(),
        heldOn: [...(given.heldOn ?? [])].reverse(),
      };
      expect(fadeProposal(reversed)).toEqual(proposal);
    }),
    { numRuns: 500 },
  );
});

test("it goes down by one step alone, on a day that counts, and not again once declined", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const proposal = fadeProposal(given);
      if (!proposal) return;
      expect(INTENSITIES.indexOf(proposal.to)).toBe(INTENSITIES.indexOf(given.intensity) + 1);
      expect(proposal.metOn >= given.since && proposal.metOn <= given.asOf).toBe(true);
      expect(fadeProposal({ ...given, declinedOn: given.asOf })).toBeNull();
    }),
  );
});
