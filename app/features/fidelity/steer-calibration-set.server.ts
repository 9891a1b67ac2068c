import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { judgeCalibration } from "#fidelity/raters/judge-calibration.ts";
import { toItemResponses } from "./answers.rules.ts";
import { canAuthorSets, canRateSets } from "./calibration.policy.ts";
import {
  type CaseRow,
  findDefinition,
  findSet,
  listAttempts,
  listCases,
  listRatings,
  lockOpenAttempt,
  markAttemptJudged,
  markAttemptSubmitted,
  markPublished,
  markRetired,
} from "./calibration.queries.server.ts";
import { type CaseAnswers, checkComplete, setState } from "./calibration.rules.ts";

export type Handed = { ok: true; attemptId: string | null; passed: boolean } | Refusal;

/**
 * Hands in all cases: as the master ratings of a draft, or as an attempt, which is then compared with the master and
 * judged by the rule of the set. What is handed in never changes; handed in again, it is answered like the first time.
 */
export function submitCases(ctx: PersonContext, { setId }: { setId: string }): Promise<Handed> {
  return inSql(ctx, async (sql): Promise<Handed> => {
    const set = await findSet(sql, setId);
    const state = setState(set, ctx.today);
    const isMaster = state === "draft" && canAuthorSets(ctx.actor);
    requireThat(isMaster || (state === "in-use" && canRateSets(ctx.actor)), {
      subject: "calibration-set",
      id: setId,
    });
    await lockOpenAttempt(sql, { setId, personId: ctx.actor.personId, isMaster });
    const [cases, attempts, stored] = await Promise.all([
      listCases(sql, setId),
      listAttempts(sql, setId),
      findDefinition(sql, set.instrumentVersionId),
    ]);
    const { personId } = ctx.actor;
    const open = attempts.find(
      (one) => one.isMaster === isMaster && one.personId === personId && one.submittedOn === null,
    );
    if (!open) {
      const handed = attempts.find((one) => one.isMaster === isMaster && one.personId === personId);
      if (!handed) return refuse("nothing-begun", "There is nothing to hand in: rate the cases first.");
      return { ok: true, attemptId: isMaster ? null : handed.id, passed: isMaster || handed.passed === true };
    }
    const definition = readDefinition(stored);
    const own = await ratingsOf(sql, open.id, cases);
    const complete = checkComplete(definition, own);
    if (!complete.ok) return complete;
    if (!(await markAttemptSubmitted(sql, ctx, open.id))) throw new Problem("conflict");
    if (isMaster) {
      await record(sql, ctx, "calibration-set.mastered", setId, {});
      return { ok: true, attemptId: null, passed: true };
    }
    const master = (await listAttempts(sql, setId)).find((one) => one.isMaster);
    if (!master) throw new Problem("not-found", { subject: "calibration-set", id: setId });
    const reference = await ratingsOf(sql, master.id, cases);
    const pairs = own.map(({ answers }, place) => ({
      rating: toItemResponses(answers),
      reference: toItemResponses(reference[place]?.answers ?? []),
    }));
    const judged = judgeCalibration(definition, pairs, set.passRule);
    await markAttemptJudged(sql, open.id, judged);
    await record(sql, ctx, "calibration.attempted", setId, { attemptId: open.id });
    return { ok: true, attemptId: open.id, passed: judged.passed };
  });
}

/** Puts a set to use once its master ratings are in: from then on nothing of it changes. */
export async function publishSet(ctx: PersonContext, { setId }: { setId: string }): Promise<Verdict> {
  requireThat(canAuthorSets(ctx.actor), { subject: "calibration-set", id: setId });
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await findSet(sql, setId);
    const master = (await listAttempts(sql, setId)).find(({ isMaster }) => isMaster);
    if (master?.submittedOn == null)
      return refuse("no-master", "The master ratings of every case come first.");
    if (await markPublished(sql, ctx, setId)) await record(sql, ctx, "calibration-set.published", setId, {});
    return { ok: true };
  });
}

/** Takes a set out of use. What was passed with it holds as long as it was to hold. */
export async function retireSet(ctx: PersonContext, { setId }: { setId: string }): Promise<Verdict> {
  requireThat(canAuthorSets(ctx.actor), { subject: "calibration-set", id: setId });
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await findSet(sql, setId);
    if (await markRetired(sql, ctx, setId)) await record(sql, ctx, "calibration-set.retired", setId, {});
    return { ok: true };
  });
}

/** What an attempt says of each case, in the order of the cases. */
export async function ratingsOf(
  sql: Sql,
  attemptId: string,
  cases: readonly CaseRow[],
): Promise<{ number: number; answers: CaseAnswers }[]> {
  const ratings = new Map((await listRatings(sql, [attemptId])).map((row) => [row.caseId, row.answers]));
  return cases.map(({ id, number }) => ({ number, answers: ratings.get(id) ?? [] }));
}

async function record(
  sql: Sql,
  ctx: PersonContext,
  type:
    | "calibration-set.mastered"
    | "calibration-set.published"
    | "calibration-set.retired"
    | "calibration.attempted",
  setId: string,
  payload: Record<string, string | boolean>,
): Promise<void> {
  await recordEvent(sql, ctx, { type, subjectType: "calibration-set", subjectId: setId, payload });
}
