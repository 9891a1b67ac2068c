import type { PersonContext } from "#app/access/context.ts";
import { together } from "#app/db/connections.server.ts";
import { againIfTaken, violatedConstraint } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { noteKeyFor } from "./author-note-key.server.ts";
import { checkSession } from "./check-session.rules.ts";
import { noteSeal } from "./private-note.server.ts";
import type { DeviceEntry } from "./record.rules.ts";
import { findForeign, onlyWhatApplies } from "./session.rules.ts";
import type { SessionInput } from "./session.schema.ts";
import { findSessionFacts, insertSession } from "./session-log.queries.server.ts";
import { eventPayload, isSameContent, sessionRows } from "./session-rows.server.ts";

export type LogResult =
  | { ok: true; state: "stored" | "already-stored"; sessionId: string; rowVersion: number }
  | Refusal;

/**
 * Stores a session of the acting coach. The id was made by the form, so posting twice makes one record:
 * the same content again is `already-stored`, other content under the same id is refused.
 * @param device what the device says of a log that waited on it
 */
export async function logSession(
  ctx: PersonContext,
  input: SessionInput,
  device?: DeviceEntry,
): Promise<LogResult> {
  try {
    return await againIfTaken(() =>
      inSql(ctx, (sql) => storeOnce(ctx, sql, input, device), { plans: "once" }),
    );
  } catch (error) {
    throw isIdTaken(error) ? new Problem("not-found", { subject: "session", id: input.id }) : error;
  }
}

/** Two unique keys begin with the id; which of them speaks first is PostgreSQL's choice. */
export function isIdTaken(error: unknown): boolean {
  const constraint = violatedConstraint(error);
  return (
    constraint === "coaching_session_pkey" ||
    constraint === "coaching_session_id_site_id_lead_coach_id_session_on_key"
  );
}

async function storeOnce(
  ctx: PersonContext,
  sql: Sql,
  given: SessionInput,
  device: DeviceEntry | undefined,
): Promise<LogResult> {
  const input = onlyWhatApplies(given);
  const { programId, personId: coachId } = ctx.actor;
  const facts = await findSessionFacts(sql, { programId, coachId }, input);
  if (facts.stored) {
    if ([input, given].some((each) => isSameContent(facts.stored?.contentHash ?? "", each, noteSeal())))
      return { ok: true, state: "already-stored", sessionId: input.id, rowVersion: facts.stored.rowVersion };
    return refuse(
      "session-id-taken",
      "This log is stored already, with other content. Open the stored session and edit it there.",
    );
  }
  const foreign = findForeign(input, facts);
  if (foreign) throw new Problem("not-found", foreign);
  const verdict = checkSession(input, facts, ctx.now);
  if (!verdict.ok) return verdict;

  const noteKey = await noteKeyFor(sql, ctx, { note: input.privateNote, held: facts.noteKey });
  const rows = sessionRows(input, facts, ctx.now, noteSeal(), noteKey, device);
  await together([
    insertSession(sql, rows),
    recordEvent(sql, ctx, {
      type: input.status === "scheduled" ? "session.planned" : "session.logged",
      subjectType: "session",
      subjectId: input.id,
      siteId: rows.session.site_id,
      payload: eventPayload(rows),
    }),
  ]);
  return { ok: true, state: "stored", sessionId: input.id, rowVersion: rows.session.row_version };
}
