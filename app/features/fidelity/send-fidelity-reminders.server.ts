import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { listWaitingTooLongForSystem } from "./acceptance.queries.server.ts";
import { announceResults } from "./announce-results.server.ts";
import {
  type DueReminder,
  digestOf,
  isWaking,
  type RemindableAssessment,
  remindersOf,
  waitingRemindersOf,
} from "./reminder.rules.ts";
import {
  claimReminders,
  listRecipientsForSystem,
  listRemindableForSystem,
  lockReminders,
  type Recipient,
} from "./reminders.queries.server.ts";
import { listLeadsForSystem, listSiteZonesForSystem } from "./schedule.queries.server.ts";

const DIGEST = "fidelity-digest";
const PAGE = 5_000;
const DAY_MS = 86_400_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Sends the due steps of the reminder ladder: to each person at most one notice a day, in inbox and mail, that lists
 * every assessment with its due day and a link. Nothing due, nothing sent. People are written to only between 07:00
 * and 19:00 of their own site's day; what falls due at night, or after the day's notice, goes out with the next one.
 * A step that was sent is kept, so the job may run at any time, twice, or after days of silence. What waits too long to
 * be accepted, or to be corrected, is told in the same notice, once. Of self-ratings people are told their own alone.
 * Coaches whose feedback nobody announced yet are told on the way.
 */
export async function sendFidelityReminders(
  ctx: Context<SystemActor>,
): Promise<{ recipients: number; reminders: number; announced: number }> {
  const { announced } = await announceResults(ctx);
  const sent = await inSql(ctx, async (sql) => {
    await lockReminders(sql, ctx.actor.programId);
    const due = await findDue(sql, ctx);
    if (due.length === 0) return { recipients: 0, reminders: 0 };
    const recipients = await listAwake(sql, ctx, due);
    const claimed = await claimReminders(
      sql,
      ctx,
      due.filter(({ recipientId }) => recipients.has(recipientId)),
    );
    const toSend = new Map<string, DueReminder[]>();
    for (const reminder of due)
      if (claimed.has(`${reminder.assessmentId} ${reminder.recipientId}`))
        toSend.set(reminder.recipientId, [...(toSend.get(reminder.recipientId) ?? []), reminder]);
    await Promise.all(
      [...toSend].map(([recipientId, reminders]) =>
        sendDigest(sql, ctx, recipients.get(recipientId), reminders),
      ),
    );
    return { recipients: toSend.size, reminders: claimed.size };
  });
  return { ...sent, announced };
}

async function findDue(sql: Sql, ctx: Context<SystemActor>): Promise<DueReminder[]> {
  const sites = await listSiteZonesForSystem(sql);
  const days = new Map(sites.map(({ id, zone }) => [id, dayIn(zone, ctx.now)]));
  const leads = await listLeadsForSystem(
    sql,
    sites.map(({ id }) => id),
    ctx.today,
  );
  const due: DueReminder[] = [];
  let page: RemindableAssessment[];
  let after = FIRST_ID;
  do {
    page = await listRemindableForSystem(sql, { today: ctx.today, after, limit: PAGE });
    for (const assessment of page)
      due.push(
        ...remindersOf(
          assessment,
          days.get(assessment.siteId) ?? ctx.today,
          leads.get(assessment.siteId) ?? [],
        ),
      );
    after = page.at(-1)?.id ?? after;
  } while (page.length === PAGE);
  for (const waiting of await listWaitingTooLongForSystem(sql, ctx))
    due.push(...waitingRemindersOf(waiting, leads.get(waiting.siteId) ?? []));
  return due;
}

/** Recipients in their waking hours who have not had today's digest, with their zone. */
async function listAwake(
  sql: Sql,
  ctx: Context<SystemActor>,
  due: readonly DueReminder[],
): Promise<Map<string, Recipient & { zone: string }>> {
  const recipients = await listRecipientsForSystem(sql, {
    recipientIds: [...new Set(due.map(({ recipientId }) => recipientId))],
    today: ctx.today,
    kind: DIGEST,
    since: new Date(ctx.now.getTime() - 2 * DAY_MS),
  });
  return new Map(
    recipients
      .map((recipient) => ({ ...recipient, zone: recipient.zone ?? ctx.actor.zone }))
      .filter(
        ({ zone, digestDays }) =>
          !digestDays.includes(dayIn(zone, ctx.now)) && isWaking(timeIn(zone, ctx.now)),
      )
      .map((recipient) => [recipient.id, recipient]),
  );
}

async function sendDigest(
  sql: Sql,
  ctx: Context<SystemActor>,
  recipient: (Recipient & { zone: string }) | undefined,
  reminders: readonly DueReminder[],
): Promise<void> {
  if (!recipient) return;
  const { title, body } = digestOf(reminders);
  const [only] = reminders;
  await Promise.all([
    notify(sql, ctx, {
      recipientId: recipient.id,
      kind: DIGEST,
      subjectId: recipient.id,
      periodKey: dayIn(recipient.zone, ctx.now),
      title,
      body,
      href:
        reminders.length === 1 && only
          ? `/reviews/${only.assessmentId}`
          : reminders.every(({ isSelf }) => isSelf)
            ? "/my-fidelity"
            : recipient.isSupervisor
              ? "/reviews"
              : reminders.some(({ step }) => step === "to-accept")
                ? "/acceptance"
                : "/rollout",
      mail: digestOf(reminders, { byMail: true }),
    }),
    recordEvent(sql, ctx, {
      type: "reminder.sent",
      subjectType: "person",
      subjectId: recipient.id,
      payload: {
        kind: DIGEST,
        assessmentIds: reminders.map(({ assessmentId }) => assessmentId),
        steps: reminders.map(({ step }) => step),
      },
    }),
  ]);
}
