import { choicesOfItem, countsOf } from "./choices-of-item.ts";
import type { InstrumentDefinitionInput, Item } from "./instrument.schema.ts";
import { ownInstrumentFields, ownItemFields, ownSectionFields } from "./own-fields.ts";
import { readDefinition } from "./read-definition.ts";
import { branchingOf } from "./redcap-branching.ts";
import {
  ABOUT,
  guarded,
  OWN_TAG,
  REDCAP_COLUMNS,
  type RedcapColumn,
  writeChoices,
} from "./redcap-columns.ts";

/**
 * An instrument as a REDCap data dictionary, header first. What REDCap has no place for stands as an action tag in the
 * field annotation, so that `fromRedcap` gives the same definition back.
 *
 * @param definition a definition that can be published
 * @returns rows of eighteen texts. Labels that a spreadsheet would run as a formula have an apostrophe in front
 * @throws TypeError or RangeError as `readDefinition`
 *
 * Source: REDCap data dictionary, columns A to R as the Online Designer downloads them.
 */
export function toRedcap(definition: InstrumentDefinitionInput): string[][] {
  const read = readDefinition(definition);
  const names = new Set(["record_id", ABOUT]);
  const nameOf = (id: string) => {
    const bare = id
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, "_")
      .replace(/^[^a-z]/, "f_$&")
      .slice(0, 80);
    let name = bare;
    for (let count = 2; names.has(name); count += 1) name = `${bare}_${count}`;
    names.add(name);
    return name;
  };
  const form = read.code
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, "_")
    .replace(/^[^a-z]/, "f_$&");
  const rows: Partial<Record<RedcapColumn, string>>[] = [
    { field_name: "record_id", field_type: "text", field_label: "Record ID" },
    {
      ...{
        field_name: ABOUT,
        field_type: "descriptive",
        field_label: guarded(read.instructions || read.title),
      },
      field_annotation: tag({
        ...ownInstrumentFields(read),
        title: read.title,
        sections: read.sections.map((section) => ({ ...ownSectionFields(section), title: section.title })),
      }),
    },
  ];
  const named = new Map<string, { name: string; item: Item }>();
  for (const section of read.sections) {
    const own = [...read.items.entries()].filter(([, { sectionId }]) => sectionId === section.id);
    for (const [place, [index, item]] of own.entries()) {
      const name = nameOf(item.id);
      const header = place === 0 ? guarded(section.title) : "";
      const shown = { branching_logic: branchingOf([section.showIf, item.showIf], (id) => named.get(id)) };
      named.set(item.id, { name, item });
      const counts = item.type === "ratio" || item.type === "percent" ? countsOf(item) : [];
      const names = counts.map(({ id }) => nameOf(`${item.id}_${id}`));
      // A section begins at its first row, which names it for the reader.
      const tagged = { section: section.id };
      for (const [at, { label }] of counts.entries())
        rows.push({
          ...{ field_name: names[at], section_header: at === 0 ? header : "", ...whole, ...shown },
          ...{ field_label: guarded(`${item.label}: ${label}`), required_field: "y" },
          field_annotation: tag({ ...tagged, part: name }),
        });
      rows.push({
        ...{ field_name: name, section_header: counts.length === 0 ? header : "" },
        ...{ ...fieldOf(item, names), ...shown },
        ...{ field_label: guarded(item.label), field_note: guarded(item.guidance) },
        required_field: counts.length === 0 && (item.type !== "text" || item.required) ? "y" : "",
        field_annotation: tag({
          ...ownItemFields(read, index),
          ...(item.type === "anchored" || item.type === "trinary" ? { anchors: item.anchors } : {}),
          ...(item.type === "indicators" ? { indicators: item.indicators } : {}),
        }),
      });
    }
  }
  return [
    REDCAP_COLUMNS.map(([, header]) => header),
    ...rows.map((row) => REDCAP_COLUMNS.map(([key]) => (key === "form_name" ? form : (row[key] ?? "")))),
  ];
}

const whole = {
  field_type: "text",
  text_validation_type_or_show_slider_number: "integer",
  text_validation_min: "0",
};

function fieldOf(item: Item, [above, below]: readonly string[]): Partial<Record<RedcapColumn, string>> {
  if (item.type === "text") return { field_type: "notes" };
  if (item.type === "count" || item.type === "duration") return whole;
  if (item.type === "ratio" || item.type === "percent") {
    const quotient = `${item.type === "percent" ? "100 * " : ""}[${above}] / [${below}]`;
    return { field_type: "calc", select_choices_or_calculations: `if([${below}] > 0, ${quotient}, '')` };
  }
  if (item.type === "indicators")
    return { field_type: "checkbox", select_choices_or_calculations: writeChoices(choicesOfItem(item)) };
  return { field_type: "radio", select_choices_or_calculations: writeChoices(choicesOfItem(item)) };
}

function tag(own: object): string {
  return OWN_TAG + JSON.stringify(own);
}
