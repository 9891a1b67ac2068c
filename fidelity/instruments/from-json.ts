import { z } from "zod";
import type { ImportedInstrument } from "./imported-instrument.ts";
import { instrumentDefinition, item as itemShape, section as sectionShape } from "./instrument.schema.ts";
import { instrumentDraft, LONGEST_TEXT, MOST_ITEMS } from "./instrument-draft.ts";
import type { Heading } from "./own-fields.ts";
import { parseLeniently, show } from "./parse-leniently.ts";

const { shape } = instrumentDefinition;
/** The whole but for sections and items, where anything may still be missing. */
const headingShape = z.strictObject({
  code: shape.code.default("imported"),
  version: shape.version.default(1),
  title: shape.title.default("Imported instrument"),
  subject: shape.subject.nullable().default(null),
  raterTypes: shape.raterTypes.default([]),
  dimensions: shape.dimensions.default([]),
  purpose: shape.purpose,
  instructions: shape.instructions,
  scoring: shape.scoring.default({
    method: "percent-of-possible",
    thresholds: [],
    maxNotApplicableShare: 0.25,
    missing: { policy: "not-scorable" },
  }),
});

/**
 * Our own JSON as an instrument. Rows are counted within their list: `items`, row 3 is the third item.
 *
 * @param text the file's text
 * @returns the definition, what became of every section and item, and all problems at once. Never throws.
 *
 * Source: `instrument.schema.ts` is the format.
 */
export function fromJson(text: string): ImportedInstrument {
  const draft = instrumentDraft();
  const { sections, items, ...rest } = readObject(text, (found, expected) =>
    draft.problem("file", 0, "", found, expected),
  );
  const { data, issues } = parseLeniently(headingShape, rest);
  for (const { path, found, expected } of issues) draft.problem("instrument", 0, path, found, expected);
  for (const [index, raw] of listOf(sections).entries()) {
    const { name, id, data: section } = read("sections", sectionShape, index, raw);
    const here = { sheet: "sections", row: index + 1, name, kind: "section" };
    if (section === null) draft.account(here, "left-out", "it lacks its id or its title; see the problems");
    else if (draft.hasSection(id)) {
      draft.problem("sections", index + 1, "id", `“${id}” again`, "an id that no other section has");
      draft.account(here, "left-out", "its id is used before");
    } else draft.addSection(section, draft.account(here, "taken", `section “${section.title}”`));
  }
  const ids = new Set<string>();
  for (const [index, raw] of listOf(items).entries()) {
    const { name, id, data: item, isWhole } = read("items", itemShape, index, raw);
    const here = { sheet: "items", row: index + 1, name, kind: item?.type ?? "item" };
    const leave = (reason: string) => draft.account(here, "left-out", reason);
    if (item === null) leave("its fields contradict each other; see the problems");
    else if (ids.has(id)) {
      draft.problem("items", index + 1, "id", `“${id}” again`, "an id that no other item has");
      leave("its id is used before");
    } else if (!draft.hasSection(item.sectionId)) {
      draft.problem("items", index + 1, "sectionId", item.sectionId, "the id of a section");
      leave("there is no such section");
    } else if (longest(item) > LONGEST_TEXT) {
      draft.problem(
        "items",
        index + 1,
        "",
        `a text of ${longest(item)} characters`,
        `at most ${LONGEST_TEXT}`,
      );
      leave(`at most ${LONGEST_TEXT} characters are taken`);
    } else if (draft.addItem(item) === null) leave(`an instrument has at most ${MOST_ITEMS} items`);
    else
      draft.account(
        here,
        isWhole ? "taken" : "mapped",
        isWhole ? item.type : "without the fields of the problems",
      );
    ids.add(id);
  }
  return draft.finish((data ?? headingShape.parse({})) as Heading);

  function read<Schema extends z.ZodType<{ id: string }>>(
    sheet: string,
    schema: Schema,
    index: number,
    raw: unknown,
  ) {
    const fields = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
    const parsed = parseLeniently(schema, fields);
    for (const { path, found, expected } of parsed.issues)
      draft.problem(sheet, index + 1, path, found, expected);
    const id = parsed.data?.id ?? "";
    return { name: id || show(fields.id), id, data: parsed.data, isWhole: parsed.issues.length === 0 };
  }
}

function readObject(text: string, say: (found: string, expected: string) => void): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as never;
    say(show(value), "an instrument as a JSON object");
  } catch (error) {
    say(error instanceof Error ? error.message : "no JSON", "JSON text");
  }
  return {};
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The length of the longest text anywhere in a value. */
function longest(value: unknown): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" && value !== null ? Math.max(0, ...Object.values(value).map(longest)) : 0;
}
