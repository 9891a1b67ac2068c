import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJson } from "./from-json.ts";
import { fromRedcap } from "./from-redcap.ts";
import { fromXlsform } from "./from-xlsform.ts";
import type { Comparison, Condition, InstrumentDefinition, Item } from "./instrument.schema.ts";
import {
  CODE_TESTS,
  FIDELITY_DIMENSIONS,
  INSTRUMENT_SUBJECTS,
  NOT_OBSERVED_POLICIES,
  NUMBER_TESTS,
  RATER_TYPES,
} from "./instrument.schema.ts";
import { toJson } from "./to-json.ts";
import { toRedcap } from "./to-redcap.ts";
import { toXlsform } from "./to-xlsform.ts";
import { validateDefinition } from "./validate-definition.ts";

/** Words as people and other tools write them: formulas, markup, choices within words, other scripts. */
const anyText = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }) },
    fc.constantFrom(
      "=1+1",
      "'=x",
      "@SUM(A1)",
      "a | b, c",
      "<b>bold</b> &amp; 1 < 2",
      "N/A",
      "yes",
      "0",
      "كيف",
      "a\nb",
      " x ",
    ),
  )
  .filter((text) => text.trim() !== "");
const anyId = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), anyText);
const anyWeight = fc.oneof(fc.constantFrom(1, 2, 0.1), fc.double({ min: 0.001, max: 100, noNaN: true }));

const anyScored = fc.record({
  label: anyText,
  guidance: fc.oneof(fc.constant(""), anyText),
  essentialFunctionId: fc.option(anyText, { nil: null }),
  weight: anyWeight,
  reverse: fc.boolean(),
  naAllowed: fc.boolean(),
  naRequiresReason: fc.boolean(),
  notObservedPolicy: fc.constantFrom(...NOT_OBSERVED_POLICIES),
  dontKnowAllowed: fc.boolean(),
  refusedAllowed: fc.boolean(),
  scored: fc.boolean(),
  showIf: fc.constant<Condition | null>(null),
});
const withCritical = (min: number, max: number) =>
  fc.option(
    fc
      .double({ min, max, noNaN: true })
      .filter((value) => value > min)
      .map((failsBelow) => ({ failsBelow })),
    { nil: null },
  );
const anyItem: fc.Arbitrary<Omit<Item, "id" | "sectionId">> = fc.oneof(
  fc
    .tuple(anyScored, withCritical(0, 1))
    .map(([own, critical]) => ({ ...own, critical, type: "binary" as const })),
  fc
    .tuple(
      anyScored,
      withCritical(0, 2),
      fc.shuffledSubarray([0, 1, 2]),
      fc.array(anyText, { minLength: 3, maxLength: 3 }),
    )
    .map(([own, critical, values, texts]) => ({
      ...{ ...own, critical, type: "trinary" as const },
      anchors: values.map((value) => ({ value, text: texts[value] ?? "" })),
    })),
  fc
    .tuple(anyScored, fc.nat(3), fc.array(anyText, { minLength: 2, maxLength: 6 }), fc.boolean())
    .map(([own, min, texts, isUpsideDown]) => {
      const anchors = texts.map((text, index) => ({ value: min + index, text }));
      return {
        ...{ ...own, critical: null, type: "anchored" as const, min, max: min + texts.length - 1 },
        anchors: isUpsideDown ? anchors.reverse() : anchors,
      };
    }),
  fc
    .tuple(anyScored, fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }))
    .map(([own, max]) => ({ ...own, critical: null, type: "count" as const, max })),
  fc
    .tuple(anyScored, fc.option(fc.integer({ min: 1, max: 240 }), { nil: null }))
    .map(([own, max]) => ({ ...own, critical: null, type: "duration" as const, max })),
  fc
    .tuple(
      anyScored,
      anyText,
      anyText,
      fc.option(fc.double({ min: 0.01, max: 20, noNaN: true }), { nil: null }),
    )
    .map(([own, numerator, denominator, full]) => ({
      ...{ ...own, critical: null, type: "ratio" as const, numerator, denominator, full },
    })),
  fc
    .tuple(anyScored, withCritical(0, 1), anyText)
    .map(([own, critical, opportunity]) => ({ ...own, critical, type: "percent" as const, opportunity })),
  fc
    .tuple(
      anyScored,
      fc.uniqueArray(anyId, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(anyText, fc.boolean()), { minLength: 4, maxLength: 4 }),
    )
    .map(([own, ids, texts]) => ({
      ...{ ...own, critical: null, type: "indicators" as const },
      indicators: ids.map((id, index) => {
        const [text = "", notObservedAllowed = false] = texts[index] ?? [];
        return { id, text, notObservedAllowed };
      }),
    })),
  fc.record({
    type: fc.constant("text" as const),
    label: anyText,
    guidance: fc.oneof(fc.constant(""), anyText),
    essentialFunctionId: fc.option(anyText, { nil: null }),
    required: fc.boolean(),
    showIf: fc.constant<Condition | null>(null),
  }),
);
const anyLabel = fc.option(
  fc.string({ minLength: 1, maxLength: 12 }).map((text) => `${text.trim()}.`),
  { nil: null },
);
const anyBands = fc
  .tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.boolean(), anyLabel, anyLabel)
  .map(([from, isWithDeveloping, met, developing]) => [
    { band: "met" as const, from, label: met },
    ...(isWithDeveloping ? [{ band: "developing" as const, from: from / 2, label: developing }] : []),
  ]);

