import type { Condition } from "./instrument.schema.ts";
import type { InstrumentDraft } from "./instrument-draft.ts";
import { type Dialect, readLogic, writeLogic } from "./logic-text.ts";
import { readCondition } from "./own-fields.ts";

/**
 * The condition of a row. In a file of ours the exact one stands beside what the other tool reads; it counts as long as
 * nobody changed that.
 *
 * @param draft what is read so far: a condition looks at items before it
 * @param given the condition as the format has it, our own field, and for an item the section it goes to
 * @returns the condition, and what of it was changed or lost
 *
 * Source: none; shared by the readers of XLSForm and REDCap.
 */
export function conditionOfRow(
  draft: InstrumentDraft,
  {
    text,
    own,
    dialect,
    sectionId,
  }: { text: string; own: string | undefined; dialect: Dialect; sectionId?: string },
): { showIf: Condition | null; losses: string[] } {
  const kept = readCondition(own);
  if (kept && writeLogic(kept, draft.nameOf, dialect) === text.trim()) return { showIf: kept, losses: [] };
  if (text.trim() === "") return { showIf: null, losses: [] };
  const find = (name: string) => {
    const found = draft.find(name);
    // A group within a group is a section after it, so that what follows in the outer one stands before it.
    const isBefore = !sectionId || draft.placeOf(found?.item.sectionId) <= draft.placeOf(sectionId);
    return isBefore ? found : undefined;
  };
  const read = readLogic(text, find, dialect);
  if (!("condition" in read)) return { showIf: null, losses: [`condition not taken over: ${read.reason}`] };
  const isOther = read.condition.comparisons.some(({ is }) => is === "not-equal");
  return {
    showIf: read.condition,
    losses: isOther ? ["its condition waits for an answer: a blank is not “other than”"] : [],
  };
}
