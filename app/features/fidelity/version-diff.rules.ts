import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";
import { BAND_WORDS, FIELD_WORDS, TEST_WORDS, TYPE_WORDS } from "./instrument-words.ts";

/** One change between two versions, to be read: where, what, and both sides; null where there is none. */
export interface DiffLine {
  where: string;
  what: string;
  before: string | null;
  after: string | null;
}

type Fields = Record<string, unknown>;
type Named = Fields & { id: string };
/** A definition with its defaults filled in, of any release. */
export interface ComparedDefinition {
  sections: readonly object[];
  items: readonly object[];
  scoring: object;
}

const HEAD = ["title", "subject", "raterTypes", "dimensions", "purpose", "instructions"];
const NO_CONTENT = ["id", "sectionId"];

/** What changed from one version to the next, in the order of the page: the head, sections, items, the score. */
export function diffVersions(before: ComparedDefinition, after: ComparedDefinition): DiffLine[] {
  const [old, fresh] = [before as unknown as Fields, after as unknown as Fields];
  const sections = { old: before.sections as readonly Named[], fresh: after.sections as readonly Named[] };
  const items = { old: before.items as readonly Named[], fresh: after.items as readonly Named[] };
  return [
    ...changes("The instrument", old, fresh, HEAD),
    ...listChanges("Section", sections, ({ title }) => String(title ?? "")),
    ...listChanges("Item", items, ({ label }) => String(label ?? "")),
    ...moves(items, sections),
    ...changes("Score and bands", old.scoring as Fields, fresh.scoring as Fields),
  ];
}

/** Whether two items ask and earn the same, wherever they stand. */
export function isSameItem(a: object, b: object): boolean {
  const content = (one: object) => canonicalJson({ ...one, id: "", sectionId: "" });
  return content(a) === content(b);
}

function listChanges(
  kind: string,
  { old, fresh }: { old: readonly Named[]; fresh: readonly Named[] },
  nameOf: (one: Named) => string,
): DiffLine[] {
  const whereOf = (list: readonly Named[], one: Named) => `${kind} ${list.indexOf(one) + 1} “${nameOf(one)}”`;
  const before = new Map(old.map((one) => [one.id, one]));
  const after = new Set(fresh.map(({ id }) => id));
  return [
    ...fresh.flatMap((one) => {
      const was = before.get(one.id);
      const where = whereOf(fresh, one);
      return was ? changes(where, was, one) : [{ where, what: "Added", before: null, after: nameOf(one) }];
    }),
    ...old
      .filter(({ id }) => !after.has(id))
      .map((one) => ({ where: whereOf(old, one), what: "Removed", before: nameOf(one), after: null })),
  ];
}

/** Items that stand in another section, or in another order within theirs. */
function moves(
  { old, fresh }: { old: readonly Named[]; fresh: readonly Named[] },
  sections: { old: readonly Named[]; fresh: readonly Named[] },
): DiffLine[] {
  const titleOf = (list: readonly Named[], id: unknown) =>
    String(list.find((one) => one.id === id)?.title ?? id);
  const shared = new Set(old.filter(({ id }) => fresh.some((one) => one.id === id)).map(({ id }) => id));
  const lines = fresh.flatMap((one, index): DiffLine[] => {
    const was = old.find(({ id }) => id === one.id);
    if (!was || was.sectionId === one.sectionId) return [];
    return [
      {
        where: `Item ${index + 1} “${String(one.label ?? "")}”`,
        what: "Section",
        before: titleOf(sections.old, was.sectionId),
        after: titleOf(sections.fresh, one.sectionId),
      },
    ];
  });
  const orderOf = (list: readonly Named[]) => list.flatMap(({ id }) => (shared.has(id) ? [id] : []));
  if (lines.length > 0 || orderOf(old).join("\n") === orderOf(fresh).join("\n")) return lines;
  return [{ where: "Items", what: "Order", before: "as it was", after: "another order" }];
}

function changes(where: string, old: Fields, fresh: Fields, fields?: readonly string[]): DiffLine[] {
  const names = fields ?? [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return names
    .filter((name) => !NO_CONTENT.includes(name) && !isEqual(old[name], fresh[name]))
    .flatMap((name) => {
      if (name === "anchors") return anchorChanges(where, old[name], fresh[name]);
      const [before, after] = [valueWords(name, old[name]), valueWords(name, fresh[name])];
      return [{ where, what: FIELD_WORDS[name] ?? name, before, after }];
    });
}

/** What differs between two forms of an item, a section or a field of the whole. */
export function differences(before: object, after: object): Omit<DiffLine, "where">[] {
  return changes("", before as Fields, after as Fields).map(({ where: _, ...line }) => line);
}

function anchorChanges(where: string, old: unknown, fresh: unknown): DiffLine[] {
  const texts = (list: unknown) =>
    new Map(((list ?? []) as { value: number; text: string }[]).map(({ value, text }) => [value, text]));
  const [before, after] = [texts(old), texts(fresh)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .filter((value) => before.get(value) !== after.get(value))
    .map((value) => ({
      where,
      what: `What ${value} means`,
      before: before.get(value) ?? null,
      after: after.get(value) ?? null,
    }));
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return (a ?? null) === (b ?? null);
  return canonicalJson(a) === canonicalJson(b);
}

/** A value of a field as a person reads it; null for none. */
function valueWords(field: string, value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field === "type") return TYPE_WORDS[String(value)] ?? String(value);
  if (field === "maxNotApplicableShare") return `${Math.round(Number(value) * 1000) / 10} %`;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => entryWords(one)).join(", ");
  if (typeof value === "object") return entryWords(value);
  return String(value).replaceAll("-", " ") === "" ? null : plain(field, String(value));
}

const plain = (field: string, text: string) =>
  ["direction", "notObservedPolicy", "subject"].includes(field) ? text.replaceAll("-", " ") : text;

function entryWords(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry).replaceAll("-", " ");
  const one = entry as Fields;
  if ("band" in one)
    return `${one.label ? `“${one.label}” (${BAND_WORDS[String(one.band)]})` : BAND_WORDS[String(one.band)]} from ${one.from} %`;
  if ("failsBelow" in one) return `fails below ${one.failsBelow}`;
  if ("policy" in one)
    return one.policy === "prorate"
      ? `left out while ${Math.round(Number(one.minAnsweredShare) * 100)} % are answered`
      : "every item must be answered";
  if ("comparisons" in one) {
    const tests = (one.comparisons as Fields[]).map(
      ({ itemId, is, value }) =>
        `${itemId} ${TEST_WORDS[String(is)] ?? is}${value === undefined ? "" : ` ${value}`}`,
    );
    return tests.join(one.match === "any" ? " or " : " and ");
  }
  return String(one.text ?? canonicalJson(one));
}
