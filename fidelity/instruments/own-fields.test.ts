import { describe, expect, test } from "vitest";
import {
  type Condition,
  type InstrumentDefinition,
  instrumentDefinition,
  section as sectionShape,
} from "./instrument.schema.ts";
import {
  headingOfOwnFields,
  itemOfOwnFields,
  jsonOf,
  type OwnFields,
  ownInstrumentFields,
  ownItemFields,
  ownSectionFields,
  readCondition,
  sectionOfOwnFields,
  writeCondition,
} from "./own-fields.ts";

type Input = Record<string, unknown>;
const definitionOf = (items: Input[], more: Input = {}): InstrumentDefinition =>
  instrumentDefinition.parse({
    ...{ code: "visit", version: 4, title: "Visit", subject: "coach" },
    ...{ raterTypes: ["supervisor", "self"], dimensions: ["adherence", "quality"] },
    sections: [{ id: "s", title: "S" }],
    items: items.map((one, index) => ({ id: `i${index}`, sectionId: "s", label: "Item", ...one })),
    scoring: { method: "percent-of-possible", thresholds: [] },
    ...more,
  });
const CONDITION: Condition = { match: "any", comparisons: [{ itemId: "i0", is: "equal", value: 1 }] };

const COMMON = { section: "s", function: "", show_if: "" };
const SCORED = {
  ...{ weight: "1", reverse: "no", fails_below: "", na_allowed: "no", na_requires_reason: "yes" },
  ...{ not_observed: "not-allowed", dont_know_allowed: "no", refused_allowed: "no", scored: "yes" },
};
const ladder = { type: "anchored", min: 2, max: 3, anchors: [{ value: 2, text: "Two" }] };
const written: [string, Input, OwnFields][] = [
  ["yes or no", { type: "binary" }, SCORED],
  [
    "every rule of scoring",
    {
      ...{ type: "binary", weight: 0.5, reverse: true, critical: { failsBelow: 1 }, scored: false },
      ...{ naAllowed: true, naRequiresReason: false, notObservedPolicy: "zero" },
      ...{ dontKnowAllowed: true, refusedAllowed: true },
    },
    {
      ...{ weight: "0.5", reverse: "yes", fails_below: "1", na_allowed: "yes", na_requires_reason: "no" },
      ...{ not_observed: "zero", dont_know_allowed: "yes", refused_allowed: "yes", scored: "no" },
    },
  ],
  ["three steps", { type: "trinary" }, SCORED],
  ["a ladder", ladder, { ...SCORED, min: "2", max: "3" }],
  ["a count", { type: "count", max: 5 }, { ...SCORED, max: "5" }],
  ["a count without a highest", { type: "count" }, SCORED],
  ["a duration", { type: "duration", max: 60 }, { ...SCORED, max: "60" }],
  ["a duration without a highest", { type: "duration" }, SCORED],
  [
    "a ratio",
    { type: "ratio", numerator: "n", denominator: "d", full: 1.5 },
    { ...SCORED, numerator: "n", denominator: "d", full: "1.5" },
  ],
  [
    "a ratio without a highest",
    { type: "ratio", numerator: "n", denominator: "d" },
    { ...SCORED, numerator: "n", denominator: "d" },
  ],
  ["a percentage", { type: "percent", opportunity: "worries" }, { ...SCORED, opportunity: "worries" }],
  ["indicators", { type: "indicators", indicators: [{ id: "x", text: "X" }] }, SCORED],
  ["a text", { type: "text" }, { required: "no" }],
  ["a text that must be answered", { type: "text", required: true }, { required: "yes" }],
];

test.each(written)("%s is written", (_, one, own) => {
  const type = String(one.type);
  expect(ownItemFields(definitionOf([{ type: "binary" }, one]), 1)).toStrictEqual({
    ...{ id: "i1", order: "2", type, ...COMMON },
    ...own,
  });
});

