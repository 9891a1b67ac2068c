import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";

export interface WaitingMail {
  id: string;
  toAddress: string;
  subject: string;
  body: string;
  attempts: number;
}

const BATCH = 20;
const MAX_ATTEMPTS = 5;

/** Takes waiting mails of the program, and of accounts, which have none. Another worker takes others. */
export function claimMails(sql: Sql, ctx: Context): Promise<WaitingMail[]> {
  return sql<WaitingMail[]>`
    UPDATE mail SET state = 'sending', claimed_at = clock_timestamp(), attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM mail
      WHERE state = 'queued' AND (program_id = ${ctx.actor.programId} OR program_id IS NULL)
        AND (claimed_at IS NULL OR claimed_at < clock_timestamp() - attempts * INTERVAL '1 minute')
      ORDER BY created_at
      LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, to_address AS "toAddress", subject, body, attempts`;
}

/** Says how sending went. A mail of an account that is done with keeps no link that would still open the account. */
export async function markMail(
  sql: Sql,
  _ctx: Context,
  { id, attempts }: WaitingMail,
  error: string | null,
): Promise<void> {
  const state = error === null ? "sent" : attempts < MAX_ATTEMPTS ? "queued" : "failed";
  await sql`
    UPDATE mail SET state = ${state}::mail_state, error = ${error}, sent_at = ${error === null ? sql`clock_timestamp()` : null},
      body = CASE WHEN program_id IS NULL AND ${state !== "queued"} THEN regexp_replace(body, 'token=\\S+', 'token=…') ELSE body END
    WHERE id = ${id} AND state = 'sending'`;
}

/**
 * A process that ended between sending and saying so leaves a mail in `sending`. It goes out again only where
 * that cannot make two of it; otherwise it is shown as failed, for a person to decide.
 */
export async function failInterruptedMails(sql: Sql, ctx: Context, isRepeatable: boolean): Promise<void> {
  const state = isRepeatable ? "queued" : "failed";
  await sql`
    UPDATE mail SET state = ${state}::mail_state, error = 'The sender stopped while sending; it is not known whether the mail went out'
    WHERE state = 'sending' AND claimed_at < clock_timestamp() - INTERVAL '10 minutes'
      AND (program_id = ${ctx.actor.programId} OR program_id IS NULL)`;
}
