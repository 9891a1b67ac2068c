import { describe, expect, test } from "vitest";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { readDefinition } from "./read-definition.ts";
import { validateDefinition } from "./validate-definition.ts";

const sound: InstrumentDefinitionInput = {
  code: "COACH-10",
  version: 1,
  title: "Coaching session checklist",
  subject: "coach",
  raterTypes: ["independent"],
  dimensions: ["adherence", "quality"],
  sections: [{ id: "opening", title: "Opening" }],
  items: [
    { id: "agenda", sectionId: "opening", type: "binary", label: "Sets an agenda" },
    {
      id: "listening",
      sectionId: "opening",
      type: "anchored",
      label: "Listens",
      min: 1,
      max: 3,
      anchors: [1, 2, 3].map((value) => ({ value, text: `step ${value}` })),
    },
    { id: "remarks", sectionId: "opening", type: "text", label: "Remarks" },
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
  },
};

const problemsWith = (change: (definition: ReturnType<typeof copy>) => void) => {
  const definition = copy();
  change(definition);
  return validateDefinition(definition);
};
// biome-ignore lint/suspicious/noExplicitAny: the tests break the shape on purpose
const copy = (): any => structuredClone(sound);

test("a sound definition has no problems and gets its defaults", () => {
  expect(validateDefinition(sound)).toEqual([]);
  expect(readDefinition(sound)).toMatchObject({
    items: [
      { weight: 1, reverse: false, critical: null, naAllowed: false, notObservedPolicy: "not-allowed" },
      {},
      {},
    ],
    scoring: { maxNotApplicableShare: 0.25, missing: { policy: "not-scorable" } },
  });
});

test("the shape is checked first, all problems at once", () => {
  const problems = problemsWith((definition) => {
    definition.subject = "client";
    definition.items[1].anchors[0].value = "low";
    definition.items[0].colour = "red";
    delete definition.title;
  });
  expect(problems.map(({ path, found }) => [path, found])).toEqual([
    ["title", "nothing"],
    ["subject", '"client"'],
    ["items[0]", "the field colour"],
    ["items[1].anchors[0].value", '"low"'],
  ]);
  expect(validateDefinition(null)).toEqual([
    { path: "", where: "The instrument", found: "null", expected: "an object" },
  ]);
});