test("the first item is number 1; its function and condition are written", () => {
  const definition = definitionOf([{ type: "text", essentialFunctionId: "f", showIf: CONDITION }]);
  expect(ownItemFields(definition, 0)).toStrictEqual({
    ...{ id: "i0", section: "s", order: "1", type: "text", function: "f", required: "no" },
    show_if: '{"match":"any","comparisons":[{"itemId":"i0","is":"equal","value":1}]}',
  });
});

test.each(written)("%s is read as it was written", (_, one) => {
  const definition = definitionOf([{ ...one, essentialFunctionId: "f" }]);
  const { anchors, indicators } = one;
  const given = {
    ...{ id: "given", sectionId: "given", label: "Item", guidance: "" },
    ...{ ...(anchors ? { anchors } : {}), ...(indicators ? { indicators } : {}) },
  };
  expect(itemOfOwnFields(given, ownItemFields(definition, 0))).toEqual({
    ...{ item: definition.items[0], issues: [] },
  });
});

const GIVEN = { id: "a", sectionId: "s", label: "A", guidance: "" };
const readAs = (type: string, own: OwnFields, more: Input = {}) =>
  itemOfOwnFields({ ...GIVEN, type, ...more }, own);

test("without own fields an item is what the format says", () => {
  expect(readAs("binary", {}, { guidance: "Look" })).toEqual({
    item: definitionOf([{ type: "binary", id: "a", label: "A", guidance: "Look" }]).items[0],
    issues: [],
  });
});

test("own fields stand over what the format says, blank ones do not", () => {
  const own = { id: "b", section: "t", function: "f", type: "text", required: "yes" };
  expect(readAs("binary", own).item).toMatchObject({
    ...{ id: "b", sectionId: "t", essentialFunctionId: "f", type: "text", required: true },
  });
  const blank = {
    ...{ id: "", section: "", function: "", type: "", weight: "", max: " ", not_observed: "" },
    ...{ fails_below: "", reverse: "", scored: "" },
  };
  expect(readAs("count", blank)).toEqual({
    item: definitionOf([{ type: "count", id: "a", label: "A" }]).items[0],
    issues: [],
  });
});

const OF_OTHERS = {
  numerator: "n",
  denominator: "d",
  full: "2",
  opportunity: "o",
  min: "1",
  required: "yes",
};
test.each<[string, OwnFields, Input]>([
  ["binary", { ...OF_OTHERS, max: "3" }, {}],
  ["trinary", { ...OF_OTHERS, max: "3" }, {}],
  ["count", { ...OF_OTHERS, max: "3" }, { max: 3 }],
  ["duration", { ...OF_OTHERS, max: "3" }, { max: 3 }],
  ["percent", { ...OF_OTHERS, max: "3" }, { opportunity: "o" }],
  ["ratio", { ...OF_OTHERS, max: "3" }, { numerator: "n", denominator: "d", full: 2 }],
  ["text", { ...OF_OTHERS, max: "3", weight: "2", scored: "no", not_observed: "zero" }, { required: true }],
])("an item of type %s takes only the fields of its type", (type, own, fields) => {
  const item = definitionOf([{ type, id: "a", label: "A", ...fields }]).items[0];
  expect(readAs(type, own)).toEqual({ item, issues: [] });
});

test.each([
  ...["yes", "Yes", "TRUE", "true", "1"].map((text) => [text, true] as const),
  ...["no", "No", "FALSE", "false", "0"].map((text) => [text, false] as const),
])("%s is %s", (text, value) => {
  const read = readAs("binary", { reverse: text, na_requires_reason: text });
  expect(read.issues).toEqual([]);
  expect(read.item).toMatchObject({ reverse: value, naRequiresReason: value });
});

test.each(["maybe", "oh yes", "yes!", "10", "01", "oh no", "none", "00", "1.0"])(
  "%s is neither yes nor no",
  (text) => {
    expect(readAs("binary", { reverse: text })).toMatchObject({
      item: { reverse: false },
      issues: [
        { field: "reverse", found: text, expected: "Invalid input: expected boolean, received string" },
      ],
    });
  },
);

