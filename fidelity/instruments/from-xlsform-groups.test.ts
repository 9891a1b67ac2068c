// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how an XLSForm names its questions
import { describe, expect, test } from "vitest";
import { fromXlsform } from "./from-xlsform.ts";
import type { Cell } from "./imported-instrument.ts";

type Row = Record<string, Cell>;
const COLUMNS = ["type", "name", "label", "relevant"];
const read = (survey: Row[], isOurs = false) => {
  const columns = [...new Set([...COLUMNS, ...survey.flatMap(Object.keys)])];
  const code = isOurs ? "throughline::code" : "form_id";
  return fromXlsform([
    { name: "survey", rows: [columns, ...survey.map((row) => columns.map((column) => row[column] ?? null))] },
    {
      name: "settings",
      rows: [
        ["form_title", code],
        ["T", "f"],
      ],
    },
  ]);
};
type Read = ReturnType<typeof read>;
const accounts = ({ rows }: Read) =>
  rows.filter(({ sheet }) => sheet === "survey").map(({ row, outcome, how }) => [row, outcome, how]);
const text = (name: string, more: Row = {}): Row => ({
  type: "text",
  name,
  label: name.toUpperCase(),
  ...more,
});
const begin = (name: Cell, label: Cell = null, more: Row = {}): Row => ({
  type: "begin_group",
  name,
  label,
  ...more,
});
const end: Row = { type: "end_group" };
const onType = (row: number, found: string, expected: string) => ({
  sheet: "survey",
  row,
  column: "type",
  found,
  expected,
});

