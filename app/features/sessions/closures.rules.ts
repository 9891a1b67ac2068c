import type { Day } from "#app/time/days.ts";

export interface Closure {
  /** Null: the whole program. */
  siteId: string | null;
  from: Day;
  to: Day;
  announcedOn: Day;
}

/** Whether the agency called a session off while its site was closed, as was announced: that is nobody's missed session. */
export function isClosed(
  { siteId, on, status }: { siteId: string; on: Day; status: string },
  closures: readonly Closure[],
): boolean {
  return (
    status === "cancelled_agency" &&
    closuresAt(closures, [siteId]).some(
      ({ from, to, announcedOn }) => announcedOn < on && from <= on && on <= to,
    )
  );
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
