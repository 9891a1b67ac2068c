import type { Cell, ImportedInstrument } from "./imported-instrument.ts";
import { section as sectionShape } from "./instrument.schema.ts";
import { type InstrumentDraft, instrumentDraft } from "./instrument-draft.ts";
import { itemOfRow } from "./item-of-row.ts";
import { headingOfOwnFields, type OwnFields, sectionOfOwnFields } from "./own-fields.ts";
import { plainText } from "./plain-text.ts";
import { type HeaderMeaning, NAMED_AS_LOST, readTable, type TableRow } from "./read-table.ts";
import {
  ABOUT,
  OWN_TAG,
  REDCAP_COLUMNS,
  type RedcapColumn,
  readChoices,
  unguarded,
} from "./redcap-columns.ts";
import { scaleOfChoices } from "./scale-of-choices.ts";

const SHEET = "dictionary";
/** Read for an item; the others are known, and a row that fills one says what it loses. */
const LOSSES: Partial<Record<RedcapColumn, string>> = {
  branching_logic: "condition not taken over",
  matrix_group_name: "leaves its matrix and stands alone",
  matrix_ranking: "ranking left out",
  question_number: "number left out, items are numbered by their place",
  custom_alignment: "",
  text_validation_min: "lowest value left out",
  text_validation_max: "highest value left out",
};

const LEFT_OUT: Record<string, string> = {
  checkbox: "several answers to one item have no score; make an item of each",
  calc: "a calculation is no rating; scores come from the scoring rules",
  sql: "its choices come from another project",
  file: "files are not kept with a rating",
  descriptive: "a description asks nothing; instructions of the instrument are written on its own page",
  slider: "a slider has no steps with a text",
};

/**
 * A REDCap data dictionary as an instrument, as far as it goes: section headers and forms are sections, `yesno`,
 * `truefalse` and numbered `radio` and `dropdown` are scored items, whole numbers counts, texts and notes texts.
 *
 * @param cells the rows of the CSV file as they stand, header first, in either style of headers
 * @returns the definition, what became of every row and column, and all problems at once. Never throws.
 *
 * Source: REDCap data dictionary, columns A to R as the Online Designer downloads them, and as the API names them.
 */
export function fromRedcap(cells: readonly (readonly Cell[])[]): ImportedInstrument {
  const draft = instrumentDraft();
  const isOurs = cells.some((row) =>
    row.some((cell) => typeof cell === "string" && cell.startsWith(OWN_TAG)),
  );
  const table = readTable({ name: SHEET, rows: cells }, meaningOf, isOurs);
  draft.columns.push(...table.columns);
  draft.problems.push(...table.problems);
  if (table.header === 0) draft.problem(SHEET, 0, "", "no rows", "a header row");
  else
    for (const column of ["field_name", "form_name", "field_type", "field_label"])
      if (!table.has(column)) draft.problem(SHEET, table.header, column, "no such column", headerOf(column));
  const about = table.rows.find((row) => row.text("field_name") === ABOUT);
  const { sections, title, ...own } = about ? ownOf(draft, about) : {};
  const given = sectionsOf(sections);
  let form = "";
  let sectionId = "";
  let number = 0;
  for (const row of table.rows) {
    const header = isOurs ? unguarded(row.text("section_header")) : plainText(row.text("section_header"));
    const formName = row.text("form_name").trim();
    const name = row.text("field_name");
    const isAbout = isOurs && (row === about || name === "record_id");
    if (!isAbout && (sectionId === "" || formName !== form || header !== "")) {
      form = formName;
      number += 1;
      sectionId = beginSection(draft, row, {
        title: header || formName.replaceAll("_", " ") || "Items",
        id: `section_${number}`,
        given,
        isOurs,
      });
    }
    readField(draft, row, { sectionId, isFirst: row === table.rows[0], isAbout, isOurs });
  }
  const first = table.rows[0]?.text("form_name").trim() || "imported";
  const { heading, issues } = headingOfOwnFields(
    { code: first, title: title || first.replaceAll("_", " ") },
    own,
  );
  for (const { field, found, expected } of issues)
    draft.problem(SHEET, about?.row ?? 0, `field_annotation ${field}`, found, expected);
  return draft.finish(heading);
}

function meaningOf(header: string): HeaderMeaning {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const column = REDCAP_COLUMNS.find(
    ([key, title]) => bare(header) === bare(key) || bare(header) === bare(title),
  );
  if (column) return { key: column[0], ...(column[0] in LOSSES && { how: NAMED_AS_LOST }) };
  return { key: null, how: "no column of a data dictionary; its content is left out" };
}

/** What the text holds as JSON; nothing when it is none. */
function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

const headerOf = (column: string) =>
  `a column ${REDCAP_COLUMNS.find(([key]) => key === column)?.[1] ?? column}`;

