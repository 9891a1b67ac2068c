import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { mailEach, notifyEach } from "#app/notices/notify.server.ts";
import { mailOf, REMIND_DAYS_AHEAD, reminderOf } from "./acknowledgement.rules.ts";
import {
  findAcknowledgementDays,
  lapse,
  listToRemindForSystem,
  lockAcknowledgements,
  type UnansweredRecord,
} from "./acknowledgements.queries.server.ts";

const KIND = "acknowledgement-reminder";
const PAGE = 2_000;

/**
 * Reminds coachees once, some days before, of records that wait for their word, and lets acknowledgements lapse whose
 * days have passed. Both claim before any effect: a reminder by the unique key of its notice, a lapse by the state of
 * the record, which changes in the statement that writes its event. So a run may be doubled, late or cut off.
 */
export async function lapseAcknowledgements(
  ctx: Context<SystemActor>,
  { page = PAGE }: { page?: number } = {},
): Promise<{ reminded: number; lapsed: number }> {
  const days = await inSql(ctx, (sql) => findAcknowledgementDays(sql, ctx.actor.programId));
  let reminded = 0;
  let lapsed = 0;
  let last: number;
  do {
    last = await remind(ctx, days, page);
    reminded += last;
  } while (last > 0);
  do {
    last = await inSql(ctx, (sql) => lapse(sql, ctx, { days, limit: page }));
    lapsed += last;
  } while (last > 0);
  return { reminded, lapsed };
}

async function remind(ctx: Context<SystemActor>, days: number, limit: number): Promise<number> {
  return inSql(ctx, async (sql) => {
    await lockAcknowledgements(sql, ctx.actor.programId);
    const records = await listToRemindForSystem(sql, ctx, {
      days,
      ahead: REMIND_DAYS_AHEAD,
      kind: KIND,
      limit,
    });
    if (records.length === 0) return 0;
    const people = new Map<string, UnansweredRecord[]>();
    for (const record of records)
      people.set(record.personId, [...(people.get(record.personId) ?? []), record]);
    await notifyEach(
      sql,
      ctx,
      records.map((record) => ({
        recipientId: record.personId,
        kind: KIND,
        subjectId: record.sessionId,
        periodKey: String(record.contentVersion),
        ...reminderOf(record),
        href: `/sessions/${record.sessionId}`,
      })),
    );
    await mailEach(
      sql,
      ctx,
      [...people].map(([personId, waiting]) => ({
        recipientId: personId,
        kind: `${KIND}-digest`,
        subjectId: personId,
        periodKey: ctx.today,
        ...mailOf(waiting),
        href: waiting.length === 1 ? `/sessions/${waiting[0]?.sessionId}` : "/my-coaching",
      })),
    );
    await recordEvent(sql, ctx, {
      type: "reminder.sent",
      subjectType: "program",
      subjectId: ctx.actor.programId,
      payload: { kind: KIND, records: records.length, people: people.size },
    });
    return records.length;
  });
}
