// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how an XLSForm names its questions
import { describe, expect, test } from "vitest";
import { fromXlsform } from "./from-xlsform.ts";
import type { Cell } from "./imported-instrument.ts";

type Row = Record<string, Cell>;
const sheet = (name: string, records: Row[], first: string[] = []) => {
  const columns = [...new Set([...first, ...records.flatMap(Object.keys)])];
  return {
    name,
    rows: [columns, ...records.map((record) => columns.map((column) => record[column] ?? null))],
  };
};
const choice = (list_name: string, name: Cell, label: Cell, more: Row = {}) => ({
  list_name,
  name,
  label,
  ...more,
});
const LISTS = [
  choice("yn", "yes", "Yes"),
  choice("yn", "no", "No"),
  choice("seen", "greets", "Greets"),
  choice("seen", "asks", "Asks"),
  choice("words", "red", "Red"),
  choice("words", "green", "Green"),
];
const read = (survey: Row[], { lists = LISTS, isOurs = false } = {}) =>
  fromXlsform([
    sheet("survey", survey, ["type", "name", "label"]),
    sheet("choices", lists, ["list_name", "name", "label"]),
    sheet("settings", [{ form_title: "T", form_id: "f", ...(isOurs && { "throughline::code": "f" }) }]),
  ]);
type Read = ReturnType<typeof read>;
const accounts = ({ rows }: Read, of = "survey") =>
  rows.filter((row) => row.sheet === of).map(({ name, outcome, how }) => [name, outcome, how]);
/** What becomes of a single question. */
const ask = (question: Row, more: Parameters<typeof read>[1] = {}) => {
  const done = read([{ name: "q", label: "Words", ...question }], more);
  const [account = []] = accounts(done);
  const { problems } = done;
  return {
    item: done.definition.items[0],
    account: account.slice(1),
    problems,
    lists: accounts(done, "choices"),
  };
};
const onType = (found: string, expected: string) => [
  { sheet: "survey", row: 2, column: "type", found, expected },
];

describe("a question with one answer", () => {
  test.each([
    ...["select_one yn", "select one yn", "Select_One yn", "  select_one   yn ", "select1 yn"],
    ...["select_one_external yn", "select one external yn", "add select one prompt using yn"],
    ...["add select_one yn", "select one from yn", "select_one prompt from yn", "select1 using yn"],
  ])("is written “%s”", (type) => {
    const { item, account, problems } = ask({ type });
    expect(item).toMatchObject({ type: "binary", id: "q", label: "Words" });
    expect([account, problems]).toEqual([["taken", "yes or no"], []]);
  });

  test.each(["or_other", "or other", "OR_OTHER", "or_specify other", "or specify other"])(
    "loses the free answer of “%s”",
    (other) => {
      const { item, account } = ask({ type: `select_one yn ${other}` });
      expect(item?.type).toBe("binary");
      expect(account).toEqual([
        ...["mapped", "yes or no; the free answer “other” is left out, it has no score"],
      ]);
    },
  );

  test.each([
    ["select_one words", ""],
    ["select_one words or_other", "; a free answer “other” has no score either"],
  ])("has no place when its choices are no scale: %s", (type, more) => {
    const { item, account, problems, lists } = ask({ type });
    expect([item, problems]).toEqual([undefined, []]);
    expect(account).toEqual([
      "left-out",
      `its choices are words without an order; a ladder needs whole numbers as their names${more}`,
    ]);
    expect(lists.at(-1)).toEqual(["green", "left-out", "no item that is taken uses this list"]);
  });

  test.each(["select_one nowhere", "select_multiple nowhere"])("needs its list: %s", (type) => {
    const { account, problems } = ask({ type });
    expect(account).toEqual(["left-out", "there is no list nowhere"]);
    expect(problems).toEqual(onType("the list nowhere", "a list of the sheet choices"));
  });
});

