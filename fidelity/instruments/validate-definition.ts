import type { z } from "zod";
import {
  type Condition,
  type InstrumentDefinition,
  type Item,
  instrumentDefinition,
  type Threshold,
} from "./instrument.schema.ts";
import { isScored, itemRange } from "./item-range.ts";
import { CODE_WORDS, childOf, placeInWords } from "./place-in-words.ts";
import { inFormOrder } from "./shown-items.ts";

export type DefinitionProblem = {
  /** Where, for machines, as `items[3].anchors[0].value`. */
  path: string;
  /** Where, for people, as `Item 4 “Listens”, step 1`. */
  where: string;
  found: string;
  expected: string;
};

type Found = Omit<DefinitionProblem, "where">;
/** A place as people name it. */
type Name = (path: string) => string;

/**
 * Everything that keeps a definition from being published, all at once. When the shape is wrong, the shape's problems
 * are returned; the meaning is looked at once the shape is right.
 *
 * @param definition anything, usually parsed JSON
 * @returns problems in the order of the definition; empty when it can be published. Never throws.
 *
 * Source: rules of instrument versions (unique ids, bands in order, anchors on the scale, reachable critical rules,
 * conditions that look at earlier items).
 */
export function validateDefinition(definition: unknown): DefinitionProblem[] {
  const parsed = instrumentDefinition.safeParse(definition);
  const name: Name = (path) => placeInWords(path, definition);
  const problems = parsed.success
    ? [...problemsOf(parsed.data, name)]
    : parsed.error.issues.map((issue) => ({
        path: writePath(issue.path),
        found: foundOf(issue, definition),
        expected: expectedOf(issue),
      }));
  return problems.map((one) => ({ ...one, where: name(one.path) }));
}

function* problemsOf(definition: InstrumentDefinition, name: Name): Generator<Found> {
  const { raterTypes, dimensions, sections, items, scoring } = definition;
  yield* duplicates("raterTypes", raterTypes, { name });
  yield* duplicates("dimensions", dimensions, { name });
  yield* duplicates(
    "sections",
    sections.map(({ id }) => id),
    { field: ".id", name },
  );
  const order = new Map(inFormOrder(definition).map((item, index) => [item.id, { item, index }]));
  const firstOf = new Map<string, number>();
  for (const { item, index } of order.values())
    if (!firstOf.has(item.sectionId)) firstOf.set(item.sectionId, index);
  for (const [index, section] of sections.entries()) {
    const at = `sections[${index}]`;
    const own = items.filter(({ sectionId }) => sectionId === section.id);
    const scored = own.filter(isScored).length;
    if (own.length === 0) yield problem(at, "no items", "at least one item in the section");
    if (section.minAnswered > scored) {
      yield problem(
        `${at}.minAnswered`,
        section.minAnswered,
        `at most ${scored}, the scored items of the section`,
      );
    }
    yield* bandProblems(`${at}.thresholds`, section.thresholds, name);
    yield* conditionProblems(`${at}.showIf`, section.showIf, { order, before: firstOf.get(section.id) ?? 0 });
  }
  yield* duplicates(
    "items",
    items.map(({ id }) => id),
    { field: ".id", name },
  );
  const sectionIds = new Set(sections.map(({ id }) => id));
  for (const [index, item] of items.entries()) {
    const at = `items[${index}]`;
    if (!sectionIds.has(item.sectionId))
      yield problem(`${at}.sectionId`, item.sectionId, "the id of a section");
    yield* scaleProblems(at, item, name);
    yield* criticalProblems(at, item);
    yield* conditionProblems(`${at}.showIf`, item.showIf, { order, before: order.get(item.id)?.index ?? 0 });
  }
  if (!items.some(isScored)) yield problem("items", "no scored item", "at least one scored item");
  if (scoring.thresholds.length === 0) yield problem("scoring.thresholds", "no band", 'a band "met"');
  yield* bandProblems("scoring.thresholds", scoring.thresholds, name);
}

const RANKS = { "not-met": 0, developing: 1, met: 2 } as const;

/** Bands rise in what they count as. Two that count as the same are told apart by their labels. */
function* bandProblems(at: string, thresholds: Threshold[], name: Name): Generator<Found> {
  if (thresholds.length > 0 && !thresholds.some(({ band }) => band === "met"))
    yield problem(at, 'no band "met"', 'a band "met"');
  for (const [index, { band, from, label }] of thresholds.entries()) {
    const same = thresholds.findIndex((other) => other.band === band);
    if (same < index && (label === null || thresholds[same]?.label === null))
      yield problem(
        `${at}[${index}].band`,
        band,
        `a value not used before (also at ${name(`${at}[${same}]`)}), or a label of its own for both`,
      );
    const above = thresholds.filter((other) => RANKS[other.band] > RANKS[band]);
    const lowest = Math.min(...above.map((other) => other.from));
    const [first] = above.filter((other) => other.from === lowest);
    if (first && from >= lowest)
      yield problem(`${at}[${index}].from`, from, `less than ${lowest}, where "${first.band}" begins`);
    const twin = thresholds.findIndex((other) => other.band === band && other.from === from);
    if (twin < index && label !== null)
      yield problem(
        `${at}[${index}].from`,
        from,
        `a beginning of its own (also at ${name(`${at}[${twin}]`)})`,
      );
  }
  const labels = thresholds.map(({ label }) => label?.toLowerCase() ?? null);
  for (const [index, label] of labels.entries())
    if (label !== null && labels.indexOf(label) < index)
      yield problem(`${at}[${index}].label`, thresholds[index]?.label ?? "", "a label not used before");
}