describe("the meaning", () => {
  test.each<
    [
      string,
      (definition: ReturnType<typeof copy>) => void,
      { path: string; found: string; expected?: string },
    ]
  >([
    ["two items share an id", (d) => (d.items[1].id = "agenda"), { path: "items[1].id", found: "agenda" }],
    [
      "two sections share an id",
      (d) => d.sections.push(d.sections[0]),
      { path: "sections[1].id", found: "opening" },
    ],
    [
      "a rater type comes twice",
      (d) => d.raterTypes.push("independent"),
      { path: "raterTypes[1]", found: "independent" },
    ],
    [
      "a section is unknown",
      (d) => (d.items[0].sectionId = "closing"),
      { path: "items[0].sectionId", found: "closing" },
    ],
    [
      "a section is empty",
      (d) => d.sections.push({ id: "closing", title: "Closing" }),
      { path: "sections[1]", found: "no items" },
    ],
    [
      "a minimum cannot be reached",
      (d) => (d.sections[0].minAnswered = 3),
      { path: "sections[0].minAnswered", found: "3" },
    ],
    [
      "the bands are out of order",
      (d) => (d.scoring.thresholds[1].from = 80),
      { path: "scoring.thresholds[1].from", found: "80" },
    ],
    [
      "a band comes twice",
      (d) => (d.scoring.thresholds[1].band = "met"),
      { path: "scoring.thresholds[1].band", found: "met" },
    ],
    [
      "no band is met",
      (d) => d.scoring.thresholds.shift(),
      { path: "scoring.thresholds", found: 'no band "met"' },
    ],
    [
      "an anchor is off the scale",
      (d) => d.items[1].anchors.push({ value: 4, text: "x" }),
      { path: "items[1].anchors[3].value", found: "4", expected: "1 to 3" },
    ],
    [
      "an anchor comes twice",
      (d) => d.items[1].anchors.push({ value: 3, text: "x" }),
      { path: "items[1].anchors[3].value", found: "3" },
    ],
    [
      "a value has no text",
      (d) => d.items[1].anchors.pop(),
      { path: "items[1].anchors", found: "no text for 3" },
    ],
    ["the scale is upside down", (d) => (d.items[1].min = 4), { path: "items[1].max", found: "3" }],
    [
      "a critical rule always fails",
      (d) => (d.items[1].critical = { failsBelow: 4 }),
      { path: "items[1].critical.failsBelow", found: "4", expected: "more than 1 and at most 3" },
    ],
    [
      "a critical rule never fails",
      (d) => (d.items[0].critical = { failsBelow: 0 }),
      { path: "items[0].critical.failsBelow", found: "0" },
    ],
  ])("is refused when %s", (_, change, problem) => {
    expect(problemsWith(change)).toContainEqual({
      ...{ expected: expect.any(String), where: expect.any(String) },
      ...problem,
    });
  });

  test("is refused without a scored item, and for a critical count that is only recorded", () => {
    const problems = problemsWith((definition) => {
      definition.items = [
        { id: "n", sectionId: "opening", type: "count", label: "Questions", critical: { failsBelow: 1 } },
      ];
    });
    expect(problems.map(({ path }) => path)).toEqual(["items[0].critical", "items"]);
  });

  test("is reported all at once when a definition is used", () => {
    const broken = copy();
    broken.items[1].id = "agenda";
    broken.scoring.thresholds[1].from = 90;
    expect(() => readDefinition(broken)).toThrow(
      /instrument\.items\[1\]\.id: found agenda[\s\S]*thresholds\[1\]\.from: found 90/,
    );
    expect(() => readDefinition({ ...sound, version: 0 })).toThrow(TypeError);
  });
});

