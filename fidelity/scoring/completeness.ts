import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { readDefinition } from "../instruments/read-definition.ts";
import { missingAllowed } from "./missing-allowed.ts";
import { readResponses } from "./read-responses.ts";
import { scoreAssessment } from "./score-assessment.ts";

export type Completeness = {
  /** Items to answer, without those answered not applicable, not observed, don't know or refused. */
  applicable: number;
  /** Applicable items with a value. */
  answered: number;
  /** Ids of blank items, in the order of the instrument. */
  missing: string[];
  /** Ids of items answered not applicable whose reason is still to be given. */
  reasonsNeeded: string[];
  canSubmit: boolean;
};

/**
 * How far an assessment is filled in. Items that a condition hides are not asked. Text items count when they are
 * required. It can be submitted when no item is blank and no reason is wanting; where the version prorates, when enough
 * of the applicable items are answered, of all and of those that are scored.
 *
 * @param instrument a definition, published or being tried out
 * @param responses responses in any order; an item without one, or with text of spaces only, is blank
 * @returns counts, the ids still to be answered, and whether it can be submitted
 * @throws as `scoreAssessment`
 *
 * Source: finalisation rule of fidelity checklists, a blank is unfinished work and not an answer.
 */
export function completeness(
  instrument: InstrumentDefinitionInput,
  responses: readonly ItemResponse[],
): Completeness {
  const definition = readDefinition(instrument);
  const rows = readResponses(definition, responses).filter(
    ({ item }) => item.type !== "text" || item.required,
  );
  const missing = rows.filter(({ response }) => isBlank(response));
  const answered = rows.filter(({ response }) => response.code === "value" && !isBlank(response)).length;
  const applicable = answered + missing.length;
  const reasonsNeeded = rows.filter(
    ({ item, response }) =>
      item.type !== "text" && item.naRequiresReason && response.code === "na" && !response.reason?.trim(),
  );
  const isTextMissing = missing.some(({ item }) => item.type === "text");
  const isScorable = () =>
    !scoreAssessment(definition, responses).reasons.some(({ code }) => code === "missing-items");
  return {
    applicable,
    answered,
    missing: missing.map(({ item }) => item.id),
    reasonsNeeded: reasonsNeeded.map(({ item }) => item.id),
    canSubmit:
      reasonsNeeded.length === 0 &&
      !isTextMissing &&
      missingAllowed(definition.scoring.missing, missing.length, applicable) &&
      (missing.length === 0 || isScorable()),
  };
}

function isBlank(response: ItemResponse): boolean {
  if (response.code !== "value") return response.code === "missing";
  return typeof response.value === "string" && response.value.trim() === "";
}
