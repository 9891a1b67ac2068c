// biome-ignore-all lint/suspicious/noTemplateCurlyInString: an XLSForm writes a field as ${name}
import { describe, expect, test } from "vitest";
import { type Condition, condition, type Item, item } from "./instrument.schema.ts";
import { bothOf, type Dialect, type NamedItem, readLogic, writeLogic } from "./logic-text.ts";

const made = (fields: Record<string, unknown>): Item =>
  item.parse({ sectionId: "a", label: "One", ...fields });
const named = (id: string, fields: Record<string, unknown>, choices: NamedItem["choices"] = new Map()) => ({
  ...{ id, choices, item: made({ id, ...fields }) },
});
const ladder = [1, 2, 3].map((value) => ({ value, text: `step ${value}` }));
const indicators = ["a", "b", "c"].map((id) => ({ id, text: id }));
const ITEMS: Record<string, NamedItem> = {
  consent: named(
    "id-consent",
    { type: "binary" },
    new Map<string, number | "refused">([
      ["yes", 1],
      ["no", 0],
      ["rf", "refused"],
    ]),
  ),
  step: named("id-step", { type: "anchored", min: 1, max: 3, anchors: ladder }, new Map([["na", "na"]])),
  three: named("id-three", { type: "trinary" }),
  minutes: named("id-minutes", { type: "count" }),
  signs: named("id-signs", { type: "indicators", indicators }),
  notes: named("id-notes", { type: "text" }),
};
const find = (name: string) => ITEMS[name];
const read = (text: string, dialect: Dialect = "xlsform") => readLogic(text, find, dialect);
const all = (...comparisons: Condition["comparisons"]) => ({ condition: { match: "all", comparisons } });
const any = (...comparisons: Condition["comparisons"]) => ({ condition: { match: "any", comparisons } });
const is = (name: string, test: string, value?: number) =>
  ({
    itemId: `id-${name}`,
    is: test,
    ...(value !== undefined && { value }),
  }) as Condition["comparisons"][number];

describe("a written condition is read", () => {
  test.each([
    ["${minutes} = 5", is("minutes", "equal", 5)],
    ["${minutes} != 5", is("minutes", "not-equal", 5)],
    ["${minutes} <> 5", is("minutes", "not-equal", 5)],
    ["${minutes} >= 5", is("minutes", "at-least", 5)],
    ["${minutes} <= 5", is("minutes", "at-most", 5)],
    ["${minutes} > 5", is("minutes", "more-than", 5)],
    ["${minutes} < 5", is("minutes", "less-than", 5)],
    ["5 = ${minutes}", is("minutes", "equal", 5)],
    ["5 != ${minutes}", is("minutes", "not-equal", 5)],
    ["5 >= ${minutes}", is("minutes", "at-most", 5)],
    ["5 <= ${minutes}", is("minutes", "at-least", 5)],
    ["5 > ${minutes}", is("minutes", "less-than", 5)],
    ["5 < ${minutes}", is("minutes", "more-than", 5)],
    ["${minutes}>-2.50", is("minutes", "more-than", -2.5)],
    ["${minutes} = '12'", is("minutes", "equal", 12)],
    ['${minutes} = "12"', is("minutes", "equal", 12)],
    ["  ${ minutes }\n =\t 5 ", is("minutes", "equal", 5)],
    ["${minutes} != ''", is("minutes", "answered")],
    ['${minutes} <> ""', is("minutes", "answered")],
    ["'' != ${notes}", is("notes", "answered")],
    ["${consent} = 'yes'", is("consent", "equal", 1)],
    ["${consent} != 'no'", is("consent", "not-equal", 0)],
    ["${consent} = 'rf'", is("consent", "refused")],
    ["${step} = 'na'", is("step", "na")],
    ["selected(${step}, '2')", is("step", "equal", 2)],
    ['SELECTED( ${step} , "na" )', is("step", "na")],
    ["count-selected(${signs}) >= 2", is("signs", "at-least", 2)],
    ["2 < Count-Selected(${signs})", is("signs", "more-than", 2)],
    ["((${minutes} = 5))", is("minutes", "equal", 5)],
  ])("%s", (text, comparison) => {
    expect(read(text)).toEqual(all(comparison));
  });

  test.each([
    ["[minutes] = 5", is("minutes", "equal", 5)],
    ["[minutes] <> '5'", is("minutes", "not-equal", 5)],
    ["[ step ] <> ''", is("step", "answered")],
    ["[step]='2'", is("step", "equal", 2)],
  ])("in the syntax of REDCap: %s", (text, comparison) => {
    expect(read(text, "redcap")).toEqual(all(comparison));
  });

  test("all of several, or any of several, brackets and capitals or not", () => {
    const [a, b, c] = [is("minutes", "equal", 1), is("step", "equal", 2), is("three", "equal", 0)];
    expect(read("${minutes} = 1 and ${step} = 2 AND ${three} = 0")).toEqual(all(a, b, c));
    expect(read("${minutes} = 1 or ${step} = 2 OR ${three} = 0")).toEqual(any(a, b, c));
    expect(read("${minutes} = 1 and (${step} = 2 and ${three} = 0)")).toEqual(all(a, b, c));
    expect(read("(${minutes} = 1 or ${step} = 2) or ${three} = 0")).toEqual(any(a, b, c));
    expect(read("(${minutes} = 1) or (${step} = 2)")).toEqual(any(a, b));
  });

  const times = (count: number, one: string, between: string) => Array(count).fill(one).join(between);

  test("up to twenty comparisons, fifty brackets and five thousand characters", () => {
    expect(read(times(20, "${minutes} = 1", " or "))).toEqual(
      any(...Array(20).fill(is("minutes", "equal", 1))),
    );
    expect(read(times(21, "${minutes} = 1", " or "))).toEqual({ reason: "it has more than 20 comparisons" });
    const deep = (depth: number) => `${"(".repeat(depth)}\${minutes} = 1${")".repeat(depth)}`;
    expect(read(deep(50))).toEqual(all(is("minutes", "equal", 1)));
    expect(read(deep(51))).toEqual({ reason: "it has more than 50 brackets in one another" });
    expect(read(times(30, deep(2), " or "))).toEqual({ reason: "it has more than 20 comparisons" });
    const long = (length: number) => `\${minutes} = '${"5".padStart(length - 15, "0")}'`;
    expect(long(5_000)).toHaveLength(5_000);
    expect(read(`  ${long(5_000)}  `)).toEqual(all(is("minutes", "equal", 5)));
    expect(read(long(5_001))).toEqual({ reason: "it is longer than 5000 characters" });
  });
});

