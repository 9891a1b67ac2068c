import { conditionOfRow } from "./condition-of-row.ts";
import type { Cell, ImportedInstrument } from "./imported-instrument.ts";
import { type Condition, section as sectionShape } from "./instrument.schema.ts";
import { type InstrumentDraft, instrumentDraft } from "./instrument-draft.ts";
import { itemOfRow } from "./item-of-row.ts";
import type { NamedItem } from "./logic-text.ts";
import { CODES, indicatorsOfChoices, MOST_INDICATORS, meaningsOf } from "./meanings-of-choices.ts";
import {
  headingOfOwnFields,
  jsonOf,
  type OwnFields,
  readCondition,
  sectionOfOwnFields,
} from "./own-fields.ts";
import { CODE_WORDS } from "./place-in-words.ts";
import { plainText } from "./plain-text.ts";
import { partsOfQuotient, quotientOf } from "./quotient.ts";
import { type HeaderMeaning, NAMED_AS_LOST, readTable, type TableRow } from "./read-table.ts";
import { branchingOf } from "./redcap-branching.ts";
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
  matrix_group_name: "leaves its matrix and stands alone",
  matrix_ranking: "ranking left out",
  question_number: "number left out, items are numbered by their place",
  custom_alignment: "",
  text_validation_min: "lowest value left out",
  text_validation_max: "highest value left out",
};

const LEFT_OUT = new Map(
  Object.entries({
    calc: "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
    sql: "its choices come from another project",
    file: "files are not kept with a rating",
    descriptive: "a description asks nothing; instructions of the instrument are written on its own page",
    slider: "a slider has no steps with a text",
  }),
);

