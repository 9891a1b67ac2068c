import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { listOpeningsForSystem } from "./acknowledgements.queries.server.ts";
import { OPENED_PART_LABELS } from "./session.codes.ts";

/**
 * Tells the coach and the coachees that an administrator opened a protected part of their session: at once, in inbox
 * and mail, without its content and without the reason. The coachee learns nothing of whether there is a private note.
 */
export async function announceOpenings(
  ctx: Context<SystemActor>,
  { sessionId }: { sessionId: string },
): Promise<{ told: number }> {
  return inSql(ctx, async (sql) => {
    const openings = await listOpeningsForSystem(sql, sessionId);
    const told = await Promise.all(
      openings.flatMap(({ id, sessionOn, coachId, coacheeIds, part }) => {
        const day = formatDay(sessionOn);
        const say = (recipientId: string, what: string) =>
          notify(sql, ctx, {
            recipientId,
            kind: "session-opened",
            subjectId: sessionId,
            periodKey: id,
            title: `An administrator opened ${what} of your session of ${day}`,
            body: "Administrators may do this in a safety case alone, with a reason that is kept in the audit log. If you have questions, ask your program’s administrator.",
            href: `/sessions/${sessionId}`,
            mail: true,
          });
        return [
          say(coachId, `the ${OPENED_PART_LABELS[part].toLowerCase()}`),
          ...coacheeIds.map((coachee) =>
            say(coachee, part === "shared_summary" ? "the shared summary" : "a protected part"),
          ),
        ];
      }),
    );
    return { told: told.filter(Boolean).length };
  });
}
