import { describe, expect, test } from "vitest";
import type { Condition, InstrumentDefinitionInput, Item } from "./instrument.schema.ts";
import { branchingOf } from "./redcap-branching.ts";
import { guarded, OWN_TAG, REDCAP_COLUMNS, readChoices, unguarded, writeChoices } from "./redcap-columns.ts";
import { toRedcap } from "./to-redcap.ts";

type Input = Record<string, unknown>;
const definitionOf = (items: Input[], more: Input = {}) =>
  ({
    ...{ code: "visit", version: 1, title: "Home visit", subject: "coach" },
    ...{ raterTypes: ["supervisor"], dimensions: ["adherence"], sections: [{ id: "s", title: "Opening" }] },
    items: items.map((one) => ({ sectionId: "s", ...one })),
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
    ...more,
  }) as InstrumentDefinitionInput;
const item = (id: string, type: string, more: Input = {}) => ({ id, type, label: `Label ${id}`, ...more });
/** The rows after the header: what each column holds, those that hold nothing left out. */
const rowsOf = (items: Input[], more: Input = {}) =>
  toRedcap(definitionOf(items, more))
    .slice(1)
    .map((row) =>
      Object.fromEntries(
        REDCAP_COLUMNS.map(([key], index) => [key as string, row[index]]).filter(([, text]) => text !== ""),
      ),
    );
/** Rows of items, without the record and the instrument, and what their annotation says. */
const fieldsOf = (items: Input[], more: Input = {}) =>
  rowsOf(items, more)
    .slice(2)
    .map(({ field_annotation, ...row }) => ({
      row,
      own: JSON.parse((field_annotation ?? "").slice(OWN_TAG.length)),
    }));
const namesOf = (ids: string[]) =>
  fieldsOf(ids.map((id) => item(id, "binary"))).map(({ row }) => row.field_name);

const WHOLE = {
  field_type: "text",
  text_validation_type_or_show_slider_number: "integer",
  text_validation_min: "0",
};

test("the header is that of the Online Designer and every row has eighteen cells", () => {
  const rows = toRedcap(definitionOf([item("a", "binary"), item("r", "percent")]));
  expect(rows[0]).toEqual(REDCAP_COLUMNS.map(([, header]) => header));
  expect(rows.map((row) => row.length)).toEqual(Array(7).fill(18));
  expect(rows.flat().every((cell) => typeof cell === "string")).toBe(true);
});

