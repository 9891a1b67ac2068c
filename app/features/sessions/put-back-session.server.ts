import type { PersonContext } from "#app/access/context.ts";
import { againIfTaken } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { takeMaybeSession } from "./planned-sessions.queries.server.ts";
import { hasPeople, returnWithdrawn, takeMaybeWithdrawn } from "./session-plans.queries.server.ts";

/** Puts a planned session back that was taken out of the calendar: under its id, as it was. Posting twice does it once. */
export async function putBackSession(
  ctx: PersonContext,
  { sessionId }: { sessionId: string },
): Promise<{ ok: true } | Refusal> {
  const { personId: coachId } = ctx.actor;
  return againIfTaken(() =>
    inSql(ctx, async (sql) => {
      const gone = await takeMaybeWithdrawn(sql, { sessionId, coachId });
      if (!gone) {
        if (await takeMaybeSession(sql, { sessionId, coachId })) return { ok: true };
        throw new Problem("not-found", { subject: "session", id: sessionId });
      }
      const { sessionOn, zone, attendeeIds, canReturn } = gone;
      if (!canReturn || sessionOn < dayIn(zone, ctx.now))
        return refuse(
          "cannot-put-back",
          "Its day is over: log the session if it took place, or plan another.",
        );
      if (!(await hasPeople(sql, { coachId, personIds: attendeeIds, on: sessionOn })))
        return refuse(
          "cannot-put-back",
          "Somebody of this session is no longer yours on that day: plan it anew.",
        );
      await returnWithdrawn(sql, { sessionId, at: ctx.now });
      await recordEvent(sql, ctx, {
        type: "session.put-back",
        subjectType: "session",
        subjectId: sessionId,
        payload: { sessionOn },
      });
      return { ok: true };
    }),
  );
}
