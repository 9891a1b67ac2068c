import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type CalendarDate, compareDates } from "../schedule/calendar.ts";
import { calendarDate } from "../schedule/schedule-rule.schema.ts";

export const INTENSITIES = ["high", "moderate", "low"] as const;
export type Intensity = (typeof INTENSITIES)[number];

const times = z.int().min(1).nullable().default(null);

const fadeFacts = z.object({
  intensity: z.enum(INTENSITIES),
  /** First day of this intensity: what came before counted for the intensity before. */
  since: calendarDate,
  /** Fidelity results of the coachee, in any order. */
  results: z
    .array(z.object({ on: calendarDate, result: z.enum(["met", "developing", "not_met", "not_scorable"]) }))
    .default([]),
  /** Days of delivered sessions, one entry each, in any order. */
  heldOn: z.array(calendarDate).default([]),
  /** How many results in a row that met their threshold, or how many sessions, call for it; null: never. */
  rule: z.object({ afterResults: times, afterSessions: times }),
  asOf: calendarDate,
  /** The day on which the last proposal was declined: what led to it does not count again. */
  declinedOn: calendarDate.nullable().default(null),
});
export type FadeFactsInput = z.input<typeof fadeFacts>;

export interface FadeProposal {
  to: Intensity;
  basis: "results" | "sessions";
  /** How many met it: at least as many as the rule asks for. */
  count: number;
  /** Day of the newest of them. */
  metOn: CalendarDate;
}

/**
 * Whether the planned dose of a coachee is ready to fade to the next lower intensity. It decides nothing: a proposal is
 * accepted by a person, and the change holds from a day on.
 *
 * By results: the newest results, back to the first that did not meet its threshold, are at least `afterResults`. A
 * result that could not be scored neither counts nor breaks the row. By sessions: at least `afterSessions` were held.
 * Both count days from `since` to `asOf`, and after `declinedOn`. When both rules are met, the results speak.
 *
 * @param facts see the fields
 * @returns null when no rule is met, or the intensity is the lowest
 * @throws TypeError naming every malformed field
 *
 * Source: fading of coaching intensity when fidelity criteria hold.
 */
export function fadeProposal(facts: FadeFactsInput): FadeProposal | null {
  const { intensity, since, results, heldOn, rule, asOf, declinedOn } = parseInput(fadeFacts, facts, "facts");
  const to = INTENSITIES[INTENSITIES.indexOf(intensity) + 1];
  if (to === undefined) return null;
  const counts = (on: CalendarDate) => since <= on && on <= asOf && (declinedOn === null || declinedOn < on);
  const scored = results
    .filter(({ on, result }) => counts(on) && result !== "not_scorable")
    .sort((a, b) => compareDates(b.on, a.on) || Number(a.result === "met") - Number(b.result === "met"));
  const firstUnmet = scored.findIndex(({ result }) => result !== "met");
  const inARow = firstUnmet < 0 ? scored.length : firstUnmet;
  const newest = scored[0];
  if (newest && rule.afterResults !== null && inARow >= rule.afterResults)
    return { to, basis: "results", count: inARow, metOn: newest.on };
  const held = heldOn.filter(counts).sort(compareDates);
  const last = held.at(-1);
  if (last && rule.afterSessions !== null && held.length >= rule.afterSessions)
    return { to, basis: "sessions", count: held.length, metOn: last };
  return null;
}
