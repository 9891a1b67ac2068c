import type { AnswerDetail, Comparison, Condition } from "#fidelity/instruments/instrument.schema.ts";
import { numberOfValue, type SeenAnswer, shownItems } from "#fidelity/instruments/shown-items.ts";
import type { ChecklistItem, ChecklistSection, ItemAnswer } from "./assessment.types.ts";

/*
 * What a form and a device know of answers. An answer is one text: a step or a number as it was typed, a code such as
 * `na`, or the parts of a ratio, percentage or indicators with commas between them, where a part still to be given is
 * empty. A device may hold checklists that an earlier release packed: they have neither parts nor conditions.
 */

const CODES = { na: "na", not_observed: "not-observed", dont_know: "dont-know", refused: "refused" } as const;
export type AnswerCode = keyof typeof CODES;

export const isCode = (answer: string): answer is AnswerCode => Object.hasOwn(CODES, answer);

/** The parts of an answer, as many as the item has; empty where nothing is given or a code was chosen instead. */
export function partsOf(item: Pick<ChecklistItem, "parts">, answer: string): string[] {
  const given = isCode(answer) ? [] : answer.split(",");
  return (item.parts ?? []).map((_, index) => given[index]?.trim() ?? "");
}

/** Parts as one answer; nothing at all is a blank. */
export const joinParts = (parts: readonly string[]): string =>
  parts.every((part) => part === "") ? "" : parts.join(",");

type Answerable = Pick<ChecklistItem, "kind"> & { parts?: readonly { id: string }[] };

/** What of the parts is given, under their own names; null where a part is none that can be given. */
export function detailOf(item: Answerable, parts: readonly string[]): Record<string, unknown> | null {
  if (item.kind === "indicators") {
    const given = (item.parts ?? []).flatMap(({ id }, index) => (parts[index] ? [[id, parts[index]]] : []));
    if (given.some(([, answer]) => !["yes", "no", "not_observed"].includes(answer ?? ""))) return null;
    const indicators = given.map(([id, answer]) => [id, answer === "not_observed" ? "not-observed" : answer]);
    return { indicators: Object.fromEntries(indicators) };
  }
  const names = item.kind === "ratio" ? ["numerator", "denominator"] : ["done", "opportunities"];
  const given = names.flatMap((name, index) => (parts[index] ? [[name, parts[index]] as const] : []));
  if (given.some(([, digits]) => !/^\d{1,6}$/.test(digits))) return null;
  return Object.fromEntries(given.map(([name, digits]) => [name, Number(digits)]));
}

/** The parts of a stored answer, in the order of the item. */
export function partsOfDetail(item: Answerable, detail: Record<string, unknown>): string[] {
  if (item.kind === "indicators") {
    const given = (detail.indicators ?? {}) as Record<string, string>;
    return (item.parts ?? []).map(({ id }) => given[id]?.replaceAll("-", "_") ?? "");
  }
  const names = item.kind === "ratio" ? ["numerator", "denominator"] : ["done", "opportunities"];
  return names.map((name) => (detail[name] === undefined ? "" : String(detail[name])));
}

/** The detail when it says everything that the item asks for; null while it is only begun. */
export function wholeDetail(item: Answerable, detail: Record<string, unknown> | null): AnswerDetail | null {
  if (detail === null) return null;
  const parts = partsOfDetail(item, detail);
  if (parts.length === 0 || parts.some((part) => part === "")) return null;
  if (item.kind === "percent" && Number(parts[0]) > Number(parts[1])) return null;
  return detail as AnswerDetail;
}

/** The value of an answer; null for a blank, a code, and what is only begun. */
function valueOfAnswer(item: ChecklistItem, answer: string): number | string | AnswerDetail | null {
  if (answer.trim() === "") return null;
  if (item.kind === "text") return answer;
  if (isCode(answer)) return null;
  if (item.parts?.length) return wholeDetail(item, detailOf(item, partsOf(item, answer)));
  return Number.isFinite(Number(answer)) ? Number(answer) : null;
}

export function isAnswered(item: ChecklistItem, answer: string | undefined): boolean {
  if (!answer) return false;
  return isCode(answer) || !item.parts?.length ? true : valueOfAnswer(item, answer) !== null;
}

