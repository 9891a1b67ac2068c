import { parseInput } from "../parse-input.ts";
import { BINARY_ERROR } from "../scoring/reached-band.ts";
import { conditionJudge } from "./condition-judge.ts";
import {
  type Condition,
  type InstrumentDefinition,
  type InstrumentDefinitionInput,
  type Item,
  instrumentDefinition,
  type ScoredItem,
  type Threshold,
} from "./instrument.schema.ts";
import { isScored, itemRange } from "./item-range.ts";
import { placeInWords } from "./place-in-words.ts";

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
    | "same-label"
    | "never-shown"
    | "always-shown"
    | "unlikely-ratio"
    | "single-indicator";
  /** Where, for machines, as `items[3].anchors`. */
  path: string;
  /** Where, for people, as `Item 4 “Listens”, the texts of its steps`. */
  where: string;
  message: string;
};

type Found = Omit<DefinitionWarning, "where">;

/** With more sums than this, one item at a time, the scale is so fine that every band is reached. */
const MOST_SUMS = 100_000;
/** With more conditions than this, not every combination of what they show is looked at. */
const MOST_GROUPS = 6;
/** Published ratios that earn all points go up to 2 (MITI 4.2.1, Moyers et al. 2014); ten is a slip of the keyboard. */
const UNLIKELY_RATIO = 10;

