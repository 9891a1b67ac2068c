import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";
import type {
  AnswerDetail,
  InstrumentDefinition,
  Item,
  ItemResponse,
} from "#fidelity/instruments/instrument.schema.ts";
import { isChoice, itemRange } from "#fidelity/instruments/item-range.ts";
import type {
  AnswerOption,
  AnswerPart,
  ChecklistItem,
  ChecklistSection,
  ItemAnswer,
} from "./assessment.types.ts";
import {
  type AnswerCode,
  detailOf,
  isCode,
  joinParts,
  partsOfDetail,
  wholeDetail,
} from "./checklist.rules.ts";

/** An answer as it is stored; `code: null` is a blank with a remark, or an answer that is only begun. */
export interface StoredResponse {
  itemId: string;
  code: "value" | AnswerCode | null;
  value: number | null;
  text: string | null;
  /** Both counts of a ratio or percentage, or the answer to every indicator, as far as they are given. */
  detail: Record<string, unknown> | null;
  reason: string | null;
  comment: string;
  rowVersion: number;
}
export type NewResponse = Omit<StoredResponse, "rowVersion"> & { baseVersion: number };

const BINARY_WORDS = ["No", "Yes"];
const TRINARY_WORDS = ["Not in place", "Partly", "Fully"];

/** What an item may be answered with by choosing, in the order of its buttons; of what is typed, only its codes. */
export function optionsOf(item: Item): AnswerOption[] {
  if (item.type === "text") return [];
  const range = itemRange(item);
  const options: AnswerOption[] = [];
  if (isChoice(item) && range)
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
  if (item.refusedAllowed) options.push({ value: "refused", mark: "R", label: "Refused", hotkey: "r" });
  return options;
}

/** What a ratio, a percentage or indicators are answered by. */
function answerPartsOf(item: Item): AnswerPart[] {
  switch (item.type) {
    case "ratio":
      return [
        { id: "numerator", label: item.numerator, options: [] },
        { id: "denominator", label: item.denominator, options: [] },
      ];
    case "percent":
      return [
        { id: "done", label: "Done", options: [] },
        { id: "opportunities", label: item.opportunity, options: [] },
      ];
    case "indicators":
      return item.indicators.map(({ id, text, notObservedAllowed }) => ({
        id,
        label: text,
        options: [
          { value: "no", mark: "No", hotkey: "0" },
          { value: "yes", mark: "Yes", hotkey: "1" },
          ...(notObservedAllowed ? [{ value: "not_observed", mark: "N/O", hotkey: "o" }] : []),
        ],
      }));
    default:
      return [];
  }
}

/** What earns the points of an item, for whoever reads the instrument; null where its steps say it. */
export function earnsInWords(item: Item): string | null {
  if (item.type === "text") return null;
  if (!item.scored) return "Not scored";
  switch (item.type) {
    case "count":
    case "duration": {
      const unit = item.type === "count" ? "times" : "minutes";
      return item.max === null
        ? `How many ${unit}; not scored`
        : `How many ${unit}; ${item.max} earn all points`;
    }
    case "ratio":
      return item.full === null ? "Not scored" : `${item.full} to 1 earns the whole point, less its share`;
    case "percent":
      return "The share done is the share of the point";
    case "indicators":
      return "A point for each yes";
    default:
      return null;
  }
}

const kindOf = (item: Item): ChecklistItem["kind"] => (isChoice(item) ? "choice" : item.type);
const answerable = (item: Item) => ({ kind: kindOf(item), parts: answerPartsOf(item) });

/** The checklist as it is shown: sections in order, each with its items. */
export function checklistOf(definition: InstrumentDefinition): ChecklistSection[] {
  const numbers = new Map(definition.items.map(({ id }, index) => [id, index + 1]));
  return definition.sections.map(({ id, title, showIf }) => ({
    ...{ id, title, showIf },
    items: definition.items
      .filter(({ sectionId }) => sectionId === id)
      .map((item) => ({
        id: item.id,
        sectionId: id,
        number: numbers.get(item.id) ?? 0,
        label: item.label,
        guidance: item.guidance,
        functionCode: item.essentialFunctionId,
        ...answerable(item),
        options: optionsOf(item),
        showIf: item.showIf,
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
  const blank: NewResponse = {
    ...{ itemId, code: null, value: null, text: null, detail: null },
    ...{ reason: given.reason || null, comment, baseVersion },
  };
  if (answer === "") return blank;
  if (item.type === "text") return { ...blank, code: "value", text: answer };
  if (optionsOf(item).some(({ value }) => value === answer))
    return isCode(answer) ? { ...blank, code: answer } : { ...blank, code: "value", value: Number(answer) };
  const own = answerable(item);
  if (own.parts.length > 0) return decodeParts(item, own, answer, blank);
  const isNumber = (item.type === "count" || item.type === "duration") && /^\d{1,6}$/.test(answer);
  return isNumber ? { ...blank, code: "value", value: Number(answer) } : null;
}

/** What is only begun is kept without counting as an answer. */
function decodeParts(
  item: Item,
  own: ReturnType<typeof answerable>,
  answer: string,
  blank: NewResponse,
): NewResponse | null {
  const parts = answer.split(",").map((part) => part.trim());
  if (parts.length > own.parts.length) return null;
  const isOffered = (part: string, index: number) =>
    part === "" ||
    item.type !== "indicators" ||
    own.parts[index]?.options.some(({ value }) => value === part);
  const detail = parts.every(isOffered) ? detailOf(own, parts) : null;
  return detail && { ...blank, detail, code: wholeDetail(own, detail) ? "value" : null };
}

export function encodeAnswer(item: Item | undefined, stored: StoredResponse): ItemAnswer {
  const { code, value, text, detail, reason, comment, rowVersion } = stored;
  const parts = item && detail ? joinParts(partsOfDetail(answerable(item), detail)) : null;
  const answer = parts ?? (code === null ? "" : code === "value" ? (text ?? String(value)) : code);
  return { answer, reason: reason ?? "", comment, version: rowVersion };
}

export const itemOf = ({ items }: InstrumentDefinition, itemId: string): Item | undefined =>
  items.find(({ id }) => id === itemId);

/** Whether two forms of an answer say the same. */
export function isSameAnswer(
  a: Omit<NewResponse, "baseVersion">,
  b: Omit<NewResponse, "baseVersion">,
): boolean {
  return (
    a.code === b.code &&
    a.value === b.value &&
    a.text === b.text &&
    canonicalJson(a.detail) === canonicalJson(b.detail) &&
    (a.reason ?? "") === (b.reason ?? "") &&
    a.comment === b.comment
  );
}

/** Stored answers as the scoring functions read them; blanks are left out. */
export function toItemResponses(responses: readonly Omit<StoredResponse, "rowVersion">[]): ItemResponse[] {
  return responses.flatMap(({ itemId, code, value, text, detail, reason, comment }): ItemResponse[] => {
    const remarks = { itemId, comment, reason: reason ?? "" };
    if (code === null) return [];
    if (code === "value")
      return [{ ...remarks, code, value: (detail as AnswerDetail | null) ?? text ?? value ?? 0 }];
    if (code === "not_observed") return [{ ...remarks, code: "not-observed" }];
    if (code === "dont_know") return [{ ...remarks, code: "dont-know" }];
    return [{ ...remarks, code }];
  });
}
