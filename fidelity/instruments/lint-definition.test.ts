import { expect, test } from "vitest";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { lintDefinition } from "./lint-definition.ts";

const FUNCTIONS = { essentialFunctionIds: ["F-1", "F-2"] };

const ladder = (min: number, max: number) => ({
  ...{ type: "anchored" as const, min, max },
  anchors: Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    text: `Step ${index}`,
  })),
});
const item = (id: string, rest: object = { type: "binary" }) =>
  ({
    id,
    sectionId: "a",
    label: `Item ${id}`,
    essentialFunctionId: "F-1",
    ...rest,
  }) as InstrumentDefinitionInput["items"][number];

/** Five yes-or-no items: a score can be 0, 20, 40, 60, 80 or 100. */
const five = ["1", "2", "3", "4"].map((id) => item(id));
const instrument = (
  items: InstrumentDefinitionInput["items"],
  thresholds: InstrumentDefinitionInput["scoring"]["thresholds"] = [
    { band: "met", from: 80 },
    { band: "developing", from: 60 },
  ],
  rest: Partial<InstrumentDefinitionInput> = {},
): InstrumentDefinitionInput => ({
  ...{ code: "c", version: 1, title: "T", subject: "coach", raterTypes: ["self"], dimensions: ["adherence"] },
  sections: [{ id: "a", title: "A" }],
  items,
  scoring: { method: "percent-of-possible", thresholds },
  ...rest,
});
const sound = [...five, item("5", { type: "binary", essentialFunctionId: "F-2" })];
const codesOf = (definition: InstrumentDefinitionInput) =>
  lintDefinition(definition, FUNCTIONS).map(({ code, path }) => [code, path]);

test("a sound definition has no warnings", () => {
  expect(lintDefinition(instrument(sound), FUNCTIONS)).toEqual([]);
});

test("bands that overlap, and a hole where a band is missing", () => {
  const bands = (met: number, developing?: number) =>
    instrument(sound, [
      { band: "met", from: met },
      ...(developing === undefined ? [] : [{ band: "developing" as const, from: developing }]),
    ]);
  expect(codesOf(bands(60, 60))).toEqual([["bands-overlap", "scoring.thresholds"]]);
  expect(codesOf(bands(60, 61))).toEqual([["bands-overlap", "scoring.thresholds"]]);
  expect(codesOf(bands(80))).toEqual([["band-hole", "scoring.thresholds"]]);
});

test.each<[string, number, number, string | null]>([
  ["a band between two scores", 80, 61, "developing"],
  ["a band from nothing", 80, 0, "not met"],
  ["a band that one score reaches exactly", 80, 60, null],
])("%s", (_, met, developing, band) => {
  const warnings = lintDefinition(
    instrument(sound, [
      { band: "met", from: met },
      { band: "developing", from: developing },
    ]),
    FUNCTIONS,
  );
  expect(warnings.map(({ message }) => message)).toEqual(
    band === null
      ? []
      : [`Answered in full, no review can be “${band}”: scores go from 0 % to 100 % and none falls into it.`],
  );
});

test("a ladder that begins at 1 gives a quarter of its points for nothing", () => {
  const ladders = [item("1", ladder(1, 4)), item("2", { ...ladder(1, 4), essentialFunctionId: "F-2" })];
  const [warning, ...others] = lintDefinition(
    instrument(ladders, [
      { band: "met", from: 80 },
      { band: "developing", from: 25 },
    ]),
    FUNCTIONS,
  );
  expect(others).toEqual([]);
  expect(warning).toMatchObject({
    code: "band-unreachable",
    message: expect.stringContaining("from 25 % to 100 %"),
  });
});

test("an item turned round, or a section, reaches the same percentages", () => {
  const turned = (reverse: boolean, direction: "higher-is-better" | "lower-is-better") =>
    instrument(
      [
        item("1", { ...ladder(1, 3), reverse, weight: 2 }),
        item("2", { type: "binary", essentialFunctionId: "F-2" }),
      ],
      [
        { band: "met", from: 100 },
        { band: "developing", from: 20 },
      ],
      { sections: [{ id: "a", title: "A", direction }] },
    );
  for (const definition of [
    turned(false, "higher-is-better"),
    turned(true, "lower-is-better"),
    turned(true, "higher-is-better"),
  ])
    expect(lintDefinition(definition, FUNCTIONS)).toMatchObject([{ code: "band-unreachable" }]);
});