test("the record comes first, then the instrument with what REDCap has no place for", () => {
  const [record, about] = rowsOf([item("a", "binary")], { instructions: "Watch the whole visit." });
  expect(record).toEqual({
    ...{ field_name: "record_id", form_name: "visit", field_type: "text", field_label: "Record ID" },
  });
  const { field_annotation, ...shown } = about ?? {};
  expect(shown).toEqual({
    ...{ field_name: "throughline_about", form_name: "visit", field_type: "descriptive" },
    field_label: "Watch the whole visit.",
  });
  expect(field_annotation).toMatch(/^@THROUGHLINE=\{/);
  expect(JSON.parse((field_annotation ?? "").slice(OWN_TAG.length))).toEqual({
    ...{ code: "visit", version: "1", title: "Home visit", subject: "coach", rater_types: "supervisor" },
    ...{ dimensions: "adherence", purpose: "", instructions: "Watch the whole visit." },
    ...{ method: "percent-of-possible", thresholds: "met 80", max_not_applicable_share: "0.25" },
    ...{ missing: "not-scorable", min_answered_share: "" },
    sections: [
      {
        ...{ id: "s", title: "Opening", direction: "higher-is-better", weight: "1", min_answered: "0" },
        ...{ thresholds: "", show_if: "" },
      },
    ],
  });
});

test.each([
  ["", "Home visit"],
  ["Look first", "Look first"],
  ["=Look", "'=Look"],
])("with the instructions “%s” the instrument shows “%s”", (instructions, shown) => {
  expect(rowsOf([item("a", "binary")], { instructions })[1]?.field_label).toBe(shown);
});

test.each([
  ["visit", "visit"],
  ["Home-Visit 2", "home_visit_2"],
  ["2nd visit", "f_2nd_visit"],
  ["_x9", "f__x9"],
])("the form of the code “%s” is named %s", (code, form) => {
  const rows = rowsOf([item("a", "binary")], { code });
  expect(rows.map(({ form_name }) => form_name)).toEqual([form, form, form]);
});

test.each([
  [["a1_B"], ["a1_b"]],
  [["Ask First?"], ["ask_first_"]],
  [["1st"], ["f_1st"]],
  [["_x"], ["f__x"]],
  [["x".repeat(81)], ["x".repeat(80)]],
  [[`9${"x".repeat(80)}`], [`f_9${"x".repeat(77)}`]],
  [
    ["a", "A", "ä", "Ä", "a_2"],
    ["a", "a_2", "f__", "f___2", "a_2_2"],
  ],
  [
    ["b", "B", "b-2", "b_2"],
    ["b", "b_2", "b_2_2", "b_2_3"],
  ],
  [
    ["record_id", "throughline_about"],
    ["record_id_2", "throughline_about_2"],
  ],
])("items %j are the variables %j", (ids, names) => {
  expect(namesOf(ids)).toEqual(names);
});

const ANSWERS = {
  ...{ naAllowed: true, notObservedPolicy: "remove", dontKnowAllowed: true, refusedAllowed: true },
};
test.each<[string, Input, Input, Input]>([
  [
    "yes or no",
    item("a", "binary", { guidance: "-1 is no", ...ANSWERS }),
    {
      ...{ field_type: "radio", field_note: "'-1 is no", required_field: "y" },
      select_choices_or_calculations:
        "0, No | 1, Yes | not_observed, Not observed | na, Not applicable | dont_know, Don't know | refused, Refused to answer",
    },
    {},
  ],
  [
    "three steps",
    item("a", "trinary", { anchors: [{ value: 1, text: "Now | then" }] }),
    {
      ...{ field_type: "radio", required_field: "y" },
      select_choices_or_calculations: "1, Now / then | 0, Not in place | 2, Fully",
    },
    { anchors: [{ value: 1, text: "Now | then" }] },
  ],
  [
    "a ladder",
    item("a", "anchored", { min: 1, max: 2, anchors: [1, 2].map((value) => ({ value, text: `T${value}` })) }),
    { field_type: "radio", select_choices_or_calculations: "1, T1 | 2, T2", required_field: "y" },
    {
      anchors: [
        { value: 1, text: "T1" },
        { value: 2, text: "T2" },
      ],
    },
  ],
  ["a count", item("a", "count"), { ...WHOLE, required_field: "y" }, {}],
  ["a duration", item("a", "duration"), { ...WHOLE, required_field: "y" }, {}],
  [
    "indicators",
    item("a", "indicators", { indicators: [{ id: "x", text: "Asks" }] }),
    { field_type: "checkbox", select_choices_or_calculations: "1, Asks", required_field: "y" },
    { indicators: [{ id: "x", text: "Asks", notObservedAllowed: false }] },
  ],
])("%s is one field", (_, one, shown, own) => {
  const [field, ...more] = fieldsOf([one, item("z", "binary")]);
  expect(field?.row).toEqual({
    ...{ field_name: "a", form_name: "visit", section_header: "Opening", field_label: "Label a" },
    ...shown,
  });
  const { anchors, indicators } = field?.own ?? {};
  expect({ ...(anchors && { anchors }), ...(indicators && { indicators }) }).toEqual(own);
  expect(field?.own).toMatchObject({ id: "a", section: "s", order: "1", type: one.type });
  expect(more).toHaveLength(1);
});

test.each([
  [false, undefined],
  [true, "y"],
])("a text that must be answered (%s) is a required field", (required, shown) => {
  expect(fieldsOf([item("t", "text", { required }), item("a", "binary")])[0]?.row).toEqual({
    ...{ field_name: "t", form_name: "visit", section_header: "Opening", field_label: "Label t" },
    ...{ field_type: "notes", ...(shown && { required_field: shown }) },
  });
});

test("a ratio is two required counts and the calculation of the one over the other", () => {
  const ratio = item("R", "ratio", { label: "=Ratio", numerator: "reflections", denominator: "questions" });
  const fields = fieldsOf([ratio, item("z", "binary")]);
  const form_name = "visit";
  expect(fields.slice(0, 3).map(({ row }) => row)).toEqual([
    {
      ...{ field_name: "r_above", form_name, section_header: "Opening", ...WHOLE },
      ...{ field_label: "'=Ratio: reflections", required_field: "y" },
    },
    {
      ...{ field_name: "r_below", form_name, ...WHOLE },
      ...{ field_label: "'=Ratio: questions", required_field: "y" },
    },
    {
      ...{ field_name: "r", form_name, field_type: "calc", field_label: "'=Ratio" },
      select_choices_or_calculations: "if([r_below] > 0, [r_above] / [r_below], '')",
    },
  ]);
  expect(fields.slice(0, 2).map(({ own }) => own)).toEqual([
    { section: "s", part: "r" },
    { section: "s", part: "r" },
  ]);
  expect(fields[3]?.row.section_header).toBeUndefined();
});

test("a share of opportunities is calculated in percent", () => {
  const fields = fieldsOf([item("p", "percent", { opportunity: "worries" })]).map(({ row }) => row);
  expect(fields.map(({ field_name, field_label }) => [field_name, field_label])).toEqual([
    ["p_done", "Label p: done"],
    ["p_opportunities", "Label p: worries"],
    ["p", "Label p"],
  ]);
  expect(fields[2]?.select_choices_or_calculations).toBe(
    "if([p_opportunities] > 0, 100 * [p_done] / [p_opportunities], '')",
  );
});

test("sections follow one another with their header at the first field, also where items are mixed", () => {
  const fields = fieldsOf(
    [
      item("a", "binary", { sectionId: "s" }),
      item("b", "binary", { sectionId: "t" }),
      item("c", "percent", { sectionId: "s" }),
      item("d", "text", { sectionId: "t" }),
    ],
    {
      sections: [
        { id: "s", title: "Opening" },
        { id: "t", title: "+Closing" },
      ],
    },
  );
  expect(fields.map(({ row, own }) => [row.field_name, row.section_header, own.section, own.order])).toEqual([
    ["a", "Opening", "s", "1"],
    ["c_done", undefined, "s", undefined],
    ["c_opportunities", undefined, "s", undefined],
    ["c", undefined, "s", "3"],
    ["b", "'+Closing", "t", "2"],
    ["d", undefined, "t", "4"],
  ]);
});

test("the condition of a section stands in the branching logic of each of its fields, with the item's own", () => {
  const when = (itemId: string) => ({ comparisons: [{ itemId, is: "equal", value: 1 }] });
  const fields = fieldsOf(
    [
      item("A", "binary"),
      item("b", "binary", { showIf: when("A") }),
      item("c", "count", { sectionId: "t" }),
      item("d", "ratio", { sectionId: "t", numerator: "n", denominator: "m", showIf: when("b") }),
    ],
    {
      sections: [
        { id: "s", title: "Opening" },
        { id: "t", title: "Closing", showIf: when("A") },
      ],
    },
  );
  const both = "([a] = '1') and ([b] = '1')";
  expect(fields.map(({ row }) => [row.field_name, row.branching_logic])).toEqual([
    ["a", undefined],
    ["b", "[a] = '1'"],
    ["c", "[a] = '1'"],
    ["d_above", both],
    ["d_below", both],
    ["d", both],
  ]);
});

test("a definition that cannot be published is refused", () => {
  expect(() => toRedcap(definitionOf([item("a", "text")]))).toThrow(
    "instrument.items: found no scored item, expected at least one scored item",
  );
});

describe("branching logic of several conditions", () => {
  const items = new Map(
    ["a", "b"].map((id) => [id, { name: `v_${id}`, item: { id, type: "binary" } as Item }] as const),
  );
  const nameOf = (id: string) => items.get(id);
  const on = (match: "all" | "any", ...ids: string[]): Condition => ({
    match,
    comparisons: ids.map((itemId) => ({ itemId, is: "equal", value: 1 })),
  });
  test.each<[(Condition | null)[], string]>([
    [[], ""],
    [[null, null], ""],
    [[on("all", "a"), null], "[v_a] = '1'"],
    [[null, on("any", "a", "b")], "[v_a] = '1' or [v_b] = '1'"],
    [[on("any", "a", "b"), on("all", "a")], "([v_a] = '1' or [v_b] = '1') and ([v_a] = '1')"],
    [[on("all", "a"), on("all", "b"), on("all", "a")], "([v_a] = '1') and ([v_b] = '1') and ([v_a] = '1')"],
  ])("%j", (conditions, text) => {
    expect(branchingOf(conditions, nameOf)).toBe(text);
  });
});

describe("choices in one cell", () => {
  test.each([
    ["", []],
    [" | ", []],
    ["1, One", [{ name: "1", label: "One" }]],
    [
      " 1 ,  One, two |2,Two",
      [
        { name: "1", label: "One, two" },
        { name: "2", label: "Two" },
      ],
    ],
    ["Sad", [{ name: "", label: "Sad" }]],
    [", Sad", [{ name: "", label: "Sad" }]],
    ["1,", [{ name: "1", label: "" }]],
  ])("“%s” is read", (text, choices) => {
    expect(readChoices(text)).toEqual(choices);
  });

  test.each([
    [[], ""],
    [[{ name: "1", label: "One" }], "1, One"],
    [
      [
        { name: "1", label: "a|b  |  c" },
        { name: "2", label: "x | y" },
      ],
      "1, a / b / c | 2, x / y",
    ],
  ])("%j is written", (choices, text) => {
    expect(writeChoices(choices)).toBe(text);
  });
});

test.each(["=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''@x"])("%j is kept from running", (text) => {
  expect(guarded(text)).toBe(`'${text}`);
  expect(unguarded(`'${text}`)).toBe(text);
});

test.each(["", "a=1", "'tis", "''", " =1", "1-1"])("%j needs no apostrophe and loses none", (text) => {
  expect(guarded(text)).toBe(text);
  expect(unguarded(text)).toBe(text);
});

test("a formula that nobody guarded stays as it stands", () => {
  expect(unguarded("=1+1")).toBe("=1+1");
});
