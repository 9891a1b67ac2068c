import { describe, expect, test } from "vitest";
import { CODES, indicatorsOfChoices, meaningsOf } from "./meanings-of-choices.ts";
import { roleOf, scaleOfChoices } from "./scale-of-choices.ts";

const choice = (name: string, label = `step ${name}`) => ({ name, label });
const numbers = (...values: number[]) => values.map((value) => choice(String(value)));
const nothingElse = {
  ...{ naAllowed: false, dontKnowAllowed: false, refusedAllowed: false, notObservedPolicy: "not-allowed" },
};
const anchorsOf = (...values: number[]) => values.map((value) => ({ value, text: `step ${value}` }));

describe("a ladder", () => {
  test.each([
    [[choice("yes", "Ja"), choice("no", "Nein")], { type: "binary" }],
    [[choice(" FALSE ", "x"), choice(" True", "y")], { type: "binary" }],
    [[choice("1", " Yes "), choice(" 0 ", "No")], { type: "binary" }],
    [[choice("0", "false"), choice("1", "TRUE")], { type: "binary" }],
    [numbers(0, 1, 2), { type: "trinary", anchors: anchorsOf(0, 1, 2) }],
    [numbers(2, 0, 1), { type: "trinary", anchors: anchorsOf(2, 0, 1) }],
    [numbers(1, 2, 3), { type: "anchored", min: 1, max: 3, anchors: anchorsOf(1, 2, 3) }],
    [numbers(0, 1), { type: "anchored", min: 0, max: 1, anchors: anchorsOf(0, 1) }],
    [numbers(0, 1, 2, 3), { type: "anchored", min: 0, max: 3, anchors: anchorsOf(0, 1, 2, 3) }],
    [numbers(5, 4), { type: "anchored", min: 4, max: 5, anchors: anchorsOf(5, 4) }],
    [
      [choice("1", "Yes"), choice("2", "No")],
      {
        type: "anchored",
        min: 1,
        max: 2,
        anchors: [
          { value: 1, text: "Yes" },
          { value: 2, text: "No" },
        ],
      },
    ],
    [
      [choice("0", "Yes"), choice("1", "No")],
      {
        type: "anchored",
        min: 0,
        max: 1,
        anchors: [
          { value: 0, text: "Yes" },
          { value: 1, text: "No" },
        ],
      },
    ],
    [
      [choice(" 999999 "), choice("999998")],
      {
        ...{ type: "anchored", min: 999998, max: 999999 },
        anchors: [{ value: 999999, text: "step  999999 " }, ...anchorsOf(999998)],
      },
    ],
  ])("of %j", (choices, scale) => {
    const roles = choices.map(() => "value");
    expect(scaleOfChoices(choices)).toEqual({ scale, reason: "", roles, ...nothingElse });
  });

  test("has at most 21 steps", () => {
    const steps = (count: number) => numbers(...Array.from({ length: count }, (_, index) => index + 1));
    expect(scaleOfChoices(steps(21)).scale).toMatchObject({ type: "anchored", min: 1, max: 21 });
    expect(scaleOfChoices(steps(22))).toMatchObject({
      scale: null,
      reason: "its numbers go from 1 to 22, at most 21 steps are taken",
    });
  });

  const words = "its choices are words without an order; a ladder needs whole numbers as their names";
  test.each([
    [[], "it has no choice that earns a score"],
    [[choice("1")], "it has one choice that earns a score"],
    [[choice("na", "Not applicable"), choice("1")], "it has one choice that earns a score"],
    [[choice("often"), choice("seldom")], words],
    [[choice("yes"), choice("no"), choice("maybe")], words],
    [[choice("yes", "Yes"), choice("2", "Other")], words],
    [[choice("yesterday"), choice("nobody")], words],
    [[choice("oh yes"), choice("oh no")], words],
    [[choice("1", "Yes, often"), choice("a", "No")], words],
    [[choice("1"), choice("-1")], words],
    [[choice("1"), choice("2x")], words],
    [[choice("1"), choice("x2")], words],
    [[choice("1"), choice("1000000")], words],
    [[choice("1"), choice("")], words],
    [numbers(1, 2, 2), "two of its choices have the same number"],
    [[choice("1"), choice("01")], "two of its choices have the same number"],
    [numbers(1, 3, 6), "its numbers have holes at 2, 4, 5; a ladder needs every step"],
    [numbers(0, 2), "its numbers have holes at 1; a ladder needs every step"],
  ])("is not %j", (choices, reason) => {
    expect(scaleOfChoices(choices)).toMatchObject({ scale: null, reason });
  });

  test("leaves out what is no step, and says what each choice became", () => {
    const choices = [choice("refused"), choice("1"), choice("dk"), choice("2"), choice("n/o"), choice("n/a")];
    expect(scaleOfChoices(choices)).toEqual({
      ...{ scale: { type: "anchored", min: 1, max: 2, anchors: anchorsOf(1, 2) }, reason: "" },
      ...{ naAllowed: true, dontKnowAllowed: true, refusedAllowed: true, notObservedPolicy: "remove" },
      roles: ["refused", "value", "dont-know", "value", "not-observed", "na"],
    });
  });
});

