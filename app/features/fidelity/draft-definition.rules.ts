import { instrumentDefinition, item, section } from "#fidelity/instruments/instrument.schema.ts";
import { type DraftDefinition, type DraftItem, draftDefinition } from "./instrument-draft.schema.ts";

/** The fields of an item of each type, as published definitions have them. */
const FIELDS = new Map<string, readonly string[]>(
  item.options.map(({ shape }) => [shape.type.value, Object.keys(shape)]),
);

/** Every type an item can have, in the order of the schema. */
export const ITEM_TYPES: readonly string[] = [...FIELDS.keys()];

/** Whether items of a type have a field. */
export const hasField = (type: string, field: string): boolean => FIELDS.get(type)?.includes(field) ?? false;

export type Definition = Record<string, unknown> & { items: object[]; sections: object[] };

/**
 * The definition that a draft would be published as, finished or not: only the fields of each item's own type, and the
 * texts of values that are on its scale.
 */
export function toDefinition(
  draft: DraftDefinition,
  { version, code = draft.code }: { version: number; code?: string },
): Definition {
  return {
    ...picked({ ...draft, title: draft.title.trim() }, Object.keys(instrumentDefinition.shape)),
    code: code.trim(),
    version,
    sections: draft.sections.map((one) => picked(one, Object.keys(section.shape))),
    items: draft.items.map((one) => picked(onScale(one), FIELDS.get(one.type) ?? Object.keys(one))),
  };
}

/** A definition as a draft; what has no place in one is left out. */
export function draftOf(definition: unknown): DraftDefinition {
  const { version: _, ...draft } = draftDefinition.parse(definition);
  return draft;
}

function picked(from: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]])),
  );
}

function onScale(one: DraftItem): DraftItem {
  if (!one.anchors) return one;
  const [min, max] = one.type === "trinary" ? [0, 2] : [Number(one.min), Number(one.max)];
  const anchors = one.anchors
    .filter(({ value, text }) => text.trim() !== "" && Number(value) >= min && Number(value) <= max)
    .toSorted((a, b) => Number(a.value) - Number(b.value));
  return { ...one, anchors };
}
