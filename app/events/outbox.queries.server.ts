import type { Database } from "#app/db/client.server.ts";

export interface OutboxEvent {
  id: string;
  programId: string;
  type: string;
  subjectType: string;
  subjectId: string;
  siteId: string | null;
  payload: Record<string, unknown>;
}

const BATCH = 100;

/**
 * Hands the oldest events that nobody relayed yet to `deliver` and marks them, in one transaction. Relays that
 * run side by side take different events; one that dies gives its events back.
 * @returns how many were relayed
 */
export function relayBatch(
  { connections }: Database,
  deliver: (events: OutboxEvent[]) => Promise<void>,
): Promise<number> {
  return connections.transaction(async (sql) => {
    const events = await sql<OutboxEvent[]>`
      SELECT id, program_id AS "programId", type, subject_type AS "subjectType", subject_id AS "subjectId",
             site_id AS "siteId", payload
      FROM domain_event
      WHERE relayed_at IS NULL
      ORDER BY sequence
      LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED`;
    if (events.length === 0) return 0;
    await deliver(events);
    await sql`UPDATE domain_event SET relayed_at = clock_timestamp() WHERE id IN ${sql(events.map((event) => event.id))}`;
    return events.length;
  });
}
