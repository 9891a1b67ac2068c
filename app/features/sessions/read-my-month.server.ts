import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { dosageOfGroup } from "#fidelity/dosage/dosage-of-group.ts";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import { countNotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";
import { addMonths, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt, isClosed } from "./closures.rules.ts";
import { listCycleFacts, listLeave, listPlannedLevels, listSessionDose } from "./dose.queries.server.ts";
import { byPerson, daysWithin, withCycles } from "./dose.rules.ts";
import {
  findComponentMinutes,
  listLateEntries,
  listPeopleInPeriod,
  listZonesOfCoach,
} from "./my-month.queries.server.ts";
import type { MyMonthPage } from "./my-month.types.ts";

/** A day that has begun at one of the sites has begun: the running month is the newest that the cards of people show. */
function newestDay(zones: readonly string[], { actor, now }: PersonContext): Day {
  const days = zones.map((zone) => dayIn(zone, now)).sort();
  return days.at(-1) ?? dayIn(actor.zone, now);
}

/** The acting coach's month (`YYYY-MM`, else the running one): planned against delivered, effort, what fell through. */
export async function readMyMonth(
  ctx: PersonContext,
  { month: asked }: { month?: string | undefined },
): Promise<MyMonthPage> {
  const { personId: coachId } = ctx.actor;
  const read = await inSql(ctx, async (sql) => {
    const zones = await listZonesOfCoach(sql, { coachId, on: ctx.today });
    const today = newestDay(zones, ctx);
    const current = startOfMonth(parseCalendarDate(today));
    const from = asked && `${asked}-01` < current ? parseCalendarDate(`${asked}-01`) : current;
    const until = endOfMonth(from);
    const span = { coachId, from, until };
    const [people, ...facts] = await Promise.all([
      listPeopleInPeriod(sql, span),
      listSessionDose(sql, span),
      listPlannedLevels(sql, span),
      listLeave(sql, span),
      listLeave(sql, { personIds: [coachId], from, until }),
      listClosures(sql, span),
      findComponentMinutes(sql, span),
      listLateEntries(sql, { ...span, lateAfterDays: LATE_ENTRY_DAYS }),
    ]);
    const coacheeIds = people.map(({ id }) => id);
    const history = await listCycleFacts(sql, { coachId, coacheeIds });
    return { today, current, from, until, people, facts, history };
  });
  const { today, current, from, until, people, history, facts } = read;
  const [sessions, levels, leave, ownLeave, closures, minutes, lateEntries] = facts;
  const cycled = withCycles(sessions, history, from);
  const levelsOf = byPerson(levels, ({ coacheeId }) => [coacheeId]);
  const leaveOf = byPerson(leave, ({ personId }) => [personId]);
  const period = { from, until, asOf: today, lateAfterDays: LATE_ENTRY_DAYS };
  const group = dosageOfGroup(
    cycled,
    people.map(({ id, siteId }) => ({
      id,
      schedule: levelsOf.get(id) ?? [],
      leave: leaveOf.get(id) ?? [],
      closures: closuresAt(closures, [siteId]),
    })),
    period,
  );
  const counted = sessions.filter((session) => !isClosed(session, closures));
  const whole = dosage(counted, [], { ...period, leave: [] });
  const ownIds = new Set(people.map(({ id }) => id));
  const withOwn = counted.filter(({ attendees }) =>
    attendees?.some(
      ({ personId, attendance = "full" }) =>
        ownIds.has(personId) && (attendance === "full" || attendance === "partial"),
    ),
  );
  const { deliveredSessions: deliveredByMonthEnd } = dosage(sessions, [], {
    ...period,
    leave: [],
    knownOn: until,
  });
  // What was imported could not be entered in time.
  const { lateSessions } = dosage(
    sessions.filter(({ isImported }) => !isImported),
    [],
    { ...period, leave: [] },
  );
  const cycles = Object.values(group.coachees);
  const sumOf = (count: (own: (typeof cycles)[number]) => number | null) =>
    cycles.reduce((sum, own) => sum + (count(own) ?? 0), 0);
  return {
    month: from,
    until,
    today,
    isRunning: from === current,
    previousMonth: addMonths(from, -1),
    nextMonth: from === current ? null : addMonths(from, 1),
    dose: {
      plannedSessions: group.plannedSessions,
      plannedMinutes: group.plannedMinutes,
      contacts: group.contacts,
      contactMinutes: group.contactMinutes,
      eligibleCoachees: group.eligibleCoachees,
      reachedCoachees: group.reachedCoachees,
      sessions: whole.deliveredSessions,
      sessionsWithOwn: dosage(withOwn, [], { ...period, leave: [] }).deliveredSessions,
      sessionMinutes: whole.deliveredMinutes,
      observedSessions: whole.process.observedSessions,
      feedbackSessions: whole.process.feedbackSessions,
      cyclesCompleted: sumOf((own) => own.cyclesCompleted),
      cyclesWithKnownOrder: sumOf((own) => own.cyclesWithKnownOrder),
      cyclesInOrder: sumOf((own) => own.cyclesInOrder),
    },
    people: people.map(({ id, name, siteName }) => {
      const own = group.coachees[id];
      return {
        id,
        name,
        siteName,
        plannedSessions: own?.plannedSessions ?? 0,
        deliveredSessions: own?.deliveredSessions ?? 0,
        plannedMinutes: own?.plannedMinutes ?? 0,
        deliveredMinutes: own?.deliveredMinutes ?? 0,
        leaveDays: daysWithin(leaveOf.get(id) ?? [], { from, until }),
      };
    }),
    minutes,
    missed: {
      dueSessions: whole.dueSessions,
      byCoach: whole.cancelledByCoach,
      byCoachee: whole.cancelledByCoachee,
      byAgency: whole.cancelledByAgency,
      noShowCoach: whole.noShowCoach,
      noShowCoachee: whole.noShowCoachee,
      rescheduled: whole.rescheduledSessions,
      unresolved: whole.unresolvedSessions,
      lateCancelled: whole.lateCancelledSessions,
      knownNotice: whole.cancelledWithKnownNotice,
      cancellationRate: whole.cancellationRate,
      noShowRate: whole.noShowRate,
    },
    reasons: countNotHeldReasons(counted, { asOf: today }),
    late: { count: lateSessions, entries: lateEntries, deliveredByMonthEnd },
    ownLeaveDays: daysWithin(ownLeave, { from, until }),
  };
}
