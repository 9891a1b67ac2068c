import { describe, expect, test } from "vitest";
import {
  type Condition,
  type Item,
  item as itemShape,
  section as sectionShape,
} from "./instrument.schema.ts";
import { instrumentDraft } from "./instrument-draft.ts";
import { type ItemRow, itemOfRow } from "./item-of-row.ts";
import { headingOfOwnFields, type OwnFields } from "./own-fields.ts";

const { heading } = headingOfOwnFields({ code: "c", title: "T" }, {});
const item = (id: string, more: Record<string, unknown> = {}): Item =>
  itemShape.parse({ id, sectionId: "s", label: id.toUpperCase(), type: "binary", ...more });
const section = (id: string, showIf: Condition | null = null) =>
  sectionShape.parse({ id, title: id.toUpperCase(), showIf });
const on = (...ids: string[]): Condition => ({
  match: "all",
  comparisons: ids.map((itemId) => ({ itemId, is: "equal", value: 1 })),
});
const knownAs = (id: string) => ({ id, item: item(id), choices: new Map<string, number>() });
const here = (name: string, row = 2) => ({ sheet: "survey", row, name, kind: "integer" });

describe("a draft", () => {
  test("that nothing was put into is empty", () => {
    expect(instrumentDraft().finish(heading)).toMatchObject({
      definition: { ...heading, sections: [], items: [] },
      ...{ rows: [], columns: [], problems: [] },
    });
  });

  test("gives every section and every item an id of its own", () => {
    const draft = instrumentDraft();
    expect(["s", "s", "s", "s_2", "t"].map((id) => draft.addSection(section(id), null))).toEqual([
      ...["s", "s_2", "s_3", "s_2_2", "t"],
    ]);
    expect(["s", "a", "a", "a"].map((id) => draft.addItem(item(id)))).toEqual([
      ...[{ id: "s" }, { id: "a" }, { id: "a_2" }, { id: "a_3" }],
    ]);
    expect(draft.finish(heading).definition.items.map(({ id }) => id)).toEqual(["s", "a", "a_2", "a_3"]);
    expect([draft.hasSection("s_3"), draft.hasSection("a")]).toEqual([true, false]);
    expect([draft.placeOf("s"), draft.placeOf("t"), draft.placeOf("a"), draft.placeOf(undefined)]).toEqual([
      ...[0, 4, -1, -1],
    ]);
  });

  test("has its items in their order; one without an order follows the one before it", () => {
    const draft = instrumentDraft();
    for (const [id, order] of [
      ["none", undefined],
      ["a", 1],
      ["b", 9],
      ["c", 5],
      ["after_c", undefined],
      ["d", -1],
    ] as const)
      draft.addItem(item(id), order);
    expect(draft.finish(heading).definition.items.map(({ id }) => id)).toEqual([
      ...["d", "none", "a", "c", "after_c", "b"],
    ]);
  });

  test("takes 500 items and no more", () => {
    const draft = instrumentDraft();
    for (let count = 1; count < 500; count += 1) draft.addItem(item(`i${count}`));
    expect(draft.addItem(item("last"))).toEqual({ id: "last" });
    expect(draft.addItem(item("more"))).toBeNull();
    expect(draft.finish(heading).definition.items).toHaveLength(500);
  });

  test("knows an item under the first name that it got, and a name by its first item", () => {
    const draft = instrumentDraft();
    draft.know("x", knownAs("a"));
    draft.know("x", knownAs("b"));
    draft.know("y", knownAs("b"));
    draft.know("z", knownAs("b"));
    expect(draft.find("x")).toEqual(knownAs("a"));
    expect(draft.find("nothing")).toBeUndefined();
    expect(draft.nameOf("a")).toEqual({ name: "x", item: item("a") });
    expect(draft.nameOf("b")).toEqual({ name: "y", item: item("b") });
    expect(draft.nameOf("c")).toBeUndefined();
  });

  test("leaves out sections without an item and says so where there is an account", () => {
    const draft = instrumentDraft();
    for (const [index, id] of ["s", "empty"].entries())
      draft.addSection(section(id), draft.account(here(id, index + 2), "taken", `section ${id}`));
    draft.addSection(section("silent"), null);
    draft.addItem(item("a"));
    const { definition, rows } = draft.finish(heading);
    expect(definition.sections).toEqual([section("s")]);
    expect(rows).toEqual([
      { ...here("s"), lastRow: 2, outcome: "taken", how: "section s" },
      {
        ...{ ...here("empty", 3), lastRow: 3, outcome: "left-out" },
        how: "no item of this section is taken, and a section has at least one",
      },
    ]);
  });

  test("keeps accounts, also of several rows, and problems in the order they came", () => {
    const draft = instrumentDraft();
    draft.account(here("a"), "taken", "whole", 7);
    draft.problem("survey", 3, "name", "nothing", "a name");
    draft.columns.push({ sheet: "survey", column: "A type", outcome: "taken", how: "" });
    expect(draft.finish(heading)).toMatchObject({
      rows: [{ ...here("a"), lastRow: 7, outcome: "taken", how: "whole" }],
      columns: [{ sheet: "survey", column: "A type", outcome: "taken", how: "" }],
      problems: [{ sheet: "survey", row: 3, column: "name", found: "nothing", expected: "a name" }],
    });
  });
});