describe("what is no condition of ours is refused with its reason", () => {
  test.each([
    ["${gone} = 1", "it looks at “gone”, which is not taken or comes later"],
    ["${minutes} = 1 and ${step} = 2 or ${three} = 0", "it mixes “and” with “or”"],
    ["${minutes} = 1 or ${step} = 2 and ${three} = 0", "it mixes “and” with “or”"],
    ["${minutes} = 1 and (${step} = 2 or ${three} = 0)", "it mixes “and” with “or”"],
    ["${minutes} = ''", "it asks whether “minutes” is blank"],
    ["'' = ${minutes}", "it asks whether “minutes” is blank"],
    ["${minutes} > ''", "it asks whether “minutes” is blank"],
    ["${notes} = 'late'", "it looks at the words of “notes”"],
    ["${notes} = 5", "it looks at the words of “notes”"],
    ["${consent} != 'rf'", "it asks whether “consent” is anything but rf"],
    ["${consent} >= 'rf'", "it asks whether “consent” is anything but rf"],
    ["${step} = 'often'", "“step” has no answer “often”"],
    ["${step} = ' '", "“step” has no answer “ ”"],
    ["${step} = 'Infinity'", "“step” has no answer “Infinity”"],
    ["${signs} = 1", "it looks at one choice of “signs”, not at how many"],
    ["selected(${signs}, '1')", "it looks at one choice of “signs”, not at how many"],
    ["${minutes} = ${step}", "it compares two fields, or two values"],
    ["1 = 1", "it compares two fields, or two values"],
    ["", "it ends too early"],
    ["${minutes}", "it ends too early"],
    ["${minutes} =", "it ends too early"],
    ["${minutes} = 1 and", "it ends too early"],
    ["= 1", "“=” is more than a comparison"],
    ["${minutes} and 1", "“and” is more than a comparison"],
    ["${minutes} = and", "“and” is more than a comparison"],
    ["not(${minutes} = 1)", "“not” is more than a comparison"],
    ["${minutes} + 1 = 2", "“+ 1 = 2” is more than a comparison"],
    ["@today - ${minutes} is much longer", "“@today - ${minutes} ” is more than a comparison"],
    ["${minutes} = 1 ${step} = 2", "“step” stands where “and” or “or” was expected"],
    ["(${minutes} = 1", "a “)” is missing"],
    ["${minutes} = 1)", "“)” stands where “and” or “or” was expected"],
    ["selected ${minutes}, 1)", "a “(” is missing"],
    ["selected(${minutes} 1)", "a “,” is missing"],
    ["selected(${minutes}, 1", "a “)” is missing"],
    ["selected(1, ${minutes})", "“1” is more than a comparison"],
    ["selected(${minutes}, ${step})", "“step” is more than a comparison"],
    ["selected(", "it ends too early"],
    ["count-selected ${signs}) = 1", "a “(” is missing"],
    ["count-selected(${signs} = 1", "a “)” is missing"],
    ["count-selected(1) = 1", "“1” is more than a comparison"],
    ["${minutes}${step} = 1", "it looks at another event"],
    ["[minutes] = 1", "“[minutes] = 1” is more than a comparison"],
  ])("%s", (text, reason) => {
    expect(read(text)).toEqual({ reason });
  });

  test.each([
    ["[signs(2)] = 1", "it looks at one choice of “signs”, not at how many"],
    ["[signs( 2 )] = 1", "it looks at one choice of “signs”, not at how many"],
    ["[minutes()] = 1", "it looks at one choice of “minutes”, not at how many"],
    ["1 = [minutes(1)]", "it looks at one choice of “minutes”, not at how many"],
    ["selected([minutes(1)], 1)", "it looks at one choice of “minutes”, not at how many"],
    ["[first_visit][minutes] = 1", "it looks at another event"],
    ["${minutes} = 1", "“${minutes} = 1” is more than a comparison"],
    ["datediff([minutes], 'today') > 1", "“datediff” is more than a comparison"],
    ["sum([minutes], [step]) > 1", "“sum” is more than a comparison"],
  ])("in the syntax of REDCap: %s", (text, reason) => {
    expect(read(text, "redcap")).toEqual({ reason });
  });

  test("an error that is none of the text is not swallowed", () => {
    const broken = () => {
      throw new Error("no database");
    };
    expect(() => readLogic("${minutes} = 1", broken, "xlsform")).toThrow("no database");
  });
});