/** The JSON of our action tag; other annotations are none of ours. */
function ownOf(draft: InstrumentDraft, row: TableRow): OwnFields & { anchors?: string; sections?: string } {
  const annotation = row.text("field_annotation");
  if (!annotation.startsWith(OWN_TAG)) return {};
  try {
    const read: unknown = JSON.parse(annotation.slice(OWN_TAG.length));
    return Object.fromEntries(
      Object.entries(read ?? {}).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
  } catch {
    draft.problem(SHEET, row.row, "field_annotation", annotation.slice(0, 60), "JSON after the action tag");
    return {};
  }
}

function sectionsOf(text: string | undefined): OwnFields[] {
  const read = jsonOf(text);
  if (!Array.isArray(read)) return [];
  return read.map((one) =>
    Object.fromEntries(Object.entries(one ?? {}).filter(([, value]) => typeof value === "string")),
  ) as OwnFields[];
}

function beginSection(
  draft: InstrumentDraft,
  row: TableRow,
  { title, id, given, isOurs }: { title: string; id: string; given: OwnFields[]; isOurs: boolean },
): string {
  const own = isOurs ? ownOf(draft, row).section : undefined;
  const known = given.find((one) => one.id === own);
  if (!known) return draft.addSection(sectionShape.parse({ id, title }), null);
  const { section, issues } = sectionOfOwnFields({ id, title: title || known.title || id }, known);
  for (const { field, found, expected } of issues)
    draft.problem(SHEET, row.row, `field_annotation section ${field}`, found, expected);
  return draft.addSection(section, null);
}

function readField(
  draft: InstrumentDraft,
  row: TableRow,
  {
    sectionId,
    isFirst,
    isAbout,
    isOurs,
  }: { sectionId: string; isFirst: boolean; isAbout: boolean; isOurs: boolean },
): void {
  const name = row.text("field_name");
  const kind = row.text("field_type").trim().toLowerCase();
  const validation = row.text("text_validation_type_or_show_slider_number").trim().toLowerCase();
  const here = { sheet: SHEET, row: row.row, name, kind: validation ? `${kind} ${validation}` : kind };
  const leave = (reason: string) => draft.account(here, "left-out", reason);
  if (isAbout) {
    const isRecord = name === "record_id";
    draft.account(
      here,
      isRecord ? "left-out" : "taken",
      isRecord ? "every review has an id of its own" : "title, scoring and sections of the instrument",
    );
    return;
  }
  if (name.trim() === "") {
    draft.problem(SHEET, row.row, "field_name", "nothing", headerOf("field_name"));
    leave("it has no variable name");
    return;
  }
  if (isFirst && kind === "text" && !validation) {
    leave("the first field of a REDCap project is its record id; every review has an id of its own");
    return;
  }
  if (/^y/i.test(row.text("identifier").trim())) {
    leave("it is marked as an identifier; a checklist asks for nothing that names a person");
    return;
  }
  const own: OwnFields & { anchors?: string } = isOurs ? ownOf(draft, row) : {};
  const choices = readChoices(row.text("select_choices_or_calculations"));
  const losses = row.filled.flatMap((key) => LOSSES[key as RedcapColumn] || []);
  if (!own.type && row.text("field_annotation") !== "") losses.push("annotation left out");
  const add = (fields: Record<string, unknown>, more: string[] = []) =>
    itemOfRow(draft, {
      ...here,
      label: isOurs ? unguarded(row.text("field_label")) : row.text("field_label"),
      guidance: isOurs ? unguarded(row.text("field_note")) : row.text("field_note"),
      fields:
        fields.type === "text"
          ? { ...fields, required: /^y/i.test(row.text("required_field").trim()) }
          : fields,
      ...{ sectionId, own, isOurs, losses: [...more, ...losses] },
      columns: { name: "field_name", label: "field_label", own: (field) => `field_annotation ${field}` },
    });
  if (own.type) {
    const anchors = jsonOf(own.anchors);
    add({ type: own.type, ...(anchors !== undefined && { anchors }) });
  } else if (kind === "yesno") add({ type: "binary" });
  else if (kind === "truefalse") add({ type: "binary" }, ["true is yes, false is no"]);
  else if (kind === "radio" || kind === "dropdown") {
    const { scale, reason, roles, ...answers } = scaleOfChoices(
      choices.map((choice) => ({ ...choice, label: plainText(choice.label) })),
    );
    for (const { label } of choices.filter((choice) => choice.name === ""))
      draft.problem(SHEET, row.row, "select_choices_or_calculations", label, "a code, a comma and a label");
    if (scale === null) leave(reason);
    else add({ ...scale, ...answers }, rolesInWords(choices, roles));
  } else if (kind === "notes") add({ type: "text" });
  else if (kind === "text") {
    if (validation === "integer")
      add({ type: "count" }, ["recorded without a score until the count that earns all points is set"]);
    else if (/^(number|datetime|date|time)/.test(validation))
      leave(
        validation.startsWith("number")
          ? "a number with decimals has no place; a count is whole"
          : "a date has no place; the review keeps the day of the observation",
      );
    else add({ type: "text" }, validation ? [`validation ${validation} left out`] : []);
  } else {
    if (LEFT_OUT[kind] === undefined)
      draft.problem(SHEET, row.row, "field_type", kind || "nothing", "a field type of REDCap");
    leave(LEFT_OUT[kind] ?? "this type is not known");
  }
}

const ROLE_WORDS = {
  na: "not applicable",
  "not-observed": "not observed",
  "dont-know": "don't know",
  refused: "refused",
};

function rolesInWords(
  choices: readonly { label: string }[],
  roles: ReturnType<typeof scaleOfChoices>["roles"],
): string[] {
  return roles.flatMap((role, index) =>
    role === "value"
      ? []
      : [`choice “${plainText(choices[index]?.label ?? "")}” is the answer “${ROLE_WORDS[role]}”`],
  );
}
