import { type Refusal, refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import type { PassRule } from "#fidelity/raters/judge-calibration.ts";
import { isOutOfTrends, type RaterFacts, raterStanding } from "#fidelity/raters/rater-standing.ts";
import { completeness } from "#fidelity/scoring/completeness.ts";
import { type StoredResponse, toItemResponses } from "./answers.rules.ts";
import type { NewSet } from "./calibration.schema.ts";
import type { SetListItem } from "./calibration.types.ts";

/** Answers of one case as they are stored. */
export type CaseAnswers = Omit<StoredResponse, "rowVersion">[];

export function setState(
  { publishedAt, retiredOn }: { publishedAt: Date | null; retiredOn: Day | null },
  today: Day,
): SetListItem["state"] {
  if (publishedAt === null) return "draft";
  return retiredOn !== null && retiredOn <= today ? "retired" : "in-use";
}

/** The cases of a new set without its empty lines, or what is wrong with them. */
export function checkCases(cases: NewSet["cases"]): { ok: true; cases: NewSet["cases"] } | Refusal {
  const fieldErrors: Record<string, string[]> = {};
  const given = cases.filter(({ title, reference }) => title !== "" || reference !== "");
  for (const [index, { title, reference }] of cases.entries()) {
    if (title === "" && reference !== "") fieldErrors[`cases[${index}].title`] = ["Name the case."];
    if (title !== "" && reference === "")
      fieldErrors[`cases[${index}].reference`] = ["Say where its recording or document is kept."];
  }
  if (given.length === 0) fieldErrors["cases[0].title"] = ["Give at least one case."];
  if (Object.keys(fieldErrors).length > 0)
    return refuse("bad-cases", "Some cases need another look.", fieldErrors);
  return { ok: true, cases: given };
}

type SetContent = Omit<NewSet, "id" | "ruleKind" | "least"> & { passRule: PassRule };

/** Whether two sets say the same, case by case. */
export function isSameSet(one: SetContent, other: SetContent): boolean {
  const content = ({ title, instrumentVersionId, validMonths, dueDays, passRule, cases }: SetContent) =>
    JSON.stringify([
      ...[title, instrumentVersionId, validMonths, dueDays, passRule.kind, passRule.least],
      ...cases.map((each) => [each.title, each.reference]),
    ]);
  return content(one) === content(other);
}

/** The rule as it is stored: shares and correlations from 0 to 1. */
export function passRuleOf({ ruleKind, least }: Pick<NewSet, "ruleKind" | "least">): PassRule {
  return { kind: ruleKind, least: least / 100 };
}

/** Whether every case is answered whole; otherwise which are not. */
export function checkComplete(
  definition: InstrumentDefinition,
  cases: readonly { number: number; answers: CaseAnswers }[],
): Verdict {
  const open = cases.filter(({ answers }) => !completeness(definition, toItemResponses(answers)).canSubmit);
  if (open.length === 0) return { ok: true };
  const numbers = open.map(({ number }) => number).join(", ");
  return refuse(
    "incomplete",
    open.length === 1
      ? `Case ${numbers} still has items without an answer or a reason.`
      : `Cases ${numbers} still have items without an answer or a reason.`,
  );
}

/** Whether somebody may see what others answered of a set: raters once answers of their own are in. */
export function seesAnswers(
  attempts: readonly { personId: string; submittedOn: Day | null }[],
  { personId, isRater }: { personId: string; isRater: boolean },
): boolean {
  return !isRater || attempts.some((one) => one.personId === personId && one.submittedOn !== null);
}

export function countAnswered(definition: InstrumentDefinition, answers: CaseAnswers): number {
  const known = new Set(definition.items.map(({ id }) => id));
  return answers.filter(({ itemId, code }) => known.has(itemId) && code !== null).length;
}

/** Whether what a rater rates on a day is kept out of trends; null while they have never been tested. */
export function isLapsedOn(facts: RaterFacts, day: Day): boolean | null {
  if (facts.calibrations.length === 0) return null;
  return isOutOfTrends(raterStanding(facts, day).state);
}