describe("a condition is written", () => {
  const nameOf = (itemId: string) => {
    const name = itemId.slice(3);
    const found = ITEMS[name];
    return found && { name, item: found.item };
  };
  const written = (match: Condition["match"], ...comparisons: Condition["comparisons"]) =>
    (["xlsform", "redcap"] as const).map((dialect) => writeLogic({ match, comparisons }, nameOf, dialect));

  test.each([
    [is("minutes", "equal", 5), "${minutes} = 5", "[minutes] = 5"],
    [is("minutes", "not-equal", 5), "${minutes} != 5", "[minutes] <> 5"],
    [is("minutes", "at-least", 5), "${minutes} >= 5", "[minutes] >= 5"],
    [is("minutes", "at-most", 5), "${minutes} <= 5", "[minutes] <= 5"],
    [is("minutes", "more-than", 5), "${minutes} > 5", "[minutes] > 5"],
    [is("minutes", "less-than", 5), "${minutes} < 5", "[minutes] < 5"],
    [is("consent", "equal", 1), "${consent} = '1'", "[consent] = '1'"],
    [is("three", "equal", 2), "${three} = '2'", "[three] = '2'"],
    [is("step", "equal", 3), "${step} = '3'", "[step] = '3'"],
    [is("step", "not-equal", 3), "${step} != 3", "[step] <> 3"],
    [is("consent", "at-least", 1), "${consent} >= 1", "[consent] >= 1"],
    [is("notes", "answered"), "${notes} != ''", "[notes] <> ''"],
    [is("step", "na"), "${step} = 'na'", "[step] = 'na'"],
    [is("step", "not-observed"), "${step} = 'not_observed'", "[step] = 'not_observed'"],
    [is("step", "dont-know"), "${step} = 'dont_know'", "[step] = 'dont_know'"],
    [is("step", "refused"), "${step} = 'refused'", "[step] = 'refused'"],
    [
      is("signs", "at-least", 2),
      "count-selected(${signs}) >= 2",
      "sum([signs(1)], [signs(2)], [signs(3)]) >= 2",
    ],
  ])("%j", (comparison, xlsform, redcap) => {
    expect(written("all", comparison)).toEqual([xlsform, redcap]);
  });

  test("several are joined, and what has no name in the file is left out", () => {
    const [one, two] = [is("minutes", "equal", 5), is("step", "answered")];
    expect(written("all", one, two)[0]).toBe("${minutes} = 5 and ${step} != ''");
    expect(written("any", one, two)[1]).toBe("[minutes] = 5 or [step] <> ''");
    expect(written("any", is("gone", "answered"), one)[0]).toBe("${minutes} = 5");
    expect(written("any", is("gone", "answered"))).toEqual(["", ""]);
  });
});

test("two conditions are one where both ask for all, or one of them for nothing", () => {
  const of = (match: string, ...values: number[]) =>
    condition.parse({ match, comparisons: values.map((value) => is("minutes", "equal", value)) });
  expect(bothOf(null, null)).toBe(null);
  expect(bothOf(of("any", 1, 2), null)).toEqual(of("any", 1, 2));
  expect(bothOf(null, of("any", 1, 2))).toEqual(of("any", 1, 2));
  expect(bothOf(of("all", 1, 2), of("all", 3))).toEqual(of("all", 1, 2, 3));
  expect(bothOf(of("any", 1), of("any", 2))).toEqual(of("all", 1, 2));
  expect(bothOf(of("any", 1, 2), of("all", 3))).toBe(undefined);
  expect(bothOf(of("all", 3), of("any", 1, 2))).toBe(undefined);
});
