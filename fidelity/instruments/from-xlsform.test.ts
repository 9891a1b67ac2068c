// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how an XLSForm names its questions
import { expect, test } from "vitest";
import { fromXlsform } from "./from-xlsform.ts";
import type { Cell } from "./imported-instrument.ts";

const SCALES: Cell[][] = [
  ["list_name", "name", "label"],
  ["yes_no", "yes", "Yes"],
  ["yes_no", "no", "No"],
  ["placed", 0, "Not in place"],
  ["placed", 1, "Partly"],
  ["placed", 2, "Fully"],
  ["often", "1", "Never"],
  ["often", "2", "Sometimes"],
  ["often", "3", "Always"],
  ["often", "na", "Not applicable"],
  ["often", "98", "Don't know"],
  ["colours", "red", "Red"],
  ["colours", "green", "Green"],
  ["holes", 1, "One"],
  ["holes", 3, "Three"],
];
const form = (survey: Cell[][], more: { choices?: Cell[][]; settings?: Cell[][] } = {}) =>
  fromXlsform([
    { name: "survey", rows: survey },
    { name: "choices", rows: more.choices ?? SCALES },
    ...(more.settings ? [{ name: "settings", rows: more.settings }] : []),
  ]);
const HEADER = ["type", "name", "label", "hint", "required", "relevant"];
const rowsOf = (read: ReturnType<typeof form>, sheet = "survey") =>
  read.rows.filter((row) => row.sheet === sheet).map(({ row, outcome, how }) => [row, outcome, how]);

test("choices become the scale they make, with what is no step as an answer of its own", () => {
  const { definition, rows, problems } = form([
    HEADER,
    ["begin_group", "opening", "Opening"],
    ["select_one yes_no", "a", "Sets an agenda", "Look at the paper", "yes"],
    ["select_one placed", "b", "Is in place"],
    ["select_one often", "c", "Listens", null, null, "selected(${a}, 'yes')"],
    ["integer", "d", "Open questions"],
    ["text", "e", "Remarks", null, true],
    ["end_group"],
    ["range", "f", "Warmth"],
  ]);
  expect(problems).toEqual([]);
  expect(definition.sections).toMatchObject([
    { id: "opening", title: "Opening" },
    { id: "items", title: "Items" },
  ]);
  expect(definition.items).toMatchObject([
    { id: "a", type: "binary", label: "Sets an agenda", guidance: "Look at the paper", sectionId: "opening" },
    { id: "b", type: "trinary", anchors: [{ value: 0, text: "Not in place" }, { value: 1 }, { value: 2 }] },
    { id: "c", type: "anchored", min: 1, max: 3, naAllowed: true, dontKnowAllowed: true },
    { id: "d", type: "count", max: null },
    { id: "e", type: "text", required: true },
    { id: "f", type: "anchored", min: 0, max: 10, sectionId: "items" },
  ]);
  expect(
    rows.filter(({ sheet }) => sheet === "survey").map(({ row, outcome, how }) => [row, outcome, how]),
  ).toEqual([
    [2, "taken", "section “Opening”"],
    [3, "taken", "yes or no"],
    [4, "taken", "0, 1, 2"],
    [5, "taken", "a ladder from 1 to 3, with its condition"],
    [6, "mapped", "a count; recorded without a score until the count that earns all points is set"],
    [7, "taken", "a text"],
    [8, "taken", "ends the group “Opening”"],
    [9, "mapped", "a ladder from 0 to 10; every step has its number as its text"],
  ]);
  expect(
    rowsOf({ definition, rows } as never, "choices").filter(([, outcome]) => outcome === "mapped"),
  ).toEqual([
    [10, "mapped", "the answer “not applicable”"],
    [11, "mapped", "the answer “don't know”"],
  ]);
  expect(
    rowsOf({ definition, rows } as never, "choices").filter(([, outcome]) => outcome === "left-out"),
  ).toHaveLength(4);
});

