import { describe, expect, test } from "vitest";
import { BINARY_ERROR } from "../scoring/reached-band.ts";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { lintDefinition } from "./lint-definition.ts";

type ItemInput = InstrumentDefinitionInput["items"][number];
type SectionInput = InstrumentDefinitionInput["sections"][number];
type ThresholdInput = InstrumentDefinitionInput["scoring"]["thresholds"][number];
type Told = [code: string, path: string, where: string, message: string];

const item = (id: string, rest: object = {}) =>
  ({
    ...{ id, sectionId: "a", type: "binary", label: `Item ${id}`, essentialFunctionId: "F-1" },
    ...rest,
  }) as ItemInput;
const section = (id: string, rest: object = {}) => ({ id, title: id.toUpperCase(), ...rest }) as SectionInput;
const instrument = (
  items: ItemInput[],
  {
    sections = [section("a")],
    thresholds = [],
    share = 1,
  }: { sections?: SectionInput[]; thresholds?: ThresholdInput[]; share?: number } = {},
): InstrumentDefinitionInput => ({
  ...{ code: "c", version: 1, title: "T", subject: "coach", raterTypes: ["self"], dimensions: ["adherence"] },
  sections,
  items,
  scoring: { method: "percent-of-possible", thresholds, maxNotApplicableShare: share },
});
const told = (definition: InstrumentDefinitionInput, essentialFunctionIds = ["F-1"]): Told[] =>
  lintDefinition(definition, { essentialFunctionIds }).map(({ code, path, where, message }) => [
    code,
    path,
    where,
    message,
  ]);
const band = (name: ThresholdInput["band"], from: number, label: string | null = null): ThresholdInput => ({
  ...{ band: name, from, label },
});
const shownIf = (itemId: string, value: number) => ({ comparisons: [{ itemId, is: "equal", value }] });
const gate = (id = "gate") => item(id, { type: "count", scored: false });
const ratio = { type: "ratio", numerator: "reflections", denominator: "questions", full: 2 };

test("a wrong shape is refused with the place", () => {
  const { code: _, ...rest } = instrument([item("1")]);
  const lint = () => lintDefinition(rest as InstrumentDefinitionInput, { essentialFunctionIds: [] });
  expect(lint).toThrow(TypeError);
  expect(lint).toThrow(/^instrument\.code: /);
});