/** The items that are on the form with these answers. */
export function shownIn(
  sections: readonly ChecklistSection[],
  answers: Readonly<Record<string, Pick<ItemAnswer, "answer">>>,
): ReadonlySet<string> {
  const items = sections.flatMap((section) => section.items);
  const byId = new Map(items.map((item) => [item.id, item]));
  const seen = (itemId: string): SeenAnswer => {
    const item = byId.get(itemId);
    const answer = answers[itemId]?.answer ?? "";
    if (!item || answer === "") return null;
    if (item.kind !== "text" && isCode(answer)) return { code: CODES[answer], number: null };
    const value = valueOfAnswer(item, answer);
    return value === null ? null : { code: "value", number: numberOfValue(value) };
  };
  return shownItems(
    {
      sections: sections.map(({ id, showIf = null }) => ({ id, showIf })),
      items: items.map(({ id, sectionId, showIf = null }) => ({ id, sectionId, showIf })),
    },
    seen,
  );
}

/** The checklist without what its answers hide; sections and items keep their numbers. */
export function shownSections(
  sections: readonly ChecklistSection[],
  answers: Readonly<Record<string, Pick<ItemAnswer, "answer">>>,
): (ChecklistSection & { number: number })[] {
  const shown = shownIn(sections, answers);
  return sections.flatMap((section, index) => {
    const items = section.items.filter(({ id }) => shown.has(id));
    return items.length === 0 ? [] : [{ ...section, items, number: index + 1 }];
  });
}

/** How far a review is, of what its answers leave on the form. */
export function progressOf(
  sections: readonly ChecklistSection[],
  answers: Readonly<Record<string, Pick<ItemAnswer, "answer">>>,
): { answered: number; total: number } {
  const items = shownSections(sections, answers).flatMap((section) => section.items);
  const answered = items.filter((item) => isAnswered(item, answers[item.id]?.answer)).length;
  return { answered, total: items.length };
}

/** An answer in the words of its item. */
export function markOf(item: ChecklistItem, answer: string): string {
  if (answer === "") return "nothing";
  const option = item.options.find(({ value }) => value === answer);
  if (option) return [option.mark, option.label].filter(Boolean).join(" ");
  const parts = partsOf(item, answer);
  const given = (index: number) => parts[index] || "–";
  switch (item.kind) {
    case "duration":
      return `${answer} ${answer === "1" ? "minute" : "minutes"}`;
    case "ratio":
      return `${given(0)} to ${given(1)}`;
    case "percent":
      return `${given(0)} of ${given(1)}`;
    case "indicators": {
      const count = (answers: string) => parts.filter((part) => part === answers).length;
      const unseen = count("not_observed");
      return `${count("yes")} of ${parts.length - unseen} yes${unseen ? `, ${unseen} not observed` : ""}`;
    }
    default:
      return answer;
  }
}

const TESTS: Record<Extract<Comparison, { value: number }>["is"], string> = {
  equal: "is",
  "not-equal": "is answered other than",
  "at-least": "is at least",
  "at-most": "is at most",
  "more-than": "is more than",
  "less-than": "is less than",
};
const CODE_WORDS: Record<Exclude<Comparison["is"], keyof typeof TESTS>, string> = {
  answered: "is answered",
  na: "is not applicable",
  "not-observed": "is not observed",
  "dont-know": "is answered “don't know”",
  refused: "is refused",
};

/** When something is part of the form: "only if item 3 is Yes and item 5 is at least 2"; null when it always is. */
export function conditionInWords(
  condition: Condition | null | undefined,
  sections: readonly ChecklistSection[],
): string | null {
  if (!condition) return null;
  const items = new Map(sections.flatMap((section) => section.items).map((item) => [item.id, item]));
  const words = condition.comparisons.map((comparison) => {
    const item = items.get(comparison.itemId);
    const name = `item ${item?.number ?? "?"}`;
    if (!("value" in comparison)) return `${name} ${CODE_WORDS[comparison.is]}`;
    const { is, value } = comparison;
    const step = item?.options.find((option) => option.value === String(value));
    const isNamed = (is === "equal" || is === "not-equal") && step?.label;
    const unit = item?.kind === "percent" ? " %" : item?.kind === "duration" ? " minutes" : "";
    return `${name} ${TESTS[is]} ${isNamed ? `“${step.label}”` : `${value}${unit}`}`;
  });
  return `only if ${words.join(condition.match === "all" ? " and " : " or ")}`;
}
