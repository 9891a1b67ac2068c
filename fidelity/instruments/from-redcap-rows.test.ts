import { describe, expect, test } from "vitest";
import { fromRedcap } from "./from-redcap.ts";
import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { REDCAP_COLUMNS, type RedcapColumn } from "./redcap-columns.ts";
import { toRedcap } from "./to-redcap.ts";

type Field = Partial<Record<RedcapColumn, string>>;
const HEADERS = REDCAP_COLUMNS.map(([, header]) => header as string);
const dictionary = (...fields: Field[]) =>
  fromRedcap([
    HEADERS,
    ...fields.map((field) =>
      REDCAP_COLUMNS.map(([key]) => field[key] ?? (key === "form_name" ? "visit" : "")),
    ),
  ]);
const field = (field_name: string, field_type: string, more: Field = {}): Field => ({
  ...{ field_name, field_type, field_label: `Label of ${field_name}` },
  ...more,
});
const choices = (text: string) => ({ select_choices_or_calculations: text });
const validated = (text: string) => ({ text_validation_type_or_show_slider_number: text });
const tagged = (own: unknown) => ({
  field_annotation: `@THROUGHLINE=${typeof own === "string" ? own : JSON.stringify(own)}`,
});
const RECORD = field("record_id", "text");
/** What became of one field after the record. */
const only = (one: Field) => {
  const { rows, problems, definition } = dictionary(RECORD, one);
  const { outcome, how, kind } = rows[1] ?? {};
  return { outcome, how, kind, problems, item: definition.items[0] };
};

test("a file without rows, one with a header only, and one with other headers", () => {
  expect(fromRedcap([])).toMatchObject({
    definition: { code: "imported", title: "imported", sections: [], items: [] },
    ...{ rows: [], columns: [] },
    problems: [{ sheet: "dictionary", row: 0, column: "", found: "no rows", expected: "a header row" }],
  });
  expect(dictionary()).toMatchObject({ definition: { code: "imported", title: "imported" }, problems: [] });
  const at = { sheet: "dictionary", row: 2, found: "no such column" };
  expect(fromRedcap([[], ["colour"]]).problems).toEqual([
    { ...at, column: "field_name", expected: "a column Variable / Field Name" },
    { ...at, column: "form_name", expected: "a column Form Name" },
    { ...at, column: "field_type", expected: "a column Field Type" },
    { ...at, column: "field_label", expected: "a column Field Label" },
  ]);
});

test("each column is read, named as lost, or unknown", () => {
  const lost = "a definition has no place for it; the rows that fill it say so";
  const { columns } = fromRedcap([[...HEADERS, "Note"]]);
  expect(columns).toHaveLength(19);
  for (const { column, outcome, how } of columns.slice(0, 18)) {
    const isLost = ["I", "J", "N", "O", "P", "Q"].includes(column.slice(0, 1));
    expect({ column, outcome, how }).toEqual({
      ...{ column, outcome: isLost ? "left-out" : "taken", how: isLost ? lost : "" },
    });
  }
  expect(columns[18]).toEqual({
    ...{ sheet: "dictionary", column: "S Note", outcome: "left-out" },
    how: "no column of a data dictionary; its content is left out",
  });
});

test("headers count whatever their case, spaces and signs", () => {
  const { problems, definition } = fromRedcap([
    [
      "VARIABLE/FIELD NAME",
      "form-name",
      " Field  Type ",
      "(field label)",
      "branching logic show field only if",
    ],
    ["a", "visit", "yesno", "A", ""],
    ["b", "visit", "yesno", "B", "[a] = '1'"],
  ]);
  expect(problems).toEqual([]);
  expect(definition.items).toMatchObject([
    { id: "a", label: "A", showIf: null },
    { id: "b", showIf: { match: "all", comparisons: [{ itemId: "a", is: "equal", value: 1 }] } },
  ]);
});

