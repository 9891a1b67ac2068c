import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, type Verdict } from "#app/errors/problem.ts";
import { calledOffFor } from "./clash.rules.ts";
import { findMaybeAgendaEntry } from "./read-agenda.server.ts";
import { rescheduleSession } from "./reschedule-session.server.ts";

/** Calls a planned session off that falls on leave or a closure, with that as its reason. */
export async function callOffClash(
  ctx: PersonContext,
  { sessionId, rowVersion }: { sessionId: string; rowVersion: number },
): Promise<Verdict> {
  const entry = await inSql(ctx, (sql) => findMaybeAgendaEntry(sql, ctx, sessionId));
  if (!entry || entry.isCoCoach) throw new Problem("not-found", { subject: "session", id: sessionId });
  // Posted twice: the first one did it.
  if (entry.status.startsWith("cancelled_")) return { ok: true };
  if (!entry.clash)
    return refuse(
      "no-clash",
      "Nothing stands in the way of this session any more. Reload the page to see it.",
    );
  return rescheduleSession(ctx, { sessionId, rowVersion, ...calledOffFor(entry.clash), newId: randomUUID() });
}
