import type { PersonContext } from "#app/access/context.ts";
import { againIfTaken } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import { findDraft, findMaybeOpenDraftOf, markDraftDeleted } from "./instrument-drafts.queries.server.ts";

/** Takes a draft out of the list, or brings it back; nothing in it is lost. Doing either again changes nothing. */
export async function deleteDraft(
  ctx: PersonContext,
  { draftId: id, intent }: { draftId: string; intent: "delete" | "restore" },
): Promise<{ ok: true; title: string } | Refusal> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft", id });
  return againIfTaken(() =>
    inSql(ctx, async (sql) => {
      const draft = await findDraft(sql, id, { isLocked: true });
      if (draft.publishedVersionId)
        return refuse("draft.published", "This draft was published, and a published version stays.");
      const isDeleting = intent === "delete";
      if (
        !isDeleting &&
        draft.deletedAt &&
        draft.instrumentId &&
        (await findMaybeOpenDraftOf(sql, draft.instrumentId))
      )
        return refuse(
          "draft.other-open",
          "Another draft of the next version is open: publish or delete that one first.",
        );
      const isChanged = await markDraftDeleted(sql, id, isDeleting ? ctx.now : null);
      if (isChanged)
        await recordEvent(sql, ctx, {
          type: isDeleting ? "instrument.draft-deleted" : "instrument.draft-restored",
          ...{ subjectType: "instrument-draft", subjectId: id },
        });
      return { ok: true, title: draft.definition.title };
    }),
  );
}
