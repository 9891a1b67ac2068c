import {
  type InstrumentDefinition,
  type Item,
  instrumentDefinition,
  type Threshold,
} from "./instrument.schema.ts";
import { isScored, itemRange } from "./item-range.ts";

export type DefinitionProblem = {
  /** Where, as `items[3].anchors[0].value`. */
  path: string;
  found: string;
  expected: string;
};

/**
 * Everything that keeps a definition from being published, all at once. When the shape is wrong, the shape's problems
 * are returned; the meaning is looked at once the shape is right.
 *
 * @param definition anything, usually parsed JSON
 * @returns problems in the order of the definition; empty when it can be published. Never throws.
 *
 * Source: rules of instrument versions (unique ids, bands in order, anchors on the scale, reachable critical rules).
 */
export function validateDefinition(definition: unknown): DefinitionProblem[] {
  const parsed = instrumentDefinition.safeParse(definition);
  if (parsed.success) return [...problemsOf(parsed.data)];
  return parsed.error.issues.map(({ path, message }) => ({
    path: writePath(path),
    found: describe(path.reduce<unknown>(child, definition)),
    expected: message,
  }));
}

function* problemsOf({
  raterTypes,
  dimensions,
  sections,
  items,
  scoring,
}: InstrumentDefinition): Generator<DefinitionProblem> {
  yield* duplicates("raterTypes", raterTypes);
  yield* duplicates("dimensions", dimensions);
  yield* duplicates(
    "sections",
    sections.map(({ id }) => id),
    ".id",
  );
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
    yield* bandProblems(`${at}.thresholds`, section.thresholds);
  }
  yield* duplicates(
    "items",
    items.map(({ id }) => id),
    ".id",
  );
  const sectionIds = new Set(sections.map(({ id }) => id));
  for (const [index, item] of items.entries()) {
    const at = `items[${index}]`;
    if (!sectionIds.has(item.sectionId))
      yield problem(`${at}.sectionId`, item.sectionId, "the id of a section");
    yield* scaleProblems(at, item);
    yield* criticalProblems(at, item);
  }
  if (!items.some(isScored)) yield problem("items", "no scored item", "at least one scored item");
  if (scoring.thresholds.length === 0) yield problem("scoring.thresholds", "no band", 'a band "met"');
  yield* bandProblems("scoring.thresholds", scoring.thresholds);
}

function* bandProblems(at: string, thresholds: Threshold[]): Generator<DefinitionProblem> {
  yield* duplicates(
    at,
    thresholds.map(({ band }) => band),
    ".band",
  );
  const met = thresholds.find(({ band }) => band === "met");
  if (thresholds.length > 0 && met === undefined) yield problem(at, 'no band "met"', 'a band "met"');
  for (const [index, { band, from }] of thresholds.entries()) {
    if (band === "developing" && met !== undefined && from >= met.from) {
      yield problem(`${at}[${index}].from`, from, `less than ${met.from}, where "met" begins`);
    }
  }
}

function* scaleProblems(at: string, item: Item): Generator<DefinitionProblem> {
  if (item.type !== "anchored" && item.type !== "trinary") return;
  const range = itemRange(item);
  if (range === null) return;
  if (item.type === "anchored") {
    if (item.min < 0) yield problem(`${at}.min`, item.min, "0 or more");
    if (item.min >= item.max) yield problem(`${at}.max`, item.max, `more than the minimum ${item.min}`);
  }
  const values = item.anchors.map(({ value }) => value);
  yield* duplicates(`${at}.anchors`, values, ".value");
  for (const [index, value] of values.entries()) {
    if (value < range.min || value > range.max) {
      yield problem(`${at}.anchors[${index}].value`, value, `${range.min} to ${range.max}`);
    }
  }
  const missing = item.type === "anchored" ? missingValues(range, values) : [];
  if (missing.length > 0)
    yield problem(`${at}.anchors`, `no text for ${missing.join(", ")}`, "a text for every value");
}

function* criticalProblems(at: string, item: Item): Generator<DefinitionProblem> {
  if (item.type === "text" || item.critical === null) return;
  const range = itemRange(item);
  const { failsBelow } = item.critical;
  if (range === null)
    yield problem(`${at}.critical`, "a critical rule", "no critical rule on an item without a score");
  else if (failsBelow <= range.min || failsBelow > range.max) {
    yield problem(`${at}.critical.failsBelow`, failsBelow, `more than ${range.min} and at most ${range.max}`);
  }
}

function* duplicates(
  at: string,
  values: readonly (string | number)[],
  field = "",
): Generator<DefinitionProblem> {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index) {
      yield problem(
        `${at}[${index}]${field}`,
        value,
        `a value not used before (also at ${at}[${values.indexOf(value)}])`,
      );
    }
  }
}

/** At most the first ten, so that an absurd scale is not listed in full. */
function missingValues({ min, max }: { min: number; max: number }, values: number[]): number[] {
  const missing = [];
  for (let value = min; value <= max && missing.length < 10; value += 1)
    if (!values.includes(value)) missing.push(value);
  return missing;
}

function problem(path: string, found: string | number, expected: string): DefinitionProblem {
  return { path, found: String(found), expected };
}

function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`,
    "",
  );
}

function child(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}
