import { z } from "zod";
import {
  type InstrumentDefinition,
  type Item,
  type ItemResponse,
  response,
} from "../instruments/instrument.schema.ts";
import { itemRange } from "../instruments/item-range.ts";
import { parseInput } from "../parse-input.ts";

const responseList = z.array(response);

/**
 * The response to every item of an instrument, blank where there is none, in the order of the instrument.
 *
 * @param instrument a parsed definition
 * @param responses responses in any order, one per item at most
 * @returns pairs of item and response
 * @throws TypeError for a malformed response; RangeError naming every response that the instrument does not allow:
 *   unknown or repeated item, value off the scale, code not offered
 *
 * Source: response semantics of fidelity checklists: a value, not applicable, not observed, don't know and blank differ.
 */
export function readResponses(
  instrument: InstrumentDefinition,
  responses: readonly ItemResponse[],
): { item: Item; response: ItemResponse }[] {
  const items = new Map(instrument.items.map((item) => [item.id, item]));
  const byItem = new Map<string, ItemResponse>();
  const problems: string[] = [];
  for (const [index, given] of parseInput(responseList, responses, "responses").entries()) {
    const item = items.get(given.itemId);
    const expected = item === undefined ? "the id of an item of the instrument" : refusal(item, given);
    if (expected !== null)
      problems.push(`responses[${index}] (${given.itemId}): found ${show(given)}, expected ${expected}`);
    if (byItem.has(given.itemId))
      problems.push(`responses[${index}] (${given.itemId}): found a second response, expected one`);
    byItem.set(given.itemId, given);
  }
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  return instrument.items.map((item) => ({
    item,
    response: byItem.get(item.id) ?? { itemId: item.id, code: "missing" },
  }));
}

/** What was expected instead, or null when the response is allowed. */
function refusal(item: Item, given: ItemResponse): string | null {
  if (given.code === "missing") return null;
  if (item.type === "text") return given.code === "value" && typeof given.value === "string" ? null : "text";
  switch (given.code) {
    case "na":
      return item.naAllowed ? null : "an answer other than not applicable";
    case "not-observed":
      return item.notObservedPolicy === "not-allowed" ? "an answer other than not observed" : null;
    case "dont-know":
      return item.dontKnowAllowed ? null : "an answer other than don't know";
    case "value":
      return valueRefusal(item, given.value);
  }
}

function valueRefusal(item: Item, value: number | string): string | null {
  const { min, max } = itemRange(item) ?? { min: 0, max: Number.POSITIVE_INFINITY };
  // A count may exceed the number that earns all points.
  const highest = item.type === "count" ? Number.POSITIVE_INFINITY : max;
  const isOnScale = typeof value === "number" && Number.isInteger(value) && value >= min && value <= highest;
  if (isOnScale) return null;
  return highest === Number.POSITIVE_INFINITY
    ? "a whole number of 0 or more"
    : `a whole number from ${min} to ${max}`;
}

function show(given: ItemResponse): string {
  return given.code === "value" ? JSON.stringify(given.value) : given.code;
}
