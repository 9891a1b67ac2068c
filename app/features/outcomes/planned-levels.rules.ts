import type { Day } from "#app/time/days.ts";
import type { DosageLevelInput } from "#fidelity/dosage/dosage.schema.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";

/** A coach assignment or dosage schedule: `endsOn` is the first day on which it no longer holds. */
interface Dated {
  startsOn: Day;
  endsOn: Day | null;
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

const holdsOn = (fact: Dated, day: Day) =>
  fact.startsOn <= day && (fact.endsOn === null || day < fact.endsOn);

/**
 * The dose planned for one coachee, as levels that do not overlap. Where two assignments hold on one day, such as
 * during a handover, the one that began later plans the day: two coaches do not double a coachee's dose.
 */
export function plannedLevels(
  assignments: readonly Assignment[],
  schedules: readonly Schedule[],
): DosageLevelInput[] {
  const facts: readonly Dated[] = [...assignments, ...schedules];
  const days = facts.flatMap(({ startsOn, endsOn }) => (endsOn === null ? [startsOn] : [startsOn, endsOn]));
  const cuts = [...new Set(days)].sort();
  return cuts.flatMap((from, index) => {
    const assignment = assignments.filter((one) => holdsOn(one, from)).reduce(laterOf, undefined);
    const schedule = schedules.find((one) => one.intensity === assignment?.intensity && holdsOn(one, from));
    const next = cuts[index + 1];
    const to = next === undefined ? null : addDays(parseCalendarDate(next), -1);
    if (!assignment || !schedule) return [];
    const { sessionsPerMonth, minutesPerSession } = schedule;
    return [{ from, to, sessionsPerMonth, minutesPerSession }];
  });
}

function laterOf(best: Assignment | undefined, next: Assignment): Assignment {
  if (!best) return next;
  const order = next.startsOn.localeCompare(best.startsOn) || next.id.localeCompare(best.id);
  return order > 0 ? next : best;
}
