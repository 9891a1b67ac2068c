import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { LARGEST_DRAFT, type SaveDraftInput } from "./instrument-draft.schema.ts";
import type { StoredDraft } from "./instrument-draft.types.ts";
import { findDraft, updateDraft } from "./instrument-drafts.queries.server.ts";

const SITTING_MS = 30 * 60_000;

export type SavedDraft =
  | { ok: true; rowVersion: number }
  | (Refusal & { stored?: StoredDraft; publishedVersionId?: string });

/**
 * Keeps a draft as it is being written. One that was changed since is not overwritten: the answer carries what is
 * stored, and the writer's page puts both together. The same content sent again is the same change.
 */
export async function saveDraft(
  ctx: PersonContext,
  input: SaveDraftInput & { draftId: string },
): Promise<SavedDraft> {
  const { draftId: id, baseVersion, definition } = input;
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft", id });
  if (input.accountId !== undefined && input.accountId !== ctx.actor.accountId)
    return refuse(
      "other-account",
      "Somebody else is signed in on this device. Sign in as yourself to send this.",
    );
  if (JSON.stringify(definition).length > LARGEST_DRAFT)
    return refuse(
      "instrument.too-large",
      "The texts of this draft are too long to be kept: shorten its guidance.",
    );
  return inSql(ctx, async (sql): Promise<SavedDraft> => {
    const draft = await findDraft(sql, id, { isLocked: true });
    if (draft.publishedVersionId)
      return {
        ...refuse(
          "draft.published",
          "This draft was published in the meantime. Begin the next version to change it.",
        ),
        publishedVersionId: draft.publishedVersionId,
      };
    if (draft.deletedAt)
      return refuse(
        "draft.deleted",
        "This draft was deleted in the meantime. Restore it from the list of instruments.",
      );
    if (canonicalJson(draft.definition) === canonicalJson(definition))
      return { ok: true, rowVersion: draft.rowVersion };
    const { personId } = ctx.actor;
    const rowVersion = await updateDraft(sql, { id, baseVersion, definition, personId, now: ctx.now });
    if (rowVersion === null)
      return {
        ...refuse("draft.stale", "Somebody else changed this draft in the meantime."),
        stored: {
          definition: draft.definition,
          rowVersion: draft.rowVersion,
          changedBy: draft.changedBy,
          changedAt: draft.changedAt.toISOString(),
        },
      };
    // One event for a sitting: a page saves by itself every few seconds.
    const isSameSitting =
      draft.changedById === personId && ctx.now.getTime() - draft.changedAt.getTime() < SITTING_MS;
    if (!isSameSitting || draft.rowVersion === 1)
      await recordEvent(sql, ctx, {
        ...{ type: "instrument.draft-changed", subjectType: "instrument-draft", subjectId: id },
        payload: { rowVersion, items: definition.items.length },
      });
    return { ok: true, rowVersion };
  });
}