const STRING = "received string";
test.each<[OwnFields, string, string]>([
  [{ weight: "much" }, "weight", `Invalid input: expected number, ${STRING}`],
  [{ weight: "Infinity" }, "weight", `Invalid input: expected number, ${STRING}`],
  [{ weight: "0" }, "weight", "Too small: expected number to be >0"],
  [{ na_allowed: "x" }, "na_allowed", `Invalid input: expected boolean, ${STRING}`],
  [{ na_requires_reason: "x" }, "na_requires_reason", `Invalid input: expected boolean, ${STRING}`],
  [{ not_observed: "x" }, "not_observed", 'Invalid option: expected one of "remove"|"zero"|"not-allowed"'],
  [{ dont_know_allowed: "x" }, "dont_know_allowed", `Invalid input: expected boolean, ${STRING}`],
  [{ refused_allowed: "x" }, "refused_allowed", `Invalid input: expected boolean, ${STRING}`],
  [{ scored: "x" }, "scored", `Invalid input: expected boolean, ${STRING}`],
])("what does not fit in %j is named and costs its own value only", (own, field, expected) => {
  const found = Object.values(own)[0];
  expect(readAs("binary", own)).toEqual({
    item: definitionOf([{ type: "binary", id: "a", label: "A" }]).items[0],
    issues: [{ field, found, expected }],
  });
});

test("numbers are read with white space around them", () => {
  expect(readAs("count", { weight: " 2.5 ", max: "4 ", fails_below: " 1" })).toMatchObject({
    item: { weight: 2.5, max: 4, critical: { failsBelow: 1 } },
    issues: [],
  });
});

test("a limit that is no number is named as the field that holds it", () => {
  expect(readAs("count", { max: "4", fails_below: "few" })).toMatchObject({
    issues: [{ field: "fails_below", found: "few" }],
  });
});

test("what the format itself has wrong is named as well, and an item that cannot be is none", () => {
  expect(readAs("binary", {}, { sectionId: 5, essentialFunctionId: 6, showIf: 7 })).toMatchObject({
    item: null,
    issues: [
      { field: "section", found: "5" },
      { field: "function", found: "6" },
      { field: "show_if", found: "7" },
    ],
  });
  expect(readAs("hologram", {})).toMatchObject({
    item: null,
    issues: [{ field: "type", found: "hologram" }],
  });
});

