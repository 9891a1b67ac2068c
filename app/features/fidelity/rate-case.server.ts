import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { checklistOf, decodeAnswer, encodeAnswer, itemOf } from "./answers.rules.ts";
import { atFields } from "./assessment.rules.ts";
import { canAuthorSets, canRateSets } from "./calibration.policy.ts";
import {
  findDefinition,
  findMaybeNewestAttempt,
  findMaybeSameRating,
  findSet,
  listCases,
  listRatings,
  openAttempt,
  type SetRow,
  upsertRating,
} from "./calibration.queries.server.ts";
import { type CaseAnswers, setState } from "./calibration.rules.ts";
import type { CaseRatingInput } from "./calibration.schema.ts";
import type { CaseRatingPage } from "./calibration.types.ts";
import { changedElsewhere } from "./save-progress.server.ts";

interface Place {
  setId: string;
  caseId: string;
}

/** A case with its checklist, as far as the acting person has rated it: as the master, or in an attempt. */
export function openCase(ctx: PersonContext, { setId, caseId }: Place): Promise<CaseRatingPage> {
  return inSql(ctx, async (sql) => {
    const { set, cases, at, isMaster } = await findWorkable(sql, ctx, { setId, caseId });
    const { personId } = ctx.actor;
    const [newest, stored] = await Promise.all([
      findMaybeNewestAttempt(sql, { setId, personId, isMaster }),
      findDefinition(sql, set.instrumentVersionId),
    ]);
    const rating = newest?.isOpen
      ? (await listRatings(sql, [newest.id])).find((row) => row.caseId === caseId)
      : undefined;
    const definition = readDefinition(stored);
    const next = cases[cases.indexOf(at) + 1];
    return {
      set: { id: set.id, title: set.title },
      case: { ...at, isLast: !next, nextId: next?.id ?? null },
      instrument: {
        versionId: set.instrumentVersionId,
        title: set.instrumentTitle,
        version: set.version,
        instructions: definition.instructions,
      },
      isMaster,
      attempt: newest ? newest.number + (newest.isOpen ? 0 : 1) : 1,
      sections: checklistOf(definition),
      answers: Object.fromEntries(
        (rating?.answers ?? []).map((row) => [
          row.itemId,
          encodeAnswer(itemOf(definition, row.itemId), { ...row, rowVersion: 0 }),
        ]),
      ),
      rowVersion: rating?.rowVersion ?? 0,
    };
  });
}

/**
 * Keeps what is rated of one case. The first answer begins the attempt. The same answers again are answered like the first
 * time, also once the attempt is handed in; a form that was opened for that attempt begins no other.
 */
export function rateCase(
  ctx: PersonContext,
  { setId, caseId, attempt: number, items, rowVersion }: CaseRatingInput & Place,
): Promise<{ ok: true; rowVersion: number; nextId: string | null } | Refusal> {
  return inSql(ctx, async (sql) => {
    const { set, cases, at, isMaster } = await findWorkable(sql, ctx, { setId, caseId });
    const definition = readDefinition(await findDefinition(sql, set.instrumentVersionId));
    const known = new Map(definition.items.map((item) => [item.id, item]));
    const fieldErrors: Record<string, string[]> = {};
    const answers = items.flatMap((given): CaseAnswers => {
      const item = known.get(given.itemId);
      const decoded = item ? decodeAnswer(item, given) : null;
      if (decoded === null) {
        fieldErrors[given.itemId] = ["This item does not offer that answer."];
        return [];
      }
      const { baseVersion: _, ...answer } = decoded;
      return [answer];
    });
    const refused = refuse("bad-answer", "Some answers do not fit their items.", fieldErrors);
    const ids = items.map(({ itemId }) => itemId);
    if (Object.keys(fieldErrors).length > 0) return atFields(refused, ids);
    const { personId } = ctx.actor;
    const attempt = await openAttempt(sql, ctx, { setId, personId, isMaster, number });
    if (!attempt) return taken();
    const rating = { attemptId: attempt.id, caseId, answers };
    const saved = attempt.isOpen
      ? await upsertRating(sql, ctx, { ...rating, setId, personId, isMaster, baseVersion: rowVersion })
      : null;
    const stored = saved ?? (await findMaybeSameRating(sql, rating));
    if (stored !== null)
      return { ok: true, rowVersion: stored, nextId: cases[cases.indexOf(at) + 1]?.id ?? null };
    if (attempt.isOpen) return refuse("changed-elsewhere", changedElsewhere().message);
    return isMaster
      ? taken()
      : refuse(
          "handed-in",
          "These cases are handed in, and stay as they are. Open the case again to rate it once more.",
        );
  });
}

const taken = () =>
  refuse("taken", "The master ratings of this set are in, or somebody else is making them.");

/** The set and case, when the acting person may rate it now. */
async function findWorkable(
  sql: Sql,
  ctx: PersonContext,
  { setId, caseId }: Place,
): Promise<{
  set: SetRow;
  cases: Awaited<ReturnType<typeof listCases>>;
  at: Awaited<ReturnType<typeof listCases>>[number];
  isMaster: boolean;
}> {
  const set = await findSet(sql, setId);
  const cases = await listCases(sql, setId);
  const at = cases.find(({ id }) => id === caseId);
  if (!at) throw new Problem("not-found", { subject: "calibration-case", id: caseId });
  const state = setState(set, ctx.today);
  const isMaster = state === "draft" && canAuthorSets(ctx.actor);
  requireThat(isMaster || (state === "in-use" && canRateSets(ctx.actor)), {
    subject: "calibration-case",
    id: caseId,
  });
  return { set, cases, at, isMaster };
}
