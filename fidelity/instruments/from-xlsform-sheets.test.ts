// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how an XLSForm names its questions
import { describe, expect, test } from "vitest";
import { fromXlsform } from "./from-xlsform.ts";
import type { Cell } from "./imported-instrument.ts";

const SURVEY: Cell[][] = [
  ["type", "name", "label"],
  ["text", "a", "A"],
];
const read = (given: Record<string, Cell[][]>) =>
  fromXlsform(Object.entries({ survey: SURVEY, ...given }).map(([name, rows]) => ({ name, rows })));
type Read = ReturnType<typeof read>;
const columns = ({ columns: all }: Read, of = "survey") =>
  all.filter(({ sheet }) => sheet === of).map(({ column, outcome, how }) => [column, outcome, how]);
const LOST = "a definition has no place for it; the rows that fill it say so";
const UNREAD = "no column that is read; its content is left out";
const MEDIA = "media are not kept with an instrument";

describe("sheets", () => {
  test("are found whatever their case and the spaces around their names, the first of each", () => {
    const done = fromXlsform([
      { name: " Survey ", rows: SURVEY },
      { name: "SETTINGS", rows: [["form_title"], ["Weekly"]] },
      { name: "survey", rows: [["type"], ["x"]] },
    ]);
    expect(done.problems).toEqual([]);
    expect(done.definition).toMatchObject({ title: "Weekly", items: [{ id: "a" }] });
    expect(done.rows).toMatchObject([
      { sheet: " Survey ", row: 2, outcome: "taken" },
      { sheet: "SETTINGS", row: 2, outcome: "taken" },
      { sheet: "survey", row: 1, lastRow: 2, outcome: "left-out" },
    ]);
  });

  test("of other names are each left out as a whole, and blank ones are not worth a word", () => {
    const done = read({
      cascades: [[null, " "], [], [null, "x"], [null], [0], [false], []],
      single: [["x"]],
      blank: [[null, ""], [" \t"]],
      empty: [],
    });
    const other = { name: "", kind: "sheet", outcome: "left-out" };
    expect(done.rows.slice(1)).toEqual([
      {
        ...{ ...other, sheet: "cascades", row: 3, lastRow: 6 },
        how: "a sheet of this name is not read (3 rows)",
      },
      { ...other, sheet: "single", row: 1, lastRow: 1, how: "a sheet of this name is not read (1 row)" },
    ]);
    expect(columns(done, "cascades")).toEqual([]);
  });

  test("that are needed and not there, or empty, are a problem", () => {
    const problem = (row: number, column: string, found: string, expected: string, sheet = "survey") => ({
      ...{ sheet, row, column, found, expected },
    });
    expect(fromXlsform([]).problems).toEqual([problem(0, "", "no such sheet", "a sheet named survey")]);
    expect(read({ survey: [[null]] }).problems).toEqual([problem(0, "", "an empty sheet", "a header row")]);
    expect(read({ survey: [[], ["label"]] }).problems).toEqual([
      problem(2, "type", "no such column", "a column type"),
      problem(2, "name", "no such column", "a column name"),
    ]);
    expect(read({ choices: [["label"]] }).problems).toEqual([
      problem(1, "list_name", "no such column", "a column list_name", "choices"),
      problem(1, "name", "no such column", "a column name", "choices"),
    ]);
    expect(read({ choices: [] }).problems).toEqual([]);
    expect(read({ choices: [["list_name", "name"]] }).problems).toEqual([]);
  });
});