test.each([
  ...["hologram", "constructor", "select_one", "please select_one yn", "select-one yn", "select_oneyn"],
  ...["select_one-external yn", "select_one yn or_others", "select_one yn twice", "add select1yn"],
  ...["select-multiple seen", "please select_multiple seen", "please select all that apply"],
  ...["integers", "texts", "strings", "ranges", "ratio", "my text", "begin", "end groop"],
])("“%s” is no type of XLSForm", (type) => {
  const { account, problems } = ask({ type });
  expect(account).toEqual(["left-out", "this type is not known"]);
  expect(problems).toEqual(onType(type, "a question type of XLSForm"));
});

test.each([
  ["NOTE", "a note asks nothing; instructions of the instrument are written on its own page"],
  ["dateTime", "a date has no place; the review keeps the day of the observation"],
  ["rank yn", "an order of choices has no score"],
  ["select_one_from_file a.csv", "its choices are in another file"],
  ["select_multiple_from_file a.csv", "its choices are in another file"],
  ["background-audio", "files are not kept with a rating"],
  ["start", "who rated when is kept with every review"],
  ["geotrace", "a place on a map is not kept with a rating"],
  [
    "calculate",
    "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
  ],
])("“%s” has no place", (type, reason) => {
  const { account, problems } = ask({ type, calculation: "1 + 1" });
  expect([account, problems]).toEqual([["left-out", reason], []]);
});

test.each(["text", "string", "TEXT"])("“%s” is a text", (type) => {
  const { item, account, problems } = ask({ type });
  expect(item).toEqual({
    ...{ type: "text", id: "q", sectionId: "items", label: "Words", guidance: "" },
    ...{ essentialFunctionId: null, showIf: null, required: false },
  });
  expect([account, problems]).toEqual([["taken", "a text"], []]);
});

test.each(["integer", "int", "INTEGER"])("“%s” is a count without a score as yet", (type) => {
  const { item, account } = ask({ type });
  expect(item).toMatchObject({ type: "count", max: null });
  expect(account).toEqual([
    "mapped",
    "a count; recorded without a score until the count that earns all points is set",
  ]);
});

test.each<[Cell, boolean]>([
  ["yes", true],
  ["YES", true],
  [" yes ", true],
  ["true", true],
  [true, true],
  ["1", true],
  [1, true],
  ["true()", true],
  ["", false],
  ["no", false],
  [false, false],
  ["yes if seen", false],
  ["oh yes", false],
  ["not true()", false],
  ["true() or 1", false],
  ["11", false],
])("required %j: %j", (required, is) => {
  for (const isOurs of [false, true])
    expect(ask({ type: "text", required }, { isOurs }).item).toMatchObject({ required: is });
});

test.each([
  ["Look", "For raters", "Look For raters"],
  ["Look", null, "Look"],
  [null, "For raters", "For raters"],
])("hints %j and %j are the guidance %j", (hint, guidance_hint, guidance) => {
  expect(ask({ type: "text", hint, guidance_hint }).item).toMatchObject({ guidance });
});

test.each([
  ["constraint", "limit of the answer not taken over"],
  ["choice_filter", "filter of the choices not taken over"],
  ["appearance", "appearance left out"],
  ["default", "default left out, an answer is never filled in beforehand"],
  ["read_only", "read-only left out"],
  ["readonly", "read-only left out"],
  ["read only", "read-only left out"],
  ["trigger", "trigger left out"],
  ["calculation", "calculation left out"],
  ["relevant", "condition not taken over: “there” is more than a comparison"],
])("a row that fills %s loses it", (column, loss) => {
  expect(ask({ type: "text", [column]: "there" }).account).toEqual(["mapped", `a text; ${loss}`]);
  expect(ask({ type: "text", [column]: " " }).account).toEqual(["taken", "a text"]);
});

test("a row that fills several says so of each", () => {
  expect(ask({ type: "text", trigger: "x", appearance: "x", calculation: "x" }).account).toEqual([
    ...["mapped", "a text; trigger left out; appearance left out; calculation left out"],
  ]);
});

test.each(["constraint_message", "repeat_count", "required_message", "autoplay"])(
  "a row loses nothing of its own with %s",
  (column) => {
    expect(ask({ type: "text", [column]: "there" }).account).toEqual(["taken", "a text"]);
  },
);

