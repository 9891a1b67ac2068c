import type { Condition } from "./instrument.schema.ts";
import type { InstrumentDraft } from "./instrument-draft.ts";
import { type Dialect, readLogic, writeLogic } from "./logic-text.ts";
import { readCondition } from "./own-fields.ts";

/**
 * The condition of a row. In a file of ours the exact one stands beside what the other tool reads; it counts as long as
 * nobody changed that.
 *
 * @param draft what is read so far: a condition looks at items before it
 * @param given the condition as the format has it, and our own field
 * @returns the condition, and what of it was changed or lost
 *
 * Source: none; shared by the readers of XLSForm and REDCap.
 */
export function conditionOfRow(
  draft: InstrumentDraft,
  { text, own, dialect }: { text: string; own: string | undefined; dialect: Dialect },
): { showIf: Condition | null; losses: string[] } {
  const kept = readCondition(own);
  if (kept && writeLogic(kept, draft.nameOf, dialect) === text.trim()) return { showIf: kept, losses: [] };
  if (text.trim() === "") return { showIf: null, losses: [] };
  const read = readLogic(text, draft.find, dialect);
  if (!("condition" in read)) return { showIf: null, losses: [`condition not taken over: ${read.reason}`] };
  const isOther = read.condition.comparisons.some(({ is }) => is === "not-equal");
  return {
    showIf: read.condition,
    losses: isOther ? ["its condition waits for an answer: a blank is not “other than”"] : [],
  };
}
