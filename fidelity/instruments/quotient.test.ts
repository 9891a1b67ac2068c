// biome-ignore-all lint/suspicious/noTemplateCurlyInString: an XLSForm writes a field as ${name}
import { describe, expect, test } from "vitest";
import { type Item, item, section } from "./instrument.schema.ts";
import { instrumentDraft } from "./instrument-draft.ts";
import { partsOfQuotient, quotientOf } from "./quotient.ts";

const ratio = { above: "done", below: "asked", isPercent: false };
const percent = { ...ratio, isPercent: true };

describe("one count over another is recognised", () => {
  test.each([
    ["${done} div ${asked}", ratio],
    ["${done}div${asked}", ratio],
    ["  ${done}\n  DIV\t${asked} ", ratio],
    ["${ done } div ${ asked }", ratio],
    ["(${done} div ${asked})", ratio],
    ["( ${done} div ${asked} )", ratio],
    ["100 * ${done} div ${asked}", percent],
    ["100*${done} div ${asked}", percent],
    ["100.00 * (${done} div ${asked})", percent],
    ["(${done} div ${asked}) * 100", percent],
    ["${done} div ${asked} *100.0", percent],
    ["${done} div ${asked} * 100.00", percent],
    ["round(${done} div ${asked}, 2)", ratio],
    ["Round (100 * ${done} div ${asked},10 )", percent],
    ["if(${asked} > 0, ${done} div ${asked}, 0)", ratio],
    ["if(${asked}>0,${done} div ${asked},'')", ratio],
    ['IF (${asked} != 0, ${done} div ${asked}, "" )', ratio],
    ["if(${asked} <> '0', ${done} div ${asked}, 'NaN')", ratio],
    ['if(${asked} >= 1, round(100 * ${done} div ${asked}, 0), "NaN")', percent],
    ["if(${asked} >= 10, ${done} div ${asked}, 0)", ratio],
    ["if(${asked} != '', ${done} div ${asked}, '')", ratio],
    ["if(${asked} = 1, ${done} div ${asked}, '')", ratio],
  ])("%s", (calculation, quotient) => {
    expect(quotientOf(calculation, "xlsform")).toEqual(quotient);
  });

  test.each([
    ["[done] / [asked]", ratio],
    ["[done]/[asked]", ratio],
    ["round(([ done ]/[ asked ]) * 100, 1)", percent],
    ['if([asked] > 0, [done] / [asked], "NaN")', ratio],
  ])("in the syntax of REDCap: %s", (calculation, quotient) => {
    expect(quotientOf(calculation, "redcap")).toEqual(quotient);
  });
});

describe("any other calculation is none", () => {
  test.each([
    "",
    "${done}",
    "${done} + ${asked}",
    "${done} / ${asked}",
    "${done} div 2",
    "${done} div ${done}",
    "${ } div ${asked}",
    "${done} div ${ }",
    "1 + ${done} div ${asked}",
    "${done} div ${asked} + 1",
    "10 * ${done} div ${asked}",
    "1100 * ${done} div ${asked}",
    "100.5 * ${done} div ${asked}",
    "${done} div ${asked} * 1000",
    "${done} div ${asked} * 100 * 100",
    "100 * 100 * ${done} div ${asked}",
    "round(${done} div ${asked})",
    "round(${done} div ${asked}, 2) + 1",
    "1 + round(${done} div ${asked}, 2)",
    "round(${done} div ${asked}, x)",
    "round(${done} div ${asked}, 2))",
    "(round(${done} div ${asked}, 2)",
    "if(${asked} > 0, ${done} div ${asked}, 1)",
    "if(${asked} > 0, ${done} div ${asked}, 0) + 1",
    "1 + if(${asked} > 0, ${done} div ${asked}, 0)",
    "if(${asked} < 1, ${done} div ${asked}, 0)",
    "if(${asked}, ${done} div ${asked}, 0)",
    "[done] / [asked]",
  ])("%s", (calculation) => {
    expect(quotientOf(calculation, "xlsform")).toBe(null);
  });

  test.each(["${done} div ${asked}", "[done(1)] / [asked]", "[done] div [asked]", "[done][asked]"])(
    "in the syntax of REDCap: %s",
    (calculation) => {
      expect(quotientOf(calculation, "redcap")).toBe(null);
    },
  );

  test("one of more than a thousand characters is not read", () => {
    const long = (length: number) => {
      const rest = " div ${asked}";
      return `\${${"a".repeat(length - rest.length - 3)}}${rest}`;
    };
    expect(long(1_000)).toHaveLength(1_000);
    expect(quotientOf(`  ${long(1_000)}  `, "xlsform")).toMatchObject({ below: "asked", isPercent: false });
    expect(quotientOf(long(1_001), "xlsform")).toBe(null);
  });
});