describe("what an item measures", () => {
  const onlyRecorded = (kind: string, what: string): Told => [
    ...(["measures-nothing", "items[1].max", "Item 2 “Item 2”, its highest value"] as const),
    `The ${kind} is only recorded: no ${what} earns all points.`,
  ];
  const ofRatio = (code: string, field: string, words: string, message: string): Told => [
    code,
    `items[1].${field}`,
    `Item 2 “Item 2”, ${words}`,
    message,
  ];
  const full = "the ratio that earns all";
  const below = "what is counted below the line";
  const sameName = "Both counts have the same name: a rater cannot tell them apart.";
  const sameTexts = (list: "anchors" | "indicators"): Told => [
    "same-texts",
    `items[1].${list}`,
    `Item 2 “Item 2”, ${list === "anchors" ? "the texts of its steps" : "its indicators"}`,
    `Two ${list === "anchors" ? "steps" : "indicators"} have the same text: a rater cannot tell them apart.`,
  ];
  const steps = (...texts: string[]) => texts.map((text, value) => ({ value, text }));
  const indicators = (...texts: string[]) => texts.map((text, index) => ({ id: `i${index}`, text }));

  test.each<[string, object, Told[]]>([
    ["a count", { type: "count" }, [onlyRecorded("count", "count")]],
    ["a count with a highest value", { type: "count", max: 3 }, []],
    ["a count that is not to be scored", { type: "count", scored: false }, []],
    ["a duration", { type: "duration" }, [onlyRecorded("duration", "number of minutes")]],
    ["a duration with a highest value", { type: "duration", max: 3 }, []],
    ["a duration that is not to be scored", { type: "duration", scored: false }, []],
    [
      "a ratio without what earns all points",
      { ...ratio, full: null },
      [ofRatio("measures-nothing", "full", full, "The ratio is only recorded: no ratio earns all points.")],
    ],
    ["a ratio that is not to be scored", { ...ratio, full: null, scored: false }, []],
    ["a ratio just below ten", { ...ratio, full: 9.9 }, []],
    [
      "a ratio of ten",
      { ...ratio, full: 10 },
      [
        ofRatio(
          ...(["unlikely-ratio", "full", full] as const),
          "All points need 10 reflections to each of questions. Is a percentage meant?",
        ),
      ],
    ],
    [
      "a ratio of the same, spaced and written otherwise",
      { ...ratio, numerator: " Questions", denominator: "questions " },
      [ofRatio("same-texts", "denominator", below, sameName)],
    ],
    [
      "a ratio of the same, in capitals below the line",
      { ...ratio, numerator: "questions", denominator: "QUESTIONS" },
      [ofRatio("same-texts", "denominator", below, sameName)],
    ],
    ["a ratio of two that differ in a letter", { ...ratio, numerator: "Maße", denominator: "Masse" }, []],
    [
      "one indicator",
      { type: "indicators", indicators: indicators("Asks") },
      [
        [
          "single-indicator",
          "items[1].indicators",
          "Item 2 “Item 2”, its indicators",
          "There is one indicator only: a yes-or-no item says the same.",
        ],
      ],
    ],
    ["two indicators", { type: "indicators", indicators: indicators("Asks", "Listens") }, []],
    [
      "two indicators with the same text",
      { type: "indicators", indicators: indicators("Asks", "Listens", " aSKS ") },
      [sameTexts("indicators")],
    ],
    [
      "two steps of a ladder with the same text",
      { type: "anchored", min: 0, max: 1, anchors: steps("Seldom", "seldom ") },
      [sameTexts("anchors")],
    ],
    [
      "two steps of three with the same text",
      { type: "trinary", anchors: steps("A", "B", "a") },
      [sameTexts("anchors")],
    ],
    ["steps that differ in a letter", { type: "trinary", anchors: steps("Maß", "Mass") }, []],
    ["steps without texts", { type: "trinary" }, []],
    [
      "no essential function",
      { essentialFunctionId: null },
      [
        [
          "measures-nothing",
          "items[1].essentialFunctionId",
          "Item 2 “Item 2”, its essential function",
          "The item is scored and looks at no essential function.",
        ],
      ],
    ],
    ["no essential function, and no score", { essentialFunctionId: null, scored: false }, []],
    [
      "an unknown function",
      { essentialFunctionId: "F-9" },
      [
        [
          "unknown-function",
          "items[1].essentialFunctionId",
          "Item 2 “Item 2”, its essential function",
          "The practice profile has no function F-9.",
        ],
      ],
    ],
  ])("%s", (_, rest, expected) => {
    expect(told(instrument([item("1"), item("2", rest)]))).toEqual(expected);
  });

  test("functions that no scored item looks at are told last", () => {
    const items = [item("1"), item("2", { essentialFunctionId: "F-2", scored: false })];
    expect(told(instrument(items), ["F-3", "F-1", "F-2"])).toEqual([
      ["function-unmeasured", "items", "The items", "No scored item looks at F-3."],
      ["function-unmeasured", "items", "The items", "No scored item looks at F-2."],
    ]);
  });
});

describe("words of items", () => {
  const labelled = (...labels: string[]) =>
    told(instrument(labels.map((label, index) => item(String(index), { label }))));
  const same = (index: number, label: string, first: string): Told => [
    ...(["same-label", `items[${index}].label`, `Item ${index + 1} “${label}”, its words`] as const),
    `The same words as ${first}.`,
  ];

  test("that are the same are told of each but the first", () => {
    expect(labelled("Item", "Asks", "item ", "ITEM")).toEqual([
      same(2, "item", "item 1 “Item”"),
      same(3, "ITEM", "item 1 “Item”"),
    ]);
  });

  test("that differ in a letter are not the same", () => {
    expect(labelled("Maße", "Masse")).toEqual([]);
  });
});

