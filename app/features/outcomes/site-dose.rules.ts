import type { Day } from "#app/time/days.ts";
import type { DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import { dosageOfGroup } from "#fidelity/dosage/dosage-of-group.ts";
import { nextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import { type Assignment, plannedLevels, type Schedule } from "#fidelity/dosage/planned-levels.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { CoacheeDose, SiteDose } from "./site-dose.types.ts";
import { byCoachee } from "./site-month.rules.ts";

export interface SiteDoseFacts {
  coachees: readonly (Pick<CoacheeDose, "id" | "name" | "coaches" | "nextPlannedOn"> & { heldOn: Day[] })[];
  /** Of the coachees at any site: the month's plan is that of this site, the next due day that of all. */
  assignments: readonly (Assignment & { siteId: string })[];
  schedules: readonly Schedule[];
  leave: readonly { coacheeId: string; from: Day; to: Day }[];
  /** Of the site and of the whole program. */
  closures: readonly { from: Day; to: Day; announcedOn: Day }[];
  sessions: readonly DosageSessionInput[];
}

/** How far back the plan is read for the next due day: whoever waited longer is overdue in any case. */
export const planFrom = (today: Day): Day => addDays(parseCalendarDate(today), -400);
/** How far ahead closures are read: they move the next due day on. */
export const closuresUntil = (today: Day): Day => addDays(parseCalendarDate(today), 366);

const RANK = { overdue: 0, "due-soon": 1, "on-track": 2, paused: 3, none: 4 } as const;

/**
 * This month's dose and the next due day of each coachee, whoever coached them: a session with a substitute is a
 * session. Those overdue longest come first; among equals the order is that of the names, nobody is ranked.
 */
export function coacheeDoses(
  facts: SiteDoseFacts,
  { siteId, from, until, today }: { siteId: string; from: Day; until: Day; today: Day },
): { rows: CoacheeDose[]; reach: SiteDose["reach"] } {
  const assignments = byCoachee(facts.assignments);
  const leave = byCoachee(facts.leave);
  const people = facts.coachees.map((coachee) => ({
    ...coachee,
    schedule: plannedLevels(assignments.get(coachee.id) ?? [], facts.schedules),
    ownSchedule: plannedLevels(
      (assignments.get(coachee.id) ?? []).filter((each) => each.siteId === siteId),
      facts.schedules,
    ),
    leave: (leave.get(coachee.id) ?? []).map((span) => ({ from: span.from, to: span.to })),
  }));
  const group = dosageOfGroup(
    facts.sessions,
    people.map((person) => ({ id: person.id, schedule: person.ownSchedule, leave: person.leave })),
    { from, until, asOf: today, closures: [...facts.closures] },
  );
  const rows = people.map(({ id, name, coaches, nextPlannedOn, heldOn, schedule, leave: away }) => ({
    ...{ id, name, coaches, nextPlannedOn },
    plannedSessions: group.coachees[id]?.plannedSessions ?? 0,
    deliveredSessions: group.coachees[id]?.deliveredSessions ?? 0,
    lastOn: [...heldOn].sort().at(-1) ?? null,
    due: nextSessionDue(schedule, { heldOn, leave: away, closures: [...facts.closures], asOf: today }),
  }));
  return {
    rows: rows.sort(compareByDue),
    reach: {
      reached: group.reachedCoachees,
      eligible: group.eligibleCoachees,
      atMinimum: group.coacheesAtMinimum,
    },
  };
}

/** Those overdue longest first, then those due soonest; the rest as they are. */
export function compareByDue(a: Pick<CoacheeDose, "due">, b: Pick<CoacheeDose, "due">): number {
  return RANK[a.due.status] - RANK[b.due.status] || compareDue(a, b);
}

function compareDue(a: Pick<CoacheeDose, "due">, b: Pick<CoacheeDose, "due">): number {
  return isLate(a) ? (a.due.dueOn ?? "").localeCompare(b.due.dueOn ?? "") : 0;
}

/** Whether a row belongs on the list of those overdue or due soon. */
export function isLate({ due: { status } }: Pick<CoacheeDose, "due">): boolean {
  return status === "overdue" || status === "due-soon";
}

export function countDue(rows: readonly CoacheeDose[]): SiteDose["counts"] {
  const count = (status: string) => rows.filter(({ due }) => due.status === status).length;
  return { all: rows.length, overdue: count("overdue"), dueSoon: count("due-soon") };
}
