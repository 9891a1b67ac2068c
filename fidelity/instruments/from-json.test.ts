import { expect, test } from "vitest";
import { fromJson } from "./from-json.ts";

test("JSON that is none, another thing, or wrong in places", () => {
  expect(fromJson("{").problems).toMatchObject([{ sheet: "file", expected: "JSON text" }]);
  expect(fromJson("[1]").problems).toMatchObject([
    { found: "a list of 1", expected: "an instrument as a JSON object" },
  ]);
  const read = fromJson(
    JSON.stringify({
      ...{ code: "c", title: "T", subject: "client", colour: "red" },
      sections: [{ id: "s", title: "S" }, { id: "s", title: "Again" }, { id: "t" }],
      items: [
        { id: "a", sectionId: "s", label: "A", type: "binary", weight: -1, colour: "red" },
        { id: "a", sectionId: "s", label: "Again", type: "binary" },
        { id: "b", sectionId: "nowhere", label: "B", type: "binary" },
        { id: "c", sectionId: "s", label: "C", type: "hologram" },
        { id: "d", sectionId: "s", label: "x".repeat(10_001), type: "text" },
        "no item",
      ],
    }),
  );
  expect(read.definition).toMatchObject({ code: "c", title: "T", subject: null, sections: [{ id: "s" }] });
  expect(read.definition.items).toMatchObject([{ id: "a", weight: 1 }]);
  expect(read.rows.map(({ sheet, row, outcome }) => [sheet, row, outcome])).toEqual([
    ["sections", 1, "taken"],
    ["sections", 2, "left-out"],
    ["sections", 3, "left-out"],
    ["items", 1, "mapped"],
    ...[2, 3, 4, 5, 6].map((row) => ["items", row, "left-out"]),
  ]);
  expect(read.problems.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`)).toEqual(
    expect.arrayContaining([
      "instrument 0 subject",
      "instrument 0 colour",
      "sections 2 id",
      "sections 3 title",
      "items 1 weight",
      "items 1 colour",
      "items 2 id",
      "items 3 sectionId",
      "items 4 type",
      "items 5 ",
    ]),
  );
});