describe("sections", () => {
  const bands = [
    { band: "met" as const, from: 80, label: null },
    { band: "developing" as const, from: 62.5, label: null },
  ];
  const named = [
    { band: "met" as const, from: 80, label: null },
    { ...bands[1], label: "On the way" },
  ];
  test.each<[string, Input, OwnFields]>([
    [
      "only what must be",
      {},
      { direction: "higher-is-better", weight: "1", min_answered: "0", thresholds: "", show_if: "" },
    ],
    [
      "everything",
      { direction: "lower-is-better", weight: 2.5, minAnswered: 3, thresholds: bands, showIf: CONDITION },
      {
        ...{ direction: "lower-is-better", weight: "2.5", min_answered: "3" },
        ...{ thresholds: "met 80; developing 62.5", show_if: JSON.stringify(CONDITION) },
      },
    ],
    [
      "a band with a name of its own",
      { thresholds: named },
      {
        ...{ direction: "higher-is-better", weight: "1", min_answered: "0", show_if: "" },
        thresholds:
          '[{"band":"met","from":80,"label":null},{"band":"developing","from":62.5,"label":"On the way"}]',
      },
    ],
  ])("with %s are written and read", (_, fields, own) => {
    const section = sectionShape.parse({ id: "s", title: "S", ...fields });
    expect(ownSectionFields(section)).toStrictEqual({ id: "s", ...own });
    const { id, ...rest } = { id: "s", ...own };
    const given = { id: "given", title: "S", showIf: section.showIf };
    expect(sectionOfOwnFields(given, { id, ...rest })).toEqual({ section, issues: [] });
  });

  test("are what the format says without own fields", () => {
    expect(sectionOfOwnFields({ id: "g", title: "G" }, {})).toEqual({
      section: sectionShape.parse({ id: "g", title: "G" }),
      issues: [],
    });
  });

  test.each<[OwnFields, string, string, string]>([
    [
      { direction: "up" },
      ...(["direction", "up"] as const),
      'Invalid option: expected one of "higher-is-better"|"lower-is-better"',
    ],
    [{ weight: "much" }, "weight", "much", `Invalid input: expected number, ${STRING}`],
    [{ min_answered: "few" }, "min_answered", "few", `Invalid input: expected number, ${STRING}`],
    [{ thresholds: "[x" }, "thresholds", "[x", `Invalid input: expected array, ${STRING}`],
    [{ thresholds: "met high" }, "thresholds.0.from", "high", `Invalid input: expected number, ${STRING}`],
    [
      { thresholds: "met 8; good 5" },
      ...(["thresholds.1.band", "good"] as const),
      'Invalid option: expected one of "met"|"developing"|"not-met"',
    ],
  ])("name what does not fit in %j", (own, field, found, expected) => {
    expect(sectionOfOwnFields({ id: "s", title: "S" }, own)).toEqual({
      section: sectionShape.parse({ id: "s", title: "S" }),
      issues: [{ field, found, expected }],
    });
  });

  test("that cannot be are those of the format", () => {
    const given = { id: "s", title: "S", showIf: null };
    expect(sectionOfOwnFields({ ...given, weight: 9 } as never, { weight: "much" }).section.weight).toBe(1);
  });
});