test("bands of a section are looked at with its own items", () => {
  const sections = [
    {
      id: "a",
      title: "A",
      thresholds: [
        { band: "met" as const, from: 50 },
        { band: "developing" as const, from: 25 },
      ],
    },
  ];
  expect(
    codesOf(
      instrument(
        [item("1"), item("2", { type: "binary", essentialFunctionId: "F-2" })],
        [
          { band: "met", from: 100 },
          { band: "developing", from: 50 },
        ],
        { sections },
      ),
    ),
  ).toEqual([["band-unreachable", "sections[0].thresholds"]]);
  const empty = instrument(
    [item("0", { type: "text" }), ...sound.map((one) => ({ ...one, sectionId: "b" }))],
    undefined,
    {
      sections: [...sections, { id: "b", title: "B" }],
    },
  );
  expect(codesOf(empty)).toEqual([["band-unreachable", "sections[0].thresholds"]]);
});

test("items that measure nothing, functions that are not there, and functions nobody measures", () => {
  const definition = instrument([
    ...five,
    item("5", { type: "binary", essentialFunctionId: null }),
    item("6", { type: "count" }),
    item("7", { type: "binary", essentialFunctionId: "F-9" }),
    item("8", { type: "text", essentialFunctionId: null }),
    item("9", { type: "text", essentialFunctionId: "F-2" }),
  ]);
  expect(codesOf(definition)).toEqual([
    ["measures-nothing", "items[4].essentialFunctionId"],
    ["measures-nothing", "items[5].max"],
    ["unknown-function", "items[6].essentialFunctionId"],
    ["function-unmeasured", "items"],
  ]);
});

test("steps and items that a rater cannot tell apart", () => {
  const same = {
    type: "trinary",
    anchors: [
      { value: 0, text: "Seldom" },
      { value: 1, text: " seldom" },
    ],
  };
  expect(
    codesOf(instrument([...sound, item("6", same), item("7", { type: "binary", label: "item 1 " })])),
  ).toEqual([
    ["same-texts", "items[5].anchors"],
    ["same-label", "items[6].label"],
  ]);
});

test.each([
  [0, [["never-scorable", "scoring.maxNotApplicableShare"]]],
  [0.19, [["never-scorable", "scoring.maxNotApplicableShare"]]],
  [0.2, []],
])("with a limit of %d a single item left out may end the score", (maxNotApplicableShare, expected) => {
  const [first, ...others] = sound;
  for (const leave of [{ naAllowed: true }, { dontKnowAllowed: true }, { notObservedPolicy: "remove" }]) {
    const items = [{ ...first, ...leave } as (typeof sound)[number], ...others];
    const { scoring } = instrument(items);
    expect(codesOf(instrument(items, undefined, { scoring: { ...scoring, maxNotApplicableShare } }))).toEqual(
      expected,
    );
  }
});

test("a scale too fine to be told apart is reached everywhere", () => {
  const fine = Array.from({ length: 30 }, (_, index) =>
    item(String(index), {
      type: "binary",
      weight: 1 + Math.SQRT2 * index,
      essentialFunctionId: index ? "F-1" : "F-2",
    }),
  );
  expect(lintDefinition(instrument(fine), FUNCTIONS)).toEqual([]);
});

test("a wrong shape is refused", () => {
  expect(() => lintDefinition({} as InstrumentDefinitionInput, FUNCTIONS)).toThrow(TypeError);
});