test("a calculation that is written where an answer is chosen is left out, whatever the list is called", () => {
  const lists = [choice("calculate", "yes", "Yes"), choice("calculate", "no", "No")];
  expect(ask({ type: "select_one calculate", calculation: "1" }, { lists }).account).toEqual([
    ...["mapped", "yes or no; calculation left out"],
  ]);
});

describe("a range", () => {
  test.each([
    ["", 0, 10],
    ["start=1;end=5;step=1", 1, 5],
    ["start=1, end=5", 1, 5],
    ["start = 1; end = 5", 1, 5],
    ["Start=1;END=5;Step=1", 1, 5],
    ["restart=3;end=5", 0, 5],
    ["end=5  start=1", 1, 5],
    ["start=3", 3, 10],
    ["end=1", 0, 1],
    ["start=0;end=20", 0, 20],
    ["start=5;end=25", 5, 25],
  ])("of “%s” is a ladder from %i to %i", (parameters, min, max) => {
    const { item, account, problems } = ask({ type: "range", parameters });
    const anchors = [];
    for (let value = min; value <= max; value += 1) anchors.push({ value, text: String(value) });
    expect(item).toMatchObject({ type: "anchored", min, max, anchors });
    const how = `a ladder from ${min} to ${max}; every step has its number as its text`;
    expect([account, problems]).toEqual([["mapped", how], []]);
  });

  test.each([
    ["start=0;end=21", "0 to 21 by 1"],
    ["start=1;end=3;step=2", "1 to 3 by 2"],
    ["start=1;end=2;step=0.5", "1 to 2 by 0.5"],
    ["start=-1;end=3", "-1 to 3 by 1"],
    ["start=0.5;end=3", "0.5 to 3 by 1"],
    ["start=1;end=2.5", "1 to 2.5 by 1"],
    ["start=3;end=3", "3 to 3 by 1"],
    ["start=4;end=3", "4 to 3 by 1"],
    ["start=low", "NaN to 10 by 1"],
  ])("of “%s” is none", (parameters, found) => {
    const { item, account, problems } = ask({ type: "range", parameters });
    const how = `a range from ${found} is no ladder of at most 21 whole steps`;
    expect([item, account, problems]).toEqual([undefined, ["left-out", how], []]);
  });
});

describe("a question with several answers", () => {
  const EACH = "each choice is an indicator: ticked is yes, not ticked is no";

  test.each([
    ...["select_multiple seen", "select multiple seen", "Select_Multiple seen", "select multiple from seen"],
    ...["select all that apply from seen", "add select multiple prompt using seen"],
  ])("is written “%s”", (type) => {
    const { item, account, problems, lists } = ask({ type });
    expect(item).toMatchObject({
      type: "indicators",
      indicators: [
        { id: "greets", text: "Greets", notObservedAllowed: false },
        { id: "asks", text: "Asks", notObservedAllowed: false },
      ],
    });
    expect([account, problems]).toEqual([["mapped", `indicators of yes and no; ${EACH}`], []]);
    expect(lists.slice(2, 4)).toEqual([
      ["greets", "taken", "an indicator"],
      ["asks", "taken", "an indicator"],
    ]);
  });

  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => choice("many", `c${index}`, `<i>Choice</i> ${index}`));

  test("has up to 50 choices, their words without markup", () => {
    const { item, account } = ask({ type: "select_multiple many" }, { lists: numbered(50) });
    expect(item?.type === "indicators" && item.indicators).toHaveLength(50);
    expect(item).toMatchObject({
      indicators: expect.arrayContaining([expect.objectContaining({ text: "Choice 49" })]),
    });
    expect(account[0]).toBe("mapped");
  });

  test.each([
    ["51 choices", numbered(51), "it has 51 choices"],
    [
      "nothing to tick",
      [choice("many", "none", "None of these"), choice("many", "na", "N/A")],
      "it has no choice",
    ],
  ])("with %s is left out", (_, lists, how) => {
    const { item, account, lists: used } = ask({ type: "select_multiple many" }, { lists });
    expect([item, account]).toEqual([undefined, ["left-out", `${how}; 1 to 50 are taken as indicators`]]);
    expect(used[0]?.slice(1)).toEqual(["left-out", "no item that is taken uses this list"]);
  });

  test("with a single choice has one indicator", () => {
    expect(ask({ type: "select_multiple many" }, { lists: numbered(1) }).item?.type).toBe("indicators");
  });

  test("shares a list with a question of one answer, and each choice says all it became", () => {
    const lists = [
      choice("both", "0", "None"),
      choice("both", "1", "Some"),
      choice("both", "na", "Not applicable"),
    ];
    const done = read(
      [
        { type: "select_one both", name: "a", label: "A" },
        { type: "select_multiple both", name: "b", label: "B" },
        { type: "select_one both", name: "c", label: "C" },
      ],
      { lists },
    );
    expect(accounts(done, "choices")).toEqual([
      ["0", "mapped", "a step of the scale; no indicator ticked says it"],
      ["1", "taken", "a step of the scale; an indicator"],
      ["na", "mapped", "the answer “not applicable”; an answer to the whole item instead: Not applicable"],
    ]);
  });
});