describe("the instrument", () => {
  const GIVEN_HEADING = { code: "given", title: "Given" };
  const DEFAULTS = {
    ...{ code: "given", version: 1, title: "Given", subject: null, raterTypes: [], dimensions: [] },
    ...{ purpose: "", instructions: "" },
    scoring: {
      ...{ method: "percent-of-possible", thresholds: [], maxNotApplicableShare: 0.25 },
      missing: { policy: "not-scorable" },
    },
  };

  test("is written and read", () => {
    const definition = definitionOf([{ type: "text" }], {
      ...{ purpose: "Why", instructions: "How" },
      scoring: {
        ...{ method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
        ...{ maxNotApplicableShare: 0.5, missing: { policy: "prorate", minAnsweredShare: 0.75 } },
      },
    });
    const own = ownInstrumentFields(definition);
    expect(own).toStrictEqual({
      ...{ code: "visit", version: "4", subject: "coach", rater_types: "supervisor self" },
      ...{ dimensions: "adherence quality", purpose: "Why", instructions: "How" },
      ...{ method: "percent-of-possible", thresholds: "met 80", max_not_applicable_share: "0.5" },
      ...{ missing: "prorate", min_answered_share: "0.75" },
    });
    const { sections: _, items: __, ...heading } = definition;
    expect(headingOfOwnFields({ code: "given", title: "Visit" }, own)).toEqual({ heading, issues: [] });
  });

  test("that is not scored with a blank says no share", () => {
    const own = ownInstrumentFields(definitionOf([{ type: "text" }]));
    expect([own.missing, own.min_answered_share, own.thresholds]).toEqual(["not-scorable", "", ""]);
  });

  test.each<[OwnFields]>([
    [{}],
    [
      {
        ...{ code: "", version: " ", subject: "", rater_types: "", dimensions: "", method: "" },
        ...{ thresholds: "", max_not_applicable_share: "", missing: "", min_answered_share: "0.5" },
      },
    ],
  ])("has its defaults with %j", (own) => {
    expect(headingOfOwnFields(GIVEN_HEADING, own)).toEqual({ heading: DEFAULTS, issues: [] });
  });

  test.each(["self peer-coach", " self,peer-coach ", "self ; peer-coach;", ",self\npeer-coach"])(
    "has the raters “%s”",
    (rater_types) => {
      const { heading, issues } = headingOfOwnFields(GIVEN_HEADING, { rater_types });
      expect([heading.raterTypes, issues]).toEqual([["self", "peer-coach"], []]);
    },
  );

  test.each(["met 80; developing 60", "  met   80;developing\t60 ", "met 80 ;  developing 60"])(
    "has the bands “%s”",
    (thresholds) => {
      expect(headingOfOwnFields(GIVEN_HEADING, { thresholds }).heading.scoring.thresholds).toEqual([
        { band: "met", from: 80, label: null },
        { band: "developing", from: 60, label: null },
      ]);
    },
  );

  test("has bands with a name of their own, whatever stands before them", () => {
    const thresholds = ' [{"band":"met","from":80,"label":"Proficient"}]';
    expect(headingOfOwnFields(GIVEN_HEADING, { thresholds })).toEqual({
      heading: {
        ...DEFAULTS,
        scoring: { ...DEFAULTS.scoring, thresholds: [{ band: "met", from: 80, label: "Proficient" }] },
      },
      issues: [],
    });
  });

  const raters = '"self"|"supervisor"|"peer-coach"|"independent"|"participant"';
  const dimensions = '"adherence"|"exposure"|"quality"|"responsiveness"|"differentiation"';
  test.each<[OwnFields, string, string]>([
    [{ version: "x" }, "version", `Invalid input: expected number, ${STRING}`],
    [{ version: "0" }, "version", "Too small: expected number to be >=1"],
    [{ subject: "client" }, "subject", 'Invalid option: expected one of "coach"|"practitioner"|"unit"'],
    [
      { rater_types: "boss self friend" },
      "rater_types",
      `Invalid option: expected one of ${raters}; Invalid option: expected one of ${raters}`,
    ],
    [{ rater_types: " , " }, "rater_types", "Too small: expected array to have >=1 items"],
    [{ dimensions: "dose" }, "dimensions", `Invalid option: expected one of ${dimensions}`],
    [{ method: "sum" }, "method", 'Invalid input: expected "percent-of-possible"'],
    [{ thresholds: "met" }, "thresholds", "Invalid input: expected number, received undefined"],
    [
      { max_not_applicable_share: "2" },
      ...(["max_not_applicable_share", "Too big: expected number to be <=1"] as const),
    ],
    [{ missing: "guess" }, "missing", "Invalid discriminator value. Expected 'not-scorable' | 'prorate'"],
    [{ missing: "prorate" }, "missing", "Invalid input: expected number, received undefined"],
  ])("names what does not fit in %j and keeps its default", (own, field, expected) => {
    const { heading, issues } = headingOfOwnFields(GIVEN_HEADING, own);
    expect(heading).toEqual(DEFAULTS);
    expect(issues).toEqual([{ field, found: own[field], expected }]);
  });
});

test.each([
  [undefined, undefined],
  ["", undefined],
  [" \n", undefined],
  [" [1] ", [1]],
  ["null", null],
  ["{x", "{x"],
  ["words", "words"],
])("the JSON of %j is %j", (text, value) => {
  expect(jsonOf(text)).toEqual(value);
});

test.each<[Condition | null, string]>([
  [null, ""],
  [CONDITION, '{"match":"any","comparisons":[{"itemId":"i0","is":"equal","value":1}]}'],
])("the condition %j is written and read", (condition, text) => {
  expect(writeCondition(condition)).toBe(text);
  expect(readCondition(text)).toEqual(condition);
});

test.each([undefined, "{", "[]", '{"comparisons":[]}', '{"comparisons":[{"itemId":"a","is":"odd"}]}'])(
  "%s is no condition",
  (text) => {
    expect(readCondition(text)).toBeNull();
  },
);
