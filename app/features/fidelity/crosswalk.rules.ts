/** How an item goes on from one version to the next. */
export const CROSSWALK_KINDS = ["same", "reworded", "split", "merged", "dropped", "new"] as const;
export type CrosswalkKind = (typeof CROSSWALK_KINDS)[number];

/** `from` is an item of the version before, `to` one of the version after; a dropped or new item has one of them only. */
export interface CrosswalkLine {
  from: string | null;
  to: string | null;
  kind: CrosswalkKind;
}
export interface CrosswalkLink {
  from: string;
  to: string;
}

interface VersionItem {
  id: string;
}

/** Items keep their ids, so what is still there goes on as itself until a person says otherwise. */
export function suggestedLinks(
  before: readonly VersionItem[],
  after: readonly VersionItem[],
): CrosswalkLink[] {
  const ids = new Set(after.map(({ id }) => id));
  return before.flatMap(({ id }) => (ids.has(id) ? [{ from: id, to: id }] : []));
}

/**
 * A crosswalk of every item of both versions. The kinds follow from the links: one to one is the same item, reworded
 * when anything a rater reads or the score uses has changed; one to several is split, several to one merged; what has
 * no link is dropped or new. Links of items that are in neither version are left out.
 */
export function crosswalkOf<Item extends VersionItem>(
  before: readonly Item[],
  after: readonly Item[],
  links: readonly CrosswalkLink[],
  isSame: (a: Item, b: Item) => boolean,
): CrosswalkLine[] {
  const [old, fresh] = [byId(before), byId(after)];
  const seen = new Set<string>();
  const valid = links.filter(({ from, to }) => {
    const key = JSON.stringify([from, to]);
    if (!old.has(from) || !fresh.has(to) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const lines = before.flatMap(({ id }): CrosswalkLine[] => {
    const own = valid.filter(({ from }) => from === id);
    if (own.length === 0) return [{ from: id, to: null, kind: "dropped" }];
    return own.map(({ to }) => ({ from: id, to, kind: kindOf(id, to) }));
  });
  const reached = new Set(valid.map(({ to }) => to));
  const added = after.flatMap(({ id }): CrosswalkLine[] =>
    reached.has(id) ? [] : [{ from: null, to: id, kind: "new" }],
  );
  return [...lines, ...added];

  function kindOf(from: string, to: string): CrosswalkKind {
    if (valid.filter((link) => link.to === to).length > 1) return "merged";
    if (valid.filter((link) => link.from === from).length > 1) return "split";
    const [a, b] = [old.get(from), fresh.get(to)];
    return a && b && isSame(a, b) ? "same" : "reworded";
  }
}

function byId<Item extends VersionItem>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
