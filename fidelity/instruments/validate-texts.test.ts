import { describe, expect, test } from "vitest";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { readDefinition } from "./read-definition.ts";
import { type DefinitionProblem, validateDefinition } from "./validate-definition.ts";

// biome-ignore lint/suspicious/noExplicitAny: the tests break the shape on purpose
type Loose = any;
type Change = (definition: Loose) => unknown;
type Told = [path: string, where: string, found: string, expected: string];

const steps = (...values: number[]) => values.map((value) => ({ value, text: `Step ${value}` }));
const sound = (): Loose => ({
  code: "C",
  version: 1,
  title: "T",
  subject: "coach",
  raterTypes: ["self", "independent"],
  dimensions: ["adherence", "quality"],
  sections: [
    { id: "a", title: "Opening" },
    { id: "b", title: "Closing" },
  ],
  items: [
    { id: "agenda", sectionId: "a", type: "binary", label: "Agenda" },
    {
      id: "listens",
      sectionId: "a",
      type: "anchored",
      label: "Listens",
      min: 1,
      max: 3,
      anchors: steps(1, 2, 3),
    },
    { id: "plans", sectionId: "b", type: "trinary", label: "Plans" },
    {
      ...{ id: "signs", sectionId: "b", type: "indicators", label: "Signs" },
      indicators: ["x", "y"].map((id) => ({ id, text: `Sign ${id}` })),
    },
    { id: "notes", sectionId: "b", type: "text", label: "Notes" },
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
  },
});
const problemsAfter = (change: Change) => {
  const definition = sound();
  change(definition);
  return validateDefinition(definition);
};
const told = (problems: DefinitionProblem[]): Told[] =>
  problems.map(({ path, where, found, expected }) => [path, where, found, expected]);
const toldAfter = (change: Change) => told(problemsAfter(change));

test("a sound definition has no problems", () => {
  expect(toldAfter(() => {})).toEqual([]);
});

describe("a wrong shape is told in words:", () => {
  test.each<[string, Change, Told[]]>([
    ["a missing text", (d) => delete d.title, [["title", "The title", "nothing", "text"]]],
    ["an empty text", (d) => (d.code = ""), [["code", "The code", '""', "some words"]]],
    ["a number for a text", (d) => (d.title = 5), [["title", "The title", "5", "text"]]],
    ["a text for a number", (d) => (d.version = "1"), [["version", "The version", '"1"', "a number"]]],
    ["half a version", (d) => (d.version = 1.5), [["version", "The version", "1.5", "a whole number"]]],
    ["a version of 0", (d) => (d.version = 0), [["version", "The version", "0", "1 or more"]]],
    [
      "a text for true or false",
      (d) => (d.items[0].reverse = "yes"),
      [["items[0].reverse", "Item 1 “Agenda”, reversed", '"yes"', "true or false"]],
    ],
    ["a text for a list", (d) => (d.items = "none"), [["items", "The items", '"none"', "a list"]]],
    [
      "an empty list",
      (d) => (d.raterTypes = []),
      [["raterTypes", "Who may rate", "a list of 0", "at least 1"]],
    ],
    [
      "a list for an object",
      (d) => (d.sections[0] = ["a", "b"]),
      [["sections[0]", "Section 1", "a list of 2", "an object"]],
    ],
    ["a missing object", (d) => delete d.scoring, [["scoring", "The scoring", "nothing", "an object"]]],
    ["nothing for a list", (d) => (d.items = null), [["items", "The items", "null", "a list"]]],
    ["an object for a text", (d) => (d.purpose = {}), [["purpose", "The purpose", "an object", "text"]]],
    ["true for a text", (d) => (d.purpose = true), [["purpose", "The purpose", "true", "text"]]],
    [
      "an unknown word",
      (d) => (d.subject = "client"),
      [["subject", "Whose fidelity is rated", '"client"', "one of coach, practitioner, unit"]],
    ],
    [
      "an unknown field",
      (d) => (d.items[1].colour = "red"),
      [["items[1]", "Item 2 “Listens”", "the field colour", "no such field"]],
    ],
    [
      "two unknown fields",
      (d) => Object.assign(d, { colour: "red", size: 3 }),
      [["", "The instrument", "the field colour, size", "no such field"]],
    ],
    [
      "a share over 1",
      (d) => (d.scoring.maxNotApplicableShare = 1.5),
      [["scoring.maxNotApplicableShare", "The limit for not applicable", "1.5", "at most 1"]],
    ],
    [
      "a negative share",
      (d) => (d.scoring.maxNotApplicableShare = -0.5),
      [["scoring.maxNotApplicableShare", "The limit for not applicable", "-0.5", "0 or more"]],
    ],
    [
      "no weight",
      (d) => (d.items[2].weight = 0),
      [["items[2].weight", "Item 3 “Plans”, its weight", "0", "more than 0"]],
    ],
    [
      "a long label of a band",
      (d) => (d.scoring.thresholds[0].label = "x".repeat(61)),
      [["scoring.thresholds[0].label", "Band 1", `"${"x".repeat(61)}"`, "at most 60 characters"]],
    ],
    [
      "a number within a number within a list",
      (d) => (d.items[1].anchors[2].value = "3"),
      [["items[1].anchors[2].value", "Item 2 “Listens”, step 3", '"3"', "a number"]],
    ],
    [
      "too many comparisons",
      (d) => (d.items[1].showIf = { comparisons: Array(21).fill({ itemId: "agenda", is: "answered" }) }),
      [["items[1].showIf.comparisons", "Item 2 “Listens”, when it is shown", "a list of 21", "at most 20"]],
    ],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });

  test("an unknown kind of item", () => {
    const kinds = "binary, trinary, anchored, count, duration, ratio, percent, indicators, text";
    expect(toldAfter((d) => (d.items[0].type = "slider"))).toEqual([
      ["items[0].type", "Item 1 “Agenda”, its type", '"slider"', `one of ${kinds}`],
    ]);
  });

  test.each([
    [undefined, "nothing"],
    [null, "null"],
    ["text", '"text"'],
    [7, "7"],
    [[], "a list of 0"],
    [[1, 2], "a list of 2"],
  ])("%j for a definition", (definition, found) => {
    expect(told(validateDefinition(definition))).toEqual([["", "The instrument", found, "an object"]]);
  });

  test("all of it is told before the meaning is looked at", () => {
    expect(
      toldAfter((d) => {
        d.version = "one";
        d.subject = "client";
        d.items[1].id = "agenda";
      }).map(([path]) => path),
    ).toEqual(["version", "subject"]);
  });
});

