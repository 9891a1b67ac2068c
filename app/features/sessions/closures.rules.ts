import type { Day } from "#app/time/days.ts";

export interface Closure {
  /** Null: the whole program. */
  siteId: string | null;
  name: string;
  from: Day;
  to: Day;
  announcedOn: Day;
}

/** The closures that hold at all of these sites, as `dosage()` reads them. */
export function closuresAt(
  closures: readonly Closure[],
  siteIds: Iterable<string>,
): Pick<Closure, "from" | "to" | "announcedOn">[] {
  const sites = new Set(siteIds);
  return closures
    .filter(({ siteId }) => siteId === null || (sites.size === 1 && sites.has(siteId)))
    .map(({ from, to, announcedOn }) => ({ from, to, announcedOn }));
}
