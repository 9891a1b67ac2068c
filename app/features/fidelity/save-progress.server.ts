import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import {
  decodeAnswer,
  encodeAnswer,
  isSameAnswer,
  type NewResponse,
  type StoredResponse,
} from "./answers.rules.ts";
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
 * was made on; otherwise it is refused with what is stored, unless both say the same. A repeated request is answered
 * like the first, even when the review has been submitted in between.
 */
export async function saveProgress(
  ctx: PersonContext,
  { assessmentId, accountId, ...input }: ProgressInput & { assessmentId: string },
): Promise<ProgressSaved | ProgressConflict> {
  if (accountId && accountId !== ctx.actor.accountId)
    return refuse("other-account", "These answers belong to another account. Sign in with it to send them.");
  return inSql(ctx, async (sql) => {
    const assessment = await findWritable(sql, ctx, assessmentId);
    const writable = checkWritable(assessment.state);
    if (input.kind === "notes") {
      if (isSameNotes(assessment, input)) return { ok: true, version: assessment.rowVersion };
      return writable.ok ? saveNotes(sql, ctx, assessment, input) : writable;
    }
    const compared = await compareAnswers(sql, assessment, [input]);
    const isNew = compared.changes.length + compared.conflicts.length > 0 || compared.refused !== null;
    if (!writable.ok && isNew) return writable;
    const { saved, conflicts, refused } = await writeAnswers(sql, ctx, assessment, compared);
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
    "This was changed on another device or in another window in the meantime. Choose which one to keep.",
  );
}

/** Writes the answers that differ from what is stored. Nothing is written when one is refused or in conflict. */
export async function saveAnswers(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  given: readonly AnswerInput[],
): Promise<AnswersSaved> {
  return writeAnswers(sql, ctx, assessment, await compareAnswers(sql, assessment, given));
}

interface AnswersSaved {
  /** The version of every stored answer. */
  saved: Map<string, number>;
  conflicts: AnswerConflict[];
  refused: Refusal | null;
}
interface ComparedAnswers extends Omit<AnswersSaved, "saved"> {
  stored: StoredResponse[];
  changes: NewResponse[];
}

/** What of the given answers is new, made on an older version, or none that its item offers. */
async function compareAnswers(
  sql: Sql,
  assessment: AssessmentRecord,
  given: readonly AnswerInput[],
): Promise<ComparedAnswers> {
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
      ...{ ...answer, code: null, value: null, text: null, detail: null, reason: null },
      ...{ comment: "", rowVersion: 0 },
    };
    if (isSameAnswer(answer, before)) continue;
    if (before.rowVersion === input.baseVersion) changes.push(answer);
    else conflicts.push({ itemId: input.itemId, theirs: encodeAnswer(item, before) });
  }
  const isRefused = Object.keys(fieldErrors).length > 0;
  const refused = isRefused
    ? refuse("bad-answer", "Some answers do not fit their items.", fieldErrors)
    : null;
  return { stored: [...stored.values()], changes, conflicts, refused };
}

async function writeAnswers(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  { stored, changes, conflicts, refused }: ComparedAnswers,
): Promise<AnswersSaved> {
  const nothing = { saved: new Map<string, number>(), conflicts, refused };
  if (refused || conflicts.length > 0) return nothing;
  const written = await upsertResponses(sql, ctx, assessment.id, changes);
  if (changes.length > 0) await start(sql, ctx, assessment);
  const versions = [...stored, ...written].map((row) => [row.itemId, row.rowVersion] as const);
  return { ...nothing, saved: new Map(versions) };
}

const storedNotes = ({ observedOn, strengths, nextSteps, evidence }: AssessmentRecord) => ({
  ...{ observedOn: observedOn ?? "", strengths, nextSteps, evidence },
});

function isSameNotes(assessment: AssessmentRecord, given: Omit<NotesInput, "baseVersion">): boolean {
  const stored = storedNotes(assessment);
  return (
    given.observedOn === stored.observedOn &&
    given.strengths === stored.strengths &&
    given.nextSteps === stored.nextSteps &&
    (given.evidence ?? stored.evidence) === stored.evidence
  );
}

async function saveNotes(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  { observedOn, strengths, nextSteps, evidence = assessment.evidence, baseVersion }: NotesInput,
): Promise<ProgressSaved | ProgressConflict> {
  const notes = { observedOn: observedOn || null, strengths, nextSteps, evidence };
  const version = await updateNotes(sql, assessment.id, notes, baseVersion);
  if (version === null)
    return {
      ...changedElsewhere(),
      theirNotes: { ...storedNotes(assessment), version: assessment.rowVersion },
    };
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
