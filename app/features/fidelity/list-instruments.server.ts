import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import type { InstrumentListItem } from "./assessment.types.ts";
import { listInstrumentVersions } from "./instruments.queries.server.ts";

export async function listInstruments(ctx: PersonContext): Promise<{ versions: InstrumentListItem[] }> {
  return { versions: await inSql(ctx, (sql) => listInstrumentVersions(sql, ctx.today)) };
}