const shownIf = (
  itemId: string,
  is: "equal" | "at-least" | "at-most" | "less-than" | "more-than" | "not-equal",
  value: number,
) => ({ itemId, is, value });
/** A gate, and an item that the given condition shows. */
const conditional = (
  showIf: { match?: "all" | "any"; comparisons: object[] },
  gate: object = { type: "count", scored: false },
  rest: Partial<InstrumentDefinitionInput> = {},
) =>
  instrument(
    [...sound, item("gate", gate), item("shown", { type: "binary", showIf })],
    [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
    rest,
  );

test.each<[string, { match?: "all" | "any"; comparisons: object[] }, object]>([
  [
    "contradict each other",
    { comparisons: [shownIf("gate", "at-least", 3), shownIf("gate", "less-than", 3)] },
    { type: "count", scored: false },
  ],
  ["ask for a step that is not there", { comparisons: [shownIf("gate", "equal", 2)] }, { type: "binary" }],
  ["ask for half a step", { comparisons: [shownIf("gate", "equal", 0.5)] }, { type: "trinary" }],
  [
    "leave no whole number between them",
    { comparisons: [shownIf("gate", "more-than", 1), shownIf("gate", "less-than", 2)] },
    { type: "duration", scored: false },
  ],
  ["ask for more than all", { comparisons: [shownIf("gate", "more-than", 100)] }, { type: "percent" }],
  [
    "are all impossible one by one",
    { match: "any", comparisons: [shownIf("gate", "less-than", 0), shownIf("gate", "equal", 7)] },
    {
      type: "indicators",
      indicators: [
        { id: "a", text: "A" },
        { id: "b", text: "B" },
      ],
    },
  ],
])("comparisons that %s are never true", (_, showIf, gate) => {
  expect(lintDefinition(conditional(showIf, gate), FUNCTIONS)).toMatchObject([
    {
      ...{ code: "never-shown", path: "items[6].showIf", where: "Item 7 “Item shown”, when it is shown" },
      message: "No answers make this true, so the item is never part of the form.",
    },
  ]);
});

test.each<[string, { match?: "all" | "any"; comparisons: object[] }, object]>([
  [
    "every number passes",
    { comparisons: [shownIf("gate", "at-least", 0)] },
    { type: "count", scored: false },
  ],
  [
    "one of two always passes",
    { match: "any", comparisons: [shownIf("gate", "equal", 0), shownIf("gate", "equal", 1)] },
    { type: "binary" },
  ],
])("a condition is always true when %s", (_, showIf, gate) => {
  expect(lintDefinition(conditional(showIf, gate), FUNCTIONS).map(({ code, path }) => [code, path])).toEqual([
    ["always-shown", "items[6].showIf"],
  ]);
});

test.each<[string, { match?: "all" | "any"; comparisons: object[] }, object]>([
  ["a real choice", { comparisons: [shownIf("gate", "equal", 1)] }, { type: "binary" }],
  [
    "a share of opportunities, of which there may be none",
    { comparisons: [shownIf("gate", "at-least", 0)] },
    { type: "percent" },
  ],
  [
    "a step or not applicable",
    { match: "any", comparisons: [shownIf("gate", "equal", 0), shownIf("gate", "equal", 1)] },
    { type: "binary", naAllowed: true },
  ],
  [
    "a number between two",
    { comparisons: [shownIf("gate", "more-than", 1), shownIf("gate", "less-than", 2)] },
    { ...{ type: "ratio", numerator: "reflections", denominator: "questions", full: 2 } },
  ],
])("nothing is said of a condition on %s", (_, showIf, gate) => {
  expect(lintDefinition(conditional(showIf, gate), FUNCTIONS)).toEqual([]);
});

test("a condition that contradicts what shows the item it looks at is never true", () => {
  const chain = instrument([
    ...sound,
    item("gate", { type: "binary", scored: false }),
    item("then", { type: "binary", showIf: { comparisons: [shownIf("gate", "equal", 1)] } }),
    item("last", {
      type: "binary",
      showIf: { comparisons: [shownIf("then", "equal", 1), shownIf("gate", "equal", 0)] },
    }),
  ]);
  expect(codesOf(chain)).toEqual([["never-shown", "items[7].showIf"]]);
  const inSection = instrument(
    [
      ...sound,
      item("gate", { type: "binary", scored: false }),
      item("within", {
        type: "binary",
        sectionId: "b",
        showIf: { comparisons: [shownIf("gate", "equal", 0)] },
      }),
      item("beside", { type: "binary", sectionId: "b" }),
    ],
    undefined,
    {
      sections: [
        { id: "a", title: "A" },
        { id: "b", title: "B", showIf: { comparisons: [shownIf("gate", "equal", 1)] } },
      ],
    },
  );
  expect(codesOf(inSection)).toEqual([["never-shown", "items[6].showIf"]]);
});

test("bands are looked at with and without what conditions show", () => {
  // Four points, or eight with the section that is shown only sometimes: 62.5 % needs it.
  const items = [
    ...["1", "2", "3", "4"].map((id) => item(id, { type: "binary", essentialFunctionId: "F-2" })),
    item("gate", { type: "binary", scored: false }),
    ...["5", "6", "7", "8"].map((id) => item(id, { type: "binary", sectionId: "b" })),
  ];
  const bands = [
    { band: "met" as const, from: 63 },
    { band: "developing" as const, from: 60 },
  ];
  const sections = (showIf: object | null) => [
    { id: "a", title: "A" },
    { id: "b", title: "B", showIf: showIf as never },
  ];
  const shown = sections({ comparisons: [shownIf("gate", "equal", 1)] });
  expect(codesOf(instrument(items, bands, { sections: shown }))).toEqual([]);
  const without = items.filter(({ sectionId }) => sectionId === "a");
  expect(codesOf(instrument(without, bands)).map(([code]) => code)).toEqual([
    "band-unreachable",
    "function-unmeasured",
  ]);
});

test("shares fill what lies between the steps", () => {
  const only = (rest: object) =>
    instrument(
      [item("1", { type: "binary" }), item("2", { ...rest, essentialFunctionId: "F-2" })],
      [
        { band: "met", from: 80 },
        { band: "developing", from: 60 },
      ],
      { scoring: { ...instrument([]).scoring, maxNotApplicableShare: 0.5 } },
    );
  expect(codesOf(only({ type: "binary" }))).toEqual([["band-unreachable", "scoring.thresholds"]]);
  expect(codesOf(only({ type: "percent" }))).toEqual([]);
});

test("ratios, durations and indicators that measure nothing or cannot be told apart", () => {
  const ratio = { type: "ratio", numerator: "reflections", denominator: "questions" };
  const definition = instrument([
    ...sound,
    item("6", { ...ratio, full: null }),
    item("7", { ...ratio, full: 200 }),
    item("8", { ...ratio, denominator: "Reflections ", full: 1 }),
    item("9", { type: "duration" }),
    item("10", { type: "indicators", indicators: [{ id: "a", text: "Asks" }] }),
    item("11", {
      type: "indicators",
      indicators: [
        { id: "a", text: "Asks" },
        { id: "b", text: "asks" },
      ],
    }),
    item("12", { ...ratio, full: null, scored: false }),
  ]);
  expect(codesOf(definition)).toEqual([
    ["measures-nothing", "items[5].full"],
    ["unlikely-ratio", "items[6].full"],
    ["same-texts", "items[7].denominator"],
    ["measures-nothing", "items[8].max"],
    ["single-indicator", "items[9].indicators"],
    ["same-texts", "items[10].indicators"],
  ]);
});

test("bands with names are looked at one by one, under their names", () => {
  const warnings = lintDefinition(
    instrument(sound, [
      { band: "met", from: 90, label: "Exemplary" },
      { band: "met", from: 85, label: "Proficient" },
      { band: "developing", from: 50 },
      { band: "not-met", from: 0, label: "Beginning" },
    ]),
    FUNCTIONS,
  );
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("“Proficient”")]);
});

test("what is said names items by their number and words", () => {
  const definition = instrument([
    ...sound,
    item("6", { type: "binary", label: "item 1", essentialFunctionId: null }),
  ]);
  expect(lintDefinition(definition, FUNCTIONS)).toMatchObject([
    { where: "Item 6 “item 1”, its words", message: "The same words as item 1 “Item 1”." },
    { where: "Item 6 “item 1”, its essential function" },
  ]);
});