describe("the counts become the parts of one item", () => {
  /** A draft with these items, each from a row of its own. */
  const draftOf = (...items: Record<string, unknown>[]) => {
    const draft = instrumentDraft();
    draft.addSection(section.parse({ id: "a", title: "A" }), null);
    for (const [index, fields] of items.entries()) {
      const made: Item = item.parse({ sectionId: "a", label: `The ${fields.id}`, ...fields });
      draft.addItem(made, index);
      draft.know(made.id, { id: made.id, item: made, choices: new Map() });
      draft.account({ sheet: "survey", row: index + 2, name: made.id, kind: "integer" }, "taken", "a count");
    }
    return draft;
  };
  const counts = ["done", "asked", "other"].map((id) => ({ id, type: "count" }));
  const here = { name: "share" };
  const left = (draft: ReturnType<typeof instrumentDraft>) =>
    draft
      .finish({
        ...{ code: "x", version: 1, title: "X", subject: null, raterTypes: [], dimensions: [] },
        ...{ purpose: "", instructions: "" },
        scoring: {
          ...{ method: "percent-of-possible", thresholds: [], maxNotApplicableShare: 0.25 },
          missing: { policy: "not-scorable" },
        },
      })
      .definition.items.map(({ id }) => id);

  test("of a ratio, which has no score yet", () => {
    const draft = draftOf(...counts);
    expect(partsOfQuotient(draft, here, ratio)).toEqual({
      fields: { type: "ratio", numerator: "The done", denominator: "The asked" },
      losses: ["recorded without a score until the ratio that earns all points is set"],
    });
    expect(left(draft)).toEqual(["other"]);
    expect(draft.rows.map(({ outcome, how }) => [outcome, how])).toEqual([
      ["mapped", "what is counted above the line of “share”"],
      ["mapped", "what is counted below the line of “share”"],
      ["taken", "a count"],
    ]);
  });

  test("of a percentage, whose share is the share of one point", () => {
    expect(partsOfQuotient(draftOf(...counts), here, percent)).toEqual({
      fields: { type: "percent", opportunity: "The asked" },
      losses: ["“The done” of “The asked” is the share of one point"],
    });
  });

  test.each([
    ["one is no count", [counts[0], { id: "asked", type: "duration" }]],
    ["the other is no count", [{ id: "done", type: "binary" }, counts[1]]],
    ["one is not there", [counts[0]]],
    ["the other is not there", [counts[1]]],
    [
      "a condition looks at one of them",
      [
        ...counts.slice(0, 2),
        { id: "why", type: "text", showIf: { comparisons: [{ itemId: "asked", is: "answered" }] } },
      ],
    ],
  ] as [string, Record<string, unknown>[]][])("not when %s, and they stay as they are", (_, items) => {
    const draft = draftOf(...items);
    expect(partsOfQuotient(draft, here, ratio)).toBe(null);
    expect(left(draft)).toEqual(items.map(({ id }) => id));
    expect(draft.rows.every(({ outcome, how }) => outcome === "taken" && how === "a count")).toBe(true);
  });
});
