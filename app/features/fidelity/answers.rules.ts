import type { InstrumentDefinition, Item, ItemResponse } from "#fidelity/instruments/instrument.schema.ts";
import { itemRange } from "#fidelity/instruments/item-range.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import type { AnswerOption, ChecklistSection, ItemAnswer, ItemScore } from "./assessment.types.ts";

/** An answer as it is stored; `code: null` is a blank with a remark. */
export interface StoredResponse {
  itemId: string;
  code: "value" | "na" | "not_observed" | "dont_know" | null;
  value: number | null;
  text: string | null;
  reason: string | null;
  comment: string;
  rowVersion: number;
}
export type NewResponse = Omit<StoredResponse, "rowVersion"> & { baseVersion: number };

const BINARY_WORDS = ["No", "Yes"];
const TRINARY_WORDS = ["Not in place", "Partly", "Fully"];

/** What an item may be answered with, in the order of its buttons. Empty for counts and texts, which are typed. */
export function optionsOf(item: Item): AnswerOption[] {
  if (item.type === "text") return [];
  const range = itemRange(item);
  const options: AnswerOption[] = [];
  if (item.type !== "count" && range)
    for (let value = range.min; value <= range.max; value++) {
      const anchor =
        item.type === "binary" ? undefined : item.anchors.find((one) => one.value === value)?.text;
      const label =
        item.type === "binary"
          ? BINARY_WORDS[value]
          : item.type === "trinary"
            ? TRINARY_WORDS[value]
            : undefined;
      options.push({ value: String(value), mark: String(value), hotkey: String(value), label, anchor });
    }
  if (item.notObservedPolicy !== "not-allowed")
    options.push({ value: "not_observed", mark: "N/O", label: "Not observed", hotkey: "o" });
  if (item.naAllowed) options.push({ value: "na", mark: "N/A", label: "Not applicable", hotkey: "n" });
  if (item.dontKnowAllowed) options.push({ value: "dont_know", mark: "?", label: "Don't know", hotkey: "d" });
  return options;
}

/** The checklist as it is shown: sections in order, each with its items. */
export function checklistOf(definition: InstrumentDefinition): ChecklistSection[] {
  const numbers = new Map(definition.items.map(({ id }, index) => [id, index + 1]));
  return definition.sections.map(({ id, title }) => ({
    id,
    title,
    items: definition.items
      .filter(({ sectionId }) => sectionId === id)
      .map((item) => ({
        id: item.id,
        sectionId: id,
        number: numbers.get(item.id) ?? 0,
        label: item.label,
        guidance: item.guidance,
        functionCode: item.essentialFunctionId,
        kind: item.type === "text" || item.type === "count" ? item.type : "choice",
        options: optionsOf(item),
        isCritical: item.type !== "text" && item.critical !== null,
        isReasonNeeded: item.type !== "text" && item.naAllowed && item.naRequiresReason,
      })),
  }));
}

/** The stored form of a given answer, or null when the item does not offer it. */
export function decodeAnswer(
  item: Item,
  given: { itemId: string; answer: string; reason: string; comment: string; baseVersion: number },
): NewResponse | null {
  const { itemId, answer, comment, baseVersion } = given;
  const blank = {
    itemId,
    code: null,
    value: null,
    text: null,
    reason: given.reason || null,
    comment,
    baseVersion,
  };
  if (answer === "") return blank;
  if (item.type === "text") return { ...blank, code: "value", text: answer };
  if (optionsOf(item).some(({ value }) => value === answer)) {
    if (answer === "na" || answer === "not_observed" || answer === "dont_know")
      return { ...blank, code: answer };
    return { ...blank, code: "value", value: Number(answer) };
  }
  const isCount = item.type === "count" && /^\d{1,6}$/.test(answer);
  return isCount ? { ...blank, code: "value", value: Number(answer) } : null;
}

export function encodeAnswer({ code, value, text, reason, comment, rowVersion }: StoredResponse): ItemAnswer {
  const answer = code === null ? "" : code === "value" ? (text ?? String(value)) : code;
  return { answer, reason: reason ?? "", comment, version: rowVersion };
}

/** Whether two forms of an answer say the same. */
export function isSameAnswer(
  a: Omit<NewResponse, "baseVersion">,
  b: Omit<NewResponse, "baseVersion">,
): boolean {
  return (
    a.code === b.code &&
    a.value === b.value &&
    a.text === b.text &&
    (a.reason ?? "") === (b.reason ?? "") &&
    a.comment === b.comment
  );
}

/** Stored answers as the scoring functions read them; blanks are left out. */
export function toItemResponses(responses: readonly Omit<StoredResponse, "rowVersion">[]): ItemResponse[] {
  return responses.flatMap(({ itemId, code, value, text, reason, comment }): ItemResponse[] => {
    const remarks = { itemId, comment, reason: reason ?? "" };
    if (code === null) return [];
    if (code === "value") return [{ ...remarks, code, value: text ?? value ?? 0 }];
    if (code === "na") return [{ ...remarks, code }];
    return [{ ...remarks, code: code === "not_observed" ? "not-observed" : "dont-know" }];
  });
}

/** What each answered item brought to the score, weights included. */
export function itemScoresOf(
  definition: InstrumentDefinition,
  responses: readonly ItemResponse[],
): ItemScore[] {
  const sections = new Map(definition.sections.map((section) => [section.id, section]));
  return definition.items.map((item) => {
    const section = sections.get(item.sectionId);
    const alone = responses.filter(({ itemId }) => itemId === item.id);
    if (item.type === "text" || !section || alone.length === 0)
      return { itemId: item.id, points: null, possible: null };
    const { points, possible } = scoreAssessment(
      { ...definition, sections: [{ ...section, minAnswered: 0 }], items: [item] },
      alone,
    );
    return possible === 0
      ? { itemId: item.id, points: null, possible: null }
      : { itemId: item.id, points, possible };
  });
}
