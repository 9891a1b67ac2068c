import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { dosageOfGroup } from "#fidelity/dosage/dosage-of-group.ts";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import { countNotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";
import { addMonths, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt, isClosed } from "./closures.rules.ts";
import { listCycleFacts, listLeave, listPlannedLevels, listSessionDose } from "./dose.queries.server.ts";
import { byPerson, daysWithin, withCycles } from "./dose.rules.ts";
import { findComponentMinutes, listLateEntries, listPeopleInPeriod } from "./my-month.queries.server.ts";
import type { MyMonthPage } from "./my-month.types.ts";

/** The acting coach's month (`YYYY-MM`, else the running one): planned against delivered, effort, what fell through. */
export async function readMyMonth(
  ctx: PersonContext,
  { month: asked }: { month?: string | undefined },
): Promise<MyMonthPage> {
  const { personId: coachId, zone } = ctx.actor;
  const current = startOfMonth(parseCalendarDate(dayIn(zone, ctx.now)));
  const from = asked && `${asked}-01` < current ? parseCalendarDate(`${asked}-01`) : current;
  const until = endOfMonth(from);
  const span = { coachId, from, until };
  const read = await inSql(ctx, async (sql) => {
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
    return { people, facts, history: await listCycleFacts(sql, { coachId, coacheeIds }) };
  });
  const { people, history, facts } = read;
  const [sessions, levels, leave, ownLeave, closures, minutes, lateEntries] = facts;
  const cycled = withCycles(sessions, history, from);
  const levelsOf = byPerson(levels, ({ coacheeId }) => [coacheeId]);
  const leaveOf = byPerson(leave, ({ personId }) => [personId]);
  // The coach's people may work in two zones: a day that has begun at one of their sites has begun.
  const asOf = [zone, ...people.map((person) => person.zone)]
    .map((each) => dayIn(each, ctx.now))
    .sort()
    .at(-1);
  const period = { from, until, asOf, lateAfterDays: LATE_ENTRY_DAYS };
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
  const { deliveredSessions: deliveredByMonthEnd } = dosage(sessions, [], {
    ...period,
    leave: [],
    knownOn: until,
  });
  const cycles = Object.values(group.coachees);
  const sumOf = (count: (own: (typeof cycles)[number]) => number | null) =>
    cycles.reduce((sum, own) => sum + (count(own) ?? 0), 0);
  return {
    month: from,
    until,
    today: dayIn(zone, ctx.now),
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
    reasons: countNotHeldReasons(counted, { asOf: asOf ?? until }),
    late: { count: whole.lateSessions, entries: lateEntries, deliveredByMonthEnd },
    ownLeaveDays: daysWithin(ownLeave, { from, until }),
  };
}
