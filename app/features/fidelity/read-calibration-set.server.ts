import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { canAuthorSets, canRateSets } from "./calibration.policy.ts";
import {
  findDefinition,
  findSet,
  listAttempts,
  listCases,
  listRatings,
} from "./calibration.queries.server.ts";
import { checkComplete, countAnswered, seesAnswers, setState } from "./calibration.rules.ts";
import type { CalibrationSetPage } from "./calibration.types.ts";

/** A set with its cases: what is still to be rated, by the master or by the rater, and the attempts one may see. */
export function readCalibrationSet(
  ctx: PersonContext,
  { setId }: { setId: string },
): Promise<CalibrationSetPage> {
  return inSql(ctx, async (sql) => {
    const set = await findSet(sql, setId);
    const [cases, attempts, stored] = await Promise.all([
      listCases(sql, setId),
      listAttempts(sql, setId),
      findDefinition(sql, set.instrumentVersionId),
    ]);
    const { personId } = ctx.actor;
    const definition = readDefinition(stored);
    const state = setState(set, ctx.today);
    const master = attempts.find(({ isMaster }) => isMaster);
    const isAuthor = canAuthorSets(ctx.actor);
    const sees = seesAnswers(attempts, { personId, isRater: canRateSets(ctx.actor) });
    const canMaster =
      isAuthor &&
      state === "draft" &&
      master?.submittedOn == null &&
      (!master || master.personId === personId);
    const canRate = canRateSets(ctx.actor) && state === "in-use";
    const work = canMaster ? "master" : canRate ? "attempt" : "none";
    const open =
      work === "master"
        ? master
        : attempts.find((one) => !one.isMaster && one.personId === personId && one.submittedOn === null);
    const ratings = open ? await listRatings(sql, [open.id]) : [];
    const worked = cases.map((one) => ({
      ...one,
      answers: ratings.find(({ caseId }) => caseId === one.id)?.answers ?? [],
    }));
    return {
      id: set.id,
      title: set.title,
      instrument: { versionId: set.instrumentVersionId, title: set.instrumentTitle, version: set.version },
      passRule: set.passRule,
      validMonths: set.validMonths,
      dueDays: set.dueDays,
      state,
      cases: worked.map(({ answers, ...one }) => ({
        ...one,
        answered: countAnswered(definition, answers),
        total: definition.items.length,
      })),
      work,
      isPractice: attempts.some(
        (one) => one.personId === personId && (one.isMaster || one.submittedOn !== null),
      ),
      isReady: work !== "none" && open !== undefined && checkComplete(definition, worked).ok,
      master: isAuthor && master ? { by: master.personName, submittedOn: master.submittedOn } : null,
      attempts: attempts.flatMap(({ isMaster, submittedOn, passed, ...one }) =>
        isMaster || submittedOn === null || passed === null || !sees
          ? []
          : [
              {
                ...{ id: one.id, personName: one.personName, number: one.number, submittedOn, passed },
                ...{
                  figure: one.figure,
                  reason: one.reason,
                  isPractice: one.isPractice,
                  isOwn: one.personId === personId,
                },
              },
            ],
      ),
      permissions: {
        canMaster,
        canPublish: isAuthor && state === "draft" && master?.submittedOn != null,
        canRetire: isAuthor && state === "in-use",
        canRate,
      },
    };
  });
}
