import type { PersonContext } from "#app/access/context.ts";
import { sitesWithRole, unitsWithRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { listSessionDose } from "#app/features/sessions/dose.queries.server.ts";
import { dayIn } from "#app/time/days.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { addMonths, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import type { CoacheePage } from "./coachee.types.ts";
import { findMaybeCoacheePerson, listCoachingOf, listSharedGoals } from "./coachees.queries.server.ts";

const MONTHS = 4;

/**
 * What a supervisor or lead sees of somebody who is coached: the dose, who coaches them, and no more than their signed
 * agreement shows. Looking is recorded.
 */
export async function readCoachee(ctx: PersonContext, personId: string): Promise<CoacheePage> {
  const { actor } = ctx;
  return inSql(ctx, async (sql) => {
    const [person, rows] = await Promise.all([
      findMaybeCoacheePerson(sql, personId),
      listCoachingOf(sql, { coacheeId: personId, today: ctx.today }),
    ]);
    const sites = sitesWithRole(actor, "lead", "supervisor");
    const units = unitsWithRole(actor, "lead", "supervisor");
    const seen = rows.filter(
      ({ siteId, unitId }) => sites.includes(siteId) || (unitId !== null && units.includes(unitId)),
    );
    const [newest] = seen;
    if (!person || !newest) throw new Problem("not-found", { subject: "person", id: personId });
    const today = parseCalendarDate(dayIn(newest.zone, ctx.now));
    const from = addMonths(startOfMonth(today), 1 - MONTHS);
    const [sessions, goals] = await Promise.all([
      listSessionDose(sql, { coacheeId: personId, from, until: today }),
      listSharedGoals(sql, { coacheeId: personId, today }),
      recordEvent(sql, ctx, {
        type: "coach-figures.viewed",
        subjectType: "person",
        subjectId: personId,
        siteId: newest.siteId,
      }),
    ]);
    if (goals.length > 0)
      await recordEvent(sql, ctx, {
        type: "shared-goals.viewed",
        subjectType: "person",
        subjectId: personId,
        siteId: newest.siteId,
        payload: { goalIds: goals.map(({ id }) => id) },
      });
    const held = sessions
      .filter(
        ({ status, attendees = [] }) =>
          (status === "held" || status === "held_partial") &&
          attendees.some(
            ({ personId: id, attendance }) =>
              id === personId && attendance !== "absent" && attendance !== "excused",
          ),
      )
      .map(({ on }) => on);
    return {
      person,
      today,
      months: Array.from({ length: MONTHS }, (_, index) => {
        const month = addMonths(startOfMonth(today), -index);
        const until = endOfMonth(month) > today ? today : endOfMonth(month);
        const dose = dosage(sessions, [], {
          from: month,
          until,
          leave: [],
          coacheeId: personId,
          asOf: today,
        });
        return { month, sessions: dose.deliveredSessions, minutes: dose.deliveredMinutes };
      }),
      lastOn: held.sort().at(-1) ?? null,
      coaching: seen.map(({ coachId, siteId: _, unitId: __, zone: ___, ...row }) => ({
        ...row,
        isViewer: coachId === actor.personId,
        state:
          row.startsOn > today ? "planned" : row.endsOn !== null && row.endsOn <= today ? "ended" : "current",
      })),
      goals,
    };
  });
}
