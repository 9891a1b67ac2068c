import type { DraftDefinition, DraftItem, DraftSection } from "./instrument-draft.schema.ts";

/** What a draft is without anything: the defaults a writer would choose, and one section to begin in. */
export function emptyDraft(title: string, sectionId: string): DraftDefinition {
  return {
    code: codeFrom(title),
    title,
    subject: null,
    raterTypes: [],
    dimensions: [],
    purpose: "",
    instructions: "",
    sections: [{ id: sectionId, title: "", thresholds: [] }],
    items: [],
    scoring: {
      method: "percent-of-possible",
      thresholds: [{ band: "met", from: 80 }],
      maxNotApplicableShare: 0.25,
      missing: { policy: "not-scorable" },
    },
  };
}

/** A code as instruments have it: small letters, digits, hyphens and underscores. */
export function codeFrom(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 64);
}

/** Items stand by section, in the order of the sections; those of no section come last. */
export function inOrder(draft: DraftDefinition): DraftDefinition {
  const place = new Map(draft.sections.map(({ id }, index) => [id, index]));
  const placeOf = ({ sectionId }: DraftItem) => place.get(sectionId) ?? place.size;
  return { ...draft, items: draft.items.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

export function changeItem(draft: DraftDefinition, id: string, fields: Partial<DraftItem>): DraftDefinition {
  const items = draft.items.map((item) => (item.id === id ? ({ ...item, ...fields } as DraftItem) : item));
  return fields.sectionId === undefined ? { ...draft, items } : inOrder({ ...draft, items });
}

export function changeSection(
  draft: DraftDefinition,
  id: string,
  fields: Partial<DraftSection>,
): DraftDefinition {
  return {
    ...draft,
    sections: draft.sections.map((section) =>
      section.id === id ? ({ ...section, ...fields } as DraftSection) : section,
    ),
  };
}

export function addSection(draft: DraftDefinition, id: string): DraftDefinition {
  return { ...draft, sections: [...draft.sections, { id, title: "", thresholds: [] }] };
}

/** An item at the end of a section, of the kind of the one before it, which is the likeliest. */
export function addItem(draft: DraftDefinition, sectionId: string, id: string): DraftDefinition {
  const before = draft.items.findLast((item) => item.sectionId === sectionId) ?? draft.items.at(-1);
  const { type = "trinary", min, max } = before ?? {};
  const scale = type === "anchored" ? { min, max, anchors: [] } : {};
  const item = { id, sectionId, type, label: "", guidance: "", essentialFunctionId: null, ...scale };
  return inOrder({ ...draft, items: [...draft.items, item] });
}

/** The same item once more, right after itself. */
export function duplicateItem(draft: DraftDefinition, id: string, newId: string): DraftDefinition {
  return {
    ...draft,
    items: draft.items.flatMap((item) => (item.id === id ? [item, { ...item, id: newId }] : [item])),
  };
}

export function removeItem(draft: DraftDefinition, id: string): DraftDefinition {
  return { ...draft, items: draft.items.filter((item) => item.id !== id) };
}

/** A section goes with its items. */
export function removeSection(draft: DraftDefinition, id: string): DraftDefinition {
  return {
    ...draft,
    sections: draft.sections.filter((section) => section.id !== id),
    items: draft.items.filter(({ sectionId }) => sectionId !== id),
  };
}

/** One place up or down; past the end of its section, into the next one. */
export function moveItem(draft: DraftDefinition, id: string, step: 1 | -1): DraftDefinition {
  const item = draft.items.find((one) => one.id === id);
  if (!item) return draft;
  const own = draft.items.filter(({ sectionId }) => sectionId === item.sectionId);
  const other = own[own.indexOf(item) + step];
  if (other) {
    const items = draft.items.with(draft.items.indexOf(item), other).with(draft.items.indexOf(other), item);
    return { ...draft, items };
  }
  const at = draft.sections.findIndex((section) => section.id === item.sectionId);
  const section = draft.sections[at + step];
  if (!section) return draft;
  const rest = draft.items.filter((one) => one !== item);
  const moved = { ...item, sectionId: section.id };
  return inOrder({ ...draft, items: step === 1 ? [moved, ...rest] : [...rest, moved] });
}

/** Where an item is put: in a section, before one of its items or at its end. */
export interface ItemPlace {
  sectionId: string;
  before: string | null;
}

/** An item at another place, as when it is dropped there; the same draft when that is where it stands. */
export function placeItem(
  draft: DraftDefinition,
  id: string,
  { sectionId, before }: ItemPlace,
): DraftDefinition {
  const item = draft.items.find((one) => one.id === id);
  if (!item || before === id) return draft;
  const rest = draft.items.filter((one) => one !== item);
  const at = rest.findIndex((one) => one.id === before);
  const moved = { ...item, sectionId };
  const next = inOrder({ ...draft, items: rest.toSpliced(at === -1 ? rest.length : at, 0, moved) });
  const isSame =
    item.sectionId === sectionId && next.items.every((one, index) => one.id === draft.items[index]?.id);
  return isSame ? draft : next;
}

export function moveSection(draft: DraftDefinition, id: string, step: 1 | -1): DraftDefinition {
  const at = draft.sections.findIndex((section) => section.id === id);
  const [section, other] = [draft.sections[at], draft.sections[at + step]];
  if (!section || !other) return draft;
  return inOrder({ ...draft, sections: draft.sections.with(at, other).with(at + step, section) });
}
