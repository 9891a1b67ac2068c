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
    ["items[0]", "an object"],
    ["items[1].anchors[0].value", '"low"'],
  ]);
  expect(validateDefinition(null)).toEqual([{ path: "", found: "null", expected: expect.any(String) }]);
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
    expect(problemsWith(change)).toContainEqual({ expected: expect.any(String), ...problem });
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
