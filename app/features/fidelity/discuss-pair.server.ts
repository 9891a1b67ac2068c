import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, refuseStored, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { findAssessment, listResponsesOf } from "./assessments.queries.server.ts";
import { shownIds } from "./double-rating.rules.ts";
import type { NoteInput } from "./double-rating.schema.ts";
import {
  beginConsensus,
  findOwnPair,
  insertNote,
  isNoteStored,
  lockConsensus,
  takeOverConsensus,
} from "./double-ratings.queries.server.ts";

/** Says something to the other rater about where the two ratings differ. Notes stay; posted twice, one is one. */
export function noteOnPair(
  ctx: PersonContext,
  { pairId, id, itemId, text }: Omit<NoteInput, "intent"> & { pairId: string },
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const { personId } = ctx.actor;
    const pair = await findOwnPair(sql, { id: pairId, personId });
    const { definition, siteId } = await findAssessment(sql, pair.firstId);
    if (itemId && !readDefinition(definition).items.some((item) => item.id === itemId))
      return refuse("bad-item", "Choose an item of this instrument.", {
        itemId: ["Choose an item of this instrument."],
      });
    const note = { id, pairId, authorId: personId, itemId: itemId ?? null, text };
    if (!(await insertNote(sql, ctx, note)))
      return (await isNoteStored(sql, note))
        ? { ok: true }
        : refuseStored("This note", "Add what you wrote now once more as another note.");
    await recordEvent(sql, ctx, {
      ...{ type: "double-rating.noted", subjectType: "double-rating", subjectId: pairId, siteId },
      payload: { noteId: id, itemId: itemId ?? null },
    });
    return { ok: true };
  });
}

/** Begins the record of what both raters agreed on, or finds the one that is there. Both ratings stay as they are. */
export function openConsensus(
  ctx: PersonContext,
  { pairId }: { pairId: string },
): Promise<{ assessmentId: string; isOwn: boolean }> {
  return inSql(ctx, async (sql) => {
    const { personId } = ctx.actor;
    await lockConsensus(sql, pairId);
    const before = await findOwnPair(sql, { id: pairId, personId });
    const { definition, siteId } = await findAssessment(sql, before.firstId);
    const responses = await listResponsesOf(sql, [before.firstId, before.secondId]);
    const shown = [...responses.values()].map((rows) => shownIds(readDefinition(definition), rows));
    const itemIds = [...(shown[0] ?? [])].filter((itemId) => shown[1]?.has(itemId));
    const assessmentId = await beginConsensus(sql, ctx, { pairId, itemIds });
    if (!assessmentId) throw new Problem("not-found", { subject: "double-rating", id: pairId });
    if (!before.consensusId)
      await recordEvent(sql, ctx, {
        ...{ type: "consensus.begun", subjectType: "double-rating", subjectId: pairId, siteId },
        payload: { assessmentId },
      });
    const pair = await findOwnPair(sql, { id: pairId, personId });
    return { assessmentId, isOwn: pair.consensusRaterId === personId };
  });
}

/**
 * Takes over writing down what both raters agreed on, with what is written so far. Whoever writes it already is led there.
 * Null when there is nothing to take over.
 */
export function takeOver(ctx: PersonContext, { pairId }: { pairId: string }): Promise<string | null> {
  return inSql(ctx, async (sql) => {
    const { personId } = ctx.actor;
    await lockConsensus(sql, pairId);
    const pair = await findOwnPair(sql, { id: pairId, personId });
    if (pair.consensusRaterId === personId) return pair.consensusId;
    const assessmentId = await takeOverConsensus(sql, pairId);
    if (!assessmentId) return null;
    const { siteId } = await findAssessment(sql, pair.firstId);
    await recordEvent(sql, ctx, {
      ...{ type: "consensus.taken-over", subjectType: "double-rating", subjectId: pairId, siteId },
      payload: { assessmentId, previousRaterId: pair.consensusRaterId },
    });
    return assessmentId;
  });
}
