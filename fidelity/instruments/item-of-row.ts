import type { InstrumentDraft } from "./instrument-draft.ts";
import { LONGEST_TEXT, MOST_ITEMS } from "./instrument-draft.ts";
import type { NamedItem } from "./logic-text.ts";
import { itemOfOwnFields, type OwnFields } from "./own-fields.ts";
import { plainText } from "./plain-text.ts";

/** A row that may become an item, as the reader of a format understands it. */
export type ItemRow = {
  sheet: string;
  row: number;
  name: string;
  kind: string;
  label: string;
  guidance: string;
  sectionId: string;
  /** The item's own type and scale, as `item` of the schema has them. */
  fields: Record<string, unknown>;
  own: OwnFields;
  /** Whether we wrote the file: then every character stays. */
  isOurs: boolean;
  /** What the choices stand for, where a condition may look at them. */
  choices?: NamedItem["choices"];
  /** What was changed or left out on the way. */
  losses: string[];
  /** Names of the columns, for problems. */
  columns: { name: string; label: string; own: (field: string) => string };
};

/**
 * Adds a row to a draft as an item, with its account and its problems.
 *
 * @param draft the draft to add to
 * @param row the row as understood
 * @returns nothing; a row that cannot be an item is accounted for as left out
 *
 * Source: none; shared by the readers of XLSForm and REDCap.
 */
export function itemOfRow(draft: InstrumentDraft, row: ItemRow): void {
  const { sheet, row: number, columns, isOurs } = row;
  const place = { sheet, row: number, name: row.name, kind: row.kind };
  const losses = [...row.losses];
  const label = isOurs ? row.label : plainText(row.label);
  const guidance = isOurs ? row.guidance : plainText(row.guidance);
  if (/<\/?[a-z][^<>]*>/i.test(`${row.label} ${row.guidance}`) && !isOurs) losses.push("formatting removed");
  const name = row.name || `item_${number}`;
  if (row.name === "") draft.problem(sheet, number, columns.name, "nothing", "a name for the item");
  if (label.trim() === "") draft.problem(sheet, number, columns.label, "nothing", "the words of the item");
  for (const text of [label, guidance])
    if (text.length > LONGEST_TEXT) {
      const most = `at most ${LONGEST_TEXT}`;
      draft.problem(sheet, number, columns.label, `${text.length} characters`, most);
      draft.account(place, "left-out", `its text has ${text.length} characters, ${most} are taken`);
      return;
    }
  const { item, issues } = itemOfOwnFields(
    { ...row.fields, id: name, sectionId: row.sectionId, label: label || name, guidance },
    row.own,
  );
  for (const { field, found, expected } of issues)
    draft.problem(sheet, number, columns.own(field), found, expected);
  if (issues.length > 0) losses.push("without the fields of the problems");
  if (item === null) {
    draft.account(place, "left-out", "its fields contradict each other; see the problems");
    return;
  }
  if (!draft.hasSection(item.sectionId)) {
    draft.problem(sheet, number, columns.own("section"), item.sectionId, "the id of a section");
    item.sectionId = row.sectionId;
  }
  const order = Number(row.own.order);
  const added = draft.addItem(item, row.own.order && Number.isFinite(order) ? order : undefined);
  if (added === null) {
    draft.account(place, "left-out", `an instrument has at most ${MOST_ITEMS} items`);
    return;
  }
  draft.know(name, { id: added.id, item, choices: row.choices ?? new Map() });
  if (added.id !== item.id) {
    draft.problem(sheet, number, columns.name, `“${item.id}” again`, "a name that no other item has");
    losses.push(`its id is ${added.id}, as its name is used before`);
  }
  const what = WORDS[item.type];
  const scale = item.type === "anchored" ? ` from ${item.min} to ${item.max}` : "";
  const shown = item.showIf ? ", with its condition" : "";
  draft.account(
    place,
    losses.length > 0 ? "mapped" : "taken",
    [`${what}${scale}${shown}`, ...losses].join("; "),
  );
}

const WORDS = {
  binary: "yes or no",
  trinary: "0, 1, 2",
  anchored: "a ladder",
  count: "a count",
  duration: "a duration in minutes",
  ratio: "a ratio of two counts",
  percent: "a share of opportunities",
  indicators: "indicators of yes and no",
  text: "a text",
};