describe("items that become parts of another one", () => {
  const draftOf = (items: Item[], sections: (Condition | null)[] = [null]) => {
    const draft = instrumentDraft();
    for (const [index, showIf] of sections.entries())
      draft.addSection(section(`s${index || ""}`, showIf), null);
    for (const one of items) {
      draft.addItem(one);
      draft.know(`the_${one.id}`, { ...knownAs(one.id), item: one });
    }
    const left = () => draft.finish(heading).definition.items.map(({ id }) => id);
    return { draft, left };
  };

  test("are taken out and no longer known", () => {
    const { draft, left } = draftOf([item("a"), item("b"), item("c", { showIf: on("b") })]);
    expect(draft.takeOut(["the_a"])).toBe(true);
    expect(left()).toEqual(["b", "c"]);
    expect(draft.find("the_a")).toBeUndefined();
    expect(draft.nameOf("a")).toBeUndefined();
    expect(draft.find("the_b")).toBeDefined();
  });

  test.each<[string, Item[], (Condition | null)[]]>([
    ["an item", [item("a"), item("b", { showIf: on("a") })], [null]],
    [
      "an item that also looks at others",
      [item("a"), item("x"), item("b", { showIf: on("x", "a") })],
      [null],
    ],
    ["a section", [item("a")], [on("a")]],
    ["one section of several", [item("a"), item("x")], [null, on("x"), on("x", "a")]],
  ])("stay while %s looks at one of them", (_, items, sections) => {
    const { draft, left } = draftOf(items, sections);
    expect(draft.takeOut(["the_a"])).toBe(false);
    expect(left()).toEqual(items.map(({ id }) => id));
    expect(draft.find("the_a")).toBeDefined();
  });

  test("are none where the name is not known", () => {
    const { draft, left } = draftOf([item("a"), item("b", { showIf: on("a") })], [on("a")]);
    expect(draft.takeOut(["nobody"])).toBe(true);
    expect(left()).toEqual(["a", "b"]);
  });
});