function* scaleProblems(at: string, item: Item, name: Name): Generator<Found> {
  if (item.type === "indicators") {
    yield* duplicates(
      `${at}.indicators`,
      item.indicators.map(({ id }) => id),
      { field: ".id", name },
    );
    return;
  }
  if (item.type !== "anchored" && item.type !== "trinary") return;
  const range = itemRange(item);
  if (range === null) return;
  if (item.type === "anchored") {
    if (item.min < 0) yield problem(`${at}.min`, item.min, "0 or more");
    if (item.min >= item.max) yield problem(`${at}.max`, item.max, `more than the minimum ${item.min}`);
  }
  const values = item.anchors.map(({ value }) => value);
  yield* duplicates(`${at}.anchors`, values, { field: ".value", name });
  for (const [index, value] of values.entries()) {
    if (value < range.min || value > range.max) {
      yield problem(`${at}.anchors[${index}].value`, value, `${range.min} to ${range.max}`);
    }
  }
  const missing = item.type === "anchored" ? missingValues(range, values) : [];
  if (missing.length > 0)
    yield problem(`${at}.anchors`, `no text for ${missing.join(", ")}`, "a text for every value");
}

function* criticalProblems(at: string, item: Item): Generator<Found> {
  if (item.type === "text" || item.critical === null) return;
  const range = itemRange(item);
  const { failsBelow } = item.critical;
  if (range === null || !item.scored)
    yield problem(`${at}.critical`, "a critical rule", "no critical rule on an item without a score");
  else if (failsBelow <= range.min || failsBelow > range.max) {
    yield problem(`${at}.critical.failsBelow`, failsBelow, `more than ${range.min} and at most ${range.max}`);
  }
}

/** A condition looks back only, so that no answer can hide itself and no two conditions wait for each other. */
function* conditionProblems(
  at: string,
  condition: Condition | null,
  { order, before }: { order: ReadonlyMap<string, { item: Item; index: number }>; before: number },
): Generator<Found> {
  for (const [index, comparison] of (condition?.comparisons ?? []).entries()) {
    const path = `${at}.comparisons[${index}]`;
    const looked = order.get(comparison.itemId);
    if (!looked) yield problem(`${path}.itemId`, comparison.itemId, "the id of an item");
    else if (looked.index >= before)
      yield problem(`${path}.itemId`, `“${looked.item.label}”`, "an item that comes earlier on the form");
    else {
      const offered = testsOf(looked.item);
      if (!offered.includes(comparison.is))
        yield problem(
          `${path}.is`,
          testInWords(comparison.is),
          `what “${looked.item.label}” can be: ${offered.map(testInWords).join(", ")}`,
        );
    }
  }
}

function testInWords(test: string): string {
  const codes: Partial<Record<string, string>> = CODE_WORDS;
  return codes[test] ?? test.replaceAll("-", " ");
}

/** The tests that make sense for an item, as far as its answers go. */
function testsOf(item: Item): string[] {
  if (item.type === "text") return ["answered"];
  return [
    ...["equal", "not-equal", "at-least", "at-most", "more-than", "less-than", "answered"],
    ...(item.naAllowed ? ["na"] : []),
    ...(item.notObservedPolicy === "not-allowed" ? [] : ["not-observed"]),
    ...(item.dontKnowAllowed ? ["dont-know"] : []),
    ...(item.refusedAllowed ? ["refused"] : []),
  ];
}

function* duplicates(
  at: string,
  values: readonly (string | number)[],
  { field = "", name }: { field?: string; name: Name },
): Generator<Found> {
  for (const [index, value] of values.entries()) {
    const first = values.indexOf(value);
    if (first < index)
      yield problem(
        `${at}[${index}]${field}`,
        value,
        `a value not used before (also at ${name(`${at}[${first}]`)})`,
      );
  }
}

/** At most the first ten, so that an absurd scale is not listed in full. */
function missingValues({ min, max }: { min: number; max: number }, values: number[]): number[] {
  const missing = [];
  for (let value = min; value <= max && missing.length < 10; value += 1)
    if (!values.includes(value)) missing.push(value);
  return missing;
}

function problem(path: string, found: string | number, expected: string): Found {
  return { path, found: String(found), expected };
}

function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`,
    "",
  );
}

function foundOf(issue: z.core.$ZodIssue, definition: unknown): string {
  if (issue.code === "unrecognized_keys") return `the field ${issue.keys.join(", ")}`;
  return describe(issue.path.reduce<unknown>(childOf, definition));
}

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** What the shape wants, in words. */
function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return "no such field";
    case "invalid_union":
      return "options" in issue && issue.options
        ? `one of ${issue.options.map(String).join(", ")}`
        : issue.message;
    case "too_small":
      if (issue.origin === "string") return "some words";
      if (issue.origin === "array") return `at least ${issue.minimum}`;
      return issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" ? `at most ${issue.maximum} characters` : `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}
