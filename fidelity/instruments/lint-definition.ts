import { parseInput } from "../parse-input.ts";
import {
  type InstrumentDefinition,
  type InstrumentDefinitionInput,
  instrumentDefinition,
  type ScoredItem,
  type Threshold,
} from "./instrument.schema.ts";
import { isScored, itemRange } from "./item-range.ts";

export type DefinitionWarning = {
  code:
    | "bands-overlap"
    | "band-hole"
    | "band-unreachable"
    | "measures-nothing"
    | "unknown-function"
    | "function-unmeasured"
    | "never-scorable"
    | "same-texts"
    | "same-label";
  /** Where, as `items[3].anchors`. */
  path: string;
  message: string;
};

/** With more sums than this, one item at a time, the scale is so fine that every band is reached. */
const MOST_SUMS = 100_000;
/** Weights such as 0.1 are not exact in binary. */
const BINARY_ERROR = 1e-9;

/**
 * What would go wrong with a definition that may well be published: bands that overlap, leave a hole or hold no score
 * that answers can give; items that measure nothing; functions that nobody measures; rules that leave no score.
 *
 * Scores are worked out over all sums that answers to every item can give: with "not applicable" and blanks the
 * percentages in between can be reached too, so a warning about a band is about a review that is answered in full.
 *
 * @param definition a definition of the right shape, valid or not yet
 * @param profile ids of the essential functions that the instrument is meant to look at
 * @returns warnings in the order of the definition, then the functions without an item; empty when there is nothing
 * @throws TypeError when the shape is wrong
 *
 * Source: traps of fidelity instruments (bands of another version, ladders that start at 1, items without a function);
 * percent = 100 x sum(weight x score) / sum(weight x highest score), as `scoreAssessment`.
 */
export function lintDefinition(
  definition: InstrumentDefinitionInput,
  { essentialFunctionIds }: { essentialFunctionIds: readonly string[] },
): DefinitionWarning[] {
  const read = parseInput(instrumentDefinition, definition, "instrument");
  return [...warningsOf(read, new Set(essentialFunctionIds))];
}

function* warningsOf(
  { sections, items, scoring }: InstrumentDefinition,
  functions: ReadonlySet<string>,
): Generator<DefinitionWarning> {
  const lowered = new Set(
    sections.filter(({ direction }) => direction === "lower-is-better").map(({ id }) => id),
  );
  const weights = new Map(sections.map(({ id, weight }) => [id, weight]));
  const partOf = (item: ScoredItem): Part => ({
    range: itemRange(item) ?? { min: 0, max: 0 },
    weight: item.weight * (weights.get(item.sectionId) ?? 1),
    isTurned: item.reverse !== lowered.has(item.sectionId),
  });
  const scored = items.filter(isScored);
  for (const [index, { id, thresholds }] of sections.entries()) {
    const parts = scored.filter(({ sectionId }) => sectionId === id).map(partOf);
    yield* bandWarnings(`sections[${index}].thresholds`, thresholds, parts);
  }
  const labels = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const at = `items[${index}]`;
    const label = item.label.trim().toLowerCase();
    const before = labels.get(label);
    labels.set(label, before ?? index);
    if (before !== undefined)
      yield { code: "same-label", path: `${at}.label`, message: `The same words as items[${before}].` };
    if (item.type === "count" && item.max === null)
      yield {
        ...{ code: "measures-nothing", path: `${at}.max` },
        message: "The count is only recorded: no count earns all points.",
      };
    if (isScored(item) && item.essentialFunctionId === null)
      yield {
        ...{ code: "measures-nothing", path: `${at}.essentialFunctionId` },
        message: "The item is scored and looks at no essential function.",
      };
    if (item.essentialFunctionId !== null && !functions.has(item.essentialFunctionId))
      yield {
        ...{ code: "unknown-function", path: `${at}.essentialFunctionId` },
        message: `The practice profile has no function ${item.essentialFunctionId}.`,
      };
    if (item.type === "anchored" || item.type === "trinary") {
      const texts = item.anchors.map(({ text }) => text.trim().toLowerCase());
      if (new Set(texts).size < texts.length)
        yield {
          ...{ code: "same-texts", path: `${at}.anchors` },
          message: "Two steps have the same text: a rater cannot tell them apart.",
        };
    }
  }
  yield* bandWarnings("scoring.thresholds", scoring.thresholds, scored.map(partOf));
  const mayLeave = scored.some(
    ({ naAllowed, dontKnowAllowed, notObservedPolicy }) =>
      naAllowed || dontKnowAllowed || notObservedPolicy === "remove",
  );
  if (mayLeave && scored.length * scoring.maxNotApplicableShare < 1)
    yield {
      ...{ code: "never-scorable", path: "scoring.maxNotApplicableShare" },
      message: `Items may be left out of the score, and a single one out of ${scored.length} already ends it.`,
    };
  const measured = new Set(scored.map(({ essentialFunctionId }) => essentialFunctionId));
  for (const id of functions)
    if (!measured.has(id))
      yield { code: "function-unmeasured", path: "items", message: `No scored item looks at ${id}.` };
}

type Part = { range: { min: number; max: number }; weight: number; isTurned: boolean };

function* bandWarnings(
  path: string,
  thresholds: readonly Threshold[],
  parts: Part[],
): Generator<DefinitionWarning> {
  if (thresholds.length === 0) return;
  const met = thresholds.find(({ band }) => band === "met");
  const developing = thresholds.find(({ band }) => band === "developing");
  if (met && developing && developing.from >= met.from) {
    yield {
      ...{ code: "bands-overlap", path },
      message: `“developing” begins at ${developing.from} %, not below “met” at ${met.from} %: it is never the result.`,
    };
    return;
  }
  if (met && !developing)
    yield {
      ...{ code: "band-hole", path },
      message: `There is no “developing”: everything below ${met.from} % is “not met”.`,
    };
  const reached = percentsOf(parts);
  if (reached === null) return;
  if (reached.length === 0) {
    yield { code: "band-unreachable", path, message: "No item gives a score, so no band is ever reached." };
    return;
  }
  const bands = [
    { band: "met", from: met?.from ?? 101, to: 101 },
    { band: "developing", from: developing?.from ?? 101, to: met?.from ?? 101 },
    { band: "not met", from: -1, to: developing?.from ?? met?.from ?? 101 },
  ].filter(({ from, to }) => from < to);
  for (const { band, from, to } of bands)
    if (!reached.some((percent) => percent + BINARY_ERROR >= from && percent + BINARY_ERROR < to))
      yield {
        ...{ code: "band-unreachable", path },
        message: `Answered in full, no review can be “${band}”: scores go from ${round(reached[0])} % to ${round(reached.at(-1))} % and none falls into it.`,
      };
}

/** Every percentage that full answers can give, rising; null when there are too many to be told apart. */
function percentsOf(parts: readonly Part[]): number[] | null {
  let sums = new Set([0]);
  let possible = 0;
  for (const { range, weight, isTurned } of parts) {
    possible += weight * range.max;
    if ((range.max - range.min + 1) * sums.size > MOST_SUMS) return null;
    const next = new Set<number>();
    for (let value = range.min; value <= range.max; value += 1) {
      const score = isTurned ? range.min + range.max - value : value;
      for (const sum of sums) next.add(Math.round((sum + weight * score) * 1e9) / 1e9);
    }
    sums = next;
  }
  if (possible === 0) return [];
  return [...sums].map((sum) => (100 * sum) / possible).sort((a, b) => a - b);
}

function round(percent: number | undefined): number {
  return Math.round((percent ?? 0) * 10) / 10;
}
