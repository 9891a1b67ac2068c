import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { pageOf } from "#app/http/pagination.ts";
import { dayIn } from "#app/time/days.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { listItem } from "./describe-session.ts";
import { findMaybeCoachee, listFunctionsInForce, listGoals, listOpenSteps } from "./people.queries.server.ts";
import type { PersonPage } from "./session.types.ts";
import {
  findRecordDays,
  listLeave,
  listPlannedLevels,
  listSessionDose,
  listSessionsOfCoach,
} from "./sessions.queries.server.ts";

const HISTORY_SIZE = 10;

/** The card of one of the acting coach's people, also of those coached in the past. */
export async function readPerson(
  ctx: PersonContext,
  { personId, page }: { personId: string; page: number },
): Promise<PersonPage> {
  const { personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const coachee = await findMaybeCoachee(sql, coachId, personId);
    if (!coachee) throw new Problem("not-found", { subject: "person", id: personId });
    const today = dayIn(coachee.zone, ctx.now);
    const from = startOfMonth(parseCalendarDate(today));
    const until = endOfMonth(from);
    const pair = { coachId, coacheeId: personId };
    const month = { from, until };
    const [goals, steps, rows, functions, dose, levels, leave, days] = await Promise.all([
      listGoals(sql, pair),
      listOpenSteps(sql, { ...pair, viewerId: coachId }),
      listSessionsOfCoach(sql, coachId, { person: personId }, { page, pageSize: HISTORY_SIZE }),
      listFunctionsInForce(sql, today),
      listSessionDose(sql, { ...pair, ...month }),
      listPlannedLevels(sql, { ...pair, ...month }),
      listLeave(sql, { personIds: [personId], ...month }),
      findRecordDays(sql),
    ]);
    const planned = dosage(dose, levels, { ...month, leave, coacheeId: personId, asOf: today });
    const items = rows.map((row) => listItem(row, days, ctx.now));
    return {
      person: { id: coachee.id, name: coachee.name, jobTitle: coachee.jobTitle, siteName: coachee.siteName },
      assignment: { intensity: coachee.intensity, startsOn: coachee.startsOn, endsOn: coachee.endsOn },
      today,
      dose: {
        ...month,
        plannedSessions: planned.plannedSessions,
        deliveredSessions: planned.deliveredSessions,
        plannedMinutes: planned.plannedMinutes,
        deliveredMinutes: planned.deliveredMinutes,
      },
      goals,
      steps,
      sessions: pageOf(items, page, HISTORY_SIZE),
      functions,
      permissions: {
        canLog: coachee.startsOn <= today && (coachee.endsOn === null || coachee.endsOn > today),
      },
    };
  });
}