describe("what comes twice:", () => {
  test.each<[string, Change, Told[]]>([
    [
      "a rater",
      (d) => d.raterTypes.push("self"),
      [["raterTypes[2]", "Who may rate", "self", "a value not used before (also at Who may rate)"]],
    ],
    [
      "a dimension",
      (d) => d.dimensions.push("quality"),
      [
        [
          "dimensions[2]",
          "What it looks at",
          "quality",
          "a value not used before (also at What it looks at)",
        ],
      ],
    ],
    [
      "a section's id",
      (d) => d.sections.push({ id: "a", title: "Again" }),
      [
        [
          "sections[2].id",
          "Section 3 “Again”, its id",
          "a",
          "a value not used before (also at Section 1 “Opening”)",
        ],
      ],
    ],
    [
      "an item's id, three times",
      (d) => {
        d.items[1].id = "agenda";
        d.items[2].id = "agenda";
      },
      [
        [
          "items[1].id",
          "Item 2 “Listens”, its id",
          "agenda",
          "a value not used before (also at Item 1 “Agenda”)",
        ],
        [
          "items[2].id",
          "Item 3 “Plans”, its id",
          "agenda",
          "a value not used before (also at Item 1 “Agenda”)",
        ],
      ],
    ],
    [
      "an indicator's id",
      (d) => (d.items[3].indicators[1].id = "x"),
      [
        [
          "items[3].indicators[1].id",
          "Item 4 “Signs”, indicator 2",
          "x",
          "a value not used before (also at Item 4 “Signs”, indicator 1)",
        ],
      ],
    ],
    [
      "a step of a ladder",
      (d) => (d.items[1].anchors = steps(1, 2, 3, 2)),
      [
        [
          "items[1].anchors[3].value",
          "Item 2 “Listens”, step 4",
          "2",
          "a value not used before (also at Item 2 “Listens”, step 2)",
        ],
      ],
    ],
    [
      "a step of three",
      (d) => (d.items[2].anchors = steps(0, 1, 1)),
      [
        [
          "items[2].anchors[2].value",
          "Item 3 “Plans”, step 3",
          "1",
          "a value not used before (also at Item 3 “Plans”, step 2)",
        ],
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });
});

describe("sections and items", () => {
  test.each<[string, Change, Told[]]>([
    [
      "an empty section",
      (d) => d.sections.push({ id: "c", title: "Later" }),
      [["sections[2]", "Section 3 “Later”", "no items", "at least one item in the section"]],
    ],
    ["as many answers as the section has scored items", (d) => (d.sections[1].minAnswered = 2), []],
    [
      "more answers than the section has scored items",
      (d) => (d.sections[1].minAnswered = 3),
      [
        [
          "sections[1].minAnswered",
          "Section 2 “Closing”, fewest answered",
          "3",
          "at most 2, the scored items of the section",
        ],
      ],
    ],
    [
      "more answers than are left to score",
      (d) => {
        d.sections[0].minAnswered = 2;
        d.items[0].scored = false;
      },
      [
        [
          "sections[0].minAnswered",
          "Section 1 “Opening”, fewest answered",
          "2",
          "at most 1, the scored items of the section",
        ],
      ],
    ],
    [
      "an unknown section",
      (d) => (d.items[0].sectionId = "z"),
      [["items[0].sectionId", "Item 1 “Agenda”, its section", "z", "the id of a section"]],
    ],
    [
      "nothing that is scored",
      (d) => {
        for (const item of d.items.slice(0, 4)) item.scored = false;
      },
      [["items", "The items", "no scored item", "at least one scored item"]],
    ],
    [
      "a single scored item",
      (d) => {
        for (const item of d.items.slice(1, 4)) item.scored = false;
      },
      [],
    ],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });
});

describe("steps", () => {
  const ladder =
    (min: number, max: number, ...values: number[]) =>
    (d: Loose) =>
      Object.assign(d.items[1], { min, max, anchors: steps(...values) });
  const at = "Item 2 “Listens”, ";

  test.each<[string, Change, Told[]]>([
    ["from 0", ladder(0, 1, 0, 1), []],
    ["from below 0", ladder(-1, 1, -1, 0, 1), [["items[1].min", `${at}its lowest value`, "-1", "0 or more"]]],
    [
      "of one value",
      ladder(2, 2, 2),
      [["items[1].max", `${at}its highest value`, "2", "more than the minimum 2"]],
    ],
    [
      "upside down",
      ladder(3, 1),
      [["items[1].max", `${at}its highest value`, "1", "more than the minimum 3"]],
    ],
    [
      "with values off either end",
      ladder(1, 3, 0, 1, 2, 3, 4),
      [
        ["items[1].anchors[0].value", `${at}step 1`, "0", "1 to 3"],
        ["items[1].anchors[4].value", `${at}step 5`, "4", "1 to 3"],
      ],
    ],
    ["in any order", ladder(1, 3, 2, 3, 1), []],
    [
      "with values left out",
      ladder(1, 4, 2, 3),
      [["items[1].anchors", `${at}the texts of its steps`, "no text for 1, 4", "a text for every value"]],
    ],
    [
      "with ten values left out",
      ladder(0, 10, 10),
      [
        [
          "items[1].anchors",
          `${at}the texts of its steps`,
          "no text for 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
          "a text for every value",
        ],
      ],
    ],
    [
      "with all of a thousand million left out, of which ten are named",
      ladder(1, 1e9),
      [
        [
          "items[1].anchors",
          `${at}the texts of its steps`,
          "no text for 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
          "a text for every value",
        ],
      ],
    ],
    ["of which three need not all have a text", (d) => (d.items[2].anchors = steps(1)), []],
    [
      "off the three that there are",
      (d) => (d.items[2].anchors = steps(-1, 0, 2, 3)),
      [
        ["items[2].anchors[0].value", "Item 3 “Plans”, step 1", "-1", "0 to 2"],
        ["items[2].anchors[3].value", "Item 3 “Plans”, step 4", "3", "0 to 2"],
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });
});

describe("a critical rule", () => {
  const failsBelow =
    (item: number, below: number, rest: object = {}) =>
    (d: Loose) =>
      Object.assign(d.items[item], { critical: { failsBelow: below }, ...rest });
  const below = "items[1].critical.failsBelow";
  const where = "Item 2 “Listens”, its critical rule";
  const bounds = "more than 1 and at most 3";
  const noScore = "no critical rule on an item without a score";

  test.each<[string, Change, Told[]]>([
    ["at the lowest step", failsBelow(1, 1), [[below, where, "1", bounds]]],
    ["below the lowest step", failsBelow(1, 0), [[below, where, "0", bounds]]],
    ["just above the lowest step", failsBelow(1, 1.5), []],
    ["at the highest step", failsBelow(1, 3), []],
    ["above the highest step", failsBelow(1, 3.5), [[below, where, "3.5", bounds]]],
    [
      "on an item that is not scored",
      failsBelow(1, 2, { scored: false }),
      [["items[1].critical", where, "a critical rule", noScore]],
    ],
    [
      "on a count that is only recorded",
      failsBelow(2, 1, { type: "count" }),
      [["items[2].critical", "Item 3 “Plans”, its critical rule", "a critical rule", noScore]],
    ],
    ["on a count that is scored", failsBelow(2, 4, { type: "count", max: 4 }), []],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });
});

describe("bands", () => {
  const bands = (...thresholds: object[]) => [
    ...toldAfter((d) => (d.scoring.thresholds = thresholds)).map(([path, , found, expected]) => [
      path.replace(/^scoring\.thresholds/, ""),
      found,
      expected,
    ]),
  ];
  const band = (name: string, from: number, label?: string) => ({
    ...{ band: name, from },
    ...(label === undefined ? {} : { label }),
  });
  const ofItsOwn = (number: number) =>
    `a value not used before (also at Band ${number}), or a label of its own for both`;

  test.each<[string, object[], string[][]]>([
    ["none", [], [["", "no band", 'a band "met"']]],
    ["none that is met", [band("developing", 60)], [["", 'no band "met"', 'a band "met"']]],
    ["only one", [band("met", 80)], []],
    ["two of a kind without labels", [band("met", 80), band("met", 90)], [["[1].band", "met", ofItsOwn(1)]]],
    [
      "two of a kind, the first without a label",
      [band("developing", 10), band("met", 80), band("met", 90, "A")],
      [["[2].band", "met", ofItsOwn(2)]],
    ],
    [
      "two of a kind, the second without a label",
      [band("met", 80, "A"), band("met", 90)],
      [["[1].band", "met", ofItsOwn(1)]],
    ],
    ["two of a kind with labels", [band("met", 80, "A"), band("met", 90, "B")], []],
    [
      "two of a kind that begin together",
      [band("met", 80, "A"), band("met", 80, "B")],
      [["[1].from", "80", "a beginning of its own (also at Band 1)"]],
    ],
    [
      "two without labels that begin together",
      [band("met", 80), band("met", 80)],
      [["[1].band", "met", ofItsOwn(1)]],
    ],
    [
      "two of another kind that begin together",
      [band("met", 80, "A"), band("developing", 80, "B")],
      [["[1].from", "80", 'less than 80, where "met" begins']],
    ],
    ["one just below the other", [band("met", 80), band("developing", 79.9)], []],
    [
      "one above the other",
      [band("developing", 90), band("met", 80)],
      [["[0].from", "90", 'less than 80, where "met" begins']],
    ],
    [
      "one above the lowest of two that are met",
      [band("met", 90, "A"), band("met", 70, "B"), band("developing", 75)],
      [["[2].from", "75", 'less than 70, where "met" begins']],
    ],
    [
      "what is not met above what is developing",
      [band("met", 80), band("developing", 50), band("not-met", 60)],
      [["[2].from", "60", 'less than 50, where "developing" begins']],
    ],
    [
      "what is not met where what is developing begins",
      [band("not-met", 50), band("developing", 50), band("met", 80)],
      [["[0].from", "50", 'less than 50, where "developing" begins']],
    ],
    [
      "all of them upside down",
      [band("met", 10), band("developing", 20), band("not-met", 30)],
      [
        ["[1].from", "20", 'less than 10, where "met" begins'],
        ["[2].from", "30", 'less than 10, where "met" begins'],
      ],
    ],
    ["all of them", [band("not-met", 0), band("developing", 50), band("met", 80)], []],
    [
      "a label in capitals and not",
      [band("met", 80, "Good"), band("developing", 50, "gOOD")],
      [["[1].label", "gOOD", "a label not used before"]],
    ],
    ["labels that differ in a letter", [band("met", 80, "Maß"), band("developing", 50, "Mass")], []],
    ["no label for either", [band("met", 80), band("developing", 50)], []],
  ])("%s", (_, thresholds, expected) => {
    expect(bands(...thresholds)).toEqual(expected);
  });

  test("of a section are looked at too, and need not be there", () => {
    const where = "Section 2 “Closing”, ";
    expect(toldAfter((d) => (d.sections[1].thresholds = [band("developing", 60)]))).toEqual([
      ["sections[1].thresholds", `${where}the bands`, 'no band "met"', 'a band "met"'],
    ]);
    expect(toldAfter((d) => (d.sections[1].thresholds = [band("met", 60), band("met", 70)]))).toEqual([
      [
        "sections[1].thresholds[1].band",
        `${where}band 2`,
        "met",
        `a value not used before (also at ${where}band 1), or a label of its own for both`,
      ],
    ]);
  });
});

describe("a condition", () => {
  const itemShownIf =
    (index: number, ...comparisons: object[]) =>
    (d: Loose) =>
      (d.items[index].showIf = { comparisons });
  const sectionShownIf =
    (index: number, ...comparisons: object[]) =>
    (d: Loose) =>
      (d.sections[index].showIf = { comparisons });
  const answered = (itemId: string) => ({ itemId, is: "answered" });
  const earlier = "an item that comes earlier on the form";
  const first = "comparisons[0].itemId";

  test.each<[string, Change, Told[]]>([
    ["on the item before", itemShownIf(1, answered("agenda")), []],
    [
      "on the item itself",
      itemShownIf(1, answered("listens")),
      [
        [
          `items[1].showIf.${first}`,
          "Item 2 “Listens”, when it is shown, comparison 1",
          "“Listens”",
          earlier,
        ],
      ],
    ],
    [
      "on the item after",
      itemShownIf(0, answered("listens")),
      [[`items[0].showIf.${first}`, "Item 1 “Agenda”, when it is shown, comparison 1", "“Listens”", earlier]],
    ],
    [
      "on an item that is not there, beside one that is",
      itemShownIf(1, answered("agenda"), answered("gone")),
      [
        [
          "items[1].showIf.comparisons[1].itemId",
          "Item 2 “Listens”, when it is shown, comparison 2",
          "gone",
          "the id of an item",
        ],
      ],
    ],
    ["of a section on the last item before it", sectionShownIf(1, answered("listens")), []],
    [
      "of a section on its first item",
      sectionShownIf(1, answered("plans")),
      [
        [
          `sections[1].showIf.${first}`,
          "Section 2 “Closing”, when it is shown, comparison 1",
          "“Plans”",
          earlier,
        ],
      ],
    ],
    [
      "of the first section on anything",
      sectionShownIf(0, answered("agenda"), answered("notes")),
      [
        [
          `sections[0].showIf.${first}`,
          "Section 1 “Opening”, when it is shown, comparison 1",
          "“Agenda”",
          earlier,
        ],
        [
          "sections[0].showIf.comparisons[1].itemId",
          "Section 1 “Opening”, when it is shown, comparison 2",
          "“Notes”",
          earlier,
        ],
      ],
    ],
    [
      "on an item listed before but of a later section",
      (d) => {
        d.items.unshift(d.items.pop());
        d.items[1].showIf = { comparisons: [answered("notes")] };
      },
      [[`items[1].showIf.${first}`, "Item 2 “Agenda”, when it is shown, comparison 1", "“Notes”", earlier]],
    ],
    [
      "of an empty section",
      (d) => d.sections.push({ id: "c", title: "Later", showIf: { comparisons: [answered("agenda")] } }),
      [
        ["sections[2]", "Section 3 “Later”", "no items", "at least one item in the section"],
        [
          `sections[2].showIf.${first}`,
          "Section 3 “Later”, when it is shown, comparison 1",
          "“Agenda”",
          earlier,
        ],
      ],
    ],
    [
      "of an item without a section",
      (d) => Object.assign(d.items[4], { sectionId: "z", showIf: { comparisons: [answered("agenda")] } }),
      [
        ["items[4].sectionId", "Item 5 “Notes”, its section", "z", "the id of a section"],
        [`items[4].showIf.${first}`, "Item 5 “Notes”, when it is shown, comparison 1", "“Agenda”", earlier],
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(toldAfter(change)).toEqual(expected);
  });

  const numbers = ["equal", "not-equal", "at-least", "at-most", "more-than", "less-than"];
  const codes = ["na", "not-observed", "dont-know", "refused"];
  const everyTest = [...numbers, "answered", ...codes];
  const inWords = (is: string) =>
    ({ na: "not applicable", "dont-know": "don't know" })[is] ?? is.replaceAll("-", " ");
  const comparison = (itemId: string, is: string) => ({
    itemId,
    is,
    ...(numbers.includes(is) && { value: 1 }),
  });

  test.each<[string, object, string[]]>([
    ["offers no code", {}, []],
    ["may be not applicable", { naAllowed: true }, ["na"]],
    ["may be not observed and leave the score", { notObservedPolicy: "remove" }, ["not-observed"]],
    ["may be not observed and earn nothing", { notObservedPolicy: "zero" }, ["not-observed"]],
    ["may be not known", { dontKnowAllowed: true }, ["dont-know"]],
    ["may be refused", { refusedAllowed: true }, ["refused"]],
    [
      "offers all codes",
      { naAllowed: true, notObservedPolicy: "zero", dontKnowAllowed: true, refusedAllowed: true },
      codes,
    ],
  ])("on an item that %s asks for what it can be", (_, rest, offered) => {
    const can = [...numbers, "answered", ...offered];
    for (const is of everyTest)
      expect(
        toldAfter((d) => {
          Object.assign(d.items[0], rest);
          itemShownIf(1, comparison("agenda", is))(d);
        }),
      ).toEqual(
        can.includes(is)
          ? []
          : [
              [
                "items[1].showIf.comparisons[0].is",
                "Item 2 “Listens”, when it is shown, comparison 1",
                inWords(is),
                `what “Agenda” can be: ${can.map(inWords).join(", ")}`,
              ],
            ],
      );
  });

  test("on words asks whether there are any, and nothing else", () => {
    for (const is of everyTest)
      expect(
        toldAfter((d) => {
          d.items[4].sectionId = "a";
          sectionShownIf(1, comparison("notes", is))(d);
        }),
      ).toEqual(
        is === "answered"
          ? []
          : [
              [
                "sections[1].showIf.comparisons[0].is",
                "Section 2 “Closing”, when it is shown, comparison 1",
                inWords(is),
                "what “Notes” can be: answered",
              ],
            ],
      );
  });

  test("says what an item can be in plain words", () => {
    expect(
      toldAfter((d) => {
        Object.assign(d.items[0], { naAllowed: true, dontKnowAllowed: true });
        itemShownIf(1, comparison("agenda", "not-observed"))(d);
      }).map(([, , found, expected]) => [found, expected]),
    ).toEqual([
      [
        "not observed",
        "what “Agenda” can be: equal, not equal, at least, at most, more than, less than, answered, not applicable, don't know",
      ],
    ]);
  });
});

test("problems come in the order of the definition", () => {
  expect(
    toldAfter((d) => {
      d.raterTypes.push("self");
      d.dimensions.push("adherence");
      d.sections[0].minAnswered = 9;
      d.sections.push({ id: "a", title: "Again" });
      d.items[0].critical = { failsBelow: 0 };
      d.items[3].id = "plans";
      d.scoring.thresholds = [];
    }).map(([path]) => path),
  ).toEqual([
    "raterTypes[2]",
    "dimensions[2]",
    "sections[2].id",
    "sections[0].minAnswered",
    "items[3].id",
    "items[0].critical.failsBelow",
    "scoring.thresholds",
  ]);
});

describe("a definition that is used", () => {
  const read = (change: Change) => () => {
    const definition = sound();
    change(definition);
    return readDefinition(definition as InstrumentDefinitionInput);
  };

  test("must have the right shape", () => {
    expect(read((d) => delete d.title)).toThrow(TypeError);
    expect(read((d) => delete d.title)).toThrow(/^instrument\.title: /);
  });

  test("must not contradict itself, and is told every problem on a line", () => {
    const broken = read((d) => {
      d.items[1].id = "agenda";
      d.scoring.thresholds[1].from = 80;
    });
    expect(broken).toThrow(RangeError);
    expect(broken).toThrow(
      new RangeError(
        [
          "instrument.items[1].id: found agenda, expected a value not used before (also at Item 1 “Agenda”)",
          'instrument.scoring.thresholds[1].from: found 80, expected less than 80, where "met" begins',
        ].join("\n"),
      ),
    );
  });

  test("gets its defaults", () => {
    const { items, scoring, purpose } = read(() => {})();
    expect(items[4]).toEqual({
      ...{ id: "notes", sectionId: "b", type: "text", label: "Notes" },
      ...{ guidance: "", essentialFunctionId: null, showIf: null, required: false },
    });
    expect(scoring).toMatchObject({ maxNotApplicableShare: 0.25, missing: { policy: "not-scorable" } });
    expect(purpose).toBe("");
  });
});
