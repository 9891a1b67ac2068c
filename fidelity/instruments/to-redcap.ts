import { choicesOfItem } from "./choices-of-item.ts";
import type { InstrumentDefinitionInput, Item } from "./instrument.schema.ts";
import { ownInstrumentFields, ownItemFields, ownSectionFields } from "./own-fields.ts";
import { readDefinition } from "./read-definition.ts";
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
  for (const section of read.sections) {
    const own = [...read.items.entries()].filter(([, { sectionId }]) => sectionId === section.id);
    for (const [place, [index, item]] of own.entries())
      rows.push({
        ...{ field_name: nameOf(item.id), section_header: place === 0 ? guarded(section.title) : "" },
        ...fieldOf(item),
        ...{ field_label: guarded(item.label), field_note: guarded(item.guidance) },
        required_field: item.type !== "text" || item.required ? "y" : "",
        field_annotation: tag({
          ...ownItemFields(read, index),
          ...(item.type === "anchored" || item.type === "trinary" ? { anchors: item.anchors } : {}),
        }),
      });
  }
  return [
    REDCAP_COLUMNS.map(([, header]) => header),
    ...rows.map((row) => REDCAP_COLUMNS.map(([key]) => (key === "form_name" ? form : (row[key] ?? "")))),
  ];
}

function fieldOf(item: Item): Partial<Record<RedcapColumn, string>> {
  if (item.type === "text") return { field_type: "notes" };
  if (item.type === "count")
    return {
      field_type: "text",
      text_validation_type_or_show_slider_number: "integer",
      text_validation_min: "0",
    };
  return { field_type: "radio", select_choices_or_calculations: writeChoices(choicesOfItem(item)) };
}

function tag(own: object): string {
  return OWN_TAG + JSON.stringify(own);
}
