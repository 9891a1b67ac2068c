import { expect, test } from "vitest";
import { SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { draftOf } from "./draft-definition.rules.ts";
import { changeItem, changeSection } from "./draft-edits.rules.ts";
import { previewOf, tryScore } from "./draft-preview.rules.ts";

const whole = draftOf(SMALL_CHECKLIST);
const answer = (value: string) => ({ answer: value, reason: "", comment: "", version: 0 });

test("an unfinished draft is shown without the items that have no words yet, the others under their numbers", () => {
  const unfinished = changeSection(changeItem(whole, "a2", { label: "" }), "b", { title: "" });
  const { sections, unfinished: left, definition } = previewOf(unfinished, 1);
  expect(left).toEqual([2]);
  expect(definition).toBeNull();
  expect(sections.map(({ title }) => title)).toEqual(["Section A", "Without a title"]);
  expect(sections.flatMap(({ items }) => items).map(({ id, number }) => [id, number])).toEqual([
    ...[
      ["a1", 1],
      ["b1", 3],
      ["b2", 4],
    ],
  ]);
});

test("answers are scored as a review would be, and blanks are counted", () => {
  const { definition } = previewOf(whole, 1);
  if (!definition) throw new Error("The small checklist can be published");
  const begun = tryScore(definition, { a1: answer("1"), a2: answer("2") });
  expect(begun).toMatchObject({ canSubmit: false, left: 2, score: { points: 3, result: "not-scorable" } });
  const done = tryScore(definition, { a1: answer("1"), a2: answer("2"), b1: answer("3"), b2: answer("1") });
  expect(done).toMatchObject({
    canSubmit: true,
    left: 0,
    score: { points: 7, possible: 8, percent: 87.5, result: "met" },
  });
});