test("every answer beside the steps is one of the item", () => {
  const lists = [
    choice("all", "1", "Never"),
    choice("all", "2", "Always"),
    choice("all", "a", "Not applicable"),
    choice("all", "b", "Not observed"),
    choice("all", "c", "Don't know"),
    choice("all", "d", "Refused"),
  ];
  const { item, account, lists: used } = ask({ type: "select_one all" }, { lists });
  expect(item).toMatchObject({
    ...{ type: "anchored", min: 1, max: 2, naAllowed: true, notObservedPolicy: "remove" },
    ...{ dontKnowAllowed: true, refusedAllowed: true },
  });
  expect(account).toEqual(["taken", "a ladder from 1 to 2"]);
  expect(used).toEqual([
    ["1", "taken", "a step of the scale"],
    ["2", "taken", "a step of the scale"],
    ["a", "mapped", "the answer “not applicable”"],
    ["b", "mapped", "the answer “not observed”"],
    ["c", "mapped", "the answer “don't know”"],
    ["d", "mapped", "the answer “refused”"],
  ]);
});

test("a condition knows what the choices of its item stand for", () => {
  const conditionOn = (value: string) =>
    read([
      { type: "select_one yn", name: "a", label: "A" },
      { type: "text", name: "b", label: "B", relevant: `\${a} = '${value}'` },
    ]).definition.items[1]?.showIf?.comparisons;
  expect(conditionOn("yes")).toEqual([{ itemId: "a", is: "equal", value: 1 }]);
  expect(conditionOn("no")).toEqual([{ itemId: "a", is: "equal", value: 0 }]);
});

