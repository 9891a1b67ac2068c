import { expect, test } from "vitest";
import { readLogic } from "./logic-text.ts";
import { quotientOf } from "./quotient.ts";

const noItem = () => undefined;

test.each([
  ["if(", " ", ""],
  ["if(", "a", ""],
  ["if(a=1,", ",''", ""],
  ["round(", " ,1", ""],
  ["", "* 100 ", "x"],
  ["[", " ", ""],
])(
  "a calculation of 100,000 characters that begins with %j is none of ours, and says so at once",
  (before, between, after) => {
    for (const dialect of ["redcap", "xlsform"] as const)
      expect(quotientOf(before + between.repeat(100_000 / between.length) + after, dialect)).toBeNull();
  },
);

test("a quotient is found whatever the spaces in and around it", () => {
  const found = { above: "seen", below: "asked", isPercent: true };
  expect(quotientOf("round( [ seen ] / [asked]\n * 100 , 1 )", "redcap")).toEqual(found);
  expect(quotientOf(`if(\${ asked } > 0, 100 * (\${seen}  div \${asked}), '')`, "xlsform")).toEqual(found);
});

test("a condition that is very long or deeply nested is left out with the reason", () => {
  for (const text of ["[".padEnd(100_000), `[a]${" ".repeat(99_000)} = 1 ${"or [a] = 1 ".repeat(1_000)}`])
    expect(readLogic(text, noItem, "redcap")).toEqual({ reason: expect.any(String) });
  expect(readLogic(`${"[a] = 1 or ".repeat(1_000)}[a] = 1`, noItem, "redcap")).toEqual({
    reason: "it is longer than 5000 characters",
  });
  expect(readLogic("(".repeat(4_000), noItem, "xlsform")).toEqual({
    reason: "it has more than 50 brackets in one another",
  });
});
