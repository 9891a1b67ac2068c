import type { Condition, Item } from "./instrument.schema.ts";
import { writeLogic } from "./logic-text.ts";

/**
 * The conditions of a section and of its item as one branching logic: REDCap hides fields, not sections.
 *
 * @param conditions null where there is none
 * @param nameOf the name of an item in the file, and the item
 * @returns text; empty without a condition
 *
 * Source: REDCap branching logic.
 */
export function branchingOf(
  conditions: readonly (Condition | null)[],
  nameOf: (itemId: string) => { name: string; item: Item } | undefined,
): string {
  const written = conditions.flatMap((one) => (one ? writeLogic(one, nameOf, "redcap") : []));
  return written.length < 2 ? (written[0] ?? "") : written.map((one) => `(${one})`).join(" and ");
}
