import type { InstrumentDefinition } from "../instruments/instrument.schema.ts";

/**
 * Tells whether an assessment can be scored in spite of its blanks.
 *
 * @param policy what the version says about blanks
 * @param missing number of blank items
 * @param applicable number of items not left out as not applicable, not observed or don't know; blanks included
 * @returns true without blanks, or when the version prorates and the answered share reaches its minimum
 *
 * Source: proration only where the manual of the instrument allows it, with a stated minimum.
 */
export function missingAllowed(
  policy: InstrumentDefinition["scoring"]["missing"],
  missing: number,
  applicable: number,
): boolean {
  if (missing === 0) return true;
  return policy.policy === "prorate" && (applicable - missing) / applicable >= policy.minAnsweredShare;
}