describe("in a file of ours", () => {
  const isOurs = true;
  const own = (fields: Row) =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [`throughline::${field}`, value]));

  test("every character of label and guidance stays, and a hint is no formatting", () => {
    const { item, account } = ask({ type: "text", label: " <b>A</b> ", hint: " x\n" }, { isOurs });
    expect(item).toMatchObject({ label: " <b>A</b> ", guidance: " x\n" });
    expect(account).toEqual(["taken", "a text"]);
  });

  test("the row says the type, and the list only the texts of the steps", () => {
    const lists = [
      choice("l", "-1", "Harms"),
      choice("l", "0", "Absent"),
      choice("l", "10", " N/A "),
      choice("l", "3", "Not of the instrument", own({ anchor: "no" })),
      choice("l", "x1", "Letters first"),
      choice("l", "1x", "Letters last"),
      choice("l", "na", "Not applicable", own({ anchor: "no" })),
    ];
    const {
      item,
      account,
      problems,
      lists: used,
    } = ask({ type: "select_one l", ...own({ type: "anchored" }) }, { isOurs, lists });
    expect(problems).toEqual([]);
    expect(item).toMatchObject({
      ...{ type: "anchored", min: -1, max: 10, naAllowed: false },
      anchors: [
        { value: -1, text: "Harms" },
        { value: 0, text: "Absent" },
        { value: 10, text: " N/A " },
      ],
    });
    expect(account).toEqual(["taken", "a ladder from -1 to 10"]);
    expect(used.map(([name, ...how]) => [name, ...how])).toEqual(
      lists.map(({ name }) => [name, "taken", "a step of the scale"]),
    );
  });

  test("both ends of a ladder stand beside it", () => {
    const lists = [choice("l", "1", "One"), choice("l", "2", "Two")];
    const type = { type: "select_one l", ...own({ type: "anchored", min: 0, max: 3 }) };
    expect(ask(type, { isOurs, lists }).item).toMatchObject({
      min: 0,
      max: 3,
      anchors: [{ value: 1 }, { value: 2 }],
    });
  });

  test.each([
    ["binary", { type: "binary" }],
    [
      "trinary",
      {
        type: "trinary",
        anchors: [
          { value: 0, text: "No" },
          { value: 1, text: "Yes" },
        ],
      },
    ],
  ])("a %s item has no ends of its own", (type, expected) => {
    const lists = [choice("l", "0", "No"), choice("l", "1", "Yes")];
    const { item, problems } = ask({ type: "select_one l", ...own({ type }) }, { isOurs, lists });
    expect(problems).toEqual([]);
    expect(item).toMatchObject(expected);
    expect(Object.keys(item ?? {})).not.toContain("min");
  });

  test("a list whose row has no type of ours is read as any other", () => {
    const lists = [choice("l", "0", "No"), choice("l", "1", "Yes"), choice("l", "na", "N/A")];
    expect(ask({ type: "select_one l" }, { isOurs, lists }).item).toMatchObject({
      ...{ type: "binary", naAllowed: true },
    });
  });

  test("the codes of the choices are known to conditions", () => {
    const lists = ["0", "1", "na", "not_observed", "dont_know", "refused"].map((name) =>
      choice("l", name, name),
    );
    const comparisonsOf = (value: string) =>
      read(
        [
          { type: "select_one l", name: "a", label: "A", ...own({ type: "binary" }) },
          { type: "text", name: "b", label: "B", relevant: `\${a} = '${value}'` },
        ],
        { isOurs, lists },
      ).definition.items[1]?.showIf?.comparisons;
    expect(comparisonsOf("1")).toEqual([{ itemId: "a", is: "equal", value: 1 }]);
    expect(comparisonsOf("na")).toEqual([{ itemId: "a", is: "na" }]);
    expect(comparisonsOf("not_observed")).toEqual([{ itemId: "a", is: "not-observed" }]);
    expect(comparisonsOf("dont_know")).toEqual([{ itemId: "a", is: "dont-know" }]);
    expect(comparisonsOf("refused")).toEqual([{ itemId: "a", is: "refused" }]);
  });

  test("the exact condition counts while the one that others read says the same", () => {
    const exact = { match: "any", comparisons: [{ itemId: "a", is: "at-least", value: 2 }] };
    const showIf = (relevant: string) =>
      read(
        [
          { type: "integer", name: "a", label: "A" },
          { type: "text", name: "b", label: "B", relevant, ...own({ show_if: JSON.stringify(exact) }) },
        ],
        { isOurs },
      ).definition.items[1]?.showIf;
    expect(showIf("${a} >= 2")).toEqual(exact);
    expect(showIf("${a} >= 3")).toEqual({
      match: "all",
      comparisons: [{ itemId: "a", is: "at-least", value: 3 }],
    });
  });

  test("indicators have their own ids, and one like “not applicable” stays one", () => {
    const lists = [
      choice("l", "1", " <b>Greets</b>", own({ id: "greets", not_observed: "yes" })),
      choice("l", "2", "N/A", own({ id: "na", not_observed: "no" })),
      choice("l", "3", "None of these"),
    ];
    const { item, account, lists: used } = ask({ type: "select_multiple l" }, { isOurs, lists });
    expect(item).toMatchObject({
      ...{ type: "indicators", naAllowed: false },
      indicators: [
        { id: "greets", text: " <b>Greets</b>", notObservedAllowed: true },
        { id: "na", text: "N/A", notObservedAllowed: false },
        { id: "3", text: "None of these", notObservedAllowed: false },
      ],
    });
    expect(account).toEqual(["taken", "indicators of yes and no"]);
    expect(used.map(([, ...how]) => how)).toEqual(Array(3).fill(["taken", "an indicator"]));
  });

  test("a count is one as it stands, and the counts of a ratio are its parts", () => {
    const survey = [
      { type: "integer", name: "n", label: "N", ...own({ type: "count", max: 4 }) },
      { type: "integer", name: "r_above", label: "R: N", ...own({ part: "r" }) },
      { type: "integer", name: "r_below", label: "R: D", ...own({ part: "r" }) },
      {
        ...{ type: "calculate", name: "r", label: "R", calculation: "${r_above} div ${r_below}" },
        ...own({ type: "ratio", numerator: "N", denominator: "D" }),
      },
      { type: "calculate", name: "x", label: "X", calculation: "${n} + 1" },
      { type: "note", name: "t", label: "T", ...own({ type: "text" }) },
    ];
    const done = read(survey, { isOurs });
    expect(done.problems).toEqual([]);
    expect(done.definition.items).toMatchObject([
      { id: "n", type: "count", max: 4 },
      { id: "r", type: "ratio", numerator: "N", denominator: "D" },
    ]);
    expect(accounts(done)).toEqual([
      ["n", "taken", "a count"],
      ["r_above", "taken", "a count of r"],
      ["r_below", "taken", "a count of r"],
      ["r", "taken", "a ratio of two counts"],
      [
        "x",
        "left-out",
        "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
      ],
      ["t", "left-out", "a note asks nothing; instructions of the instrument are written on its own page"],
    ]);
  });

  test("the same columns in a file of others make no part and no calculation an item", () => {
    const done = read([
      { type: "integer", name: "n", label: "N", ...own({ part: "r" }) },
      { type: "calculate", name: "r", label: "R", calculation: "1", ...own({ type: "percent" }) },
      { type: "note", name: "throughline_instructions", label: "Read" },
    ]);
    expect(done.definition.items.map(({ id }) => id)).toEqual(["n"]);
    expect(accounts(done).map(([, outcome]) => outcome)).toEqual(["mapped", "left-out", "left-out"]);
    expect(accounts(done)[2]?.[2]).toMatch(/^a note asks nothing/);
  });

  test("the note of the instructions is taken, other notes are not", () => {
    const done = read(
      [
        { type: "note", name: "throughline_instructions", label: "Read" },
        { type: "note", name: "other", label: "Read" },
      ],
      { isOurs },
    );
    expect(accounts(done)).toEqual([
      ["throughline_instructions", "taken", "the instructions, which the settings carry"],
      [
        "other",
        "left-out",
        "a note asks nothing; instructions of the instrument are written on its own page",
      ],
    ]);
  });
});

