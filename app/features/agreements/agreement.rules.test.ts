import { expect, test } from "vitest";
import { checkDraft, partiesOf, partyOf } from "./agreement.rules.ts";
import { agreementDraft } from "./agreement.schema.ts";

const TODAY = "2026-11-16";
const [coachId, coacheeId, supervisorId, leadId] = [1, 2, 3, 4].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
) as [string, string, string, string];
const draft = (given: object = {}) =>
  agreementDraft.parse({
    versionId: coachId,
    purpose: "Stronger first visits",
    profile: "dose_only",
    startsOn: TODAY,
    ...given,
  });
const facts = { today: TODAY, hasAssignment: true, isSupervisory: false };
const errorsOf = (given: object, about: Partial<typeof facts> = {}) => {
  const verdict = checkDraft(draft(given), { ...facts, ...about });
  return verdict.ok ? [] : Object.keys(verdict.fieldErrors ?? { general: [] });
};

test("the strictest profile needs nobody else", () => {
  expect(errorsOf({})).toEqual([]);
  expect(partiesOf({ coachId, coacheeId, supervisorId: null, leadId: null })).toHaveLength(2);
});

test("whoever sees goal titles signs", () => {
  expect(errorsOf({ profile: "shared_goals" })).toEqual(["supervisorId"]);
  expect(errorsOf({ profile: "shared_goals", supervisorId })).toEqual([]);
  expect(errorsOf({ profile: "shared_goals_and_lead", supervisorId })).toEqual(["leadId"]);
  expect(errorsOf({ profile: "shared_goals_and_lead", supervisorId, leadId })).toEqual([]);
  expect(errorsOf({ profile: "shared_goals_and_lead", supervisorId, leadId: supervisorId })).toEqual([
    "leadId",
  ]);
});

test("a supervisor who coaches says so, and nobody else does", () => {
  expect(errorsOf({}, { isSupervisory: true })).toEqual(["profile"]);
  expect(errorsOf({ profile: "supervisory" })).toEqual(["profile"]);
  expect(errorsOf({ profile: "supervisory" }, { isSupervisory: true })).toEqual([]);
  expect(errorsOf({ profile: "supervisory", supervisorId }, { isSupervisory: true })).toEqual([
    "supervisorId",
  ]);
});

test("it ends after it begins and not in the past, and needs somebody to coach", () => {
  expect(errorsOf({ endsOn: TODAY })).toEqual(["endsOn"]);
  expect(errorsOf({ startsOn: "2026-01-01", endsOn: "2026-06-01" })).toEqual(["endsOn"]);
  expect(errorsOf({ endsOn: "2027-06-01" })).toEqual([]);
  expect(errorsOf({}, { hasAssignment: false })).toEqual(["general"]);
});

test("each party is known by name of its part", () => {
  const version = { coachId, coacheeId, supervisorId, leadId: null };
  expect(partyOf(version, supervisorId)).toBe("supervisor");
  expect(partyOf(version, leadId)).toBeNull();
});
