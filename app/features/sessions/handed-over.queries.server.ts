import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { HandedOver } from "./handed-over.rules.ts";

/**
 * To whom the acting coach's people among these were handed over by a day, as the handovers say that the coach may read.
 * The receiver has a name while they are a coach whom one may name in a log.
 */
export function listHandedOver(
  sql: Sql,
  { coachId, personIds, day, today }: { coachId: string; personIds: readonly string[]; day: Day; today: Day },
): Promise<HandedOver[]> {
  return sql<HandedOver[]>`
    SELECT DISTINCT ON (line.coachee_id) person.given_name || ' ' || person.family_name AS name,
      handover.effective_on AS "on", receiver.name AS "receiverName"
    FROM handover
    JOIN handover_line line ON line.handover_id = handover.id
    JOIN person ON person.id = line.coachee_id
    LEFT JOIN app.session_companions(${today}::date) receiver ON receiver.id = line.receiver_id
    WHERE handover.coach_id = ${coachId} AND handover.state = 'carried_out' AND handover.effective_on <= ${day}::date
      AND line.coachee_id = ANY (${[...personIds]}::uuid[])
    ORDER BY line.coachee_id, handover.effective_on DESC`;
}
