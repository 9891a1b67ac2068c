import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { pageOf } from "#app/http/pagination.ts";
import { dayIn } from "#app/time/days.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt } from "./closures.rules.ts";
import { listItem } from "./describe-session.ts";
import { dosePattern, monthDose, nextDue, personWindow, planWindow } from "./dose.rules.ts";
import {
  findMaybeCoachee,
  listFunctionsInForce,
  listGoals,
  listNewestHeld,
  listOpenSteps,
} from "./people.queries.server.ts";
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
    const pair = { coachId, coacheeId: personId };
    const plan = planWindow(ctx.now, coachee.zone);
    const [goals, steps, rows, functions, sessions, heldOn, levels, leave, closures, days] =
      await Promise.all([
        listGoals(sql, pair),
        listOpenSteps(sql, { ...pair, viewerId: coachId }),
        listSessionsOfCoach(sql, coachId, { person: personId }, { page, pageSize: HISTORY_SIZE }),
        listFunctionsInForce(sql, today),
        listSessionDose(sql, { ...pair, ...personWindow(today) }),
        listNewestHeld(sql, pair),
        listPlannedLevels(sql, { ...pair, ...plan }),
        listLeave(sql, { personIds: [personId], ...plan }),
        listClosures(sql, plan),
        findRecordDays(sql),
      ]);
    const facts = {
      coacheeId: personId,
      closures: closuresAt(closures, [coachee.siteId]),
      ...{ sessions, levels, leave, today },
    };
    const items = rows.map((row) => listItem(row, days, ctx.now));
    return {
      person: { id: coachee.id, name: coachee.name, jobTitle: coachee.jobTitle, siteName: coachee.siteName },
      assignment: { intensity: coachee.intensity, startsOn: coachee.startsOn, endsOn: coachee.endsOn },
      today,
      dose: monthDose(facts),
      due: nextDue(facts, heldOn),
      pattern: dosePattern(facts),
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