describe("conditions", () => {
  const never = (what: string) => `No answers make this true, so the ${what} is never part of the form.`;
  const always = (what: string) =>
    `Every answer makes this true: once the items before are answered, the ${what} is always part of the form.`;
  const atLeast = (value: number) => ({ comparisons: [{ itemId: "gate", is: "at-least", value }] });

  test("of items are told with the item", () => {
    const items = [gate(), item("1", { showIf: shownIf("gate", -1) }), item("2", { showIf: atLeast(0) })];
    expect(told(instrument(items))).toEqual([
      ["never-shown", "items[1].showIf", "Item 2 “Item 1”, when it is shown", never("item")],
      ["always-shown", "items[2].showIf", "Item 3 “Item 2”, when it is shown", always("item")],
    ]);
  });

  test("of sections are told with the section, before the items", () => {
    const sections = [
      section("a"),
      section("b", { showIf: shownIf("gate", -1) }),
      section("c", { showIf: atLeast(0) }),
    ];
    const items = [
      gate(),
      item("1", { sectionId: "b" }),
      item("2", { sectionId: "c", label: "gate" }),
      item("3", { label: "GATE" }),
    ];
    expect(
      told(instrument(items, { sections })).map(([code, path, , message]) => [code, path, message]),
    ).toEqual([
      ["never-shown", "sections[1].showIf", never("section")],
      ["always-shown", "sections[2].showIf", always("section")],
      ["same-label", "items[3].label", "The same words as item 3 “gate”."],
    ]);
  });
});

describe("items that may leave the score", () => {
  const limit = (share: number, rest: object) =>
    told(instrument([item("1"), item("2", rest), item("3"), item("4")], { share }));
  const ends: Told = [
    "never-scorable",
    "scoring.maxNotApplicableShare",
    "The limit for not applicable",
    "Items may be left out of the score, and a single one out of 4 already ends it.",
  ];

  test.each<[string, object]>([
    ["not applicable", { naAllowed: true }],
    ["not known", { dontKnowAllowed: true }],
    ["refused", { refusedAllowed: true }],
    ["not observed", { notObservedPolicy: "remove" }],
    ["a ratio over nothing", ratio],
    ["a ratio over nothing, whatever is not observed", { ...ratio, notObservedPolicy: "zero" }],
    ["no opportunity", { type: "percent" }],
    ["no opportunity or not observed", { type: "percent", notObservedPolicy: "remove" }],
  ])("as %s need a limit that leaves one out", (_, rest) => {
    expect(limit(0.24, rest)).toEqual([ends]);
    expect(limit(0.25, rest)).toEqual([]);
    expect(limit(0.24, { ...rest, scored: false })).toEqual([]);
  });

  test.each<[string, object]>([
    ["answers nothing but yes and no", {}],
    ["earns nothing when it is not observed", { notObservedPolicy: "zero" }],
    ["earns nothing when there is no opportunity", { type: "percent", notObservedPolicy: "zero" }],
  ])("are not there when every item %s", (_, rest) => {
    expect(limit(0, rest)).toEqual([]);
  });
});

describe("bands that do not fit each other", () => {
  const toldOf = (...thresholds: ThresholdInput[]) =>
    told(instrument([item("1", { type: "percent" })], { thresholds }));
  const overlap = (developing: number, met: number): Told => [
    ...(["bands-overlap", "scoring.thresholds", "The bands"] as const),
    `“developing” begins at ${developing} %, not below “met” at ${met} %: it is never the result.`,
  ];

  test.each<[string, ThresholdInput[], Told[]]>([
    ["developing where met begins", [band("met", 70), band("developing", 70)], [overlap(70, 70)]],
    ["developing above met", [band("developing", 80), band("met", 70)], [overlap(80, 70)]],
    ["developing just below met", [band("met", 70), band("developing", 69.9)], []],
    [
      "developing above the lowest that is met",
      [band("met", 90, "A"), band("met", 70, "B"), band("developing", 75)],
      [overlap(75, 70)],
    ],
    [
      "the lowest that is developing below met",
      [band("met", 70), band("developing", 75, "A"), band("developing", 50, "B")],
      [],
    ],
    [
      "no developing",
      [band("met", 70)],
      [
        [
          "band-hole",
          "scoring.thresholds",
          "The bands",
          "There is no “developing”: everything below 70 % is “not met”.",
        ],
      ],
    ],
    ["no met", [band("developing", 50)], []],
    ["none at all", [], []],
  ])("%s", (_, thresholds, expected) => {
    expect(toldOf(...thresholds)).toEqual(expected);
  });
});

