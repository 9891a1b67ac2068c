import { inSql } from "#app/db/in-transaction.server.ts";
import type { Problem } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { log } from "#app/log.server.ts";
import type { PersonContext } from "./context.ts";

/** Notes in the audit that something out of reach was asked for; other problems are only logged. */
export async function recordRefusal(
  ctx: PersonContext,
  { method, path }: { method: string; path: string },
  problem: Problem,
): Promise<void> {
  log.info({ code: problem.code, ...problem.detail }, "refused");
  if (problem.status !== 403 && problem.status !== 404) return;
  // A parameter of the address may hold anything; a text in Postgres holds no NUL.
  const subjectId = (problem.detail.id ?? path).replaceAll("\0", "").slice(0, 200);
  await inSql(ctx, (sql) =>
    recordEvent(sql, ctx, {
      type: "access.refused",
      subjectType: problem.detail.subject ?? "route",
      subjectId,
      payload: { code: problem.code, method, path: path.slice(0, 200) },
    }),
  );
}
