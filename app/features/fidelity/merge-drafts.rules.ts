import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";
import { inOrder } from "./draft-edits.rules.ts";
import { whereOf } from "./draft-findings.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";
import { FIELD_WORDS } from "./instrument-words.ts";
import { differences } from "./version-diff.rules.ts";

/** A part of a draft that both changed, each in another way. */
export interface DraftConflict {
  /** As `item:a1`, `section:a` or `title`. */
  part: string;
  where: string;
  /** What differs, and how both sides have it; null where a side has nothing, or took the part out. */
  lines: { what: string; mine: string | null; theirs: string | null }[];
}

type Fields = Record<string, unknown>;
type Named = Fields & { id: string };

const LISTS = ["sections", "items"] as const;

/**
 * Puts two changes of one draft together, part by part: what only one of the two changed is taken over; a part that
 * both changed stays as it is here and is listed, for a person to choose. A part is an item, a section, or one field of
 * the whole.
 *
 * @param base what both began with
 * @param mine what is on this page
 * @param theirs what is stored now
 */
export function mergeDrafts(
  base: DraftDefinition,
  mine: DraftDefinition,
  theirs: DraftDefinition,
): { merged: DraftDefinition; conflicts: DraftConflict[] } {
  const merged: Fields = {};
  const conflicts: DraftConflict[] = [];
  for (const field of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    if (LISTS.includes(field as never)) continue;
    const [was, here, there] = [base, mine, theirs].map((one) => (one as Fields)[field]);
    merged[field] = isSame(here, was) ? there : here;
    if (!isSame(here, was) && !isSame(there, was) && !isSame(here, there))
      conflicts.push({
        part: field,
        where: FIELD_WORDS[field] ?? "Score and bands",
        lines: linesOf(field, here, there),
      });
  }
  for (const list of LISTS) {
    const [was, here, there] = [base, mine, theirs].map((one) => one[list] as readonly Named[]);
    const kind = list === "items" ? "item" : "section";
    merged[list] = mergeLists(was ?? [], here ?? [], there ?? [], (id, both) => {
      const owner = both.here ? mine : theirs;
      const part = `${kind}:${id}` as const;
      conflicts.push({ part, where: whereOf(owner, { part }), lines: linesOf(kind, both.here, both.there) });
    });
  }
  return { merged: inOrder(merged as DraftDefinition), conflicts };
}

function mergeLists(
  base: readonly Named[],
  mine: readonly Named[],
  theirs: readonly Named[],
  clash: (id: string, both: { here: Named | undefined; there: Named | undefined }) => void,
): Named[] {
  const find = (list: readonly Named[], id: string) => list.find((one) => one.id === id);
  // The order of whoever changed it; where both did, that of this page.
  const idsIn = (list: readonly Named[], other: readonly Named[]) =>
    list.flatMap(({ id }) => (find(other, id) ? [id] : [])).join("\n");
  const [first, second] = idsIn(mine, base) === idsIn(base, mine) ? [theirs, mine] : [mine, theirs];
  const ids = first.map(({ id }) => id);
  for (const [index, { id }] of second.entries()) {
    if (ids.includes(id)) continue;
    const before = second[index - 1]?.id;
    ids.splice(before === undefined ? 0 : ids.indexOf(before) + 1, 0, id);
  }
  return ids.flatMap((id) => {
    const [was, here, there] = [find(base, id), find(mine, id), find(theirs, id)];
    const [isMine, isTheirs] = [!isSame(here, was), !isSame(there, was)];
    if (isMine && isTheirs && !isSame(here, there)) clash(id, { here, there });
    const kept = isMine ? here : there;
    return kept ? [kept] : [];
  });
}

/** One part of a draft as the other side has it. */
export function takePart(draft: DraftDefinition, theirs: DraftDefinition, part: string): DraftDefinition {
  const [kind, id] = part.split(/:(.*)/s);
  if (id === undefined) return { ...draft, [part]: (theirs as Fields)[part] };
  const list = kind === "item" ? "items" : "sections";
  const other = (theirs[list] as Named[]).find((one) => one.id === id);
  const own = draft[list] as Named[];
  const without = own.filter((one) => one.id !== id);
  if (!other) return { ...draft, [list]: without };
  const next = own.some((one) => one.id === id)
    ? own.map((one) => (one.id === id ? other : one))
    : own.toSpliced((theirs[list] as Named[]).indexOf(other), 0, other);
  return inOrder({ ...draft, [list]: next } as DraftDefinition);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

/** Two forms of a part, or of a single field, with what differs between them. */
function linesOf(field: string, mine: unknown, theirs: unknown): DraftConflict["lines"] {
  const isPart = (one: unknown): one is Fields =>
    typeof one === "object" && one !== null && !Array.isArray(one);
  const [here, there] = [mine, theirs].map((one) =>
    isPart(one) ? one : one === undefined ? undefined : { [field]: one },
  );
  if (here && there)
    return differences(here, there).map(({ what, before, after }) => ({ what, mine: before, theirs: after }));
  const name = ({ label, title }: Fields) => String(label || title || "without words yet");
  return [{ what: "Kept or removed", mine: here ? name(here) : null, theirs: there ? name(there) : null }];
}