/** Per cent, in whole steps rounded down, that a review answered in full can come to; null when nothing is scored. */
const scoresOf = (items: ItemInput[], sections: SectionInput[] = [section("a")], at?: number) => {
  const probe = Array.from({ length: 101 }, (_, from) => band("met", from, `P${from}`));
  const definition =
    at === undefined
      ? instrument(items, { sections, thresholds: probe })
      : instrument(items, {
          sections: sections.map((one, index) => (index === at ? { ...one, thresholds: probe } : one)),
        });
  const path = at === undefined ? "scoring.thresholds" : `sections[${at}].thresholds`;
  const messages = told(definition)
    .filter(([code, place]) => code === "band-unreachable" && place === path)
    .map(([, , , message]) => message);
  if (messages.includes("No item gives a score, so no band is ever reached.")) return null;
  return probe
    .filter(({ label }) => !messages.some((message) => message.includes(`“${label}”`)))
    .map(({ from }) => from);
};
const every = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const ladder = (min: number, max: number) => ({ type: "anchored", min, max, anchors: [] });

describe("scores that full answers come to", () => {
  test.each<[string, ItemInput[], number[] | null]>([
    ["of a yes-or-no item", [item("1")], [0, 100]],
    ["of two", [item("1"), item("2")], [0, 50, 100]],
    ["of three steps", [item("1", { type: "trinary" })], [0, 50, 100]],
    ["of a ladder from 1", [item("1", ladder(1, 4))], [25, 50, 75, 100]],
    [
      "of a ladder from 1 that is reversed",
      [item("1", { ...ladder(1, 4), reverse: true })],
      [25, 50, 75, 100],
    ],
    ["of a weight of 3 beside 1", [item("1", { weight: 3 }), item("2")], [0, 25, 75, 100]],
    ["of a count", [item("1", { type: "count", max: 4 })], [0, 25, 50, 75, 100]],
    ["of a duration", [item("1", { type: "duration", max: 4 })], [0, 25, 50, 75, 100]],
    ["of a percentage", [item("1", { type: "percent" })], every(0, 100)],
    ["of a ratio", [item("1", ratio)], every(0, 100)],
    [
      "of a step beside a ratio of a third of it",
      [item("1", { weight: 3 }), item("2", ratio)],
      [...every(0, 25), ...every(75, 100)],
    ],
    [
      "of a step beside a heavier share",
      [item("1"), item("2", { type: "percent", weight: 3 })],
      every(0, 100),
    ],
    [
      "of two shares beside a step",
      [item("1", { weight: 2 }), item("2", ratio), item("3", { type: "percent" })],
      every(0, 100),
    ],
    ["of what is only recorded, beside a step", [gate(), item("1"), item("2", { type: "text" })], [0, 100]],
    ["of what is only recorded", [gate(), item("2", { type: "text" })], null],
  ])("%s", (_, items, scores) => {
    expect(scoresOf(items)).toEqual(scores);
  });

  test("are weighted by section and item", () => {
    const sections = [section("a", { weight: 3 }), section("b")];
    const items = [item("1", { weight: 2 }), item("2", { sectionId: "b" }), item("3", { sectionId: "b" })];
    expect(scoresOf(items, sections)).toEqual([0, 12, 25, 75, 87, 100]);
    expect(scoresOf(items, sections, 0)).toEqual([0, 100]);
    expect(scoresOf(items, sections, 1)).toEqual([0, 50, 100]);
  });

  test("are the same where lower is better", () => {
    const lower = [section("a", { direction: "lower-is-better" })];
    expect(scoresOf([item("1", ladder(1, 4))], lower)).toEqual([25, 50, 75, 100]);
    expect(scoresOf([item("1", { ...ladder(1, 4), reverse: true })], lower)).toEqual([25, 50, 75, 100]);
  });

  test("include those of an item whose section is not there", () => {
    expect(scoresOf([item("1"), item("2", { sectionId: "gone", weight: 3 })])).toEqual([0, 25, 75, 100]);
  });

  test("of a section without scored items are none", () => {
    const sections = [section("a"), section("b")];
    expect(scoresOf([item("1"), item("2", { type: "text", sectionId: "b" })], sections, 1)).toBeNull();
  });

  test("with what conditions show and without it", () => {
    const base = item("1", ladder(1, 2));
    const two = item("2", { weight: 2, showIf: shownIf("gate", 1) });
    // Alone 1 or 2 of 2; with the other 1 to 4 of 4.
    expect(scoresOf([gate(), base, two])).toEqual([25, 50, 75, 100]);
    // Never without the one that is always there.
    expect(scoresOf([gate(), base, item("2", { showIf: shownIf("gate", 1) })])).toEqual([33, 50, 66, 100]);
  });

  test("with each combination of what different conditions show", () => {
    const items = [
      gate(),
      item("1", ladder(4, 4)),
      item("2", { showIf: shownIf("gate", 1) }),
      item("3", { weight: 5, showIf: shownIf("gate", 2) }),
    ];
    // 4 of 4; 4 or 5 of 5; 4 or 9 of 9; 4, 5, 9 or 10 of 10.
    expect(scoresOf(items)).toEqual([40, 44, 50, 80, 90, 100]);
  });

  test("with what the same condition shows only together", () => {
    const items = [
      gate(),
      item("1", ladder(4, 4)),
      item("2", { showIf: shownIf("gate", 1) }),
      item("3", { weight: 5, showIf: shownIf("gate", 1) }),
    ];
    // 4 of 4; 4, 5, 9 or 10 of 10.
    expect(scoresOf(items)).toEqual([40, 50, 90, 100]);
  });

  test("with each combination of sections that conditions show", () => {
    const sections = [
      section("a"),
      section("b", { showIf: shownIf("gate", 1) }),
      section("c", { showIf: shownIf("gate", 2) }),
    ];
    const items = [
      gate(),
      item("1", ladder(4, 4)),
      item("2", { sectionId: "b" }),
      item("3", { sectionId: "c", weight: 5 }),
    ];
    expect(scoresOf(items, sections)).toEqual([40, 44, 50, 80, 90, 100]);
  });

  test("with an item and a section that have the same condition one by one", () => {
    const sections = [section("a"), section("b", { showIf: shownIf("gate", 1) })];
    const items = [
      gate(),
      item("1", ladder(4, 4)),
      item("2", { sectionId: "b" }),
      item("3", { weight: 5, sectionId: "b", showIf: shownIf("gate", 2) }),
    ];
    expect(scoresOf(items, sections)).toEqual([40, 44, 50, 80, 90, 100]);
  });

  test("are not worked out for more than six conditions", () => {
    const items = (conditions: number) => [
      gate(),
      item("1"),
      ...Array.from({ length: conditions }, (_, index) =>
        item(`c${index}`, { showIf: shownIf("gate", index) }),
      ),
    ];
    expect(scoresOf(items(6))).not.toEqual(every(0, 100));
    expect(scoresOf(items(6))).not.toContain(1);
    expect(scoresOf(items(7))).toEqual(every(0, 100));
  });
});

