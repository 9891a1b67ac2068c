// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how an XLSForm names its questions
import { expect, test } from "vitest";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { toXlsform } from "./to-xlsform.ts";

type Given = Omit<Partial<InstrumentDefinitionInput>, "items"> & { items: object[] };
const sheets = ({ items, ...rest }: Given) =>
  toXlsform({
    code: "weekly",
    version: 1,
    title: "Weekly",
    subject: "coach",
    raterTypes: ["self"],
    dimensions: ["quality"],
    sections: [{ id: "s", title: "S" }],
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
    ...rest,
    items: items.map((one) => ({ sectionId: "s", label: "Words", ...one })) as never,
  });
/** An item with a score, without which there is no instrument, and its row. */
const SCORED = { id: "z", type: "count", max: 5 };
const SCORED_ROW = { type: "integer", name: "z", label: "Words", required: "yes" };
/** The rows of a sheet by their columns, blank cells left out. */
const records = (given: Given, name = "survey") => {
  const [header = [], ...rows] = sheets(given).find((sheet) => sheet.name === name)?.rows ?? [];
  return rows.map((row) =>
    Object.fromEntries(row.flatMap((cell, index) => (cell === null ? [] : [[header[index], cell]]))),
  );
};
const isForeign = ([column]: [string, unknown]) => !column.startsWith("throughline::");
/** The same, with only what another tool reads. */
const foreign = (given: Given, name = "survey") =>
  records(given, name).map((record) => Object.fromEntries(Object.entries(record).filter(isForeign)));

test("an instrument is three sheets, and what XLSForm has no place for stands in columns of our own", () => {
  const items = [
    { id: "a", type: "text", guidance: "In words" },
    { id: "b", type: "binary" },
  ];
  const own = (names: string) => names.split(" ").map((name) => `throughline::${name}`);
  expect(sheets({ items })).toEqual([
    {
      name: "survey",
      rows: [
        [
          ...["type", "name", "label", "hint", "required"],
          ...own("id direction weight min_answered thresholds show_if section order type function required"),
          ...own("reverse fails_below na_allowed na_requires_reason not_observed dont_know_allowed"),
          ...own("refused_allowed scored"),
        ],
        [
          ...["begin_group", "s", "S", null, null, "s", "higher-is-better", "1", "0"],
          ...Array(15).fill(null),
        ],
        [
          ...["text", "a", "Words", "In words", null, "a", null, null, null, null, null],
          ...["s", "1", "text", null, "no"],
          ...Array(8).fill(null),
        ],
        [
          ...["select_one list_1", "b", "Words", null, "yes", "b", null, "1", null, null, null],
          ...["s", "2", "binary", null, null, "no", null, "no", "yes", "not-allowed", "no", "no", "yes"],
        ],
        ["end_group", ...Array(23).fill(null)],
      ],
    },
    {
      name: "choices",
      rows: [
        ["list_name", "name", "label", "throughline::anchor"],
        ["list_1", "0", "No", "no"],
        ["list_1", "1", "Yes", "no"],
      ],
    },
    {
      name: "settings",
      rows: [
        [
          ...["form_title", "form_id", "version"],
          ...own("code version subject rater_types dimensions purpose instructions method thresholds"),
          ...own("max_not_applicable_share missing min_answered_share"),
        ],
        [
          ...["Weekly", "weekly", "1", "weekly", "1", "coach", "self", "quality", null, null],
          ...["percent-of-possible", "met 80", "0.25", "not-scorable", null],
        ],
      ],
    },
  ]);
});

test("an instrument without choices still has the header of their sheet", () => {
  expect(sheets({ items: [SCORED] })[1]).toEqual({
    name: "choices",
    rows: [["list_name", "name", "label"]],
  });
});

test.each<[string, object, object]>([
  ["words", { type: "text" }, { type: "text" }],
  ["words that must be there", { type: "text", required: true }, { type: "text", required: "yes" }],
  ["a count", { type: "count" }, { type: "integer", required: "yes" }],
  ["a duration", { type: "duration" }, { type: "integer", required: "yes" }],
  ["yes or no", { type: "binary" }, { type: "select_one list_1", required: "yes" }],
  ["0, 1, 2", { type: "trinary" }, { type: "select_one list_1", required: "yes" }],
  [
    "a ladder",
    { type: "anchored", min: 1, max: 2, anchors: [1, 2].map((value) => ({ value, text: `Step ${value}` })) },
    { type: "select_one list_1", required: "yes" },
  ],
  [
    "indicators",
    { type: "indicators", indicators: [{ id: "greets", text: "Greets" }] },
    { type: "select_multiple list_1", required: "yes" },
  ],
])("%s are asked as what XLSForm has for them", (_, given, row) => {
  expect(foreign({ items: [{ id: "a", ...given }, SCORED] })).toEqual([
    { type: "begin_group", name: "s", label: "S" },
    { name: "a", label: "Words", ...row },
    SCORED_ROW,
    { type: "end_group" },
  ]);
});

test("a ratio and a percentage ask for both counts, then calculate", () => {
  const items = [
    { id: "r", type: "ratio", label: "R to Q", numerator: "Reflections", denominator: "Questions" },
    { id: "p", type: "percent", label: "Share", opportunity: "Chances", guidance: "Count both" },
  ];
  const count = (name: string, label: string) => ({ type: "integer", required: "yes", name, label });
  expect(foreign({ items }).slice(1, -1)).toEqual([
    count("r_above", "R to Q: Reflections"),
    count("r_below", "R to Q: Questions"),
    {
      ...{ type: "calculate", name: "r", label: "R to Q" },
      calculation: "if(${r_below} > 0, ${r_above} div ${r_below}, '')",
    },
    count("p_done", "Share: done"),
    count("p_opportunities", "Share: Chances"),
    {
      ...{ type: "calculate", name: "p", label: "Share", hint: "Count both" },
      calculation: "if(${p_opportunities} > 0, 100 * ${p_done} div ${p_opportunities}, '')",
    },
  ]);
  expect(records({ items }).map((row) => row["throughline::part"])).toEqual(
    [null, "r", "r", null, "p", "p", null, null].map((part) => part ?? undefined),
  );
});

