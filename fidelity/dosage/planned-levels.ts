import { addDays, parseCalendarDate } from "../schedule/calendar.ts";
import type { DosageLevelInput } from "./dosage.schema.ts";

/** A coach assignment or dosage schedule: `endsOn` is the first day on which it no longer holds. Days are YYYY-MM-DD. */
interface Dated {
  startsOn: string;
  endsOn: string | null;
}
export interface Assignment extends Dated {
  id: string;
  coacheeId: string;
  intensity: string;
}
export interface Schedule extends Dated {
  intensity: string;
  sessionsPerMonth: number;
  minutesPerSession: number;
}

const holdsOn = (fact: Dated, day: string) =>
  fact.startsOn <= day && (fact.endsOn === null || day < fact.endsOn);

/**
 * The dose planned for one coachee, whoever coaches them: each day's assignment decides the intensity, and the dosage
 * schedule of that day what it plans. Where two assignments hold on one day, such as during a handover, the one that
 * began later plans the day: two coaches do not double a coachee's dose.
 *
 * @param assignments of one coachee, with any coach, in any order
 * @param schedules versions of the program's dosage schedule; of one intensity not overlapping
 * @returns levels in order that do not overlap; a day without an assignment or a schedule is in none
 * @throws RangeError for a day that is no calendar date
 *
 * Source: planned dose follows the intensity level of the effective-dated assignment, under the schedule in force.
 */
export function plannedLevels(
  assignments: readonly Assignment[],
  schedules: readonly Schedule[],
): DosageLevelInput[] {
  const facts: readonly Dated[] = [...assignments, ...schedules];
  const days = facts.flatMap(({ startsOn, endsOn }) => (endsOn === null ? [startsOn] : [startsOn, endsOn]));
  const cuts = [...new Set(days.map((day) => parseCalendarDate(day)))].sort();
  return cuts.flatMap((from, index) => {
    const assignment = assignments.filter((one) => holdsOn(one, from)).reduce(laterOf, undefined);
    const schedule = schedules.find((one) => one.intensity === assignment?.intensity && holdsOn(one, from));
    const next = cuts[index + 1];
    if (!assignment || !schedule) return [];
    const { sessionsPerMonth, minutesPerSession } = schedule;
    return [{ from, to: next ? addDays(next, -1) : null, sessionsPerMonth, minutesPerSession }];
  });
}

function laterOf(best: Assignment | undefined, next: Assignment): Assignment {
  if (!best) return next;
  const order = next.startsOn.localeCompare(best.startsOn) || next.id.localeCompare(best.id);
  return order > 0 ? next : best;
}