describe("headers", () => {
  test.each([
    ["Type", "taken", ""],
    ["guidance  hint", "taken", ""],
    ["bind:relevant", "taken", ""],
    ["bind::relevant", "taken", ""],
    ["BIND::Relevance", "taken", ""],
    ["bind: :relevant", "left-out", UNREAD],
    ["unbind:relevant", "left-out", UNREAD],
    ["caption", "taken", ""],
    ["command", "taken", ""],
    ["Value", "taken", ""],
    ["tag", "taken", ""],
    ["skippable", "taken", ""],
    ["throughline::any thing", "taken", ""],
    ["constraint", "left-out", LOST],
    ["Constraint Message", "left-out", LOST],
    ["constraint_message::French", "left-out", LOST],
    ["bind:readonly", "left-out", LOST],
    ["image", "left-out", MEDIA],
    ["Image::French", "left-out", MEDIA],
    ["media::audio", "left-out", MEDIA],
    ["big-image", "left-out", MEDIA],
    ["list_name", "left-out", UNREAD],
    ["form_title", "left-out", UNREAD],
    ["body::accuracyThreshold", "left-out", UNREAD],
    ["constructor", "left-out", UNREAD],
    ["hint ::French", "left-out", "language French; the column without a language is read"],
    ["hint::bind:French", "left-out", "language bind:French; the column without a language is read"],
    ["hint::Deutsch:Schweiz", "left-out", "language Deutsch:Schweiz; the column without a language is read"],
    ["guidance_hint:French", "left-out", "language French; the column without a language is read"],
  ])("of a survey: “%s” is %s", (header, outcome, how) => {
    const [known] = columns(read({ survey: [["note", header], ["label"]] })).slice(1);
    expect(known).toEqual([`B ${header}`, outcome, how]);
  });

  test.each([
    ["choices", "list name", "taken", ""],
    ["choices", "value", "taken", ""],
    ["choices", "hint", "left-out", UNREAD],
    ["choices", "media::image", "left-out", MEDIA],
    ["settings", "Form Title", "taken", ""],
    ["settings", "form  id", "taken", ""],
    ["settings", "default language", "taken", ""],
    ["settings", "version", "taken", ""],
    ["settings", "label", "left-out", UNREAD],
    ["settings", "style", "left-out", UNREAD],
  ])("of %s: “%s” is %s", (name, header, outcome, how) => {
    expect(columns(read({ [name]: [[header]] }), name)).toEqual([[`A ${header}`, outcome, how]]);
  });

  test.each(["bind:relevant", "bind::relevant", "relevance", "Relevant"])(
    "what is under “%s” is the condition",
    (header) => {
      const survey = [
        ["type", "name", "label", header],
        ["integer", "a", "A"],
        ["text", "b", "B", "${a} > 1"],
      ];
      expect(read({ survey }).definition.items[1]?.showIf).toEqual({
        ...{ match: "all", comparisons: [{ itemId: "a", is: "more-than", value: 1 }] },
      });
    },
  );
});

