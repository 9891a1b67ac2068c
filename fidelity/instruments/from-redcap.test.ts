import { expect, test } from "vitest";
import { fromRedcap } from "./from-redcap.ts";
import { REDCAP_COLUMNS, type RedcapColumn } from "./redcap-columns.ts";

type Field = Partial<Record<RedcapColumn, string>>;
const HEADERS = {
  designer: REDCAP_COLUMNS.map(([, header]) => header as string),
  api: REDCAP_COLUMNS.map(([key]) => key as string),
};
const dictionary = (fields: Field[], headers: string[] = HEADERS.designer) =>
  fromRedcap([
    headers,
    ...fields.map((field) =>
      REDCAP_COLUMNS.map(([key]) => field[key] ?? (key === "form_name" ? "visit" : "")),
    ),
  ]);
const field = (field_name: string, field_type: string, more: Field = {}): Field => ({
  ...{ field_name, field_type, field_label: `Label of ${field_name}` },
  ...more,
});
const choices = (text: string) => ({ select_choices_or_calculations: text });
const first = field("record_id", "text");

test.each(["designer", "api"] as const)("fields with the headers of the %s", (style) => {
  const { definition, rows, problems } = dictionary(
    [
      first,
      field("a", "yesno", { section_header: "<u>Opening</u>", field_note: "Look" }),
      field("b", "truefalse"),
      field("c", "radio", choices("0, Not in place | 1, Partly | 2, Fully")),
      field("d", "dropdown", choices("1, <b>Never</b>, ever | 2, Sometimes | 9, Abstain/Not applicable")),
      field("e", "text", { text_validation_type_or_show_slider_number: "integer", text_validation_min: "0" }),
      field("f", "notes", { section_header: "Closing", required_field: "y" }),
      field("g", "text", {
        text_validation_type_or_show_slider_number: "email",
        branching_logic: "[a] = '1'",
      }),
    ],
    HEADERS[style],
  );
  expect(problems).toEqual([]);
  expect(definition.sections.map(({ title }) => title)).toEqual(["Opening", "Closing"]);
  expect(definition.items).toMatchObject([
    { id: "a", type: "binary", guidance: "Look", sectionId: "section_2" },
    { id: "b", type: "binary" },
    { id: "c", type: "trinary", anchors: [{ text: "Not in place" }, {}, {}] },
    { id: "d", type: "anchored", min: 1, max: 2, naAllowed: true, anchors: [{ text: "Never, ever" }, {}] },
    { id: "e", type: "count" },
    { id: "f", type: "text", required: true, sectionId: "section_3" },
    { id: "g", type: "text", required: false },
  ]);
  expect(rows.map(({ row, outcome, how }) => [row, outcome, how])).toEqual([
    [
      2,
      "left-out",
      "the first field of a REDCap project is its record id; every review has an id of its own",
    ],
    [3, "taken", "yes or no"],
    [4, "mapped", "yes or no; true is yes, false is no"],
    [5, "taken", "0, 1, 2"],
    [6, "mapped", "a ladder from 1 to 2; choice “Abstain/Not applicable” is the answer “not applicable”"],
    [
      7,
      "mapped",
      "a count; recorded without a score until the count that earns all points is set; lowest value left out",
    ],
    [8, "taken", "a text"],
    [9, "mapped", "a text, with its condition; validation email left out"],
  ]);
});

test("what has no place is left out with its reason", () => {
  const { rows, problems, definition } = dictionary([
    first,
    field("a", "checkbox", choices("")),
    field("b", "calc"),
    field("c", "sql"),
    field("d", "file"),
    field("e", "descriptive"),
    field("f", "slider", choices("Sad | Glad")),
    field("g", "text", { text_validation_type_or_show_slider_number: "date_ymd" }),
    field("h", "text", { text_validation_type_or_show_slider_number: "number" }),
    field("i", "text", { identifier: "y" }),
    field("j", "radio", choices("1, Red | 4, Green")),
    field("k", "hologram"),
    field("", "text"),
    field("m", "radio", choices("Red | 1, Green | 0, Blue")),
  ]);
  expect(definition.items).toEqual([]);
  expect(rows).toHaveLength(14);
  expect(rows.every(({ outcome, how }) => outcome === "left-out" && how !== "")).toBe(true);
  expect(problems.map(({ row, column, found }) => [row, column, found])).toEqual([
    [13, "field_type", "hologram"],
    [14, "field_name", "nothing"],
    [15, "select_choices_or_calculations", "Red"],
  ]);
});

test("a form without section headers is a section under its own name; other columns are named", () => {
  const read = fromRedcap([
    ["field_name", "form_name", "field_type", "field_label", "colour"],
    ["record_id", "one", "text", "Record"],
    ["a", "home_visit", "yesno", "A", "red"],
    ["b", "home_visit", "yesno", "B"],
  ]);
  expect(read.definition.sections.map(({ title }) => title)).toEqual(["home visit"]);
  expect(read.columns.at(-1)).toEqual({
    ...{ sheet: "dictionary", column: "E colour", outcome: "left-out" },
    how: "no column of a data dictionary; its content is left out",
  });
});

test("a file without rows, and one of another kind", () => {
  expect(fromRedcap([]).problems).toMatchObject([{ row: 0, found: "no rows" }]);
  expect(
    fromRedcap([
      ["a", "b"],
      ["1", "2"],
    ]).problems.map(({ found }) => found),
  ).toEqual([...Array(4).fill("no such column"), "nothing"]);
});

test("branching logic, checkboxes and quotients", () => {
  const whole = { text_validation_type_or_show_slider_number: "integer" };
  const { definition, rows } = dictionary([
    first,
    field("a", "yesno"),
    field("b", "radio", {
      ...choices("1, Never | 2, Ever | 9, Not applicable"),
      branching_logic: "[a] = '1'",
    }),
    field("c", "checkbox", { ...choices("1, Asks | 2, Waits"), branching_logic: "[a] <> '0' and [b] = '9'" }),
    field("d", "text", { ...whole, branching_logic: "[c(1)] = '1'" }),
    field("e", "text", whole),
    field("f", "calc", choices("[d] / [e]")),
    field("g", "text", whole),
    field("h", "text", whole),
    field("i", "calc", choices("([g]/[h])*100")),
    field("j", "notes", { branching_logic: "[visit_1_arm_1][a] = '1'" }),
    field("k", "notes", { branching_logic: "([a] = '1' or [b] = \"2\")" }),
  ]);
  expect(definition.items).toMatchObject([
    { id: "a", showIf: null },
    { id: "b", showIf: { comparisons: [{ itemId: "a", is: "equal", value: 1 }] } },
    {
      ...{ id: "c", type: "indicators" },
      indicators: [
        { id: "1", text: "Asks" },
        { id: "2", text: "Waits" },
      ],
      showIf: {
        comparisons: [
          { itemId: "a", is: "not-equal", value: 0 },
          { itemId: "b", is: "na" },
        ],
      },
    },
    { id: "f", type: "ratio", numerator: "Label of d", denominator: "Label of e" },
    { id: "i", type: "percent", opportunity: "Label of h" },
    { id: "j", showIf: null },
    { id: "k", showIf: { match: "any" } },
  ]);
  const how = Object.fromEntries(rows.map((row) => [row.name, row.how]));
  expect(how.j).toBe("a text; condition not taken over: it looks at another event");
  expect(how.d).toBe("what is counted above the line of “f”");
  expect(rows).toHaveLength(12);
});
