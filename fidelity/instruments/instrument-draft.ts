import type {
  ColumnAccount,
  ImportedInstrument,
  ImportProblem,
  Outcome,
  RowAccount,
} from "./imported-instrument.ts";
import type { Item, Section } from "./instrument.schema.ts";
import type { NamedItem } from "./logic-text.ts";
import type { Heading } from "./own-fields.ts";
import { validateDefinition } from "./validate-definition.ts";

/** Longest text of a row that is taken, in characters; a cell of a spreadsheet holds 32,767. */
export const LONGEST_TEXT = 10_000;
/** As many items as a definition may have. */
export const MOST_ITEMS = 500;

type Place = { sheet: string; row: number; name: string; kind: string };

/** What the readers of the three formats fill: sections and items with an account of every row. */
export type InstrumentDraft = ReturnType<typeof instrumentDraft>;

/**
 * An empty draft, with the acts that fill it.
 *
 * @returns acts that collect sections, items, accounts and problems, and `finish`, which puts them together: items in
 *   their order, sections that got none left out
 *
 * Source: none; `imported-instrument.ts` describes the result.
 */
export function instrumentDraft() {
  const sections: { section: Section; account: RowAccount | null }[] = [];
  const items: { item: Item; order: number }[] = [];
  const rows: RowAccount[] = [];
  const columns: ColumnAccount[] = [];
  const problems: ImportProblem[] = [];
  /** Items under the names that conditions of the source know them by. */
  const named = new Map<string, NamedItem>();
  const ids = { section: new Set<string>(), item: new Set<string>() };

  const account = ({ sheet, row, name, kind }: Place, outcome: Outcome, how: string, lastRow = row) => {
    const made: RowAccount = { sheet, row, lastRow, name, kind, outcome, how };
    rows.push(made);
    return made;
  };
  const problem = (sheet: string, row: number, column: string, found: string, expected: string) => {
    problems.push({ sheet, row, column, found, expected });
  };
  const free = (kind: "section" | "item", wanted: string) => {
    let id = wanted;
    for (let count = 2; ids[kind].has(id); count += 1) id = `${wanted}_${count}`;
    ids[kind].add(id);
    return id;
  };

  return {
    ...{ account, problem, columns, problems, rows },
    /** A section under an id of its own; the id it got. */
    addSection(section: Section, account: RowAccount | null): string {
      const id = free("section", section.id);
      sections.push({ section: { ...section, id }, account });
      return id;
    },
    know: (name: string, item: NamedItem) => {
      if (!named.has(name)) named.set(name, item);
    },
    find: (name: string) => named.get(name),
    /** Which of the sections it is. */
    placeOf: (sectionId: string | undefined) => sections.findIndex(({ section }) => section.id === sectionId),
    nameOf: (itemId: string) => {
      for (const [name, { id, item }] of named) if (id === itemId) return { name, item };
      return undefined;
    },
    /** Takes items out again that are parts of another one; false when a condition looks at one of them. */
    takeOut(names: readonly string[]): boolean {
      const taken = names.map((name) => named.get(name)?.id);
      const looks = (showIf: Item["showIf"]) =>
        showIf?.comparisons.some(({ itemId }) => taken.includes(itemId)) ?? false;
      if (items.some(({ item }) => looks(item.showIf)) || sections.some((one) => looks(one.section.showIf)))
        return false;
      for (const name of names) named.delete(name);
      for (const id of taken) {
        const index = items.findIndex(({ item }) => item.id === id);
        if (index >= 0) items.splice(index, 1);
      }
      return true;
    },
    hasSection: (id: string) => ids.section.has(id),
    /** An item under an id of its own, at its place in the order; false when the definition is full. */
    addItem(item: Item, order?: number): { id: string } | null {
      if (items.length >= MOST_ITEMS) return null;
      const id = free("item", item.id);
      items.push({ item: { ...item, id } as Item, order: order ?? items.at(-1)?.order ?? 0 });
      return { id };
    },
    finish(heading: Heading): ImportedInstrument {
      const inOrder = items.toSorted((a, b) => a.order - b.order).map(({ item }) => item);
      const used = new Set(inOrder.map(({ sectionId }) => sectionId));
      for (const { section, account: own } of sections)
        if (own && !used.has(section.id)) {
          own.outcome = "left-out";
          own.how = "no item of this section is taken, and a section has at least one";
        }
      const definition = {
        ...heading,
        sections: sections.map(({ section }) => section).filter(({ id }) => used.has(id)),
        items: inOrder,
      };
      return { definition, rows, columns, problems, unfinished: validateDefinition(definition) };
    },
  };
}
