import type { Day } from "#app/time/days.ts";
import type { SessionStatus } from "#fidelity/dosage/dosage.schema.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { type Assignment, plannedLevels, type Schedule } from "#fidelity/dosage/planned-levels.ts";
import { earlierOf, endOfMonth, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { MeasureCode } from "./measure-catalog.ts";

/** One coachee's presence at one delivered session. */
export interface Attendance {
  coacheeId: string;
  sessionId: string;
  on: Day;
  status: SessionStatus;
  observationMinutes: number;
  meetingMinutes: number;
  /** Minutes present, when not all of the session. */
  minutes: number | null;
}

/** Everything at a site that the figures of one month are computed from, as of a day. */
export interface SiteMonthFacts {
  assignments: readonly Assignment[];
  schedules: readonly Schedule[];
  leave: readonly { coacheeId: string; from: Day; to: Day }[];
  /** Of the site and of the whole program. */
  closures: readonly { from: Day; to: Day; announcedOn: Day }[];
  attendances: readonly Attendance[];
  /** Of those logged here: an imported record could neither be entered in time nor be acknowledged. */
  sessions: { delivered: number; late: number; acknowledged: number };
  assessments: { due: number; onTime: number; missed: number; scored: number; met: number };
  coaches: { active: number; certified: number };
}

export interface Ratio {
  numerator: number;
  denominator: number;
}

/** Planned parts of days are sums of fractions: rounded so that the same facts always give the same number. */
const settle = (value: number) => Math.round(value * 1e6) / 1e6;

/** The measures of a site and a month, from its facts up to the as-of day. */
export function siteMonthFigures(
  facts: SiteMonthFacts,
  { month, asOf }: { month: Day; asOf: Day },
): Record<MeasureCode, Ratio> {
  const { sessions, assessments, coaches } = facts;
  const dose = doseOf(facts, { month, asOf });
  const of = (numerator: number, denominator: number): Ratio => ({ numerator, denominator });
  return {
    "sessions-delivered": of(dose.sessions, settle(dose.plannedSessions)),
    "minutes-delivered": of(dose.minutes, settle(dose.plannedMinutes)),
    reach: of(dose.reached, dose.eligible),
    "late-entry": of(sessions.late, sessions.delivered),
    acknowledgement: of(sessions.acknowledged, sessions.delivered),
    "fidelity-completeness": of(assessments.onTime, assessments.due),
    "fidelity-missed": of(assessments.missed, assessments.due),
    "fidelity-met": of(assessments.met, assessments.scored),
    "coach-certification": of(coaches.certified, coaches.active),
  };
}

/** Planned and delivered dose of each coachee of the site, added up. */
function doseOf(facts: SiteMonthFacts, { month, asOf }: { month: Day; asOf: Day }) {
  const from = parseCalendarDate(month);
  const until = earlierOf(endOfMonth(from), parseCalendarDate(asOf));
  const assignments = byCoachee(facts.assignments);
  const attendances = byCoachee(facts.attendances);
  const leave = byCoachee(facts.leave);
  const total = { sessions: 0, minutes: 0, plannedSessions: 0, plannedMinutes: 0, reached: 0, eligible: 0 };
  if (until < from) return total;
  for (const coacheeId of new Set([...assignments.keys(), ...attendances.keys()])) {
    const sessions = (attendances.get(coacheeId) ?? []).map((one) => ({
      id: one.sessionId,
      on: one.on,
      status: one.status,
      observationMinutes: one.observationMinutes,
      meetingMinutes: one.meetingMinutes,
      attendees: [{ personId: coacheeId, minutes: one.minutes }],
    }));
    const levels = plannedLevels(assignments.get(coacheeId) ?? [], facts.schedules);
    const away = (leave.get(coacheeId) ?? []).map((span) => ({ from: span.from, to: span.to }));
    const own = dosage(sessions, levels, {
      ...{ from, until, leave: away, coacheeId },
      closures: [...facts.closures],
    });
    total.sessions += own.deliveredSessions;
    total.minutes += own.deliveredMinutes;
    total.plannedSessions += own.plannedSessions;
    total.plannedMinutes += own.plannedMinutes;
    if (own.plannedSessions > 0) {
      total.eligible += 1;
      if (own.deliveredSessions > 0) total.reached += 1;
    }
  }
  return total;
}

/** Facts of each coachee. */
export function byCoachee<T extends { coacheeId: string }>(facts: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const fact of facts) {
    const group = groups.get(fact.coacheeId);
    if (group) group.push(fact);
    else groups.set(fact.coacheeId, [fact]);
  }
  return groups;
}
