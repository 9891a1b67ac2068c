import { expect, test } from "vitest";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { driftPoints } from "./reliability.rules.ts";

const definition = readDefinition({
  ...{
    code: "x",
    version: 1,
    title: "X",
    subject: "coach",
    raterTypes: ["supervisor"],
    dimensions: ["quality"],
  },
  sections: [{ id: "s", title: "S" }],
  items: [{ id: "a", sectionId: "s", label: "A", type: "binary" }],
  scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
});
const answer = (value: number) => [
  { ...{ itemId: "a", code: "value" as const, value, text: null }, detail: null, reason: null, comment: "" },
];
const rated = (attemptId: string, given: number) => ({
  ...{ personId: "p", versionId: "v", submittedOn: "2026-05-01", attemptId },
  ...{ given: answer(given), master: answer(1) },
});

test("all cases of an attempt are one comparison", () => {
  const points = driftPoints(new Map([["v", definition]]), {
    pairs: [],
    mastered: [rated("one", 1), rated("one", 0), rated("one", 1), rated("two", 1)],
  });
  expect(points.get("p")).toMatchObject([
    { against: "master", comparison: { compared: 3, exact: 2 } },
    { against: "master", comparison: { compared: 1, exact: 1 } },
  ]);
});
