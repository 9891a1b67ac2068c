import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { listUnannouncedForSystem } from "./assessments.queries.server.ts";

const KIND = "assessment-feedback";
const LOOK_BACK_DAYS = 14;

/**
 * Tells coaches and practitioners, once each, that feedback is there for them to read. The notice says that it is there, not what it says.
 * @param input.assessmentId only this one; without it, whatever was submitted in the last two weeks
 */
export async function announceResults(
  ctx: Context<SystemActor>,
  input: { assessmentId?: string } = {},
): Promise<{ announced: number }> {
  return inSql(ctx, async (sql) => {
    const since = addDays(parseCalendarDate(ctx.today), -LOOK_BACK_DAYS);
    const waiting = await listUnannouncedForSystem(sql, { ...input, since, kind: KIND });
    const news = await Promise.all(
      waiting.map(({ id, subjectId, subject, raterName }) =>
        notify(sql, ctx, {
          recipientId: subjectId,
          kind: KIND,
          subjectId: id,
          periodKey: id,
          title: "Your fidelity feedback is ready",
          body: `${raterName ?? "Your reviewer"} has finished a review of your ${subject === "coach" ? "coaching practice" : "practice"}. What went well and what could come next is waiting for you.`,
          href: `/my-fidelity/${id}`,
          mail: true,
        }),
      ),
    );
    return { announced: news.filter(Boolean).length };
  });
}