/**
 * A REDCap data dictionary as an instrument, as far as it goes: section headers and forms are sections, `yesno`,
 * `truefalse` and numbered `radio` and `dropdown` are scored items, whole numbers counts, `checkbox` indicators, a
 * calculation of one count over another a ratio or percentage, texts and notes texts; branching logic is a condition.
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
    const fields = isOurs && !isAbout ? ownOf(draft, row) : {};
    if (!isAbout && (sectionId === "" || formName !== form || header !== "")) {
      form = formName;
      number += 1;
      sectionId = beginSection(draft, row, {
        title: header || formName.replaceAll("_", " ") || "Items",
        id: `section_${number}`,
        given,
        own: fields.section,
      });
    }
    const around = readCondition(given.find(({ id }) => id === sectionId)?.show_if);
    readField(draft, row, {
      ...{ sectionId, around, own: fields, isFirst: row === table.rows[0], isAbout, isOurs },
    });
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
  { title, id, given, own }: { title: string; id: string; given: OwnFields[]; own: string | undefined },
): string {
  const known = own ? given.find((one) => one.id === own) : undefined;
  if (!known) return draft.addSection(sectionShape.parse({ id, title }), null);
  const showIf = readCondition(known.show_if);
  const { section, issues } = sectionOfOwnFields({ id, title, showIf }, known);
  for (const { field, found, expected } of issues)
    draft.problem(SHEET, row.row, `field_annotation section ${field}`, found, expected);
  return draft.addSection(section, null);
}

function readField(
  draft: InstrumentDraft,
  row: TableRow,
  {
    sectionId,
    around,
    own,
    isFirst,
    isAbout,
    isOurs,
  }: {
    sectionId: string;
    /** The condition of the section, which stands in the branching logic of each of its fields. */
    around: Condition | null;
    own: OwnFields & { anchors?: string };
    isFirst: boolean;
    isAbout: boolean;
    isOurs: boolean;
  },
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
  if (own.part) {
    draft.account(here, "taken", `a count of ${own.part}`);
    return;
  }
  const choices = readChoices(row.text("select_choices_or_calculations"));
  const losses = row.filled.flatMap((key) => LOSSES[key as RedcapColumn] || []);
  if (!own.type && row.text("field_annotation") !== "") losses.push("annotation left out");
  const add = (
    fields: Record<string, unknown>,
    more: string[] = [],
    meanings: NamedItem["choices"] = new Map(),
  ) => {
    const { showIf, losses: lost } = conditionOfField(draft, row, { own, around });
    itemOfRow(draft, {
      ...here,
      label: isOurs ? unguarded(row.text("field_label")) : row.text("field_label"),
      guidance: isOurs ? unguarded(row.text("field_note")) : row.text("field_note"),
      fields: {
        ...{ ...fields, showIf },
        ...(fields.type === "text" && { required: /^y/i.test(row.text("required_field").trim()) }),
      },
      ...{ sectionId, own, isOurs, choices: meanings, losses: [...more, ...losses, ...lost] },
      columns: { name: "field_name", label: "field_label", own: (field) => `field_annotation ${field}` },
    });
  };
  if (own.type) {
    const anchors = jsonOf(own.anchors);
    const indicators = jsonOf(own.indicators);
    add(
      {
        type: own.type,
        ...(anchors !== undefined && { anchors }),
        ...(indicators !== undefined && { indicators }),
      },
      [],
      CODES,
    );
  } else if (kind === "yesno") add({ type: "binary" });
  else if (kind === "truefalse") add({ type: "binary" }, ["true is yes, false is no"]);
  else if (kind === "radio" || kind === "dropdown") {
    const plain = choices.map((choice) => ({ ...choice, label: plainText(choice.label) }));
    const { scale, reason, roles, ...answers } = scaleOfChoices(plain);
    for (const { label } of choices.filter((choice) => choice.name === ""))
      draft.problem(SHEET, row.row, "select_choices_or_calculations", label, "a code, a comma and a label");
    if (scale === null) leave(reason);
    else
      add(
        { ...scale, ...answers },
        rolesInWords(choices, roles),
        meaningsOf(plain, { isBinary: scale.type === "binary", roles }),
      );
  } else if (kind === "checkbox") {
    const { indicators, others, answers } = indicatorsOfChoices(
      choices.map(({ name, label }) => ({ name: name || label, label: plainText(label), own: {} })),
      { isOurs: false },
    );
    if (indicators.length === 0 || indicators.length > MOST_INDICATORS)
      leave(`it has ${indicators.length} choices; 1 to ${MOST_INDICATORS} are taken as indicators`);
    else
      add({ type: "indicators", indicators, ...answers }, [
        "each choice is an indicator: ticked is yes, not ticked is no",
        ...[...others].map(([name, how]) => `choice “${name}”: ${how}`),
      ]);
  } else if (kind === "calc") {
    const quotient = quotientOf(row.text("select_choices_or_calculations"), "redcap");
    const parts = quotient && partsOfQuotient(draft, here, quotient);
    if (parts) add(parts.fields, parts.losses);
    else leave(LEFT_OUT.get("calc") ?? "");
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
    if (!LEFT_OUT.has(kind))
      draft.problem(SHEET, row.row, "field_type", kind || "nothing", "a field type of REDCap");
    leave(LEFT_OUT.get(kind) ?? "this type is not known");
  }
}

/** In a file of ours the text is that of the section and of the item together, as long as nobody changed it. */
function conditionOfField(
  draft: InstrumentDraft,
  row: TableRow,
  { own, around }: { own: OwnFields; around: Condition | null },
): { showIf: Condition | null; losses: string[] } {
  const text = row.text("branching_logic").trim();
  const kept = readCondition(own.show_if);
  if (text !== "" && branchingOf([around, kept], draft.nameOf) === text) return { showIf: kept, losses: [] };
  return conditionOfRow(draft, { text, own: undefined, dialect: "redcap" });
}

function rolesInWords(
  choices: readonly { label: string }[],
  roles: ReturnType<typeof scaleOfChoices>["roles"],
): string[] {
  return roles.flatMap((role, index) =>
    role === "value"
      ? []
      : [`choice “${plainText(choices[index]?.label ?? "")}” is the answer “${CODE_WORDS[role]}”`],
  );
}