test("the instrument is named after its first form, sections after their header or their form", () => {
  const { definition } = dictionary(
    field("a", "yesno", { form_name: "home_visit_1" }),
    field("b", "yesno", { form_name: "home_visit_1" }),
    field("c", "yesno", { form_name: "home_visit_2" }),
    field("d", "yesno", { form_name: "home_visit_2", section_header: "<b>End</b>" }),
    field("e", "yesno", { form_name: "home_visit_2" }),
  );
  expect([definition.code, definition.title]).toEqual(["home_visit_1", "home visit 1"]);
  expect(definition.sections.map(({ id, title }) => [id, title])).toEqual([
    ["section_1", "home visit 1"],
    ["section_2", "home visit 2"],
    ["section_3", "End"],
  ]);
  expect(definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual([
    ...["a section_1", "b section_1", "c section_2", "d section_3", "e section_3"],
  ]);
});

test("fields of no form stand in a section of their own", () => {
  const { definition, problems } = dictionary(field("a", "yesno", { form_name: "" }));
  expect(problems).toEqual([]);
  expect([definition.code, definition.title]).toEqual(["imported", "imported"]);
  expect(definition.sections).toMatchObject([{ id: "section_1", title: "Items" }]);
  expect(definition.items).toMatchObject([{ id: "a", sectionId: "section_1" }]);
});

describe("the first field", () => {
  const recordId = "the first field of a REDCap project is its record id; every review has an id of its own";
  test.each<[Field, string, string]>([
    [field("a", "text"), "left-out", recordId],
    [field("a", "yesno"), "taken", "yes or no"],
    [
      field("a", "text", validated("integer")),
      "mapped",
      "a count; recorded without a score until the count that earns all points is set",
    ],
  ])("%j", (one, outcome, how) => {
    expect(dictionary(one).rows).toMatchObject([{ outcome, how }]);
  });

  test("is the only one that is a record id", () => {
    expect(only(field("a", "text"))).toMatchObject({ outcome: "taken", how: "a text", kind: "text" });
  });
});

test.each<[Field, string]>([
  [field("a", "checkbox"), "it has 0 choices; 1 to 50 are taken as indicators"],
  [
    field("a", "calc", choices("[x] + [y]")),
    "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
  ],
  [field("a", "sql"), "its choices come from another project"],
  [field("a", "file"), "files are not kept with a rating"],
  [
    field("a", "descriptive"),
    "a description asks nothing; instructions of the instrument are written on its own page",
  ],
  [field("a", "slider"), "a slider has no steps with a text"],
  [field("a", "text", validated("number")), "a number with decimals has no place; a count is whole"],
  [field("a", "text", validated("number_2dp")), "a number with decimals has no place; a count is whole"],
  ...["date_ymd", "datetime_dmy", "time", "TIME_HH_MM_SS"].map<[Field, string]>((format) => [
    field("a", "text", validated(format)),
    "a date has no place; the review keeps the day of the observation",
  ]),
  [field("a", "radio", choices("1, Red")), "it has one choice that earns a score"],
  ...["y", "Y", "yes"].map<[Field, string]>((identifier) => [
    field("a", "yesno", { identifier }),
    "it is marked as an identifier; a checklist asks for nothing that names a person",
  ]),
])("%j is left out", (one, how) => {
  expect(only(one)).toMatchObject({ outcome: "left-out", how, problems: [], item: undefined });
});

test.each<[Field, string, string]>([
  [field("a", "yesno"), "taken", "yes or no"],
  [field("a", "yesno", { identifier: "any" }), "taken", "yes or no"],
  [field("a", "YesNo"), "taken", "yes or no"],
  [field("a", "truefalse"), "mapped", "yes or no; true is yes, false is no"],
  [field("a", "notes"), "taken", "a text"],
  [field("a", "text", validated("email")), "mapped", "a text; validation email left out"],
  [field("a", "text", validated("local_date")), "mapped", "a text; validation local_date left out"],
  [field("a", "yesno", { field_annotation: "@HIDDEN" }), "mapped", "yes or no; annotation left out"],
  [field("a", "yesno", { custom_alignment: "RH" }), "taken", "yes or no"],
  [
    field("a", "yesno", {
      ...{ matrix_group_name: "m", matrix_ranking: "y", question_number: "3" },
      ...{ text_validation_min: "1", text_validation_max: "9", field_annotation: "@X" },
    }),
    "mapped",
    "yes or no; lowest value left out; highest value left out; number left out, items are numbered by their place; leaves its matrix and stands alone; ranking left out; annotation left out",
  ],
  [
    field("a", "radio", choices("0, No | 1, Yes | 2, N/A | 3, No opportunity | 4, Don't know | 5, Refused")),
    "mapped",
    "yes or no; choice “N/A” is the answer “not applicable”; choice “No opportunity” is the answer “not observed”; choice “Don't know” is the answer “don't know”; choice “Refused” is the answer “refused”",
  ],
  [
    field("a", "checkbox", choices("1, <i>Asks</i> | Waits | 8, None of these | 9, Not applicable")),
    "mapped",
    "indicators of yes and no; each choice is an indicator: ticked is yes, not ticked is no; choice “8”: no indicator ticked says it; choice “9”: an answer to the whole item instead: Not applicable",
  ],
])("%j is taken", (one, outcome, how) => {
  expect(only(one)).toMatchObject({ outcome, how, problems: [], item: { id: "a" } });
});

test("the ticks of a checkbox are its indicators by code or, without one, by label", () => {
  expect(only(field("a", "checkbox", choices("1, <i>Asks</i> | Waits | 9, N/A"))).item).toMatchObject({
    indicators: [
      { id: "1", text: "Asks", notObservedAllowed: false },
      { id: "Waits", text: "Waits", notObservedAllowed: false },
    ],
    naAllowed: true,
  });
});

test.each([
  [50, "mapped", /^indicators of yes and no; each choice is an indicator/],
  [51, "left-out", /^it has 51 choices; 1 to 50 are taken as indicators$/],
])("of %d ticks the question is %s", (count, outcome, how) => {
  const text = Array.from({ length: count }, (_, index) => `${index}, Tick ${index}`).join(" | ");
  expect(only(field("a", "checkbox", choices(text)))).toMatchObject({
    outcome,
    how: expect.stringMatching(how),
  });
});

test.each([
  ["y", true],
  ["Yes", true],
  ["any", false],
  ["n", false],
  ["", false],
])("a text whose required field is “%s” must be answered: %s", (required_field, required) => {
  expect(only(field("a", "notes", { required_field })).item).toMatchObject({ type: "text", required });
});

test("what is asked and what kind of field it is stand in the account", () => {
  const { rows } = dictionary(RECORD, field("a", " Text ", validated(" Email ")), field("b", "yesno"));
  expect(rows.map(({ sheet, row, lastRow, name, kind }) => [sheet, row, lastRow, name, kind])).toEqual([
    ["dictionary", 2, 2, "record_id", "text"],
    ["dictionary", 3, 3, "a", "text email"],
    ["dictionary", 4, 4, "b", "yesno"],
  ]);
});

const at = { sheet: "dictionary", row: 3 };
test.each<[string, Field, object[], string]>([
  [
    "a type that REDCap has not",
    field("a", "hologram"),
    [{ column: "field_type", found: "hologram", expected: "a field type of REDCap" }],
    "this type is not known",
  ],
  [
    "a type that is a name of JavaScript",
    field("a", "constructor"),
    [{ column: "field_type", found: "constructor", expected: "a field type of REDCap" }],
    "this type is not known",
  ],
  [
    "no type",
    field("a", ""),
    [{ column: "field_type", found: "nothing", expected: "a field type of REDCap" }],
    "this type is not known",
  ],
  [
    "no name",
    field("", "yesno", { field_label: "A" }),
    [{ column: "field_name", found: "nothing", expected: "a column Variable / Field Name" }],
    "it has no variable name",
  ],
  [
    "choices without a code",
    field("a", "radio", choices("<b>Red</b> | 1, Green | Blue")),
    ["<b>Red</b>", "Blue"].map((found) => ({
      ...{ column: "select_choices_or_calculations", found, expected: "a code, a comma and a label" },
    })),
    "its choices are words without an order; a ladder needs whole numbers as their names",
  ],
])("%s is a problem", (_, one, problems, how) => {
  const read = only(one);
  expect(read.problems).toEqual(problems.map((problem) => ({ ...at, ...problem })));
  expect(read).toMatchObject({ outcome: "left-out", how });
});

test("a field without words, and one whose name is used before, are taken and named", () => {
  const { problems, rows, definition } = dictionary(
    field("a", "yesno", { field_label: " " }),
    field("a", "yesno", { field_label: "Again" }),
  );
  expect(problems).toEqual([
    { ...{ sheet: "dictionary", row: 2, column: "field_label" }, ...nothing("the words of the item") },
    {
      ...{ sheet: "dictionary", row: 3, column: "field_name" },
      ...{ found: "“a” again", expected: "a name that no other item has" },
    },
  ]);
  expect(rows.map(({ outcome, how }) => [outcome, how])).toEqual([
    ["taken", "yes or no"],
    ["mapped", "yes or no; its id is a_2, as its name is used before"],
  ]);
  expect(definition.items.map(({ id, label }) => [id, label])).toEqual([
    ["a", "a"],
    ["a_2", "Again"],
  ]);
});

function nothing(expected: string) {
  return { found: "nothing", expected };
}

test("a condition looks at the codes of choices, and at words where the answer is yes or no", () => {
  const { definition } = dictionary(
    field("a", "radio", choices("no, No | yes, Yes | x, Not applicable")),
    field("b", "yesno", { branching_logic: "[a] = 'yes'" }),
    field("c", "yesno", { branching_logic: "[a] = 'no' or [a] = 'x'" }),
    field("d", "yesno", { branching_logic: "[a] = 'maybe'" }),
  );
  expect(definition.items.map(({ showIf }) => showIf)).toEqual([
    null,
    { match: "all", comparisons: [{ itemId: "a", is: "equal", value: 1 }] },
    {
      match: "any",
      comparisons: [
        { itemId: "a", is: "equal", value: 0 },
        { itemId: "a", is: "na" },
      ],
    },
    null,
  ]);
});

describe("a file of ours", () => {
  const when = (itemId: string, value = 1) => ({
    ...{ match: "all" as const, comparisons: [{ itemId, is: "equal" as const, value }] },
  });
  const definition: InstrumentDefinitionInput = {
    ...{ code: "Home-Visit", version: 3, title: "Home visit", subject: "coach" },
    ...{ raterTypes: ["supervisor"], dimensions: ["adherence"] },
    sections: [
      { id: "s", title: "Opening" },
      { id: "t", title: "Closing", weight: 2, showIf: when("a") },
    ],
    items: [
      { id: "a", sectionId: "s", type: "binary", label: "A" },
      { id: "b", sectionId: "s", type: "binary", label: "B", showIf: when("a", 0) },
      { id: "c", sectionId: "t", type: "count", label: "C" },
      { id: "d", sectionId: "t", type: "ratio", label: "D", numerator: "n", denominator: "m" },
      { id: "e", sectionId: "t", type: "binary", label: "E", showIf: when("b") },
    ],
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
  };
  const place = (column: RedcapColumn) => REDCAP_COLUMNS.findIndex(([key]) => key === column);
  /** The written file with some cells changed, by the name of the field. */
  const changed = (changes: Record<string, Field>) =>
    fromRedcap(
      toRedcap(definition).map((row) =>
        row.map((cell, index) => {
          const column = REDCAP_COLUMNS[index]?.[0] as RedcapColumn;
          return changes[row[place("field_name")] ?? ""]?.[column] ?? cell;
        }),
      ),
    );

  test("accounts for every row and gives the same definition back", () => {
    const read = changed({});
    expect(read.problems).toEqual([]);
    expect(read.unfinished).toEqual([]);
    expect(read.definition).toMatchObject(definition);
    expect(read.rows.map(({ row, name, kind, outcome, how }) => [row, name, kind, outcome, how])).toEqual([
      [2, "record_id", "text", "left-out", "every review has an id of its own"],
      [...[3, "throughline_about", "descriptive", "taken"], "title, scoring and sections of the instrument"],
      [4, "a", "radio", "taken", "yes or no"],
      [5, "b", "radio", "taken", "yes or no, with its condition"],
      [6, "c", "text integer", "mapped", "a count; lowest value left out"],
      [7, "d_above", "text integer", "taken", "a count of d"],
      [8, "d_below", "text integer", "taken", "a count of d"],
      [9, "d", "calc", "taken", "a ratio of two counts"],
      [10, "e", "radio", "taken", "yes or no, with its condition"],
    ]);
    expect(read.definition.items.map(({ showIf }) => showIf)).toEqual([
      ...[null, when("a", 0), null, null, when("b")],
    ]);
  });

  test("white space around a type, a form, a condition, a mark or a code changes nothing", () => {
    const read = changed({
      a: { form_name: " home_visit", field_type: " radio " },
      b: { form_name: "home_visit ", branching_logic: " [a] = '0' " },
      c: { ...validated(" integer ") },
      e: { branching_logic: " ([a] = '1') and ([b] = '1')\n" },
    });
    expect(read.problems).toEqual([]);
    expect(read.definition).toMatchObject(definition);
    expect(read.rows[2]?.kind).toBe("radio");
    expect(read.rows[4]?.kind).toBe("text integer");
  });

  test("a condition that was changed in REDCap counts as it stands there", () => {
    const items = changed({ b: { branching_logic: "[a] = '1'" }, e: { branching_logic: "" } }).definition
      .items;
    expect(items.map(({ showIf }) => showIf)).toEqual([null, when("a"), null, null, null]);
  });

  test("a condition on an item that is gone goes with the logic that said it", () => {
    const own = tagged({ id: "b", section: "s", order: "2", type: "binary", show_if: when("gone") });
    const read = changed({ b: { ...own, branching_logic: "" } });
    expect(read.definition.items[1]).toMatchObject({ id: "b", showIf: null });
    expect(read.rows[3]).toMatchObject({ outcome: "taken", how: "yes or no" });
  });

  test("the words of a section and of an item are those of the file, without the apostrophe of a formula", () => {
    const read = changed({
      a: { section_header: "'=Start" },
      c: { section_header: " End <b>", field_label: "'-C ", field_note: "'+note" },
      e: { field_label: "'E" },
    });
    expect(read.definition.sections).toMatchObject([
      { id: "s", title: "=Start" },
      { id: "t", title: " End <b>", weight: 2 },
    ]);
    expect(read.definition.items).toMatchObject([
      {},
      {},
      { label: "-C ", guidance: "+note" },
      {},
      { label: "'E" },
    ]);
  });

  test("fields that were added in REDCap are read as those of any dictionary", () => {
    const row = (fields: Field) => REDCAP_COLUMNS.map(([key]) => fields[key] ?? "");
    const form_name = "home_visit";
    const read = fromRedcap([
      ...toRedcap(definition),
      row({ ...field("x", "yesno", { form_name, field_annotation: "@HIDDEN", field_label: " 'X " }) }),
      row({ ...field("y", "notes", { form_name, required_field: " y" }) }),
      row({ ...field("i", "notes", { form_name, identifier: " y" }) }),
      row({ ...field("  ", "notes", { form_name }) }),
      row({ ...field("z", "yesno", { form_name, section_header: "More" }) }),
    ]);
    expect(read.problems).toEqual([
      { sheet: "dictionary", row: 14, column: "field_name", ...nothing("a column Variable / Field Name") },
    ]);
    expect(read.rows.slice(9).map(({ how }) => how)).toEqual([
      "yes or no; annotation left out",
      "a text",
      "it is marked as an identifier; a checklist asks for nothing that names a person",
      "it has no variable name",
      "yes or no",
    ]);
    expect(read.definition.items.slice(5)).toMatchObject([
      { id: "x", sectionId: "t", label: " 'X " },
      { id: "y", sectionId: "t", required: true },
      { id: "z", sectionId: "section_3" },
    ]);
    expect(read.definition.sections[2]).toMatchObject({ id: "section_3", title: "More", weight: 1 });
  });

  test("without the row of the instrument its form names it", () => {
    const read = dictionary(
      field("a", "radio", { ...tagged({ type: "binary", section: "s" }), form_name: " home_visit " }),
    );
    expect(read.definition).toMatchObject({ code: "home_visit", title: "home visit", subject: null });
    expect(read.definition.sections).toMatchObject([{ id: "section_1", title: "home visit" }]);
    expect(read.problems).toEqual([
      {
        ...{ sheet: "dictionary", row: 2, column: "field_annotation section" },
        ...{ found: "s", expected: "the id of a section" },
      },
    ]);
  });

  test("own fields that do not fit are problems of their row, and cost their own value only", () => {
    const read = changed({
      throughline_about: tagged({
        ...{
          code: "c",
          version: "many",
          sections: [{ id: "s", weight: "heavy", direction: "lower-is-better" }],
        },
      }),
      a: tagged({ id: "a", section: "s", type: "binary", weight: "much", na_allowed: "yes" }),
    });
    const sheet = "dictionary";
    expect(read.problems.slice(0, 3)).toEqual([
      {
        ...{ sheet, row: 4, column: "field_annotation section weight", found: "heavy" },
        expected: "Invalid input: expected number, received string",
      },
      {
        ...{ sheet, row: 4, column: "field_annotation weight", found: "much" },
        expected: "Invalid input: expected number, received string",
      },
      { sheet, row: 6, column: "field_annotation section", found: "t", expected: "the id of a section" },
    ]);
    expect(read.problems.at(-1)).toEqual({
      ...{ sheet, row: 3, column: "field_annotation version", found: "many" },
      expected: "Invalid input: expected number, received string",
    });
    expect(read.definition).toMatchObject({ code: "c", version: 1, title: "home visit" });
    expect(read.definition.sections[0]).toMatchObject({ weight: 1, direction: "lower-is-better" });
    expect(read.definition.items[0]).toMatchObject({ id: "a", weight: 1, naAllowed: true });
  });

  test.each([
    ["{", "@THROUGHLINE={"],
    [`{"${"x".repeat(80)}`, `@THROUGHLINE={"${"x".repeat(45)}`],
  ])("an annotation %s that is no JSON is a problem with its beginning", (text, found) => {
    const read = dictionary(RECORD, field("a", "yesno", tagged(text)));
    expect(read.problems).toEqual([
      {
        ...{ sheet: "dictionary", row: 3, column: "field_annotation", found },
        expected: "JSON after the action tag",
      },
    ]);
    expect(read.definition.items).toMatchObject([{ id: "a", type: "binary" }]);
    expect(read.rows[1]).toMatchObject({ outcome: "mapped", how: "yes or no; annotation left out" });
  });

  test.each(["null", "5", "[]"])("an annotation %s holds no own fields", (text) => {
    const read = dictionary(RECORD, field("a", "yesno", tagged(text)));
    expect(read.problems).toEqual([]);
    expect(read.definition.items).toMatchObject([{ id: "a", type: "binary" }]);
  });

  test.each([
    ["no list", "s", { id: "section_1", title: "visit", weight: 1 }],
    [
      "of other things too",
      [null, 5, { id: "s", weight: "4", title: "Known" }],
      { id: "s", title: "visit", weight: 4 },
    ],
  ])("sections that are %s", (_, sections, section) => {
    const read = dictionary(
      field("throughline_about", "descriptive", tagged({ title: "T", sections })),
      field("a", "yesno", tagged({ type: "binary", section: "s" })),
    );
    expect(read.definition.title).toBe("T");
    expect(read.definition.sections).toMatchObject([section]);
    expect(read.definition.items).toMatchObject([{ id: "a", sectionId: section.id }]);
  });
});
