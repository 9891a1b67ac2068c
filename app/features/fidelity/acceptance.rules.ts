import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinition, ItemResponse } from "#fidelity/instruments/instrument.schema.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { readResponses } from "#fidelity/scoring/read-responses.ts";
import type { AcceptanceRule, Exception } from "./acceptance.types.ts";
import type { FidelityResult } from "./assessment.types.ts";

/** Days for which a lead lets a late amendment be made. */
export const ALLOWED_DAYS = 14;

export interface SubmissionFacts {
  result: FidelityResult;
  criticalFailures: readonly string[];
  observedOn: Day;
  opensOn: Day;
  graceEndsOn: Day;
  isRaterCertified: boolean | null;
  isRaterLapsed: boolean | null;
  /** Percent of the items that were answered without a value. */
  leftOut: number;
  /** It was given back before. */
  isCorrected: boolean;
}

/** The version of the rule that holds on a day: the newest of those that have begun. */
export function ruleInForce<Rule extends Pick<AcceptanceRule, "version" | "startsOn">>(
  rules: readonly Rule[],
  on: Day,
): Rule | null {
  const begun = rules.filter(({ startsOn }) => startsOn <= on);
  return begun.reduce<Rule | null>(
    (newest, rule) => (newest && newest.version > rule.version ? newest : rule),
    null,
  );
}

/**
 * Why a submission waits for a lead; nothing when it is in tolerance. Without a rule in force only what was given back
 * before waits: who gave it back looks at it again.
 */
export function exceptionsOf(facts: SubmissionFacts, rule: AcceptanceRule | null): Exception[] {
  const found: Exception[] = facts.isCorrected ? [{ code: "corrected" }] : [];
  if (!rule?.isOn) return found;
  const { observedOn, opensOn, graceEndsOn } = facts;
  if (rule.needsMet && facts.criticalFailures.length > 0) found.push({ code: "critical" });
  else if (rule.needsMet && facts.result !== "met") found.push({ code: "not-met" });
  if (rule.needsWindow && (observedOn < opensOn || observedOn > graceEndsOn))
    found.push({ code: "outside-window" });
  if (rule.needsCertified && !facts.isRaterCertified) found.push({ code: "not-certified" });
  if (rule.needsCertified && facts.isRaterLapsed) found.push({ code: "lapsed" });
  if (rule.mostLeftOut !== null && facts.leftOut > rule.mostLeftOut)
    found.push({ code: "left-out", share: facts.leftOut, most: rule.mostLeftOut });
  return found;
}

/** Percent of the items on the form that were answered not applicable, not observed, don't know or refused. */
export function leftOutShare(definition: InstrumentDefinition, responses: readonly ItemResponse[]): number {
  const rows = readResponses(definition, responses).filter(({ item }) => item.type !== "text");
  if (rows.length === 0) return 0;
  const left = rows.filter(({ response }) => response.code !== "value" && response.code !== "missing");
  return (100 * left.length) / rows.length;
}

/** A rule begins today or later, so that nothing is judged by what nobody could know. */
export function checkAcceptanceStart(startsOn: Day, today: Day): Verdict {
  const message = "Begin today or later.";
  return startsOn < today ? refuse("bad-start", message, { startsOn: [message] }) : { ok: true };
}

/** The last day on which a rater may amend by themselves, or by a lead's leave; null when neither holds. */
export function amendableUntil(
  { finalOn, allowedUntil }: { finalOn: Day; allowedUntil: Day | null },
  rule: AcceptanceRule | null,
  today: Day,
): Day | null {
  const days = rule?.amendDays ?? 0;
  const own = days > 0 ? addDays(parseCalendarDate(finalOn), days) : null;
  const last = own !== null && (allowedUntil === null || own > allowedUntil) ? own : allowedUntil;
  return last !== null && today <= last ? last : null;
}