describe("languages", () => {
  /** A form with a label, a hint and a guidance hint under each of the headers. */
  const form = (languages: string[], preferred: Cell = null) => {
    const suffixes = languages.map((language) => (language === "" ? "" : `::${language}`));
    const header = ["label", "hint", "guidance hint"].flatMap((base) =>
      suffixes.map((suffix) => base + suffix),
    );
    const cells = ["label", "hint", "guidance"].flatMap((base) =>
      languages.map((one) => `${base} ${one || "none"}`),
    );
    return read({
      survey: [
        ["type", "name", ...header],
        ["text", "a", ...cells],
      ],
      settings: [
        ["form_title", "default_language"],
        ["T", preferred],
      ],
    });
  };
  const words = ({ definition }: Read) => [definition.items[0]?.label, definition.items[0]?.guidance];

  test.each<[string[], Cell, string]>([
    [["French (fr)", "English (en)"], null, "French (fr)"],
    [["French (fr)", "English (en)"], "English (en)", "English (en)"],
    [["French (fr)", "English (en)"], "English", "English (en)"],
    [["English UK", "English"], "English", "English"],
    [["French", "English UK"], "English", "French"],
    [["French", ""], null, "none"],
    [["French", ""], "English", "none"],
    [["French", ""], "French", "French"],
    [["", "French"], "French", "French"],
    [["Deutsch:Schweiz", "Deutsch"], "Deutsch", "Deutsch"],
    [["Deutsch", "Deutsch:Schweiz"], "Deutsch:Schweiz", "Deutsch:Schweiz"],
  ])("of %j, with %j as the default, %s is read", (languages, preferred, language) => {
    const done = form(languages, preferred);
    expect(words(done)).toEqual([`label ${language}`, `hint ${language} guidance ${language}`]);
    expect(done.problems).toEqual([]);
  });

  test("each column that is not read says which one is", () => {
    expect(columns(form(["French", "", "English"], "English")).slice(2)).toEqual([
      ["C label::French", "left-out", "language French; English is read"],
      ["D label", "left-out", "without a language; English is read"],
      ["E label::English", "taken", ""],
      ["F hint::French", "left-out", "language French; English is read"],
      ["G hint", "left-out", "without a language; English is read"],
      ["H hint::English", "taken", ""],
      ["I guidance hint::French", "left-out", "language French; English is read"],
      ["J guidance hint", "left-out", "without a language; English is read"],
      ["K guidance hint::English", "taken", ""],
    ]);
  });

  test.each([
    "label:French",
    "label::French",
    "label :: French",
    "Label : French",
    "caption::French",
    "LABEL::French ",
  ])("the first language is found in “%s”", (header) => {
    const survey = [
      [null, " "],
      [null, null],
      [null, "type", "name", header, "hint"],
      [null, "text", "a", "Mots", "Conseil"],
    ];
    const done = read({ survey });
    expect(words(done)).toEqual(["Mots", ""]);
    expect(columns(done).at(-1)).toEqual(["E hint", "left-out", "without a language; French is read"]);
  });

  test("a label in no language is read whatever languages its hints are in", () => {
    const survey = [
      ["type", "name", "label", "hint::French"],
      ["text", "a", "Words", "Conseil"],
    ];
    expect(words(read({ survey }))).toEqual(["Words", ""]);
  });

  test("each sheet has its own", () => {
    const done = read({
      survey: [
        ["type", "name", "label"],
        ["select_one l", "a", "Words"],
      ],
      choices: [
        ["list_name", "name", "label::French"],
        ["l", "1", "Un"],
        ["l", "2", "Deux"],
      ],
    });
    expect(done.definition.items[0]).toMatchObject({
      label: "Words",
      anchors: [{ text: "Un" }, { text: "Deux" }],
    });
  });
});

describe("choices", () => {
  test("without a list, a name or words, and names used again", () => {
    const done = read({
      survey: [
        ["type", "name", "label"],
        ["select_one l", "a", "A"],
      ],
      choices: [
        ["list_name", "name", "label"],
        [null, "1", "No list"],
        ["l", null, "No name"],
        [null, null, "Neither"],
        [" l ", "0", null],
        ["l", "1", "One"],
        ["l", "1", "Again"],
        ["other", "1", "Of another list"],
      ],
    });
    const problem = (row: number, column: string, found: string, expected: string) => ({
      ...{ sheet: "choices", row, column, found, expected },
    });
    expect(done.problems).toEqual([
      problem(2, "list_name", "nothing", "a list_name"),
      problem(3, "name", "nothing", "a name"),
      problem(4, "list_name", "nothing", "a list_name"),
      problem(5, "label", "nothing", "the words of the choice"),
      problem(7, "name", "“1” again", "a name used once in the list l"),
    ]);
    const account = (row: number, name: string, kind: string, outcome: string, how: string) => ({
      ...{ sheet: "choices", row, lastRow: row, name, kind, outcome, how },
    });
    expect(done.rows.filter(({ sheet }) => sheet === "choices")).toEqual([
      account(2, "1", "choice", "left-out", "it has no list_name"),
      account(3, "l", "choice", "left-out", "it has no name"),
      account(4, "", "choice", "left-out", "it has no list_name"),
      account(7, "1", "choice of l", "left-out", "its name is used before in its list"),
      account(5, "0", "choice of l", "taken", "a step of the scale"),
      account(6, "1", "choice of l", "taken", "a step of the scale"),
      account(8, "1", "choice of other", "left-out", "no item that is taken uses this list"),
    ]);
    expect(done.definition.items[0]).toMatchObject({
      anchors: [
        { value: 0, text: "0" },
        { value: 1, text: "One" },
      ],
    });
  });

  test("of ours are found whatever the spaces around their list", () => {
    const done = read({
      survey: [
        ["type", "name", "label"],
        [" select_one l ", "a", "A"],
      ],
      choices: [
        ["list_name", "name", "label"],
        [" l ", "yes", "Yes"],
        ["l\t", "no", "No"],
        [" ", "x", "X"],
      ],
      settings: [["throughline::code"], ["c"]],
    });
    expect(done.definition.items[0]).toMatchObject({ type: "binary" });
    expect(done.problems).toEqual([
      { sheet: "choices", row: 4, column: "list_name", found: "nothing", expected: "a list_name" },
    ]);
  });
});