describe("what is no step is known by its name or label", () => {
  const WORDS = {
    na: ["na", "N/A", "not applicable", "not_applicable", "notapplicable", "Does not apply"],
    "not-observed": [
      ...["n/o", "Not observed", "not_observed", "notobserved", "no opportunity", "no_opportunity"],
      "No opportunity to observe",
    ],
    "dont-know": [
      ...["dk", "D/K", "don't know", "don’t know", "dont know", "don't_know", "dontknow", "do not know"],
      ...["do_not_know", "unsure", "Not sure"],
    ],
    refused: [
      ...["rf", "Refused", "refused to answer", "declined", "declined to answer", "prefer not to answer"],
      "prefer not to say",
    ],
    value: [
      ...["nan", "nab", "una", "n_a", "n//a", "not  applicable", "does not apply here", "it does not apply"],
      ...["no", "non/o", "n/ox", "was not observed", "not observed yet", "no opportunity to", "opportunity"],
      ...["dkx", "adk", "d//k", "I don't know", "don't know yet", "not surely", "so unsure"],
      ...["rfx", "arf", "refused to", "was refused", "declined to", "prefer not to", "prefer not to answers"],
    ],
  };
  const cases = Object.entries(WORDS).flatMap(([role, words]) => words.map((word) => [word, role] as const));

  test.each(cases)("%s is %s", (word, role) => {
    expect(roleOf({ name: word, label: "x" })).toBe(role);
    expect(roleOf({ name: ` ${word} `, label: "x" })).toBe(role);
    expect(roleOf({ name: "9", label: word })).toBe(role);
  });

  test("a label in two languages is known by either", () => {
    expect(roleOf({ name: "9", label: "No aplica / Not applicable" })).toBe("na");
    expect(roleOf({ name: "9", label: "Refused / Se niega" })).toBe("refused");
    expect(roleOf({ name: "9", label: "Seldom / Always" })).toBe("value");
  });
});

describe("a condition knows a choice by its name", () => {
  const roles = ["value", "value", "na"] as const;

  test("of yes or no, whatever its case", () => {
    const choices = [choice(" Yes "), choice("FALSE"), choice("x")];
    expect(meaningsOf(choices, { isBinary: true, roles })).toEqual(
      new Map<string, unknown>([
        [" Yes ", 1],
        ["FALSE", 0],
        ["x", "na"],
      ]),
    );
    expect(meaningsOf(choices, { isBinary: false, roles })).toEqual(new Map([["x", "na"]]));
  });

  test("of true and no too; a name that only holds the word is none", () => {
    const all = ["true", "no", "yesterday", "oh yes", "nobody", "oh no", "1"].map((name) => choice(name));
    expect(meaningsOf(all, { isBinary: true, roles: [] })).toEqual(
      new Map([
        ["true", 1],
        ["no", 0],
      ]),
    );
  });

  test("of our own files", () => {
    expect([...CODES]).toEqual([
      ["na", "na"],
      ["not_observed", "not-observed"],
      ["dont_know", "dont-know"],
      ["refused", "refused"],
    ]);
  });
});

describe("each choice of several is an indicator", () => {
  const given = (name: string, label: string, own = {}) => ({ name, label, own });

  test("but what answers the whole item, and none of them", () => {
    const choices = [
      given("asks", "Asks first"),
      given("na", "Does not apply"),
      given("no", "n/o"),
      given("7", "Unsure"),
      given("8", "Declined"),
      given("9", " None of the above "),
      given(" none ", "Nothing"),
    ];
    expect(indicatorsOfChoices(choices, { isOurs: false })).toEqual({
      indicators: [{ id: "asks", text: "Asks first", notObservedAllowed: false }],
      others: new Map([
        ["na", "an answer to the whole item instead: Does not apply"],
        ["no", "an answer to the whole item instead: n/o"],
        ["7", "an answer to the whole item instead: Unsure"],
        ["8", "an answer to the whole item instead: Declined"],
        ["9", "no indicator ticked says it"],
        [" none ", "no indicator ticked says it"],
      ]),
      answers: {
        ...{ naAllowed: true, notObservedPolicy: "remove", dontKnowAllowed: true, refusedAllowed: true },
      },
    });
  });

  test.each(["None", "none of these", "None of the above", "none of them"])("%s is no indicator", (word) => {
    const read = indicatorsOfChoices([given("1", word), given(word, "Other")], { isOurs: false });
    expect(read).toMatchObject({ indicators: [], answers: {} });
    expect([...read.others.keys()]).toEqual(["1", word]);
  });

  test.each(["none of those", "none of the", "nonesuch", "and none", "one"])("%s is one", (word) => {
    const { indicators, others } = indicatorsOfChoices([given("1", word)], { isOurs: false });
    expect(indicators).toEqual([{ id: "1", text: word, notObservedAllowed: false }]);
    expect(others.size).toBe(0);
  });

  test("in a file of ours every one is, with its own id and whether it may be left unobserved", () => {
    const choices = [
      given("1", "None", { id: "none", not_observed: "yes" }),
      given("2", "n/a", { id: "", not_observed: "no" }),
      given("3", "Unsure"),
    ];
    expect(indicatorsOfChoices(choices, { isOurs: true })).toEqual({
      indicators: [
        { id: "none", text: "None", notObservedAllowed: true },
        { id: "2", text: "n/a", notObservedAllowed: false },
        { id: "3", text: "Unsure", notObservedAllowed: false },
      ],
      others: new Map(),
      answers: {},
    });
  });
});