describe("a group", () => {
  test.each([
    ["begin_group", "end_group"],
    ["begin group", "end group"],
    ["begingroup", "endgroup"],
    ["BEGIN GROUP", "End_Group"],
    ["  begin \t group ", " end\n group "],
  ])("from “%s” to “%s” is a section", (from, to) => {
    for (const isOurs of [false, true]) {
      const done = read([{ type: from, name: "g", label: "G" }, text("a"), { type: to }], isOurs);
      expect(done.problems).toEqual([]);
      expect(done.definition.sections).toEqual([
        {
          ...{ id: "g", title: "G", direction: "higher-is-better", weight: 1, minAnswered: 0 },
          ...{ thresholds: [], showIf: null },
        },
      ]);
      expect(done.definition.items.map(({ sectionId }) => sectionId)).toEqual(["g"]);
      expect(accounts(done)).toEqual([
        [2, "taken", "section “G”"],
        [3, "taken", "a text"],
        [4, "taken", "ends the group “G”"],
      ]);
    }
  });

  test.each([
    "beginning group",
    "to begin group",
    "begin_groups",
    "begin__group",
    "end_groups",
    "begin-group",
  ])("does not begin or end with “%s”", (type) => {
    const done = read([{ type, name: "g", label: "G" }]);
    expect(done.problems).toEqual([onType(2, type, "a question type of XLSForm")]);
    expect(accounts(done)).toEqual([[2, "left-out", "this type is not known"]]);
  });

  test.each<[Cell, Cell, string, string, boolean]>([
    ["g", "A <b>bold</b> one", "g", "A bold one", true],
    ["a_b_c", null, "a_b_c", "a b c", false],
    ["a_b", "<br>", "a_b", "a b", false],
    [null, null, "group_2", "group 2", false],
    [null, "G", "group_2", "G", true],
  ])("named %j with the label %j is %s, “%s”", (name, label, id, title, isLabelled) => {
    const done = read([begin(name, label), text("a"), end]);
    expect(done.definition.sections.map((one) => [one.id, one.title])).toEqual([[id, title]]);
    expect(accounts(done)[0]).toEqual(
      isLabelled
        ? [2, "taken", `section “${title}”`]
        : [2, "mapped", `section “${title}”; its title is its name, it has no label`],
    );
  });

  test("of ours keeps every character of its label", () => {
    const { definition } = read([begin("g", " <b>G</b> "), text("a"), end], true);
    expect(definition.sections[0]?.title).toBe(" <b>G</b> ");
  });

  test("says what its row loses", () => {
    const more = { appearance: "field-list", constraint_message: "x", relevant: "${nowhere} = 1" };
    const done = read([begin("g", "G", more), text("a"), end]);
    expect(accounts(done)[0]).toEqual([
      2,
      "mapped",
      "section “G”; appearance left out; condition not taken over: it looks at “nowhere”, which is not taken or comes later",
    ]);
  });

  test("takes its own fields, and names those that do not fit", () => {
    const own = {
      ...{ "throughline::id": "own id", "throughline::direction": "lower-is-better" },
      ...{ "throughline::weight": "heavy", "throughline::min_answered": "2" },
      ...{ "throughline::thresholds": "met 80" },
    };
    const done = read([begin("g", "G", own), text("a"), end]);
    expect(done.definition.sections).toEqual([
      {
        ...{
          id: "own id",
          title: "G",
          direction: "lower-is-better",
          weight: 1,
          minAnswered: 2,
          showIf: null,
        },
        thresholds: [{ band: "met", from: 80, label: null }],
      },
    ]);
    expect(done.problems).toEqual([
      {
        ...{ sheet: "survey", row: 2, column: "throughline::weight", found: "heavy" },
        expected: expect.stringContaining("expected number"),
      },
    ]);
  });

  test("without an item is left out, and what ends it is taken", () => {
    const done = read([begin("g", "G"), end, text("a")]);
    expect(done.definition.sections.map(({ id }) => id)).toEqual(["items"]);
    expect(accounts(done)).toEqual([
      [2, "left-out", "no item of this section is taken, and a section has at least one"],
      [3, "taken", "ends the group “G”"],
      [4, "taken", "a text"],
    ]);
  });

  test("inside others has all their titles, and what follows it stands in the outer one", () => {
    const done = read([
      begin("a", "A"),
      begin("b", "B"),
      begin("c"),
      text("x"),
      end,
      text("y"),
      end,
      text("z"),
      end,
    ]);
    expect(done.definition.sections.map(({ id, title }) => `${id} ${title}`)).toEqual([
      ...["a A", "b A: B", "c A: B: c"],
    ]);
    expect(done.definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual([
      "x c",
      "y b",
      "z a",
    ]);
    expect(accounts(done).filter(([row]) => Number(row) < 5)).toEqual([
      [2, "taken", "section “A”"],
      [3, "mapped", "section “A: B”; a group inside a group becomes a section of its own"],
      [
        4,
        "mapped",
        "section “A: B: c”; its title is its name, it has no label; a group inside a group becomes a section of its own",
      ],
    ]);
  });

  test("parts what is in none: before and after it are two sections", () => {
    const done = read([text("a"), text("b"), begin("g", "G"), text("c"), end, text("d"), text("e")]);
    expect(done.definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual([
      ...["a items", "b items", "c g", "d items_2", "e items_2"],
    ]);
    expect(done.definition.sections.map(({ title }) => title)).toEqual(["Items", "G", "Items"]);
  });
});

describe("a group with a condition", () => {
  const asks = [
    { type: "integer", name: "n", label: "N" },
    { type: "integer", name: "m", label: "M" },
  ];
  const more = (itemId: string) => ({ itemId, is: "more-than", value: 1 });
  /** Conditions of the sections of a group, of one within it, and of one within that. */
  const nested = (first: string, second: string, third: string) => {
    const done = read([
      ...asks,
      begin("a", "A", { relevant: first }),
      text("x"),
      begin("b", "B", { relevant: second }),
      text("y"),
      begin("c", "C", { relevant: third }),
      text("z"),
      ...[end, end, end],
    ]);
    return {
      showIf: done.definition.sections.slice(1).map(({ showIf }) => showIf),
      how: accounts(done).flatMap(([, , how]) => (String(how).startsWith("section") ? [how] : [])),
    };
  };
  const DEEPER = "a group inside a group becomes a section of its own";

  test("hides what is within it too", () => {
    const one = { match: "all", comparisons: [more("n")] };
    const two = { match: "all", comparisons: [more("n"), more("m")] };
    expect(nested("${n} > 1", "", "${m} > 1").showIf).toEqual([one, one, two]);
    expect(nested("", "${n} > 1", "").showIf).toEqual([null, one, one]);
    expect(nested("${n} > 1", "${m} > 1", "").showIf).toEqual([one, two, two]);
  });

  test("of either of two keeps it, and one within it that would mix them loses its own", () => {
    const either = { match: "any", comparisons: [more("n"), more("m")] };
    expect(nested("${n} > 1 or ${m} > 1", "${n} > 1", "")).toEqual({
      showIf: [either, either, either],
      how: [
        "section “A”",
        `section “A: B”; ${DEEPER}; condition not taken over: with that of the group around it, it mixes “and” with “or”`,
        `section “A: B: C”; ${DEEPER}`,
      ],
    });
    expect(nested("${n} > 1", "${n} > 1 or ${m} > 1", "").showIf).toEqual([
      ...Array(3).fill({ match: "all", comparisons: [more("n")] }),
    ]);
  });

  test("that cannot be taken over is not that of its items", () => {
    expect(nested("${n} + 1 > 2", "${m} > 1", "")).toEqual({
      showIf: [null, ...Array(2).fill({ match: "all", comparisons: [more("m")] })],
      how: [
        "section “A”; condition not taken over: “+ 1 > 2” is more than a comparison",
        `section “A: B”; ${DEEPER}`,
        `section “A: B: C”; ${DEEPER}`,
      ],
    });
  });

  test("of ours has the exact one beside it", () => {
    const exact = { match: "any", comparisons: [more("n")] };
    const group = begin("g", "G", { relevant: "${n} > 1", "throughline::show_if": JSON.stringify(exact) });
    const { definition } = read([...asks, group, text("a"), end], true);
    expect(definition.sections[1]?.showIf).toEqual(exact);
  });
});

describe("a repeat", () => {
  test.each([
    ["begin_repeat", "end_repeat"],
    ["begin repeat", "end repeat"],
    ["beginrepeat", "endrepeat"],
    ["Begin Repeat", "END REPEAT"],
    ["begin loop", "end loop"],
    ["begin_loop", "end_repeat"],
  ])("from “%s” to “%s” is left out with all that is in it", (from, to) => {
    const done = read([
      { type: from, name: "r", label: "R" },
      text("a"),
      begin("g", "G"),
      { type: "select_one nowhere", name: "b", label: "B" },
      end,
      begin(null, null),
      end,
      { type: from, name: "inner", label: null },
      { type: to },
      { type: to },
      text("c"),
    ]);
    expect(done.problems).toEqual([]);
    expect(done.definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual(["c items"]);
    expect(accounts(done)).toEqual([
      [2, "left-out", "a checklist asks each item once"],
      [3, "left-out", "it is in a repeat, and a checklist asks each item once"],
      [4, "left-out", "it is in a repeat"],
      [5, "left-out", "it is in a repeat, and a checklist asks each item once"],
      [6, "left-out", "ends the group “G”"],
      [7, "left-out", "it is in a repeat"],
      [8, "left-out", "ends the group “group 7”"],
      [9, "left-out", "a checklist asks each item once"],
      [10, "left-out", "ends the repeat “inner”"],
      [11, "left-out", "ends the repeat “R”"],
      [12, "taken", "a text"],
    ]);
  });

  test("in a group leaves the rest of the group", () => {
    const done = read([
      begin("g", "G"),
      text("a"),
      { type: "begin repeat", name: "r" },
      text("b"),
      { type: "end repeat" },
      text("c"),
      end,
    ]);
    expect(done.problems).toEqual([]);
    expect(done.definition.items.map(({ id, sectionId }) => `${id} ${sectionId}`)).toEqual(["a g", "c g"]);
  });

  test("of ours has no instructions of the instrument in it", () => {
    const done = read(
      [
        { type: "begin repeat", name: "r" },
        { type: "note", name: "throughline_instructions" },
        { type: "end repeat" },
      ],
      true,
    );
    expect(accounts(done)[1]).toEqual([
      3,
      "left-out",
      "it is in a repeat, and a checklist asks each item once",
    ]);
  });
});

describe("what does not fit together", () => {
  test.each([
    ["end_group", "end_group without a begin", "a begin_group before it"],
    ["end group", "end_group without a begin", "a begin_group before it"],
    ["end_repeat", "end_repeat without a begin", "a begin_repeat before it"],
    ["end loop", "end_repeat without a begin", "a begin_repeat before it"],
  ])("“%s” with nothing open ends nothing", (type, found, expected) => {
    const done = read([{ type }, text("a")]);
    expect(done.problems).toEqual([onType(2, found, expected)]);
    expect(accounts(done)).toEqual([
      [2, "left-out", "it ends nothing that is open"],
      [3, "taken", "a text"],
    ]);
  });

  test("the end of the other kind leaves open what is open", () => {
    const done = read([
      begin("g", "G"),
      { type: "end_repeat" },
      text("a"),
      end,
      { type: "begin_repeat", name: "r" },
      end,
      text("b"),
    ]);
    expect(done.problems).toEqual([
      onType(3, "end_repeat while group “g” is open", "end_group"),
      onType(7, "end_group while repeat “r” is open", "end_repeat"),
      onType(6, "begin_repeat “r” that never ends", "an end_repeat"),
    ]);
    expect(accounts(done)).toEqual([
      [2, "taken", "section “G”"],
      [3, "left-out", "it ends nothing that is open"],
      [4, "taken", "a text"],
      [5, "taken", "ends the group “G”"],
      [6, "left-out", "a checklist asks each item once"],
      [7, "left-out", "it ends nothing that is open"],
      [8, "left-out", "it is in a repeat, and a checklist asks each item once"],
    ]);
  });

  test("groups that never end are each a problem, and their items are taken", () => {
    const done = read([begin("g", "G"), begin(null, "H"), text("a")]);
    expect(done.problems).toEqual([
      onType(2, "begin_group “g” that never ends", "an end_group"),
      onType(3, "begin_group “group_3” that never ends", "an end_group"),
    ]);
    expect(done.definition.items.map(({ sectionId }) => sectionId)).toEqual(["group_3"]);
  });

  test("a row without a type is a problem of its own, in a repeat too", () => {
    const done = read([
      text("a", { type: null }),
      { type: "begin_repeat", name: "r" },
      text("b", { type: " " }),
    ]);
    expect(done.problems.slice(0, 2)).toEqual([
      onType(2, "nothing", "a type"),
      onType(4, "nothing", "a type"),
    ]);
    expect(accounts(done)).toEqual([
      [2, "left-out", "it has no type"],
      [3, "left-out", "a checklist asks each item once"],
      [4, "left-out", "it has no type"],
    ]);
  });
});