describe("kinds of items with parts, and conditions", () => {
  const kinds = (): ReturnType<typeof copy> => ({
    ...copy(),
    sections: [
      { id: "opening", title: "Opening" },
      { id: "worry", title: "When worry came up" },
    ],
    items: [
      { id: "came-up", sectionId: "opening", type: "binary", label: "Worry came up", scored: false },
      { id: "long", sectionId: "opening", type: "duration", label: "Minutes", max: 20, naAllowed: true },
      {
        ...{ id: "ratio", sectionId: "opening", type: "ratio", label: "Reflections to questions" },
        ...{ numerator: "reflections", denominator: "questions", full: 2 },
      },
      { id: "share", sectionId: "worry", type: "percent", label: "Responds" },
      {
        ...{ id: "steps", sectionId: "worry", type: "indicators", label: "Plans together" },
        indicators: [
          { id: "a", text: "Asks" },
          { id: "b", text: "Writes it down", notObservedAllowed: true },
        ],
        critical: { failsBelow: 1 },
        showIf: { comparisons: [{ itemId: "share", is: "at-least", value: 50 }] },
      },
      { id: "notes", sectionId: "worry", type: "text", label: "Notes" },
    ],
  });
  const problems = (change: (definition: ReturnType<typeof copy>) => void) => {
    const definition = kinds();
    definition.sections[1].showIf = { comparisons: [{ itemId: "came-up", is: "equal", value: 1 }] };
    change(definition);
    return validateDefinition(definition);
  };
  const looksAt = (itemId: string, is = "answered") => ({ comparisons: [{ itemId, is }] });

  test("are published when they are sound", () => {
    expect(problems(() => {})).toEqual([]);
  });

  test.each<[string, (definition: ReturnType<typeof copy>) => void, Record<string, string>]>([
    [
      "a condition looks at an item that is not there",
      (d) => (d.items[4].showIf = looksAt("gone")),
      { path: "items[4].showIf.comparisons[0].itemId", found: "gone" },
    ],
    [
      "a condition looks at its own item",
      (d) => (d.items[4].showIf = looksAt("steps")),
      {
        where: "Item 5 “Plans together”, when it is shown, comparison 1",
        found: "“Plans together”",
        expected: "an item that comes earlier on the form",
      },
    ],
    [
      "a condition looks at a later item",
      (d) => (d.items[0].showIf = looksAt("ratio")),
      { path: "items[0].showIf.comparisons[0].itemId" },
    ],
    [
      "the condition of a section looks at an item within it",
      (d) => (d.sections[1].showIf = looksAt("share")),
      { path: "sections[1].showIf.comparisons[0].itemId", where: expect.stringContaining("Section 2") },
    ],
    [
      "the items change places",
      (d) => d.items.reverse(),
      { path: "items[1].showIf.comparisons[0].itemId", found: "“Responds”" },
    ],
    [
      "a condition asks for an answer that is not offered",
      (d) => (d.items[4].showIf = looksAt("ratio", "na")),
      { path: "items[4].showIf.comparisons[0].is", found: "not applicable" },
    ],
    [
      "words are compared with a number",
      (d) => {
        d.items[5].sectionId = "opening";
        d.sections[1].showIf = { comparisons: [{ itemId: "notes", is: "equal", value: 1 }] };
      },
      { path: "sections[1].showIf.comparisons[0].is", expected: "what “Notes” can be: answered" },
    ],
    [
      "two indicators share an id",
      (d) => (d.items[4].indicators[1].id = "a"),
      { path: "items[4].indicators[1].id", where: "Item 5 “Plans together”, indicator 2" },
    ],
    [
      "a critical rule asks for more than all indicators",
      (d) => (d.items[4].critical = { failsBelow: 3 }),
      { path: "items[4].critical.failsBelow", expected: "more than 0 and at most 2" },
    ],
    [
      "a critical rule is on an item that is not scored",
      (d) => (d.items[0].critical = { failsBelow: 1 }),
      { path: "items[0].critical", where: "Item 1 “Worry came up”, its critical rule" },
    ],
    [
      "a ratio needs nothing",
      (d) => (d.items[2].full = 0),
      { path: "items[2].full", expected: "more than 0" },
    ],
  ])("are refused when %s", (_, change, problem) => {
    expect(problems(change)).toContainEqual(expect.objectContaining(problem));
  });
});

describe("bands with names", () => {
  const bands = (...thresholds: object[]) =>
    problemsWith((definition) => {
      definition.scoring.thresholds = thresholds;
    });

  test("may count as the same when each has its own", () => {
    expect(
      bands(
        { band: "met", from: 90, label: "Exemplary" },
        { band: "met", from: 80, label: "Proficient" },
        { band: "developing", from: 50, label: "Close to proficient" },
        { band: "not-met", from: 0, label: "Beginning" },
      ),
    ).toEqual([]);
  });

  test.each<[string, object[], string]>([
    [
      "one of two has no name",
      [
        { band: "met", from: 90 },
        { band: "met", from: 80, label: "B" },
      ],
      "[1].band",
    ],
    [
      "they begin together",
      [
        { band: "met", from: 80, label: "A" },
        { band: "met", from: 80, label: "B" },
      ],
      "[1].from",
    ],
    [
      "they have the same name",
      [
        { band: "met", from: 80, label: "A" },
        { band: "developing", from: 50, label: "a" },
      ],
      "[1].label",
    ],
    [
      "a lower one begins above the lowest that is met",
      [
        { band: "met", from: 90, label: "A" },
        { band: "met", from: 70, label: "B" },
        { band: "developing", from: 75 },
      ],
      "[2].from",
    ],
    [
      "what is not met begins above",
      [
        { band: "met", from: 80 },
        { band: "not-met", from: 90 },
      ],
      "[1].from",
    ],
  ])("are refused when %s", (_, thresholds, at) => {
    expect(bands(...thresholds).map(({ path }) => path)).toEqual([`scoring.thresholds${at}`]);
  });
});
