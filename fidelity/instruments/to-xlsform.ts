import { choicesOfItem, countsOf } from "./choices-of-item.ts";
import { INSTRUCTIONS, OWN, PART } from "./from-xlsform.ts";
import type { Sheet } from "./imported-instrument.ts";
import type { Condition, InstrumentDefinitionInput, Item } from "./instrument.schema.ts";
import { writeLogic } from "./logic-text.ts";
import { type OwnFields, ownInstrumentFields, ownItemFields, ownSectionFields } from "./own-fields.ts";
import { readDefinition } from "./read-definition.ts";

/**
 * An instrument as the three sheets of an XLSForm. What XLSForm has no place for stands in columns of our own, so that
 * `fromXlsform` gives the same definition back.
 *
 * @param definition a definition that can be published
 * @returns the sheets survey, choices and settings; every cell is a text
 * @throws TypeError or RangeError as `readDefinition`
 *
 * Source: XLSForm specification (xlsform.org).
 */
export function toXlsform(definition: InstrumentDefinitionInput): Sheet[] {
  const read = readDefinition(definition);
  const names = new Set([INSTRUCTIONS]);
  const nameOf = (id: string) => {
    const bare = id.replace(/[^\w.-]/g, "_").replace(/^[^A-Za-z_]/, "_$&");
    let name = bare;
    for (let count = 2; names.has(name); count += 1) name = `${bare}_${count}`;
    names.add(name);
    return name;
  };
  const lists = new Map<string, { name: string; choices: ReturnType<typeof choicesOfItem> }>();
  const listOf = (item: Item) => {
    const choices = choicesOfItem(item);
    const key = JSON.stringify(choices);
    const list = lists.get(key) ?? { name: `list_${lists.size + 1}`, choices };
    lists.set(key, list);
    return list.name;
  };
  const named = new Map<string, { name: string; item: Item }>();
  const relevant = (showIf: Condition | null) =>
    showIf && { relevant: writeLogic(showIf, (itemId) => named.get(itemId), "xlsform") };
  /** A row for the item; before the calculation of a ratio or percentage, one for each count. */
  const rowsOf = (item: Item, own: Record<string, string>): Record<string, string>[] => {
    const name = nameOf(item.id);
    named.set(item.id, { name, item });
    const shown = relevant(item.showIf);
    const row = {
      ...{ type: typeOf(item, listOf), name, label: item.label, hint: item.guidance },
      ...{ required: item.type !== "text" || item.required ? "yes" : "", ...shown, ...own },
    };
    if (item.type !== "ratio" && item.type !== "percent") return [row];
    const counts = countsOf(item).map(({ id, label }) => ({
      ...{ type: "integer", name: nameOf(`${item.id}_${id}`), label: `${item.label}: ${label}` },
      ...{ required: "yes", ...shown, [PART]: name },
    }));
    const [above, below] = counts.map((count) => `\${${count.name}}`);
    const quotient = `${item.type === "percent" ? "100 * " : ""}${above} div ${below}`;
    return [...counts, { ...row, required: "", calculation: `if(${below} > 0, ${quotient}, '')` }];
  };
  const survey: Record<string, string>[] = [];
  if (read.instructions.trim() !== "")
    survey.push({ type: "note", name: INSTRUCTIONS, label: read.instructions });
  for (const section of read.sections) {
    survey.push({
      ...{ type: "begin_group", name: nameOf(section.id), label: section.title },
      ...relevant(section.showIf),
      ...prefixed(ownSectionFields(section)),
    });
    for (const [index, item] of read.items.entries())
      if (item.sectionId === section.id) survey.push(...rowsOf(item, prefixed(ownItemFields(read, index))));
    survey.push({ type: "end_group" });
  }
  const choices = [...lists.values()].flatMap(({ name, choices: own }) =>
    own.map(({ own: ownFields, ...choice }) => ({
      ...{ list_name: name, name: choice.name, label: choice.label },
      ...{ [`${OWN}anchor`]: choice.isAnchor ? "" : "no", ...prefixed(ownFields ?? {}) },
    })),
  );
  const { code, version, title } = read;
  const settings = {
    ...{ form_title: title, form_id: code.replace(/[^\w.-]/g, "_"), version: String(version) },
    ...prefixed(ownInstrumentFields(read)),
  };
  return [
    sheetOf("survey", survey, ["type", "name", "label", "hint", "required"]),
    sheetOf("choices", choices, ["list_name", "name", "label"]),
    sheetOf("settings", [settings], ["form_title", "form_id", "version"]),
  ];
}

function typeOf(item: Item, listOf: (item: Item) => string): string {
  switch (item.type) {
    case "text":
      return "text";
    case "count":
    case "duration":
      return "integer";
    case "ratio":
    case "percent":
      return "calculate";
    case "indicators":
      return `select_multiple ${listOf(item)}`;
    default:
      return `select_one ${listOf(item)}`;
  }
}

function prefixed(own: OwnFields): Record<string, string> {
  return Object.fromEntries(Object.entries(own).map(([field, value]) => [OWN + field, value]));
}

function sheetOf(name: string, records: Record<string, string>[], first: string[]): Sheet {
  const columns = [...new Set([...first, ...records.flatMap((record) => Object.keys(record))])];
  return {
    name,
    rows: [columns, ...records.map((record) => columns.map((column) => record[column] || null))],
  };
}
