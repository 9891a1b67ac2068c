import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { pageOf } from "#app/http/pagination.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import type { OpeningsPage } from "./opening.types.ts";
import { listOpeningRows } from "./openings.queries.server.ts";
import { canOpenSession } from "./session.policy.ts";

/** Every opening of a protected part, newest first, with its reason. */
export async function listOpenings(ctx: PersonContext, { page }: { page: number }): Promise<OpeningsPage> {
  requireThat(canOpenSession(ctx.actor), { subject: "openings" });
  const { programId, zone } = ctx.actor;
  const rows = await inSql(ctx, (sql) => listOpeningRows(sql, { programId, page }));
  const items = rows.map(({ at, ...row }) => ({ ...row, day: dayIn(zone, at), time: timeIn(zone, at) }));
  return { openings: pageOf(items, page), openingId: randomUUID() };
}