/** Any condition on these items, whatever they are; whether they may be looked at is filtered afterwards. */
const anyCondition = (itemIds: readonly string[]): fc.Arbitrary<Condition | null> =>
  fc.option(
    fc.record({
      match: fc.constantFrom("all" as const, "any" as const),
      comparisons: fc.array(
        fc.oneof(
          fc.record({
            itemId: fc.constantFrom(...itemIds),
            is: fc.constantFrom(...NUMBER_TESTS),
            value: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0.5, 62.5, -1)),
          }),
          fc.record({ itemId: fc.constantFrom(...itemIds), is: fc.constantFrom(...CODE_TESTS) }),
        ) as fc.Arbitrary<Comparison>,
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { nil: null, freq: 1 },
  );

/** Any definition that can be published. */
const anyDefinition: fc.Arbitrary<InstrumentDefinition> = fc
  .record({
    code: anyId,
    version: fc.integer({ min: 1, max: 99 }),
    title: anyText,
    subject: fc.constantFrom(...INSTRUMENT_SUBJECTS),
    raterTypes: fc.shuffledSubarray([...RATER_TYPES], { minLength: 1 }),
    dimensions: fc.shuffledSubarray([...FIDELITY_DIMENSIONS], { minLength: 1 }),
    purpose: fc.oneof(fc.constant(""), anyText),
    instructions: fc.oneof(fc.constant(""), anyText),
    sectionIds: fc.uniqueArray(anyId, { minLength: 1, maxLength: 3 }),
    itemIds: fc.uniqueArray(anyId, { minLength: 3, maxLength: 8 }),
    titles: fc.array(anyText, { minLength: 3, maxLength: 3 }),
    direction: fc.constantFrom("higher-is-better" as const, "lower-is-better" as const),
    weight: anyWeight,
    bands: fc.tuple(anyBands, fc.option(anyBands, { nil: [] })),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    isProrated: fc.boolean(),
    items: fc.array(anyItem, { minLength: 8, maxLength: 8 }),
    places: fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
  })
  .map(
    ({
      sectionIds,
      itemIds,
      titles,
      direction,
      weight,
      bands,
      share,
      isProrated,
      items,
      places,
      ...rest
    }) => ({
      ...rest,
      sections: sectionIds.map((id, index) => ({
        ...{ id, title: titles[index] ?? "Section", direction, weight, minAnswered: 0, thresholds: bands[1] },
        showIf: null as Condition | null,
      })),
      items: itemIds.map((id, index) => {
        const section = index < sectionIds.length ? index : (places[index] ?? 0) % sectionIds.length;
        return { ...items[index], id, sectionId: sectionIds[section] } as Item;
      }),
      scoring: {
        method: "percent-of-possible" as const,
        thresholds: bands[0],
        maxNotApplicableShare: share,
        missing: isProrated
          ? { policy: "prorate" as const, minAnsweredShare: share }
          : { policy: "not-scorable" as const },
      },
    }),
  )
  .chain((definition) => {
    const ids = definition.items.map(({ id }) => id);
    const conditions = fc.array(anyCondition(ids), { minLength: 11, maxLength: 11 });
    return conditions.map((any) => withConditions(definition, any));
  })
  .filter((definition) => validateDefinition(definition).length === 0);

/** The definition with those conditions that only look back at what can be asked. */
function withConditions(
  definition: InstrumentDefinition,
  conditions: readonly (Condition | null)[],
): InstrumentDefinition {
  let tried = definition;
  for (const [index, showIf] of conditions.entries()) {
    const sections = tried.sections.map((one, at) => (at === index ? { ...one, showIf } : one));
    const items = tried.items.map((one, at) => (at === index - 3 ? { ...one, showIf } : one));
    const next = { ...tried, sections, items };
    if (validateDefinition(next).length <= validateDefinition(tried).length) tried = next;
  }
  return tried;
}

describe.each([
  ["XLSForm", (definition: InstrumentDefinition) => fromXlsform(toXlsform(definition))],
  ["REDCap", (definition: InstrumentDefinition) => fromRedcap(toRedcap(definition))],
  ["JSON", (definition: InstrumentDefinition) => fromJson(toJson(definition))],
])("%s", (_, through) => {
  test("what is exported and imported again is the same definition, and nothing is wrong with it", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const { definition: read, problems, unfinished } = through(definition);
        expect(problems).toEqual([]);
        expect(unfinished).toEqual([]);
        expect(read).toEqual(definition);
      }),
      { numRuns: 150 },
    );
  });
});

const anyCell = fc.oneof(
  fc.constantFrom(
    null,
    "type",
    "name",
    "label",
    "select_one a",
    "begin_group",
    "end_group",
    "throughline::code",
  ),
  fc.constantFrom(
    "integer",
    "radio",
    "0, a | 1, b",
    '@THROUGHLINE={"type":"anchored","anchors":"x"}',
    "field_name",
  ),
  fc.constantFrom("survey", "field_type", "list_name", "a", { date: "2026-01-02" }),
  fc.string(),
  fc.double(),
  fc.boolean(),
);
const anyRows = fc.array(fc.array(anyCell, { maxLength: 8 }), { maxLength: 8 });

test("no content makes a reader fail", () => {
  fc.assert(
    fc.property(
      anyRows,
      anyRows,
      anyRows,
      fc.oneof(fc.json(), fc.string()),
      (survey, choices, settings, text) => {
        const sheets = [
          { name: "survey", rows: [["type", "name", "label", "throughline::code"], ...survey] },
          { name: "choices", rows: [["list_name", "name", "label"], ...choices] },
          { name: "settings", rows: settings },
        ];
        expect(fromXlsform(sheets).rows).toBeInstanceOf(Array);
        expect(fromRedcap([["field_name", "field_type", "field_annotation"], ...survey]).rows).toBeInstanceOf(
          Array,
        );
        expect(fromJson(text).rows).toBeInstanceOf(Array);
      },
    ),
  );
});
