import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { DraftPage } from "./instrument-draft.types.ts";
import { findDraft } from "./instrument-drafts.queries.server.ts";
import { readFunctions } from "./read-profile.server.ts";

/** A draft that is open; `publishedVersionId` tells where one has gone that was published. */
export async function readDraft(
  ctx: PersonContext,
  { draftId: id }: { draftId: string },
): Promise<{ page: DraftPage } | { publishedVersionId: string }> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft", id });
  const draft = await inSql(ctx, (sql) => findDraft(sql, id));
  if (draft.publishedVersionId) return { publishedVersionId: draft.publishedVersionId };
  if (draft.deletedAt)
    throw new Problem(
      "not-found",
      { subject: "instrument-draft", id },
      "This draft was deleted. Restore it from the list of instruments.",
    );
  return {
    page: {
      id,
      accountId: ctx.actor.accountId,
      definition: draft.definition,
      rowVersion: draft.rowVersion,
      changedBy: draft.changedBy,
      changedAt: draft.changedAt.toISOString(),
      version: draft.version,
      instrumentCode: draft.instrumentCode,
      functions: await readFunctions(ctx),
      zone: ctx.actor.zone,
    },
  };
}
