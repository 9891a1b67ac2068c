import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { listFunctionsInForce } from "./people.queries.server.ts";
import { findMaybePlanOf, listNames, takeMaybeSession } from "./planned-sessions.queries.server.ts";
import { canBeMadeUp } from "./session-plan.rules.ts";
import type { PlannedPage } from "./session-plan.types.ts";
import { repeatWords } from "./session-plan-words.ts";

/** A planned session of the acting coach, to be moved, called off or taken out; or one that was not held, to be made up for. */
export async function readPlanned(ctx: PersonContext, sessionId: string): Promise<PlannedPage> {
  const { personId: coachId, name: coachName } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const session = await takeMaybeSession(sql, { sessionId, coachId });
    if (!session) throw new Problem("not-found", { subject: "session", id: sessionId });
    const isPlanned = session.status === "scheduled";
    if (!isPlanned && !canBeMadeUp(session))
      throw new Problem("not-allowed", { subject: "session", id: sessionId });
    const { zone, sessionOn, startsAt, endsAt, occurrenceOn } = session;
    const today = dayIn(zone, ctx.now);
    const [people, plan, functions] = await Promise.all([
      listNames(sql, session.attendeeIds),
      findMaybePlanOf(sql, sessionId),
      listFunctionsInForce(sql, sessionOn > today ? sessionOn : today),
    ]);
    const [start, end] = [
      startsAt ? timeIn(zone, startsAt) : "09:00",
      endsAt ? timeIn(zone, endsAt) : "10:00",
    ];
    return {
      session: {
        id: sessionId,
        rowVersion: session.rowVersion,
        status: session.status,
        sessionOn,
        zone,
        names: people.map(({ name }) => name).join(", "),
        people,
      },
      today,
      coachName,
      plan: plan && occurrenceOn ? { id: plan.id, words: repeatWords(plan), occurrenceOn } : null,
      functions,
      values: {
        sessionOn: [sessionOn],
        startTime: [start],
        endTime: [end],
        modality: [session.modality],
        focusIds: session.focusIds,
        newStartTime: [start],
        newEndTime: [end],
      },
      newId: randomUUID(),
      permissions: { canMove: isPlanned, canWithdraw: isPlanned && sessionOn > today },
    };
  });
}
