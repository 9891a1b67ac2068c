import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import type { InstrumentListItem } from "./assessment.types.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { listInstrumentVersions } from "./instruments.queries.server.ts";

export async function listInstruments(
  ctx: PersonContext,
): Promise<{ versions: InstrumentListItem[]; permissions: { canImport: boolean } }> {
  return {
    versions: await inSql(ctx, (sql) => listInstrumentVersions(sql, ctx.today)),
    permissions: { canImport: canAuthorInstruments(ctx.actor) },
  };
}
