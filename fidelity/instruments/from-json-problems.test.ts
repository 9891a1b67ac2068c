import { describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { fromJson } from "./from-json.ts";
import { parseLeniently, show } from "./parse-leniently.ts";

type Input = Record<string, unknown>;
const DEFAULTS = {
  ...{ code: "imported", version: 1, title: "Imported instrument", subject: null },
  ...{ raterTypes: [], dimensions: [], purpose: "", instructions: "" },
  scoring: {
    ...{ method: "percent-of-possible", thresholds: [], maxNotApplicableShare: 0.25 },
    missing: { policy: "not-scorable" },
  },
};
const SECTION = { id: "s", title: "Opening" };
const read = (more: Input) => fromJson(JSON.stringify({ sections: [SECTION], ...more }));
const item = (id: string, more: Input = {}) => ({ id, sectionId: "s", label: "A", type: "binary", ...more });
const problem = (sheet: string, row: number, column: string, found: string, expected: string) => ({
  ...{ sheet, row, column, found, expected },
});

test.each([
  ["5", "5"],
  ["true", "true"],
  ['"words"', "words"],
  ["null", "nothing"],
  ["[]", "a list of 0"],
  ["[{}, {}]", "a list of 2"],
])("the JSON %s is no instrument", (text, found) => {
  const { definition, rows, columns, problems } = fromJson(text);
  expect(definition).toEqual({ ...DEFAULTS, sections: [], items: [] });
  expect([rows, columns]).toEqual([[], []]);
  expect(problems).toEqual([problem("file", 0, "", found, "an instrument as a JSON object")]);
});

test.each(["", "{", "words"])("“%s” is no JSON, and what the parser says of it is told", (text) => {
  const said = (() => {
    try {
      return JSON.parse(text) && "";
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(said).not.toBe("");
  expect(fromJson(text).problems).toEqual([problem("file", 0, "", said, "JSON text")]);
});

test("an instrument that says nothing has its defaults and no problem", () => {
  const { definition, rows, problems } = fromJson("{}");
  expect(definition).toEqual({ ...DEFAULTS, sections: [], items: [] });
  expect([rows, problems]).toEqual([[], []]);
});

test.each<[Input, string, string, string]>([
  [{ code: "" }, "code", "nothing", "Too small: expected string to have >=1 characters"],
  [{ version: 0 }, "version", "0", "Too small: expected number to be >=1"],
  [{ title: 7 }, "title", "7", "Invalid input: expected string, received number"],
  [
    { subject: "client" },
    ...(["subject", "client", 'Invalid option: expected one of "coach"|"practitioner"|"unit"'] as const),
  ],
  [{ colour: { red: 1 } }, "colour", "an object", "no such field"],
  [
    { scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: "high" }] } },
    ...(["scoring.thresholds.0.from", "high"] as const),
    "Invalid input: expected number, received string",
  ],
])("what does not fit in %j is named and left at its default", (more, column, found, expected) => {
  const { definition, problems } = fromJson(JSON.stringify(more));
  expect(definition).toEqual({ ...DEFAULTS, sections: [], items: [] });
  expect(problems).toEqual([problem("instrument", 0, column, found, expected)]);
});

const MISSING = "Invalid input: expected string, received undefined";
describe("sections", () => {
  test("that are no list are none", () => {
    expect(fromJson(JSON.stringify({ sections: SECTION, items: "none" }))).toMatchObject({
      ...{ definition: { sections: [], items: [] }, rows: [], problems: [] },
    });
  });

  test("are accounted for one by one", () => {
    const u = { id: "u", title: "U" };
    const sections = [SECTION, { id: "s", title: "Again" }, { id: "t" }, null, "words", u];
    const { rows, problems } = read({ sections, items: [item("a")] });
    const unused = "no item of this section is taken, and a section has at least one";
    const lacks = "it lacks its id or its title; see the problems";
    expect(rows.slice(0, 6).map(({ lastRow: _, ...row }) => row)).toEqual(
      [
        ["s", "taken", "section “Opening”"],
        ["s", "left-out", "its id is used before"],
        ["t", "left-out", lacks],
        ["nothing", "left-out", lacks],
        ["nothing", "left-out", lacks],
        ["u", "left-out", unused],
      ].map(([name, outcome, how], index) => ({
        ...{ sheet: "sections", row: index + 1, name, kind: "section", outcome, how },
      })),
    );
    expect(problems).toEqual([
      problem("sections", 2, "id", "“s” again", "an id that no other section has"),
      problem("sections", 3, "title", "nothing", MISSING),
      ...[4, 5].flatMap((row) => [
        problem("sections", row, "id", "nothing", MISSING),
        problem("sections", row, "title", "nothing", MISSING),
      ]),
    ]);
  });
});

describe("items", () => {
  const account = (row: number, name: string, kind: string, outcome: string, how: string) => ({
    ...{ sheet: "items", row, lastRow: row, name, kind, outcome, how },
  });
  test("are accounted for one by one", () => {
    const { definition, rows, problems } = read({
      items: [
        item("a"),
        item("b", { weight: -1 }),
        item("a", { type: "text" }),
        item("c", { sectionId: "gone", type: "count" }),
        item("d", { type: "hologram" }),
        null,
        "words",
        { label: "No id" },
      ],
    });
    expect(definition.items.map(({ id }) => id)).toEqual(["a", "b"]);
    const contradicts = "its fields contradict each other; see the problems";
    expect(rows.slice(1)).toEqual([
      account(1, "a", "binary", "taken", "binary"),
      account(2, "b", "binary", "mapped", "without the fields of the problems"),
      account(3, "a", "text", "left-out", "its id is used before"),
      account(4, "c", "count", "left-out", "there is no such section"),
      account(5, "d", "item", "left-out", contradicts),
      ...[6, 7, 8].map((row) => account(row, "nothing", "item", "left-out", contradicts)),
    ]);
    const type = "Invalid discriminator value. Expected 'binary' | 'trinary' | 'anchored' | 'count' | ";
    const types = `${type}'duration' | 'ratio' | 'percent' | 'indicators' | 'text'`;
    expect(problems).toEqual([
      problem("items", 2, "weight", "-1", "Too small: expected number to be >0"),
      problem("items", 3, "id", "“a” again", "an id that no other item has"),
      problem("items", 4, "sectionId", "gone", "the id of a section"),
      problem("items", 5, "type", "hologram", types),
      ...[6, 7, 8].map((row) => problem("items", row, "type", "nothing", types)),
    ]);
  });

  test.each(["label", "guidance"])("with a %s of 10000 characters are taken, no more", (part) => {
    const { definition, rows, problems } = read({
      items: [item("a", { [part]: "x".repeat(10_000) }), item("b", { [part]: "x".repeat(10_001) })],
    });
    expect(definition.items.map(({ id }) => id)).toEqual(["a"]);
    expect(rows.slice(1)).toEqual([
      account(1, "a", "binary", "taken", "binary"),
      account(2, "b", "binary", "left-out", "at most 10000 characters are taken"),
    ]);
    expect(problems).toEqual([problem("items", 2, "", "a text of 10001 characters", "at most 10000")]);
  });

  test("with a text of a step of 10001 characters are left out too", () => {
    const anchors = [{ value: 0, text: "x".repeat(10_001) }];
    const { definition, problems } = read({ items: [item("a", { type: "trinary", anchors })] });
    expect(definition.items).toEqual([]);
    expect(problems).toEqual([problem("items", 1, "", "a text of 10001 characters", "at most 10000")]);
  });

  test("are 500 and no more", () => {
    const { definition, rows, problems } = read({
      items: Array.from({ length: 501 }, (_, index) => item(`i${index}`)),
    });
    expect(definition.items).toHaveLength(500);
    expect(rows.slice(-2)).toEqual([
      account(500, "i499", "binary", "taken", "binary"),
      account(501, "i500", "binary", "left-out", "an instrument has at most 500 items"),
    ]);
    expect(problems).toEqual([]);
  });
});

describe("reading leniently", () => {
  const shape = z.strictObject({
    id: z.string(),
    weight: z.number().default(1),
    rule: z.strictObject({ below: z.number() }).nullable().default(null),
  });
  const NUMBER = "Invalid input: expected number, received string";

  test.each<[string, Input, unknown, object[]]>([
    ["all fits", { id: "a", weight: 2 }, { id: "a", weight: 2, rule: null }, []],
    [
      "a field is wrong",
      { id: "a", weight: "x" },
      { id: "a", weight: 1, rule: null },
      [{ path: "weight", found: "x", expected: NUMBER }],
    ],
    [
      "a field within a field is wrong",
      { id: "a", rule: { below: "x" } },
      { id: "a", weight: 1, rule: null },
      [{ path: "rule.below", found: "x", expected: NUMBER }],
    ],
    [
      "a field within a field is unknown",
      { id: "a", rule: { below: 1, more: 2 } },
      { id: "a", weight: 1, rule: null },
      [{ path: "rule", found: "an object", expected: 'Unrecognized key: "more"' }],
    ],
    [
      "fields are unknown",
      { id: "a", colour: "red", size: [1], weight: "x" },
      { id: "a", weight: 1, rule: null },
      [
        { path: "weight", found: "x", expected: NUMBER },
        { path: "colour", found: "red", expected: "no such field" },
        { path: "size", found: "a list of 1", expected: "no such field" },
      ],
    ],
    [
      "a field that must be there is missing and another is wrong",
      { weight: "x" },
      null,
      [
        { path: "id", found: "nothing", expected: MISSING },
        { path: "weight", found: "x", expected: NUMBER },
      ],
    ],
    [
      "a field that must be there is wrong",
      { id: 5 },
      null,
      [{ path: "id", found: "5", expected: "Invalid input: expected string, received number" }],
    ],
  ])("when %s", (_, raw, data, issues) => {
    const before = structuredClone(raw);
    expect(parseLeniently(shape, raw)).toEqual({ data, issues });
    expect(raw).toEqual(before);
  });

  test("a rule over all fields costs the whole", () => {
    const never = z.object({ id: z.string() }).refine(() => false, "no id is good");
    expect(parseLeniently(never, { id: "a" })).toEqual({
      ...{ data: null, issues: [{ path: "", found: "an object", expected: "no id is good" }] },
    });
  });

  test("a rule may name a place that is not there", () => {
    const rule = z.object({ a: z.object({ b: z.number() }).optional() }).refine(({ a }) => a, {
      ...{ path: ["a", "b"], message: "a number" },
    });
    expect(parseLeniently(rule, {})).toEqual({
      ...{ data: null, issues: [{ path: "a.b", found: "nothing", expected: "a number" }] },
    });
  });

  /** Tells of one bad field at a time. */
  const oneByOne = z.record(z.string(), z.string()).superRefine((fields, context) => {
    const [bad] = Object.keys(fields);
    if (bad) context.addIssue({ code: "custom", path: [bad], message: "away" });
  });
  test.each([
    [4, {}],
    [5, null],
    [6, null],
  ])("%d fields that are wrong one after another", (count, data) => {
    const raw = Object.fromEntries(
      "abcdef"
        .slice(0, count)
        .split("")
        .map((key) => [key, key]),
    );
    const read = parseLeniently(oneByOne, raw);
    expect(read.data).toEqual(data);
    expect(read.issues.map(({ path }) => path)).toEqual("abcde".slice(0, count).split(""));
  });
});

test.each([
  [undefined, "nothing"],
  [null, "nothing"],
  ["", "nothing"],
  [0, "0"],
  [false, "false"],
  [" ", " "],
  [[], "a list of 0"],
  [["a", "b"], "a list of 2"],
  [{}, "an object"],
  ["x".repeat(80), "x".repeat(80)],
  ["x".repeat(81), `${"x".repeat(79)}…`],
])("%j is shown to a person as “%s”", (value, text) => {
  expect(show(value)).toBe(text);
});

describe("canonical JSON", () => {
  test("takes objects without a prototype as plain ones", () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: [null, false] }))).toBe(
      '{"a":[null,false],"b":1}',
    );
  });

  test.each([
    [Number.POSITIVE_INFINITY, "$: found Infinity, expected plain JSON data"],
    [undefined, "$: found undefined, expected plain JSON data"],
    [{ a: [{ b: 1n }] }, "$.a[0].b: found 1, expected plain JSON data"],
    [[new Map()], "$[0]: found [object Map], expected plain JSON data"],
    [Object.create({}), "$: found [object Object], expected plain JSON data"],
  ])("refuses what is no plain data with its place: %#", (value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });
});
