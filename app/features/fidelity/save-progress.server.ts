import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { decodeAnswer, encodeAnswer, isSameAnswer, type NewResponse } from "./answers.rules.ts";
import { canCompleteAssessment } from "./assessment.policy.ts";
import { checkWritable } from "./assessment.rules.ts";
import type { AnswerInput, NotesInput, ProgressInput } from "./assessment.schema.ts";
import type { AnswerConflict } from "./assessment.types.ts";
import {
  type AssessmentRecord,
  findAssessment,
  listResponses,
  lockAssessment,
  markStarted,
  updateNotes,
  upsertResponses,
} from "./assessments.queries.server.ts";

export type NotesConflict = Omit<NotesInput, "baseVersion"> & { version: number };
export type ProgressSaved = { ok: true; version: number };
export type ProgressConflict = Refusal & { theirs?: AnswerConflict["theirs"]; theirNotes?: NotesConflict };

/**
 * Saves one answer, or the day and texts, as the rater works. The change is taken when the stored version is the one it
 * was made on; otherwise it is refused with what is stored, unless both say the same (a repeated request).
 */
export async function saveProgress(
  ctx: PersonContext,
  { assessmentId, ...input }: ProgressInput & { assessmentId: string },
): Promise<ProgressSaved | ProgressConflict> {
  return inSql(ctx, async (sql) => {
    const assessment = await findWritable(sql, ctx, assessmentId);
    const writable = checkWritable(assessment.state);
    if (!writable.ok) return writable;
    if (input.kind === "notes") return saveNotes(sql, ctx, assessment, input);
    const { saved, conflicts, refused } = await saveAnswers(sql, ctx, assessment, [input]);
    if (refused) return refused;
    const [conflict] = conflicts;
    if (conflict) return { ...changedElsewhere(), theirs: conflict.theirs };
    return { ok: true, version: saved.get(input.itemId) ?? input.baseVersion };
  });
}

/** The assessment with its latest state, held until the transaction ends; its rater only. */
export async function findWritable(sql: Sql, ctx: PersonContext, id: string): Promise<AssessmentRecord> {
  const assessment = await findAssessment(sql, id);
  requireThat(canCompleteAssessment(ctx.actor, assessment), { subject: "assessment", id });
  return { ...assessment, ...(await lockAssessment(sql, id)) };
}

export function changedElsewhere(): Refusal {
  return refuse(
    "changed-elsewhere",
    "This was changed in another window in the meantime. Choose which one to keep.",
  );
}

/** Writes the answers that differ from what is stored. Nothing is written when one is refused or in conflict. */
export async function saveAnswers(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  given: readonly AnswerInput[],
): Promise<{ saved: Map<string, number>; conflicts: AnswerConflict[]; refused: Refusal | null }> {
  const items = new Map(readDefinition(assessment.definition).items.map((item) => [item.id, item]));
  const stored = new Map((await listResponses(sql, assessment.id)).map((row) => [row.itemId, row]));
  const fieldErrors: Record<string, string[]> = {};
  const conflicts: AnswerConflict[] = [];
  const changes: NewResponse[] = [];
  for (const input of given) {
    const item = items.get(input.itemId);
    const answer = item ? decodeAnswer(item, input) : null;
    if (!answer) {
      fieldErrors[input.itemId] = ["This item does not offer that answer."];
      continue;
    }
    const row = stored.get(input.itemId);
    const before = row ?? {
      ...answer,
      code: null,
      value: null,
      text: null,
      reason: null,
      comment: "",
      rowVersion: 0,
    };
    if (isSameAnswer(answer, before)) continue;
    if (before.rowVersion === input.baseVersion) changes.push(answer);
    else conflicts.push({ itemId: input.itemId, theirs: encodeAnswer(before) });
  }
  const nothing = { saved: new Map<string, number>(), conflicts, refused: null };
  if (Object.keys(fieldErrors).length > 0)
    return { ...nothing, refused: refuse("bad-answer", "Some answers do not fit their items.", fieldErrors) };
  if (conflicts.length > 0) return nothing;
  const written = await upsertResponses(sql, ctx, assessment.id, changes);
  if (written.length > 0 || changes.length > 0) await start(sql, ctx, assessment);
  const versions = [...stored.values(), ...written].map((row) => [row.itemId, row.rowVersion] as const);
  return { ...nothing, saved: new Map(versions) };
}

async function saveNotes(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  { observedOn, strengths, nextSteps, baseVersion }: NotesInput,
): Promise<ProgressSaved | ProgressConflict> {
  const stored = {
    observedOn: assessment.observedOn ?? "",
    strengths: assessment.strengths,
    nextSteps: assessment.nextSteps,
  };
  const isSame =
    observedOn === stored.observedOn && strengths === stored.strengths && nextSteps === stored.nextSteps;
  if (isSame) return { ok: true, version: assessment.rowVersion };
  const notes = { observedOn: observedOn || null, strengths, nextSteps };
  const version = await updateNotes(sql, assessment.id, notes, baseVersion);
  if (version === null)
    return { ...changedElsewhere(), theirNotes: { ...stored, version: assessment.rowVersion } };
  await start(sql, ctx, assessment);
  return { ok: true, version };
}

/** The first thing written starts the work, with one event. */
export async function start(
  sql: Sql,
  ctx: PersonContext,
  { id, siteId, subjectId }: AssessmentRecord,
): Promise<void> {
  if (await markStarted(sql, id))
    await recordEvent(sql, ctx, {
      type: "assessment.started",
      subjectType: "assessment",
      subjectId: id,
      siteId,
      payload: { subjectId },
    });
}