test("a condition is one of the question, of both its counts, and of the group", () => {
  const showIf = { match: "any", comparisons: [{ itemId: "first one", is: "equal", value: 1 }] };
  const read = foreign({
    sections: [
      { id: "s", title: "S" },
      { id: "t", title: "T", showIf: showIf as never },
    ],
    items: [
      { id: "first one", type: "binary" },
      { id: "w", type: "text", showIf },
      { id: "r", type: "ratio", numerator: "N", denominator: "D", showIf },
      { id: "x", type: "text", sectionId: "t" },
    ],
  });
  expect(read.map(({ name, relevant }) => [name, relevant])).toEqual([
    ["s", undefined],
    ["first_one", undefined],
    ["w", "${first_one} = '1'"],
    ["r_above", "${first_one} = '1'"],
    ["r_below", "${first_one} = '1'"],
    ["r", "${first_one} = '1'"],
    [undefined, undefined],
    ["t", "${first_one} = '1'"],
    ["x", undefined],
    [undefined, undefined],
  ]);
});

test("items stand in their sections, in the order of the sections", () => {
  const read = foreign({
    sections: [
      { id: "late", title: "Late" },
      { id: "early", title: "Early" },
    ],
    items: [
      { id: "a", type: "text", sectionId: "early" },
      { id: "b", type: "text", sectionId: "late" },
      { id: "c", type: "text", sectionId: "early" },
      { ...SCORED, sectionId: "late" },
    ],
  });
  expect(read.map(({ type, name }) => name ?? type)).toEqual([
    ...["late", "b", "z", "end_group", "early", "a", "c", "end_group"],
  ]);
});

test("instructions are a note before the first group, unless they are blank", () => {
  const items = [SCORED];
  expect(records({ items, instructions: " Read first. " })[0]).toEqual({
    type: "note",
    name: "throughline_instructions",
    label: " Read first. ",
  });
  for (const instructions of ["", " \n"])
    expect(records({ items, instructions })[0]?.type).toBe("begin_group");
});

test("every question has a name that XLSForm allows, and no two the same", () => {
  const ids = [
    ...["with space", "with/slash", "with_space", "with\tspace", "a.b-c", "9lives", "_x", "-dash", "é", "Q1"],
    ...["s", "throughline_instructions"],
  ];
  const read = foreign({ items: [...ids.map((id) => ({ id, type: "text" })), SCORED] });
  expect(read.slice(1, -2).map(({ name }) => name)).toEqual([
    ...[
      "with_space",
      "with_slash",
      "with_space_2",
      "with_space_3",
      "a.b-c",
      "_9lives",
      "_x",
      "_-dash",
      "_",
      "Q1",
    ],
    ...["s_2", "throughline_instructions_2"],
  ]);
});

test("the form's own name is one that XLSForm allows too, and the code stays beside it", () => {
  const [settings] = records({ code: "Week 1/É.a-b_2", version: 12, items: [SCORED] }, "settings");
  expect(settings).toMatchObject({
    ...{ form_title: "Weekly", form_id: "Week_1__.a-b_2", version: "12" },
    ...{ "throughline::code": "Week 1/É.a-b_2", "throughline::version": "12" },
  });
});

test("items with the same choices share a list, others have one of their own", () => {
  const anchors = [0, 1, 2].map((value) => ({ value, text: `Text ${value}` }));
  const given = {
    items: [
      { id: "a", type: "binary" },
      { id: "b", type: "trinary", anchors },
      { id: "c", type: "binary" },
      { id: "d", type: "binary", naAllowed: true },
      { id: "e", type: "trinary", anchors },
      {
        ...{ id: "f", type: "indicators" },
        indicators: [
          { id: "greets", text: "Greets" },
          { id: "asks", text: "Asks", notObservedAllowed: true },
        ],
      },
    ],
  };
  expect(
    foreign(given)
      .slice(1, -1)
      .map(({ type }) => type),
  ).toEqual([
    ...["select_one list_1", "select_one list_2", "select_one list_1", "select_one list_3"],
    ...["select_one list_2", "select_multiple list_4"],
  ]);
  const own = (list_name: string, name: string, label: string, more = {}) => ({
    list_name,
    name,
    label,
    ...more,
  });
  const isNone = { "throughline::anchor": "no" };
  const indicator = (id: string, notObserved: string) => ({
    "throughline::id": id,
    "throughline::not_observed": notObserved,
  });
  expect(records(given, "choices")).toEqual([
    own("list_1", "0", "No", isNone),
    own("list_1", "1", "Yes", isNone),
    own("list_2", "0", "Text 0"),
    own("list_2", "1", "Text 1"),
    own("list_2", "2", "Text 2"),
    own("list_3", "0", "No", isNone),
    own("list_3", "1", "Yes", isNone),
    own("list_3", "na", "Not applicable", isNone),
    own("list_4", "1", "Greets", indicator("greets", "no")),
    own("list_4", "2", "Asks", indicator("asks", "yes")),
  ]);
});

test("a definition that contradicts itself is not written", () => {
  expect(() => sheets({ items: [{ id: "a", type: "text", sectionId: "nowhere" }, SCORED] })).toThrow(
    RangeError,
  );
  expect(() => sheets({ code: "", items: [SCORED] })).toThrow(TypeError);
});