describe("a scale too fine to be worked out", () => {
  const unreached = (items: ItemInput[], from: number, to: number) =>
    told(instrument(items, { thresholds: [band("met", to), band("developing", from)] })).map(
      ([code]) => code,
    );
  const count = (id: string, max: number, weight = 1) => item(id, { type: "count", max, weight });

  test("begins with more than a hundred thousand sums", () => {
    expect(unreached([count("1", 99_999)], 50.0001, 50.0003)).toEqual(["band-unreachable"]);
    expect(unreached([count("1", 100_000)], 50.0001, 50.0003)).toEqual([]);
    expect(unreached([item("1", ladder(50_000, 149_999))], 10, 20)).toEqual([
      "band-unreachable",
      "band-unreachable",
    ]);
    expect(unreached([item("1", ladder(50_000, 150_000))], 10, 20)).toEqual([]);
  });

  test("counts each sum that the items before come to", () => {
    const two = (more: number) => [count("1", 399), count("2", more, 400)];
    expect(unreached(two(249), 50.0001, 50.0003)).toEqual(["band-unreachable"]);
    expect(unreached(two(250), 50.0001, 50.0003)).toEqual([]);
  });

  test("counts sums that differ by less than a thousand-millionth as one", () => {
    const items = every(1, 18).map((index) => item(String(index), { weight: 1 + index * 1e-12 }));
    expect(scoresOf(items)).not.toContain(1);
  });
});

