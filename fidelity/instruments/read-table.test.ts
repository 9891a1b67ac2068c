import { expect, test } from "vitest";
import type { Cell } from "./imported-instrument.ts";
import { type HeaderMeaning, NAMED_AS_LOST, readTable } from "./read-table.ts";

const asItIs = (header: string): HeaderMeaning => ({ key: header });
const read = (rows: Cell[][], meaningOf = asItIs, exact?: boolean) =>
  readTable({ name: "survey", rows }, meaningOf, exact);

test.each<[string, Cell[][]]>([
  ["no rows", []],
  ["blank rows", [[null, ""], [" \t"], []]],
])("a sheet of %s has neither header nor columns", (_, rows) => {
  const { has, ...table } = read(rows);
  expect(table).toEqual({ sheet: "survey", header: 0, rows: [], columns: [], problems: [] });
  expect(has("type")).toBe(false);
});

test("the header is the first row that holds anything, and blank rows are passed over", () => {
  const table = read([[null, " "], [], [null, "name"], [null, null], [" ", ""], ["x", "a"], [], ["y"]]);
  expect(table.header).toBe(3);
  expect(table.columns).toEqual([{ sheet: "survey", column: "B name", outcome: "taken", how: "" }]);
  expect(table.rows.map(({ row, text, filled }) => [row, text("name"), filled])).toEqual([
    [6, "a", ["name"]],
    [8, "", []],
  ]);
  expect([table.has("name"), table.has("type")]).toEqual([true, false]);
});

test("every column has an account, and one without a header is not asked for its meaning", () => {
  const asked: string[] = [];
  const { columns, problems } = read([[" type ", null, "default", "audio", " "]], (header) => {
    asked.push(header);
    if (header === "audio") return { key: null, how: "media are not kept" };
    return header === "default" ? { key: header, how: NAMED_AS_LOST } : { key: header };
  });
  expect(asked).toEqual(["type", "default", "audio"]);
  expect(columns).toEqual([
    { sheet: "survey", column: "A type", outcome: "taken", how: "" },
    {
      ...{ sheet: "survey", column: "C default", outcome: "left-out" },
      how: "a definition has no place for it; the rows that fill it say so",
    },
    { sheet: "survey", column: "D audio", outcome: "left-out", how: "media are not kept" },
  ]);
  expect(problems).toEqual([]);
});

test("of two columns that mean the same the first is read, and the second is a problem", () => {
  const { columns, problems, rows } = read(
    [[], ["x", "label", "Label"], ["1", "first", "second"]],
    (header) => ({ key: header.toLowerCase() }),
  );
  expect(columns.at(-1)).toEqual({
    ...{ sheet: "survey", column: "C Label", outcome: "left-out" },
    how: "means the same as column B label, which is read",
  });
  expect(problems).toEqual([
    {
      ...{ sheet: "survey", row: 2, column: "C Label", found: "“Label” again" },
      expected: "one column of this meaning; B label is read",
    },
  ]);
  expect(rows[0]?.text("label")).toBe("first");
});

test("cells are texts, without white space around them unless every character counts", () => {
  const rows: Cell[][] = [
    [" a ", "b", "c", "d"],
    [" x ", 1.5, false, "  "],
  ];
  const texts = (exact?: boolean) => {
    const [row] = read(rows, asItIs, exact).rows;
    return [["a", "b", "c", "d", "e"].map((key) => row?.text(key)), row?.filled];
  };
  const filled = ["a", "b", "c"];
  expect(texts()).toEqual([["x", "1.5", "false", "", ""], filled]);
  expect(texts(false)).toEqual(texts());
  expect(texts(true)).toEqual([[" x ", "1.5", "false", "  ", ""], filled]);
});

test("what the spreadsheet took for a date is a problem, but where a default is left out anyway", () => {
  const date = { date: "2026-02-01" };
  const { problems, rows } = read([["name", "default", "", "label"], [date, date, date], ["a"]]);
  expect(problems).toEqual([
    {
      ...{ sheet: "survey", row: 2, column: "A name", found: "the date 2026-02-01" },
      expected: "text; the spreadsheet has made a date of what was typed",
    },
  ]);
  expect(rows[0]?.text("name")).toBe("2026-02-01");
});

test("a cell that was never filled is blank", () => {
  const [header, cells]: [Cell[], Cell[]] = [[], []];
  header[1] = "type";
  header[2] = "name";
  cells[2] = "a";
  const { columns, rows } = read([header, cells]);
  expect(columns.map(({ column }) => column)).toEqual(["B type", "C name"]);
  expect(rows.map(({ row, filled, text }) => [row, filled, text("type")])).toEqual([[2, ["name"], ""]]);
});

test.each([
  [1, "A"],
  [2, "B"],
  [26, "Z"],
  [27, "AA"],
  [28, "AB"],
  [52, "AZ"],
  [53, "BA"],
  [702, "ZZ"],
  [703, "AAA"],
  [728, "AAZ"],
])("column %i is %s", (place, letters) => {
  const header = [...Array<Cell>(place - 1).fill(null), "type"];
  expect(read([header]).columns.map(({ column }) => column)).toEqual([`${letters} type`]);
});
