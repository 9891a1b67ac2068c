import type { Day } from "#app/time/days.ts";
import { type NextSessionDue, nextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import { plannedLevels } from "./planned-levels.rules.ts";
import type { DoseFigures, SiteDoseRow } from "./program-dose.types.ts";
import { compareByDue, isLate, type SiteDoseFacts } from "./site-dose.rules.ts";
import { byCoachee } from "./site-month.rules.ts";

export interface PersonAtSite {
  id: string;
  siteId: string;
}
export type DueAtSite = PersonAtSite & { lastOn: Day | null; due: NextSessionDue };

/** Everything the next due days of the people of several sites are worked out from. */
export type DueFacts = Pick<SiteDoseFacts, "assignments" | "schedules" | "leave"> & {
  people: readonly (PersonAtSite & { heldOn: Day[] })[];
  /** `siteId` null: of the whole program. */
  closures: readonly { siteId: string | null; from: Day; to: Day; announcedOn: Day }[];
};

/** The next due day of each person at each of their sites, on that site's day; those overdue longest first. */
export function dueAtSites(facts: DueFacts, todayAt: (siteId: string) => Day): DueAtSite[] {
  const assignments = byCoachee(facts.assignments);
  const leave = byCoachee(facts.leave);
  const closuresOf = new Map<string, { from: Day; to: Day; announcedOn: Day }[]>();
  const closuresAt = (siteId: string) => {
    const known = closuresOf.get(siteId);
    if (known) return known;
    const own = facts.closures
      .filter((closure) => closure.siteId === null || closure.siteId === siteId)
      .map(({ from, to, announcedOn }) => ({ from, to, announcedOn }));
    closuresOf.set(siteId, own);
    return own;
  };
  return facts.people
    .map(({ id, siteId, heldOn }) => ({
      ...{ id, siteId },
      lastOn: [...heldOn].sort().at(-1) ?? null,
      due: nextSessionDue(plannedLevels(assignments.get(id) ?? [], facts.schedules), {
        heldOn,
        leave: (leave.get(id) ?? []).map(({ from, to }) => ({ from, to })),
        closures: closuresAt(siteId),
        asOf: todayAt(siteId),
      }),
    }))
    .sort((a, b) => compareByDue(a, b) || a.id.localeCompare(b.id));
}

/** Whoever is coached at two sites is one person; overdue at one of them is overdue. Rows come as `dueAtSites` orders them. */
export function countPeople(rows: readonly DueAtSite[]): Pick<DoseFigures, "people" | "overdue" | "dueSoon"> {
  const first = new Map<string, DueAtSite>();
  for (const row of rows) if (!first.has(row.id)) first.set(row.id, row);
  const late = [...first.values()].filter(isLate);
  const overdue = late.filter(({ due }) => due.status === "overdue").length;
  return { people: first.size, overdue, dueSoon: late.length - overdue };
}

const VALUES: Record<string, (row: SiteDoseRow) => number | null> = {
  people: ({ people }) => people,
  overdue: ({ overdue }) => overdue,
  "due-soon": ({ dueSoon }) => dueSoon,
  sessions: ({ sessions }) => sessions.value,
  minutes: ({ minutes }) => minutes.value,
  reach: ({ reach }) => reach.value,
  late: ({ late }) => late.value,
};

/** By a column, upwards or, with `-`, downwards; sites without a figure come last either way, equals by name. */
export function sortSites(rows: readonly SiteDoseRow[], sort: string): SiteDoseRow[] {
  const direction = sort.startsWith("-") ? -1 : 1;
  const read = VALUES[sort.replace(/^-/, "")];
  const byName = (a: SiteDoseRow, b: SiteDoseRow) => a.name.localeCompare(b.name, "en");
  return [...rows].sort((a, b) => {
    if (!read) return direction * byName(a, b);
    const [x, y] = [read(a), read(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    return direction * (x - y) || byName(a, b);
  });
}
