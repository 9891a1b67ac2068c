import type { Context } from "#app/access/context.ts";
import type { Db, Sql } from "#app/db/in-transaction.server.ts";
import { EVENTS, type NewEvent, RETENTION_DAYS } from "./catalog.ts";

const DAY_MS = 86_400_000;

/**
 * Writes the event of a change in the transaction of the change. The row is audit log and outbox in one:
 * the relay hands it to the jobs that react to it.
 */
export async function recordEvent(db: Db | Sql, ctx: Context, event: NewEvent): Promise<void> {
  const actorId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const retainUntil = new Date(ctx.now.getTime() + RETENTION_DAYS[EVENTS[event.type]] * DAY_MS)
    .toISOString()
    .slice(0, 10);
  const occurredAt = ctx.now.toISOString();
  const payload = JSON.stringify(event.payload ?? {});
  const { type, subjectType, subjectId } = event;
  const siteId = event.siteId ?? null;
  if ("$executeRaw" in db)
    await db.$executeRaw`
      INSERT INTO domain_event (program_id, type, subject_type, subject_id, site_id, actor_id, request_id, payload, occurred_at, retain_until)
      VALUES (${ctx.actor.programId}::uuid, ${type}, ${subjectType}, ${subjectId}, ${siteId}::uuid, ${actorId}::uuid,
              ${ctx.requestId}, ${payload}::text::jsonb, ${occurredAt}::timestamptz, ${retainUntil}::date)`;
  else
    await db`
      INSERT INTO domain_event (program_id, type, subject_type, subject_id, site_id, actor_id, request_id, payload, occurred_at, retain_until)
      VALUES (${ctx.actor.programId}::uuid, ${type}, ${subjectType}, ${subjectId}, ${siteId}::uuid, ${actorId}::uuid,
              ${ctx.requestId}, ${payload}::text::jsonb, ${occurredAt}::timestamptz, ${retainUntil}::date)`;
}

/** `recordEvent` for many, in one statement and in their order. */
export async function recordEvents(sql: Sql, ctx: Context, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const actorId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const retainUntil = (type: NewEvent["type"]) =>
    new Date(ctx.now.getTime() + RETENTION_DAYS[EVENTS[type]] * DAY_MS).toISOString().slice(0, 10);
  await sql`
    INSERT INTO domain_event (program_id, type, subject_type, subject_id, site_id, actor_id, request_id, payload, occurred_at, retain_until)
    SELECT ${ctx.actor.programId}::uuid, type, subject_type, subject_id, site_id, ${actorId}::uuid, ${ctx.requestId},
           payload::jsonb, ${ctx.now.toISOString()}::timestamptz, retain_until
    FROM unnest(${events.map(({ type }) => type)}::text[], ${events.map(({ subjectType }) => subjectType)}::text[],
      ${events.map(({ subjectId }) => subjectId)}::text[], ${events.map(({ siteId }) => siteId ?? null)}::uuid[],
      ${events.map(({ payload }) => JSON.stringify(payload ?? {}))}::text[],
      ${events.map(({ type }) => retainUntil(type))}::date[])
      WITH ORDINALITY AS event(type, subject_type, subject_id, site_id, payload, retain_until, position)
    ORDER BY position`;
}
