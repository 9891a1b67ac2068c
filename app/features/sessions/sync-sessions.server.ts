import { createHash } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { recordRefusal } from "#app/access/record-refusal.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { log } from "#app/log.server.ts";
import { editSession } from "./edit-session.server.ts";
import { listHandedOver } from "./handed-over.queries.server.ts";
import { handedOverWords } from "./handed-over.rules.ts";
import { logSession } from "./log-session.server.ts";
import { openSessionEdit } from "./open-session-edit.server.ts";
import type { DeviceEntry } from "./record.rules.ts";
import type { SessionEdit, SessionInput } from "./session.schema.ts";
import type { SyncAnswer, SyncResult } from "./session-form.types.ts";
import type { SyncItem } from "./sync.schema.ts";

/** A log as it waited on a device, and its fields as read by the schema of its kind. */
export interface SyncLog extends SyncItem {
  form: { ok: true; data: SessionInput | SessionEdit } | Refusal;
  /** When the device sent it, by its own clock. */
  sentAt?: number;
}

const NOT_YOURS =
  "This person or session is not yours any more. Ask your coaching lead, and keep a copy of your words.";

/** One of which only the id could be read. */
export interface UnreadableLog {
  id: string;
  isUnreadable: true;
}

/**
 * Stores what a device of the acting coach kept, each log in a transaction of its own and with an answer of its own: a
 * poisoned log holds up no other. The same log sent again gets the same receipt.
 */
export async function syncSessions(
  ctx: PersonContext,
  { accountId, logs }: { accountId: string; logs: readonly (SyncLog | UnreadableLog)[] },
): Promise<SyncAnswer> {
  if (accountId !== ctx.actor.accountId)
    return refuse(
      "other-account",
      "These logs belong to another account. Sign in with that account to send them.",
    );
  const results: SyncResult[] = [];
  for (const each of logs) results.push(await syncOne(ctx, each));
  return { ok: true, results };
}

async function syncOne(ctx: PersonContext, each: SyncLog | UnreadableLog): Promise<SyncResult> {
  if ("isUnreadable" in each)
    return {
      id: each.id,
      state: "refused",
      code: "bad-input",
      message: "This log is too long or damaged. Open it, shorten what is long, and save it again.",
    };
  const { id, form } = each;
  const hash = createHash("sha256").update(JSON.stringify(each.entries)).digest("hex");
  // Damaged on the way.
  if (hash !== each.hash) return { id, state: "failed" };
  if (!form.ok) return { id, state: "refused", ...answerOf(form) };
  if (form.data.id !== id)
    return {
      id,
      state: "refused",
      code: "bad-input",
      message: "The log names another session than its own.",
    };
  try {
    const result =
      "rowVersion" in form.data
        ? await editSession(ctx, form.data, deviceEntry(each))
        : await logSession(ctx, form.data, deviceEntry(each));
    if (result.ok) return { id, state: "stored", hash };
    if (result.code !== "session-moved-on" && result.code !== "session-id-taken") {
      // A day on which somebody was not the coach's any more.
      const words = result.fieldErrors?.sessionOn ? await successorWords(ctx, form.data) : null;
      return { id, state: "refused", ...answerOf(result), ...(words && { message: words }) };
    }
    const { rowVersion, values } = await openSessionEdit(ctx, id);
    return { id, state: "conflict", ...answerOf(result), stored: { rowVersion, values } };
  } catch (error) {
    if (!(error instanceof Problem)) {
      log.error({ err: error, session: id }, "a log could not be stored");
      return { id, state: "failed" };
    }
    await recordRefusal(ctx, { method: "POST", path: "/api/sessions/sync" }, error);
    // Handed over, as a rule, while the device had no connection.
    const message =
      error.code === "not-found" ? ((await successorWords(ctx, form.data)) ?? NOT_YOURS) : error.message;
    return { id, state: "refused", code: error.code, message };
  }
}

/** Who coaches these people now, when the acting coach handed them over; null otherwise. */
async function successorWords(
  ctx: PersonContext,
  { attendeeIds: personIds, sessionOn: day }: SessionInput | SessionEdit,
): Promise<string | null> {
  const asked = { coachId: ctx.actor.personId, personIds, day, today: ctx.today };
  return handedOverWords(await inSql(ctx, (sql) => listHandedOver(sql, asked)));
}

function deviceEntry({ enteredAt, sentAt }: SyncLog): DeviceEntry | undefined {
  if (enteredAt === undefined || sentAt === undefined) return undefined;
  return { enteredAt: new Date(enteredAt), sentAt: new Date(sentAt) };
}

const answerOf = ({ code, message, fieldErrors }: Refusal) => ({ code, message, fieldErrors });