describe("settings", () => {
  const PLAIN = {
    ...{ code: "imported", version: 1, title: "Imported instrument", subject: null, raterTypes: [] },
    ...{ dimensions: [], purpose: "", instructions: "" },
    scoring: {
      ...{ method: "percent-of-possible", thresholds: [], maxNotApplicableShare: 0.25 },
      missing: { policy: "not-scorable" },
    },
  };

  test.each<[string, Cell[][]]>([
    ["none", []],
    ["blank", [["form_title", "form_id"], [null]]],
    [
      "without words",
      [
        ["form_title", "form_id", "style"],
        ["<br>", null, "pages"],
      ],
    ],
  ])("that are %s leave the instrument as it is before anyone has named it", (_, settings) => {
    const { sections, items, ...heading } = read({ settings }).definition;
    expect(heading).toEqual(PLAIN);
  });

  test("no sheet of settings leaves it so too", () => {
    const { sections, items, ...heading } = read({}).definition;
    expect(heading).toEqual(PLAIN);
  });

  test("give title and code, from their first row", () => {
    const done = read({
      settings: [
        ["form_title", "form_id", "version"],
        [],
        ["<b>Weekly</b> &amp; more", "weekly", "7"],
        ["Other", "other"],
      ],
    });
    const { sections, items, ...heading } = done.definition;
    expect(heading).toEqual({ ...PLAIN, code: "weekly", title: "Weekly & more" });
    const settings = { sheet: "settings", kind: "settings" };
    expect(done.rows.slice(1)).toEqual([
      {
        ...{ ...settings, row: 3, lastRow: 3, name: "weekly", outcome: "taken" },
        how: "title and code of the instrument",
      },
      {
        ...{ ...settings, row: 4, lastRow: 4, name: "other", outcome: "left-out" },
        how: "only the first row of settings counts",
      },
    ]);
  });

  test("of ours keep every character and all else an instrument has", () => {
    const own = [
      "code",
      "version",
      "subject",
      "rater_types",
      "dimensions",
      "purpose",
      "instructions",
      "thresholds",
    ];
    const done = read({
      settings: [
        ["form_title", "form_id", ...own.map((name) => `throughline::${name}`)],
        [
          " <b>Weekly</b> ",
          "weekly",
          " Week 1 ",
          "7",
          "coach",
          "self supervisor",
          "quality",
          " P ",
          "I\n",
          "met 80",
        ],
      ],
    });
    const { sections, items, ...heading } = done.definition;
    expect(heading).toEqual({
      ...{ ...PLAIN, code: " Week 1 ", version: 7, title: " <b>Weekly</b> ", subject: "coach" },
      ...{ raterTypes: ["self", "supervisor"], dimensions: ["quality"], purpose: " P ", instructions: "I\n" },
      scoring: { ...PLAIN.scoring, thresholds: [{ band: "met", from: 80, label: null }] },
    });
    expect(done.problems).toEqual([]);
  });

  test("of ours that do not fit are named by their column and row", () => {
    const done = read({ settings: [[], ["throughline::code", "throughline::subject"], ["c", "client"]] });
    expect(done.problems).toEqual([
      {
        ...{ sheet: "settings", row: 3, column: "throughline::subject", found: "client" },
        expected: expect.stringContaining("coach"),
      },
    ]);
  });

  test("make a file ours only by the header of our code, exactly", () => {
    const titleOf = (header: string) =>
      read({
        settings: [
          ["form_title", header],
          ["<b>T</b>", "c"],
        ],
      }).definition.title;
    expect(titleOf("throughline::code")).toBe("<b>T</b>");
    expect(titleOf("throughline::Code")).toBe("T");
    expect(titleOf("code")).toBe("T");
  });
});
