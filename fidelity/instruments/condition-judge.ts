import type { Comparison, Condition, InstrumentDefinition, Item } from "./instrument.schema.ts";
import { isChoice, itemRange } from "./item-range.ts";
import { type SeenAnswer, satisfies } from "./shown-items.ts";

/** More ways than this for a condition to come true are not told apart. */
const MOST_WAYS = 500;

export type ConditionVerdict = "never" | "always" | null;

/**
 * Whether conditions can come true at all, and whether they can ever not: over every answer that the items before may
 * be given, and knowing that those items have to be shown themselves.
 *
 * @param definition a parsed definition; a condition on an unknown item is not judged
 * @returns the verdict on a condition of an item or section. `never`: no answers show it. `always`: it is shown
 *   whatever the items before are answered with, so that it may as well be left out
 *
 * Source: none; a test of numbers changes its outcome only at the number it names, so that the values beside those
 * numbers stand for all others.
 */
export function conditionJudge(
  definition: Pick<InstrumentDefinition, "sections" | "items">,
): (condition: Condition | null, sectionId?: string) => ConditionVerdict {
  const items = new Map(definition.items.map((item) => [item.id, item]));
  const sections = new Map(definition.sections.map((section) => [section.id, section]));

  /** The ways in which all of it comes true, as lists of tests; null when there are too many. */
  const waysOf = (condition: Condition | null, depth: number): Comparison[][] | null => {
    if (condition === null) return [[]];
    if (depth > definition.items.length) return null;
    const ways: Comparison[][] =
      condition.match === "all" ? [condition.comparisons] : condition.comparisons.map((one) => [one]);
    const all: Comparison[][] = [];
    for (const way of ways) {
      let open: Comparison[][] = [way];
      for (const itemId of new Set(way.map((one) => one.itemId))) {
        const item = items.get(itemId);
        if (!item) return null;
        for (const own of [item.showIf, sections.get(item.sectionId)?.showIf ?? null]) {
          const before = waysOf(own, depth + 1);
          if (before === null || open.length * before.length > MOST_WAYS) return null;
          open = open.flatMap((one) => before.map((more) => [...one, ...more]));
        }
      }
      all.push(...open);
      if (all.length > MOST_WAYS) return null;
    }
    return all;
  };

  const isPossible = (way: readonly Comparison[]): boolean =>
    [...byItem(way)].every(([itemId, tests]) => {
      const item = items.get(itemId);
      return !item || answersOf(item, tests).some((answer) => tests.every((test) => satisfies(answer, test)));
    });

  const isCertain = ({ match, comparisons }: Condition): boolean => {
    const isAlwaysThere = (itemId: string) => {
      const item = items.get(itemId);
      return item !== undefined && item.showIf === null && !sections.get(item.sectionId)?.showIf;
    };
    const groups = [...byItem(comparisons)];
    const holds = ([itemId, tests]: (typeof groups)[number]): boolean => {
      const item = items.get(itemId);
      if (!item || !isAlwaysThere(itemId) || item.type === "text") return false;
      const how = match === "all" ? "every" : "some";
      return answersOf(item, tests).every((answer) => tests[how]((test) => satisfies(answer, test)));
    };
    return match === "all" ? groups.every(holds) : groups.some(holds);
  };

  return (condition, sectionId) => {
    if (condition === null) return null;
    if (condition.comparisons.some(({ itemId }) => !items.has(itemId))) return null;
    const around = waysOf(sections.get(sectionId ?? "")?.showIf ?? null, 0);
    const own = waysOf(condition, 0);
    if (own && around && own.length * around.length <= MOST_WAYS) {
      const isEverTrue = own.some((way) => around.some((more) => isPossible([...way, ...more])));
      if (!isEverTrue && around.some(isPossible)) return "never";
    }
    return isCertain(condition) ? "always" : null;
  };
}

function byItem(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>();
  for (const one of comparisons) groups.set(one.itemId, [...(groups.get(one.itemId) ?? []), one]);
  return groups;
}

/** Answers that stand for all that an item may be given, as far as these tests can tell them apart. */
function answersOf(item: Item, tests: readonly Comparison[]): SeenAnswer[] {
  if (item.type === "text") return [{ code: "value", number: null }];
  const numbers = new Set<number>();
  const { min, max, isWhole } = domainOf(item);
  for (const test of tests)
    if ("value" in test)
      for (const near of isWhole
        ? [
            Math.floor(test.value),
            Math.ceil(test.value),
            Math.floor(test.value) + 1,
            Math.ceil(test.value) - 1,
          ]
        : [test.value, test.value - 1e-6, test.value + 1e-6])
        numbers.add(near);
  numbers.add(min);
  numbers.add(Number.isFinite(max) ? max : Math.max(min, ...numbers) + 1);
  const answers: SeenAnswer[] = [...numbers]
    .filter((number) => number >= min && number <= max)
    .map((number) => ({ code: "value", number }));
  // Over a count of zero there is no number.
  if (item.type === "ratio" || item.type === "percent") answers.push({ code: "value", number: null });
  if (item.naAllowed) answers.push({ code: "na", number: null });
  if (item.notObservedPolicy !== "not-allowed") answers.push({ code: "not-observed", number: null });
  if (item.dontKnowAllowed) answers.push({ code: "dont-know", number: null });
  if (item.refusedAllowed) answers.push({ code: "refused", number: null });
  return answers;
}

function domainOf(item: Exclude<Item, { type: "text" }>): { min: number; max: number; isWhole: boolean } {
  if (item.type === "percent") return { min: 0, max: 100, isWhole: false };
  if (item.type === "ratio") return { min: 0, max: Number.POSITIVE_INFINITY, isWhole: false };
  const range = itemRange(item);
  const isBounded = isChoice(item) || item.type === "indicators";
  return isBounded && range
    ? { ...range, isWhole: true }
    : { min: 0, max: Number.POSITIVE_INFINITY, isWhole: true };
}