describe("a row as an item", () => {
  const row = (name: string, more: Partial<ItemRow> = {}): ItemRow => ({
    ...{ sheet: "survey", row: 5, name, kind: "integer", label: "Label", guidance: "", sectionId: "s" },
    ...{ fields: { type: "binary" }, own: {}, isOurs: false, losses: [] },
    columns: { name: "name", label: "label", own: (field) => `own ${field}` },
    ...more,
  });
  const read = (...rows: ItemRow[]) => {
    const draft = instrumentDraft();
    draft.addSection(section("s"), null);
    for (const one of rows) itemOfRow(draft, one);
    const { definition, rows: accounts, problems } = draft.finish(heading);
    return { draft, items: definition.items, accounts, problems };
  };
  const problem = (column: string, found: string, expected: string) => ({
    ...{ sheet: "survey", row: 5, column, found, expected },
  });

  const anchors = [3, 4].map((value) => ({ value, text: `T${value}` }));
  test.each<[Record<string, unknown>, string]>([
    [{ type: "binary" }, "yes or no"],
    [{ type: "trinary" }, "0, 1, 2"],
    [{ type: "anchored", min: 3, max: 4, anchors }, "a ladder from 3 to 4"],
    [{ type: "count" }, "a count"],
    [{ type: "duration" }, "a duration in minutes"],
    [{ type: "ratio", numerator: "n", denominator: "d" }, "a ratio of two counts"],
    [{ type: "percent" }, "a share of opportunities"],
    [{ type: "indicators", indicators: [{ id: "x", text: "X" }] }, "indicators of yes and no"],
    [{ type: "text" }, "a text"],
    [{ type: "binary", showIf: on("z") }, "yes or no, with its condition"],
  ])("%j is accounted for", (fields, how) => {
    const { accounts, problems } = read(row("a", { fields }));
    expect(problems).toEqual([]);
    expect(accounts).toEqual([{ ...here("a", 5), lastRow: 5, outcome: "taken", how }]);
    const lost = read(row("a", { fields, losses: ["this", "that"] })).accounts;
    expect(lost).toEqual([{ ...here("a", 5), lastRow: 5, outcome: "mapped", how: `${how}; this; that` }]);
  });

  test("its losses are those of the row itself, and stay as they were", () => {
    const losses = ["this"];
    expect(read(row("a", { losses, label: "<b>A</b>" })).accounts[0]?.how).toBe(
      "yes or no; this; formatting removed",
    );
    expect(losses).toEqual(["this"]);
  });

  test.each([
    ["<b>Asks", "Asks"],
    ["Asks</p>", "Asks"],
    ["<P class='x'>Asks", "Asks"],
    ["<b><em>Asks", "Asks"],
  ])("the formatting of %s is removed and said", (text, label) => {
    const from = (one: ItemRow) => {
      const { items, accounts } = read(one);
      return [items[0]?.label, items[0]?.guidance, accounts[0]?.outcome, accounts[0]?.how];
    };
    const how = "yes or no; formatting removed";
    expect(from(row("a", { label: text }))).toEqual([label, "", "mapped", how]);
    expect(from(row("a", { guidance: text }))).toEqual(["Label", label, "mapped", how]);
    expect(from(row("a", { label: text, guidance: text, isOurs: true }))).toEqual([
      ...[text, text, "taken", "yes or no"],
    ]);
  });

  test.each(["1 < 2", "a<1>", "</ b>", "x < y > z", "<>", "a > b", "<b", "R&D"])(
    "%s has no formatting",
    (label) => {
      expect(read(row("a", { label }))).toMatchObject({
        items: [{ label }],
        accounts: [{ outcome: "taken", how: "yes or no" }],
      });
    },
  );

  test("without a name it is named after its row, without words after its name", () => {
    const { items, problems, draft } = read(row("", { label: "<p> </p>", guidance: "G" }));
    expect(items).toMatchObject([{ id: "item_5", label: "item_5", guidance: "G" }]);
    expect(problems).toEqual([
      problem("name", "nothing", "a name for the item"),
      problem("label", "nothing", "the words of the item"),
    ]);
    expect(draft.find("item_5")).toMatchObject({ id: "item_5", choices: new Map() });
  });

  test("the words of a file of ours must be more than white space", () => {
    const { items, problems } = read(row("a", { label: " \n", isOurs: true }));
    expect(items).toMatchObject([{ id: "a", label: " \n" }]);
    expect(problems).toEqual([problem("label", "nothing", "the words of the item")]);
  });

  test.each<[keyof ItemRow]>([["label"], ["guidance"]])(
    "a %s of 10000 characters is taken, no more",
    (part) => {
      expect(read(row("a", { [part]: "x".repeat(10_000) }))).toMatchObject({
        ...{ items: [{ id: "a" }], problems: [] },
        accounts: [{ outcome: "taken" }],
      });
      expect(read(row("a", { [part]: "x".repeat(10_001) }))).toMatchObject({
        items: [],
        problems: [problem("label", "10001 characters", "at most 10000")],
        accounts: [
          {
            ...{ ...here("a", 5), outcome: "left-out" },
            how: "its text has 10001 characters, at most 10000 are taken",
          },
        ],
      });
    },
  );

  test("a field that does not fit costs its value, one that must be there the item", () => {
    expect(read(row("a", { own: { weight: "much" } }))).toMatchObject({
      items: [{ id: "a", weight: 1 }],
      problems: [problem("own weight", "much", "Invalid input: expected number, received string")],
      accounts: [{ outcome: "mapped", how: "yes or no; without the fields of the problems" }],
    });
    expect(read(row("a", { fields: { type: "anchored", anchors: [], max: 3 } }))).toMatchObject({
      items: [],
      problems: [problem("own min", "nothing", "Invalid input: expected number, received undefined")],
      accounts: [{ outcome: "left-out", how: "its fields contradict each other; see the problems" }],
    });
  });

  test("an item of a section that is not there stays where it stands", () => {
    const { items, problems } = read(row("a", { own: { section: "gone" } }));
    expect(items).toMatchObject([{ id: "a", sectionId: "s" }]);
    expect(problems).toEqual([problem("own section", "gone", "the id of a section")]);
  });

  test.each([undefined, "", "soon", "Infinity"])(
    "with the order %j it follows the one before it",
    (order) => {
      const own: OwnFields = order === undefined ? {} : { order };
      const { items } = read(
        ...[row("first", { own: { order: "5" } }), row("a", { own }), row("last", { own: { order: "3" } })],
      );
      expect(items.map(({ id }) => id)).toEqual(["last", "first", "a"]);
    },
  );

  test("a name that is used again gets a number, and conditions know the first", () => {
    const { items, problems, accounts, draft } = read(row("a"), row("a", { label: "Again" }));
    expect(items.map(({ id, label }) => [id, label])).toEqual([
      ["a", "Label"],
      ["a_2", "Again"],
    ]);
    expect(problems).toEqual([problem("name", "“a” again", "a name that no other item has")]);
    expect(accounts[1]).toMatchObject({
      outcome: "mapped",
      how: "yes or no; its id is a_2, as its name is used before",
    });
    expect(draft.find("a")?.item.label).toBe("Label");
  });

  test("it is known under its name with what its choices stand for", () => {
    const choices = new Map([["x", 1]]);
    const { draft } = read(row("Name", { own: { id: "b" }, choices }));
    expect(draft.find("Name")).toMatchObject({ id: "b", item: { id: "b" }, choices });
    expect(draft.find("b")).toBeUndefined();
  });

  test("after 500 items it is left out", () => {
    const many = Array.from({ length: 501 }, (_, index) => row(`i${index}`));
    const { items, accounts } = read(...many);
    expect(items).toHaveLength(500);
    expect(accounts[499]?.outcome).toBe("taken");
    expect(accounts[500]).toMatchObject({ outcome: "left-out", how: "an instrument has at most 500 items" });
  });
});