/**
 * What would go wrong with a definition that may well be published: bands that overlap, leave a hole or hold no score
 * that answers can give; items that measure nothing; functions that nobody measures; conditions that never or always
 * come true; rules that leave no score.
 *
 * Scores are worked out over all sums that answers to every item can give, with each combination of what conditions
 * show: with "not applicable" and blanks the percentages in between can be reached too, so a warning about a band is
 * about a review that is answered in full.
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
  return [...warningsOf(read, new Set(essentialFunctionIds))].map((found) => ({
    ...found,
    where: placeInWords(found.path, read),
  }));
}

function* warningsOf(definition: InstrumentDefinition, functions: ReadonlySet<string>): Generator<Found> {
  const { sections, items, scoring } = definition;
  const own = new Map(sections.map((section) => [section.id, section]));
  /** Turned round, an item earns the same scores: its direction changes nothing of what can be reached. */
  const partOf = (item: ScoredItem): Part => {
    const section = own.get(item.sectionId);
    return {
      range: itemRange(item) ?? { min: 0, max: 0 },
      weight: item.weight * (section?.weight ?? 1),
      isFine: item.type === "ratio" || item.type === "percent",
      condition: JSON.stringify([section?.showIf ?? null, item.showIf]),
      isConditional: item.showIf !== null || Boolean(section?.showIf),
    };
  };
  const judge = conditionJudge(definition);
  const scored = items.filter(isScored);
  for (const [index, { id, thresholds, showIf }] of sections.entries()) {
    const parts = scored.filter(({ sectionId }) => sectionId === id).map(partOf);
    yield* conditionWarnings(`sections[${index}].showIf`, "section", { condition: showIf, judge });
    yield* bandWarnings(`sections[${index}].thresholds`, thresholds, parts);
  }
  const labels = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const at = `items[${index}]`;
    const label = item.label.trim().toLowerCase();
    const before = labels.get(label);
    labels.set(label, before ?? index);
    if (before !== undefined) {
      const first = placeInWords(`items[${before}]`, definition).replace(/^Item/, "item");
      yield { code: "same-label", path: `${at}.label`, message: `The same words as ${first}.` };
    }
    yield* itemWarnings(at, item, functions);
    yield* conditionWarnings(`${at}.showIf`, "item", {
      condition: item.showIf,
      judge,
      within: item.sectionId,
    });
  }
  yield* bandWarnings("scoring.thresholds", scoring.thresholds, scored.map(partOf));
  const mayLeave = scored.some(
    ({ naAllowed, dontKnowAllowed, refusedAllowed, notObservedPolicy, type }) =>
      naAllowed ||
      dontKnowAllowed ||
      refusedAllowed ||
      notObservedPolicy === "remove" ||
      type === "ratio" ||
      (type === "percent" && notObservedPolicy !== "zero"),
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

function* itemWarnings(at: string, item: Item, functions: ReadonlySet<string>): Generator<Found> {
  if ((item.type === "count" || item.type === "duration") && item.scored && item.max === null)
    yield {
      ...{ code: "measures-nothing", path: `${at}.max` },
      message: `The ${item.type} is only recorded: no ${item.type === "count" ? "count" : "number of minutes"} earns all points.`,
    };
  if (item.type === "ratio") {
    if (item.scored && item.full === null)
      yield {
        ...{ code: "measures-nothing", path: `${at}.full` },
        message: "The ratio is only recorded: no ratio earns all points.",
      };
    if (item.full !== null && item.full >= UNLIKELY_RATIO)
      yield {
        ...{ code: "unlikely-ratio", path: `${at}.full` },
        message: `All points need ${item.full} ${item.numerator} to each of ${item.denominator}. Is a percentage meant?`,
      };
    if (item.numerator.trim().toLowerCase() === item.denominator.trim().toLowerCase())
      yield {
        ...{ code: "same-texts", path: `${at}.denominator` },
        message: "Both counts have the same name: a rater cannot tell them apart.",
      };
  }
  if (item.type === "indicators" && item.indicators.length === 1)
    yield {
      ...{ code: "single-indicator", path: `${at}.indicators` },
      message: "There is one indicator only: a yes-or-no item says the same.",
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
  const steps = item.type === "anchored" || item.type === "trinary" ? item.anchors : [];
  const indicators = item.type === "indicators" ? item.indicators : [];
  for (const [list, what] of [
    ["anchors", steps],
    ["indicators", indicators],
  ] as const) {
    const texts = what.map(({ text }) => text.trim().toLowerCase());
    if (new Set(texts).size < texts.length)
      yield {
        ...{ code: "same-texts", path: `${at}.${list}` },
        message: `Two ${list === "anchors" ? "steps" : "indicators"} have the same text: a rater cannot tell them apart.`,
      };
  }
}

function* conditionWarnings(
  path: string,
  what: "item" | "section",
  {
    condition,
    judge,
    within,
  }: { condition: Condition | null; judge: ReturnType<typeof conditionJudge>; within?: string },
): Generator<Found> {
  const verdict = judge(condition, within);
  if (verdict === "never")
    yield {
      ...{ code: "never-shown", path },
      message: `No answers make this true, so the ${what} is never part of the form.`,
    };
  if (verdict === "always")
    yield {
      ...{ code: "always-shown", path },
      message: `Every answer makes this true: once the items before are answered, the ${what} is always part of the form.`,
    };
}

type Part = {
  range: { min: number; max: number };
  weight: number;
  /** Any share of its points can be earned, not only whole steps. */
  isFine: boolean;
  /** Items with the same text are shown and hidden together. */
  condition: string;
  isConditional: boolean;
};
/** Percentages that can be reached, from one to another. */
type Reach = { from: number; to: number };

function* bandWarnings(path: string, thresholds: readonly Threshold[], parts: Part[]): Generator<Found> {
  if (thresholds.length === 0) return;
  const beginningOf = (band: Threshold["band"]) =>
    Math.min(...thresholds.filter((one) => one.band === band).map(({ from }) => from));
  const met = beginningOf("met");
  const developing = beginningOf("developing");
  if (Number.isFinite(met) && Number.isFinite(developing) && developing >= met) {
    yield {
      ...{ code: "bands-overlap", path },
      message: `“developing” begins at ${developing} %, not below “met” at ${met} %: it is never the result.`,
    };
    return;
  }
  if (Number.isFinite(met) && !Number.isFinite(developing))
    yield {
      ...{ code: "band-hole", path },
      message: `There is no “developing”: everything below ${met} % is “not met”.`,
    };
  const reached = reachOf(parts);
  if (reached === null) return;
  if (reached.length === 0) {
    yield { code: "band-unreachable", path, message: "No item gives a score, so no band is ever reached." };
    return;
  }
  const [lowest, highest] = [
    Math.min(...reached.map(({ from }) => from)),
    Math.max(...reached.map(({ to }) => to)),
  ];
  for (const { name, from, to } of bandsOf(thresholds))
    if (!reached.some((one) => one.to + BINARY_ERROR >= from && one.from + BINARY_ERROR < to))
      yield {
        ...{ code: "band-unreachable", path },
        message: `Answered in full, no review can be “${name}”: scores go from ${round(lowest)} % to ${round(highest)} % and none falls into it.`,
      };
}

/** Every band with where it ends, the highest first; what is below all of them is not met. */
function bandsOf(thresholds: readonly Threshold[]): { name: string; from: number; to: number }[] {
  const falling = [...thresholds].sort((a, b) => b.from - a.from);
  const bands = falling.map(({ band, from, label }, index) => ({
    ...{ name: label ?? band.replace("-", " "), from },
    to: falling[index - 1]?.from ?? 101,
  }));
  const lowest = falling.at(-1);
  if (lowest && lowest.band !== "not-met") bands.push({ name: "not met", from: -1, to: lowest.from });
  return bands.filter(({ from, to }) => from < to);
}

/** What full answers can reach, with any combination of what conditions show; null when it cannot be told. */
function reachOf(parts: readonly Part[]): Reach[] | null {
  const groups = [...new Set(parts.filter((one) => one.isConditional).map(({ condition }) => condition))];
  if (groups.length > MOST_GROUPS) return null;
  const all: Reach[] = [];
  for (let shown = 0; shown < 2 ** groups.length; shown += 1) {
    const hidden = new Set(groups.filter((_, index) => (shown >> index) % 2 === 0));
    const reach = reachOfShown(parts.filter((one) => !one.isConditional || !hidden.has(one.condition)));
    if (reach === null) return null;
    all.push(...reach);
  }
  return all;
}

function reachOfShown(parts: readonly Part[]): Reach[] | null {
  let sums = new Set([0]);
  let possible = 0;
  let fine = 0;
  for (const { range, weight, isFine } of parts) {
    possible += weight * range.max;
    if (isFine) {
      fine += weight * range.max;
      continue;
    }
    if ((range.max - range.min + 1) * sums.size > MOST_SUMS) return null;
    const next = new Set<number>();
    for (let value = range.min; value <= range.max; value += 1) {
      for (const sum of sums) next.add(Math.round((sum + weight * value) * 1e9) / 1e9);
    }
    sums = next;
  }
  if (possible === 0) return [];
  return [...sums].map((sum) => ({ from: (100 * sum) / possible, to: (100 * (sum + fine)) / possible }));
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