test("what has no place is left out with its reason, and every row has an account", () => {
  const kinds: [string, RegExp][] = [
    ["note", /asks nothing/],
    ["calculate", /no rating/],
    ["decimal", /decimals/],
    ["date", /day of the observation/],
    ["dateTime", /day of the observation/],
    ["geopoint", /map/],
    ["image", /files/],
    ["start-geopoint", /map/],
    ["deviceid", /who rated when/],
    ["select_multiple nowhere", /no list nowhere/],
    ["rank colours", /order of choices/],
    ["acknowledge", /single answer/],
    ["select_one colours", /words without an order/],
    ["select_one colours or_other", /free answer “other”/],
    ["select_one holes", /holes at 2/],
    ["select_one_from_file regions.csv", /another file/],
    ["select_one nowhere", /no list nowhere/],
    ["range", /no ladder/],
    ["hologram", /not known/],
  ];
  const survey = [
    [...HEADER, "parameters"],
    ...kinds.map(([kind], index) => [kind, `q${index}`, "Words", null, null, null, "start=1;end=2;step=0.5"]),
  ];
  const { rows, definition, problems } = form(survey);
  expect(definition.items).toEqual([]);
  const own = rows.filter(({ sheet }) => sheet === "survey");
  expect(own).toHaveLength(kinds.length);
  for (const [index, [kind, reason]] of kinds.entries())
    expect(own[index], kind).toMatchObject({
      row: index + 2,
      outcome: "left-out",
      how: expect.stringMatching(reason),
    });
  expect(problems.map(({ found }) => found)).toEqual(["the list nowhere", "the list nowhere", "hologram"]);
});

test("a repeat is left out with everything in it, its end too", () => {
  const read = form([
    HEADER,
    ["begin repeat", "family", "Members"],
    ["begin group", "one", "Person"],
    ["text", "name", "Name"],
    ["end group"],
    ["end repeat"],
    ["text", "last", "Remarks"],
  ]);
  expect(rowsOf(read).map(([, outcome]) => outcome)).toEqual([...Array(5).fill("left-out"), "taken"]);
  expect(read.definition.items.map(({ id }) => id)).toEqual(["last"]);
});

test("groups in groups become sections, and a section without an item is left out", () => {
  const read = form([
    HEADER,
    ["begin_group", "outer", "Outer"],
    ["begin_group", "inner", null],
    ["text", "a", "A"],
    ["end_group"],
    ["end_group"],
  ]);
  expect(read.definition.sections.map(({ title }) => title)).toEqual(["Outer: inner"]);
  expect(rowsOf(read).slice(0, 2)).toEqual([
    [2, "left-out", "no item of this section is taken, and a section has at least one"],
    [
      3,
      "mapped",
      "section “Outer: inner”; its title is its name, it has no label; a group inside a group becomes a section of its own",
    ],
  ]);
});

