import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { judgeCalibration } from "#fidelity/raters/judge-calibration.ts";
import { checklistOf, encodeAnswer, itemOf, toItemResponses } from "./answers.rules.ts";
import { canRateSets } from "./calibration.policy.ts";
import { findDefinition, findSet, listAttempts, listCases } from "./calibration.queries.server.ts";
import { type CaseAnswers, seesAnswers } from "./calibration.rules.ts";
import type { AttemptPage } from "./calibration.types.ts";
import { ratingsOf } from "./steer-calibration-set.server.ts";

/** An attempt that is in, case by case beside the master: for its rater, and for whoever answers for their site. */
export function readAttempt(
  ctx: PersonContext,
  { setId, attemptId }: { setId: string; attemptId: string },
): Promise<AttemptPage> {
  return inSql(ctx, async (sql) => {
    const set = await findSet(sql, setId);
    const attempts = await listAttempts(sql, setId);
    const attempt = attempts.find(({ id, isMaster }) => id === attemptId && !isMaster);
    const master = attempts.find(({ isMaster }) => isMaster);
    const { personId } = ctx.actor;
    const sees = seesAnswers(attempts, { personId, isRater: canRateSets(ctx.actor) });
    if (!attempt || attempt.submittedOn === null || !master || !sees)
      throw new Problem("not-found", { subject: "calibration-attempt", id: attemptId });
    const cases = await listCases(sql, setId);
    const [stored, given, reference] = await Promise.all([
      findDefinition(sql, set.instrumentVersionId),
      ratingsOf(sql, attemptId, cases),
      ratingsOf(sql, master.id, cases),
    ]);
    const definition = readDefinition(stored);
    const pairs = given.map(({ answers }, place) => ({
      rating: toItemResponses(answers),
      reference: toItemResponses(reference[place]?.answers ?? []),
    }));
    return {
      set: { id: set.id, title: set.title },
      personName: attempt.personName,
      isOwn: attempt.personId === personId,
      isPractice: attempt.isPractice,
      number: attempt.number,
      submittedOn: attempt.submittedOn,
      passRule: set.passRule,
      result: judgeCalibration(definition, pairs, set.passRule),
      sections: checklistOf(definition),
      cases: cases.map(({ number, title }, place) => ({
        number,
        title,
        answers: sideBySide(definition, given[place]?.answers ?? [], reference[place]?.answers ?? []),
      })),
    };
  });
}

function sideBySide(
  definition: InstrumentDefinition,
  given: CaseAnswers,
  reference: CaseAnswers,
): AttemptPage["cases"][number]["answers"] {
  const answerOf = (answers: CaseAnswers, itemId: string) => {
    const row = answers.find((one) => one.itemId === itemId);
    return row
      ? encodeAnswer(itemOf(definition, itemId), { ...row, rowVersion: 0 })
      : { answer: "", comment: "" };
  };
  const ids = [...new Set([...given, ...reference].map(({ itemId }) => itemId))];
  return Object.fromEntries(
    ids.map((itemId) => {
      const { answer: master, comment: masterComment } = answerOf(reference, itemId);
      return [itemId, { given: answerOf(given, itemId).answer, master, masterComment }];
    }),
  );
}