describe("bands that no score falls into", () => {
  const message = (name: string, from: string, to: string) =>
    `Answered in full, no review can be “${name}”: scores go from ${from} % to ${to} % and none falls into it.`;
  const messages = (items: ItemInput[], ...thresholds: ThresholdInput[]) =>
    told(instrument(items, { thresholds }))
      .filter(([code]) => code === "band-unreachable")
      .map(([, , , text]) => text);
  const high = [item("1", ladder(2, 3))];

  test("are told by what they count as, or by their own names, the highest first", () => {
    const thirds = ["66.7", "100"] as const;
    expect(messages(high, band("met", 80), band("developing", 60), band("not-met", 0))).toEqual([
      message("not met", ...thirds),
    ]);
    expect(messages(high, band("met", 80), band("developing", 70), band("not-met", 0, "Poor"))).toEqual([
      message("developing", ...thirds),
    ]);
    expect(messages(high, band("developing", 40), band("not-met", 10, "Poor"), band("met", 50))).toEqual([
      message("developing", ...thirds),
      message("Poor", ...thirds),
    ]);
  });

  test("in whatever order they are listed", () => {
    const expected = [message("C", "0", "100"), message("B", "0", "100")];
    const bands = [
      band("met", 90, "D"),
      band("met", 80, "C"),
      band("developing", 70, "B"),
      band("developing", 0, "A"),
    ];
    const [d, c, b, a] = bands as [ThresholdInput, ThresholdInput, ThresholdInput, ThresholdInput];
    const one = [item("1")];
    const all = [...expected, message("not met", "0", "100")];
    for (const order of [
      [d, c, b, a],
      [a, b, c, d],
      [b, d, a, c],
      [c, a, d, b],
    ])
      expect(messages(one, ...order)).toEqual(all);
  });

  test("below all others are not met, unless that has a band of its own", () => {
    expect(messages(high, band("met", 60))).toEqual([message("not met", "66.7", "100")]);
    expect(messages(high, band("met", 90), band("met", 65, "B"), band("developing", 60))).toEqual([
      message("developing", "66.7", "100"),
      message("not met", "66.7", "100"),
    ]);
    expect(messages([item("1")], band("met", 60))).toEqual([]);
    expect(messages([item("1")], band("met", 0))).toEqual([message("not met", "0", "100")]);
    expect(messages(high, band("met", 60), band("not-met", 0, "Poor"))).toEqual([
      message("Poor", "66.7", "100"),
    ]);
  });

  test("are not told where two begin together and one is never the result", () => {
    expect(messages([item("1"), item("2")], band("met", 50, "A"), band("met", 50, "B"))).toEqual([]);
  });

  test("are measured with the error of binary numbers", () => {
    const half = [item("1"), item("2")];
    expect(messages(half, band("met", 60), band("developing", 50 + BINARY_ERROR))).toEqual([]);
    expect(messages(half, band("met", 60), band("developing", 50 + 3 * BINARY_ERROR))).toEqual([
      message("developing", "0", "100"),
    ]);
    expect(messages(half, band("met", 50 + BINARY_ERROR), band("developing", 45))).toEqual([
      message("developing", "0", "100"),
    ]);
    expect(messages(half, band("met", 50 + 3 * BINARY_ERROR), band("developing", 45))).toEqual([]);
  });

  test("are all of them where no item gives a score", () => {
    expect(told(instrument([gate()], { thresholds: [band("met", 80), band("developing", 60)] }), [])).toEqual(
      [
        [
          ...(["unknown-function", "items[0].essentialFunctionId"] as const),
          ...([
            "Item 1 “Item gate”, its essential function",
            "The practice profile has no function F-1.",
          ] as const),
        ],
        [
          ...(["band-unreachable", "scoring.thresholds", "The bands"] as const),
          "No item gives a score, so no band is ever reached.",
        ],
      ],
    );
    expect(told(instrument([gate()]), [])).toHaveLength(1);
  });
});