test("old spellings, a blank second row, two labels and other languages", () => {
  const read = fromXlsform([
    {
      name: "survey",
      rows: [
        ["type", "name", "label", "label", "label::Swahili", "bind:relevant", "image", "kobo--x"],
        [null, " ", null],
        [
          "select one from yes_no",
          "a",
          "Is it <b>there</b>?<br>Look &amp; see",
          "other",
          "ipo",
          "selected(b, 1)",
          null,
          "x",
        ],
      ],
    },
    {
      name: "choices",
      rows: [["list name", "name", "label"], [null], ["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]],
    },
    { name: "media", rows: [["Where"], ["there"]] },
  ]);
  expect(read.definition.items).toMatchObject([
    { id: "a", type: "binary", label: "Is it there? Look & see" },
  ]);
  expect(rowsOf(read)).toEqual([
    [
      ...[3, "mapped"],
      "yes or no; condition not taken over: “b” is more than a comparison; formatting removed",
    ],
  ]);
  expect(rowsOf(read, "media")).toEqual([[1, "left-out", "a sheet of this name is not read (2 rows)"]]);
  expect(
    read.columns.filter(({ outcome }) => outcome === "left-out").map(({ column, how }) => [column, how]),
  ).toEqual([
    ["D label", "means the same as column C label, which is read"],
    ["E label::Swahili", "language Swahili; the column without a language is read"],
    ["G image", "media are not kept with an instrument"],
    ["H kobo--x", "no column that is read; its content is left out"],
  ]);
  expect(read.problems).toEqual([
    {
      sheet: "survey",
      row: 1,
      column: "D label",
      found: "“label” again",
      expected: "one column of this meaning; C label is read",
    },
  ]);
});

test("the default language is read, or the first where none is named", () => {
  const survey = [
    ["type", "name", "label::English (en)", "label::French (fr)", "hint::French (fr)"],
    ["text", "a", "Words", "Mots", "Conseil"],
  ];
  const choices = [["list_name", "name", "label::English (en)"]];
  const labelOf = (settings?: Cell[][]) => form(survey, { choices, settings }).definition.items[0]?.label;
  expect(labelOf()).toBe("Words");
  expect(
    labelOf([
      ["form_title", "default_language"],
      ["T", "French (fr)"],
    ]),
  ).toBe("Mots");
  expect(
    labelOf([
      ["form_title", "default_language"],
      ["T", "French"],
    ]),
  ).toBe("Mots");
});

test("a header with white space is found; the title and the code come from the settings", () => {
  const settings = [
    ["form_title\t", "form_id", "version"],
    ["<i>Weekly</i>", "weekly", { date: "2024-05-15" }],
    ["again", "x", "1"],
  ];
  const read = form([HEADER, ["text", "a", "A"]], { settings });
  expect(read.definition).toMatchObject({ code: "weekly", title: "Weekly", version: 1 });
  expect(rowsOf(read, "settings").map(([, outcome]) => outcome)).toEqual(["taken", "left-out"]);
  expect(read.problems).toMatchObject([
    { sheet: "settings", row: 2, column: "C version", found: "the date 2024-05-15" },
  ]);
});

test("all problems at once, each with its place", () => {
  const read = form(
    [
      HEADER,
      ["text", null, "No name"],
      ["text", "a", null],
      ["text", "a", "Again"],
      [null, "b", "No type"],
      ["end_group"],
      ["begin_group", "g", "G"],
      ["end_repeat"],
      ["text", { date: "2026-02-01" }, "February"],
    ],
    {
      choices: [
        ["list_name", "name", "label"],
        ["x", "1", "One"],
        ["x", "1", "Two"],
        ["x", "2", null],
        [null, "3", "Three"],
      ],
    },
  );
  expect(read.problems.map(({ sheet, row, column, found }) => [sheet, row, column, found])).toEqual([
    ["survey", 9, "B name", "the date 2026-02-01"],
    ["choices", 3, "name", "“1” again"],
    ["choices", 4, "label", "nothing"],
    ["choices", 5, "list_name", "nothing"],
    ["survey", 2, "name", "nothing"],
    ["survey", 3, "label", "nothing"],
    ["survey", 4, "name", "“a” again"],
    ["survey", 5, "type", "nothing"],
    ["survey", 6, "type", "end_group without a begin"],
    ["survey", 8, "type", "end_repeat while group “g” is open"],
    ["survey", 7, "type", "begin_group “g” that never ends"],
  ]);
  expect(read.definition.items.map(({ id, label }) => [id, label])).toEqual([
    ["item_2", "No name"],
    ["a", "a"],
    ["a_2", "Again"],
    ["2026-02-01", "February"],
  ]);
});

test("no survey, an empty one, and one without its columns", () => {
  expect(fromXlsform([{ name: "Sheet1", rows: [["a"]] }]).problems).toEqual([
    { sheet: "survey", row: 0, column: "", found: "no such sheet", expected: "a sheet named survey" },
  ]);
  expect(fromXlsform([{ name: "Survey", rows: [] }]).problems).toMatchObject([{ found: "an empty sheet" }]);
  expect(
    fromXlsform([{ name: "survey", rows: [["kind"], ["text"]] }]).problems.map(({ expected }) => expected),
  ).toEqual(["a column type", "a column name", "a type"]);
});

test("more items than an instrument has, and a text longer than a cell, are left out", () => {
  const many = Array.from({ length: 502 }, (_, index) => [
    "text",
    `q${index}`,
    index === 0 ? "x".repeat(10_001) : "Words",
  ]);
  const read = form([HEADER, ...many]);
  expect(read.definition.items).toHaveLength(500);
  expect(rowsOf(read).filter(([, outcome]) => outcome === "left-out")).toEqual([
    [2, "left-out", "its text has 10001 characters, at most 10000 are taken"],
    [503, "left-out", "an instrument has at most 500 items"],
  ]);
});

test("a broken column of ours costs its own value and no more", () => {
  const read = form(
    [
      [
        "type",
        "name",
        "label",
        "throughline::type",
        "throughline::weight",
        "throughline::section",
        "throughline::reverse",
      ],
      ["select_one yes_no", "a", " A ", "binary", "heavy", "nowhere", "perhaps"],
    ],
    {
      settings: [
        ["form_title", "throughline::code", "throughline::subject", "throughline::thresholds"],
        ["T", "c", "client", "met x"],
      ],
    },
  );
  expect(read.definition.items).toMatchObject([
    { id: "a", label: " A ", type: "binary", weight: 1, reverse: false, sectionId: "items" },
  ]);
  expect(read.definition).toMatchObject({ code: "c", subject: null, scoring: { thresholds: [] } });
  expect(read.problems.map(({ sheet, row, column, found }) => [sheet, row, column, found])).toEqual([
    ["survey", 2, "throughline::weight", "heavy"],
    ["survey", 2, "throughline::reverse", "perhaps"],
    ["survey", 2, "throughline::section", "nowhere"],
    ["settings", 2, "throughline::subject", "client"],
    ["settings", 2, "throughline::thresholds", "met x"],
  ]);
});

test("conditions are mapped as far as they are comparisons, and what is not is said", () => {
  const read = form([
    HEADER,
    ["select_one yes_no", "came_up", "Worry came up"],
    ["integer", "times", "How often"],
    ["begin_group", "worry", "Worry", null, null, "${came_up} = 'yes'"],
    ["select_one often", "a", "Asks", null, null, "${times} >= 2 or 0 < ${times}"],
    ["select_one often", "b", "Waits", null, null, "${a} = 'na'"],
    ["begin_group", "deep", "Deep", null, null, "${times} > 1 and ${a} != 2"],
    ["select_one often", "c", "Stays", null, null, "not(${a} = 1)"],
    ["text", "d", "Words", null, null, "${a} != ''"],
    ["end_group"],
    ["text", "e", "Later", null, null, "${f} = 1"],
    ["text", "f", "Mixed", null, null, "${a} = 1 or ${a} = 2 and ${times} = 1"],
    ["text", "g", "Blank", null, null, "${a} = ''"],
    ["end_group"],
  ]);
  expect(read.unfinished.filter(({ path }) => path.includes("showIf"))).toEqual([]);
  expect(read.definition.sections.map(({ id, showIf }) => [id, showIf])).toEqual([
    ["items", null],
    ["worry", { match: "all", comparisons: [{ itemId: "came_up", is: "equal", value: 1 }] }],
    [
      "deep",
      {
        match: "all",
        comparisons: [
          { itemId: "came_up", is: "equal", value: 1 },
          { itemId: "times", is: "more-than", value: 1 },
          { itemId: "a", is: "not-equal", value: 2 },
        ],
      },
    ],
  ]);
  const showIf = Object.fromEntries(read.definition.items.map((item) => [item.id, item.showIf]));
  expect(showIf).toMatchObject({
    a: {
      match: "any",
      comparisons: [
        { itemId: "times", is: "at-least", value: 2 },
        { itemId: "times", is: "more-than", value: 0 },
      ],
    },
    b: { comparisons: [{ itemId: "a", is: "na" }] },
    d: { comparisons: [{ itemId: "a", is: "answered" }] },
    ...{ c: null, e: null, f: null, g: null },
  });
  expect(Object.fromEntries(rowsOf(read).map(([row, , how]) => [row, how]))).toMatchObject({
    7: expect.stringMatching(/group inside a group.*; its condition waits for an answer/),
    8: expect.stringContaining("condition not taken over: “not” is more than a comparison"),
    11: "a text; condition not taken over: it looks at “f”, which is not taken or comes later",
    12: "a text; condition not taken over: it mixes “and” with “or”",
    13: "a text; condition not taken over: it asks whether “a” is blank",
  });
});

test("several answers become indicators, and one count over another its ratio or percentage", () => {
  const choices = [
    ...SCALES,
    ["seen", "greets", "Greets"],
    ["seen", "asks", "Asks"],
    ["seen", "none", "None of these"],
    ["seen", "na", "Not applicable"],
  ];
  const read = form(
    [
      [...HEADER, "calculation"],
      ["select_multiple seen", "opening", "Opens well"],
      ["integer", "reflections", "Reflections"],
      ["integer", "questions", "Questions"],
      [
        "calculate",
        "r_to_q",
        "Ratio",
        null,
        null,
        null,
        "if(${questions} > 0, ${reflections} div ${questions}, '')",
      ],
      ["integer", "done", "Responses"],
      ["integer", "chances", "Chances"],
      ["calculate", "share", "Share", null, null, null, "round(100 * (${done} div ${chances}), 1)"],
      ["calculate", "sum", "Sum", null, null, null, "${done} + ${chances}"],
      ["calculate", "again", "Again", null, null, null, "${done} div ${chances}"],
    ],
    { choices },
  );
  expect(read.definition.items).toMatchObject([
    {
      ...{ id: "opening", type: "indicators", naAllowed: true },
      indicators: [
        { id: "greets", text: "Greets" },
        { id: "asks", text: "Asks" },
      ],
    },
    { id: "r_to_q", type: "ratio", numerator: "Reflections", denominator: "Questions", full: null },
    { id: "share", type: "percent", opportunity: "Chances" },
  ]);
  expect(rowsOf(read).map(([row, outcome]) => [row, outcome])).toEqual([
    ...[2, 3, 4, 5, 6, 7, 8].map((row) => [row, "mapped"]),
    ...[9, 10].map((row) => [row, "left-out"]),
  ]);
  expect(rowsOf(read)[1]?.[2]).toBe("what is counted above the line of “r_to_q”");
  expect(rowsOf(read, "choices").slice(-2)).toEqual([
    [18, "left-out", "no indicator ticked says it"],
    [19, "mapped", "an answer to the whole item instead: Not applicable"],
  ]);
});

test("counts that a condition looks at stay counts", () => {
  const read = form([
    [...HEADER, "calculation"],
    ["integer", "n", "Reflections"],
    ["integer", "m", "Questions"],
    ["text", "why", "Why so few", null, null, "${m} < 2"],
    ["calculate", "ratio", "Ratio", null, null, null, "${n} div ${m}"],
  ]);
  expect(read.definition.items.map(({ id, type }) => [id, type])).toEqual([
    ["n", "count"],
    ["m", "count"],
    ["why", "text"],
  ]);
});

test("what follows a group keeps its place, and cannot look at what a form of sections asks later", () => {
  const read = form([
    HEADER,
    ["select_one yes_no", "a", "First"],
    ["begin_group", "g", "Group"],
    ["select_one yes_no", "b", "Within"],
    ["begin_group", "h", "Deeper"],
    ["select_one yes_no", "c", "Deep"],
    ["end_group"],
    ["text", "d", "After the deeper one", null, null, "${c} = 'yes'"],
    ["end_group"],
    ["text", "e", "Last", null, null, "${b} = 'yes'"],
  ]);
  expect(read.definition.sections.map(({ id }) => id)).toEqual(["items", "g", "h", "items_2"]);
  expect(read.definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual([
    ...["a items", "b g", "c h", "d g", "e items_2"],
  ]);
  expect(read.definition.items.map(({ showIf }) => showIf !== null)).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(rowsOf(read).find(([row]) => row === 8)?.[2]).toBe(
    "a text; condition not taken over: it looks at “c”, which is not taken or comes later",
  );
});