describe("a calculation", () => {
  const counts = [
    { type: "integer", name: "n", label: "Done" },
    { type: "integer", name: "m", label: "Chances" },
  ];
  test.each([
    [
      "${n} div ${m}",
      { type: "ratio", numerator: "Done", denominator: "Chances" },
      "a ratio of two counts; recorded without a score until the ratio that earns all points is set",
    ],
    [
      "100 * ${n} div ${m}",
      { type: "percent", opportunity: "Chances" },
      "a share of opportunities; “Done” of “Chances” is the share of one point",
    ],
  ])("of %s takes both counts", (calculation, item, how) => {
    const done = read([...counts, { type: "Calculate", name: "q", label: "Q", calculation }]);
    expect(done.definition.items).toEqual([expect.objectContaining(item)]);
    expect(accounts(done)).toEqual([
      ["n", "mapped", "what is counted above the line of “q”"],
      ["m", "mapped", "what is counted below the line of “q”"],
      ["q", "mapped", how],
    ]);
  });

  test.each([
    ["no quotient", "${n} + ${m}"],
    ["one of a field that is no count", "${n} div ${x}"],
    ["blank", ""],
  ])("that is %s is left out, and the counts stay", (_, calculation) => {
    const done = read([...counts, { type: "calculate", name: "q", label: "Q", calculation }]);
    expect(done.definition.items.map(({ id }) => id)).toEqual(["n", "m"]);
    expect(accounts(done)[2]?.slice(1)).toEqual([
      "left-out",
      "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
    ]);
  });
});
