import type { AnswerDetail, Comparison, Condition, ItemResponse } from "./instrument.schema.ts";

/** The part of a definition that decides what is on the form. */
export type FormShape<Item extends ConditionalItem = ConditionalItem> = {
  sections: readonly { id: string; showIf: Condition | null }[];
  items: readonly Item[];
};
export type ConditionalItem = { id: string; sectionId: string; showIf: Condition | null };

/** What a condition sees of an answer; null for a blank. */
export type SeenAnswer = { code: Exclude<ItemResponse["code"], "missing">; number: number | null } | null;

/**
 * The items that are part of the form, given the answers. What a condition hides is out of the form: it is neither
 * blank nor not applicable, and its answer counts as none for the conditions after it.
 *
 * @param form sections and items with their conditions; a condition looks at items before it
 * @param seen the answer to an item as far as conditions care
 * @returns ids of the shown items
 *
 * Source: none; branching of forms, as the subscale of TPOT that is scored only if what it is about occurred.
 */
export function shownItems(form: FormShape, seen: (itemId: string) => SeenAnswer): ReadonlySet<string> {
  const shown = new Set<string>();
  const see = (itemId: string) => (shown.has(itemId) ? seen(itemId) : null);
  for (const section of form.sections) {
    if (!holds(section.showIf, see)) continue;
    for (const item of form.items)
      if (item.sectionId === section.id && holds(item.showIf, see)) shown.add(item.id);
  }
  return shown;
}

/** The responses to items that are on the form; what is stored of items that a condition hides is no answer. */
export function shownResponses(form: FormShape, responses: readonly ItemResponse[]): ItemResponse[] {
  const byItem = new Map(responses.map((response) => [response.itemId, response]));
  const shown = shownItems(form, (itemId) => seenAnswer(byItem.get(itemId)));
  return responses.filter(({ itemId }) => shown.has(itemId));
}

/** The items as a form shows them: section by section, each in its order. */
export function inFormOrder<Item extends ConditionalItem>({ sections, items }: FormShape<Item>): Item[] {
  return sections.flatMap(({ id }) => items.filter(({ sectionId }) => sectionId === id));
}

function holds(condition: Condition | null, see: (itemId: string) => SeenAnswer): boolean {
  if (condition === null) return true;
  const isTrue = (comparison: Comparison) => satisfies(see(comparison.itemId), comparison);
  return condition.match === "all" ? condition.comparisons.every(isTrue) : condition.comparisons.some(isTrue);
}

/** Tells whether an answer passes a test. Only a number passes a test of numbers, `not-equal` too. */
export function satisfies(answer: SeenAnswer, comparison: Comparison): boolean {
  if (answer === null) return false;
  if (!("value" in comparison))
    return answer.code === (comparison.is === "answered" ? "value" : comparison.is);
  const { number } = answer;
  if (number === null) return false;
  switch (comparison.is) {
    case "equal":
      return number === comparison.value;
    case "not-equal":
      return number !== comparison.value;
    case "at-least":
      return number >= comparison.value;
    case "at-most":
      return number <= comparison.value;
    case "more-than":
      return number > comparison.value;
    case "less-than":
      return number < comparison.value;
  }
}

/** A response as conditions see it. */
export function seenAnswer(response: ItemResponse | undefined): SeenAnswer {
  if (!response || response.code === "missing") return null;
  if (response.code !== "value") return { code: response.code, number: null };
  const { value } = response;
  if (typeof value === "string" && value.trim() === "") return null;
  return { code: "value", number: numberOfValue(value) };
}

/**
 * The number that a value comes to: count over count, percent of the opportunities, indicators answered yes.
 *
 * @param value a value of any kind of item
 * @returns null for words, and where there is nothing to divide by
 */
export function numberOfValue(value: number | string | AnswerDetail): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "string") return null;
  if ("numerator" in value) return value.denominator === 0 ? null : value.numerator / value.denominator;
  if ("done" in value) return value.opportunities === 0 ? null : (100 * value.done) / value.opportunities;
  return Object.values(value.indicators).filter((answer) => answer === "yes").length;
}
