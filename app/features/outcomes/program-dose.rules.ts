import type { Day } from "#app/time/days.ts";
import { type NextSessionDue, nextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import { plannedLevels } from "#fidelity/dosage/planned-levels.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { monthOf } from "./months.rules.ts";
import type { DoseFigures, SiteDoseRow } from "./program-dose.types.ts";
import { compareByDue, isLate, type SiteDoseFacts } from "./site-dose.rules.ts";
import { byCoachee, type Ratio } from "./site-month.rules.ts";

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

/** What lies later than this moves no day on which somebody is overdue or due soon. */
const AHEAD_DAYS = 31;

/**
 * The next due day of each person at each of their sites, on that site's day; those overdue longest first. Facts that
 * cannot make anybody late or timely are left out, so a day that is neither near nor past may be too early.
 */
export function dueAtSites(facts: DueFacts, todayAt: (siteId: string) => Day): DueAtSite[] {
  const assignments = byCoachee(facts.assignments);
  const leave = byCoachee(facts.leave);
  return facts.people
    .map(({ id, siteId, heldOn }) => {
      const today = todayAt(siteId);
      const lastOn = [...heldOn].sort().at(-1) ?? null;
      const from = lastOn === null ? "" : monthOf(lastOn);
      const until = addDays(parseCalendarDate(today), AHEAD_DAYS);
      const counts = (span: { from: Day; to: Day }) => span.to >= from && span.from <= until;
      const due = nextSessionDue(plannedLevels(assignments.get(id) ?? [], facts.schedules), {
        heldOn: heldOn.filter((day) => day >= from),
        leave: (leave.get(id) ?? []).filter(counts).map((span) => ({ from: span.from, to: span.to })),
        closures: facts.closures
          .filter((closure) => closure.siteId === null || closure.siteId === siteId)
          .filter(counts)
          .map((closure) => ({ from: closure.from, to: closure.to, announcedOn: closure.announcedOn })),
        asOf: today,
      });
      return { id, siteId, lastOn, due };
    })
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

const rate = ({ numerator, denominator }: Ratio) => (denominator === 0 ? null : numerator / denominator);

const VALUES: Record<string, (row: SiteDoseRow) => number | null> = {
  people: ({ people }) => people,
  overdue: ({ overdue }) => overdue,
  "due-soon": ({ dueSoon }) => dueSoon,
  sessions: ({ sessions }) => sessions.value,
  minutes: ({ minutes }) => minutes.value,
  reach: ({ reach }) => reach.value,
  late: ({ late }) => late.value,
  minimum: ({ course }) => rate(course.minimum),
  frequency: ({ course }) => rate(course.frequency),
  continuity: ({ course }) => rate(course.continuity),
  cancelled: ({ course }) => rate(course.cancelled),
  "no-show": ({ course }) => rate(course.noShow),
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
