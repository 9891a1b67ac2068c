import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { InstrumentLists } from "./instrument-draft.types.ts";
import { listDrafts } from "./instrument-drafts.queries.server.ts";
import { listInstrumentVersions } from "./instruments.queries.server.ts";
import { restorableUntil } from "./kept-draft.rules.ts";

export async function listInstruments(ctx: PersonContext): Promise<InstrumentLists> {
  const canAuthor = canAuthorInstruments(ctx.actor);
  const [versions, rows] = await inSql(ctx, (sql) =>
    Promise.all([listInstrumentVersions(sql, ctx.today), canAuthor ? listDrafts(sql) : []]),
  );
  const all = rows.map(({ changedAt, deletedAt, ...draft }) => ({
    ...draft,
    changedAt: changedAt.toISOString(),
    restorableUntil: deletedAt && restorableUntil(deletedAt, ctx.actor.zone),
  }));
  return {
    versions,
    drafts: all.filter((draft) => draft.restorableUntil === null),
    deleted: all.filter((draft) => draft.restorableUntil !== null),
    zone: ctx.actor.zone,
    permissions: { canAuthor },
  };
}
