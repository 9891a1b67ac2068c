import type { Day } from "#app/time/days.ts";
import type { DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { dosageOfGroup } from "#fidelity/dosage/dosage-of-group.ts";
import { type Assignment, plannedLevels, type Schedule } from "#fidelity/dosage/planned-levels.ts";
import { addDays, earlierOf, laterOf, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { DoseCourse } from "./program-dose.types.ts";
import { byCoachee, type Ratio } from "./site-month.rules.ts";

/** What coaching at several sites in a month is told by. */
export interface CourseFacts {
  assignments: readonly (Assignment & { siteId: string; coachId: string })[];
  schedules: readonly Schedule[];
  leave: readonly { coacheeId: string; from: Day; to: Day }[];
  /** `siteId` null: of the whole program. */
  closures: readonly { siteId: string | null; from: Day; to: Day; announcedOn: Day }[];
  sessions: readonly (DosageSessionInput & { siteId: string })[];
}

const DAYS_A_WEEK = 7;

/**
 * How the coaching of a site went from `from` to `until`, up to `asOf`: each as a numerator and a denominator, so that
 * sites are added up and percentages never averaged. The minimum is that of the whole period, as on the page of the site.
 */
export function courseOfSite(
  facts: CourseFacts,
  { siteId, from, until, asOf }: { siteId: string; from: Day; until: Day; asOf: Day },
): DoseCourse {
  const assignments = byCoachee(facts.assignments.filter((each) => each.siteId === siteId));
  const leave = byCoachee(facts.leave);
  const sessions = facts.sessions.filter((each) => each.siteId === siteId);
  const closures = facts.closures
    .filter((each) => each.siteId === null || each.siteId === siteId)
    .map((each) => ({ from: each.from, to: each.to, announcedOn: each.announcedOn }));
  const coachees = [...assignments].map(([id, own]) => ({
    id,
    schedule: plannedLevels(own, facts.schedules),
    leave: (leave.get(id) ?? []).map((span) => ({ from: span.from, to: span.to })),
    assignments: own.map(({ coachId, startsOn, endsOn }) => ({
      coachId,
      from: startsOn,
      to: endsOn === null ? null : dayBefore(endsOn),
    })),
  }));
  const period = { from, until, asOf, closures };
  const whole = dosageOfGroup(sessions, coachees, period);
  const [first, last] = [
    parseCalendarDate(from),
    earlierOf(parseCalendarDate(until), parseCalendarDate(asOf)),
  ];
  // Days that are still to come are no weeks without a session.
  const passed =
    last < parseCalendarDate(until)
      ? dosageOfGroup(sessions, coachees, { ...period, until: laterOf(first, last) })
      : whole;
  const people = Object.values(passed.coachees);
  const sum = (of: (own: (typeof people)[number]) => number) =>
    people.reduce((total, own) => total + of(own), 0);
  const missed = dosage(sessions, [], { ...period, leave: [] });
  return {
    minimum: { numerator: whole.coacheesAtMinimum, denominator: whole.eligibleCoachees },
    frequency: {
      numerator: sum((own) => own.deliveredSessions),
      denominator: sum((own) => own.eligibleDays) / DAYS_A_WEEK,
    },
    continuity: {
      numerator: sum((own) => own.sessionsWithAssignedCoach),
      denominator: sum((own) => own.sessionsWhileAssigned),
    },
    cancelled: { numerator: missed.cancelledSessions, denominator: missed.dueSessions },
    noShow: { numerator: missed.noShowSessions, denominator: missed.dueSessions },
  };
}

const NAMES = ["minimum", "frequency", "continuity", "cancelled", "noShow"] as const;

/** The sites together: sums of numerators over sums of denominators. */
export function pooledCourse(courses: readonly DoseCourse[]): DoseCourse {
  const pool = (name: (typeof NAMES)[number]): Ratio => ({
    numerator: courses.reduce((total, course) => total + course[name].numerator, 0),
    denominator: courses.reduce((total, course) => total + course[name].denominator, 0),
  });
  return Object.fromEntries(NAMES.map((name) => [name, pool(name)])) as unknown as DoseCourse;
}

function dayBefore(day: Day) {
  return addDays(parseCalendarDate(day), -1);
}
