import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { raterStanding } from "#fidelity/raters/rater-standing.ts";
import { canAuthorSets, canRateSets } from "./calibration.policy.ts";
import { type AttemptRow, listOwnAttempts, listSets } from "./calibration.queries.server.ts";
import { setState } from "./calibration.rules.ts";
import type { CalibrationHome, SetListItem } from "./calibration.types.ts";
import { listRaterFacts } from "./rater-facts.queries.server.ts";

/** The sets of cases, and for a rater how they stand with each instrument today. */
export async function listCalibration(ctx: PersonContext): Promise<CalibrationHome> {
  const { personId } = ctx.actor;
  const canRate = canRateSets(ctx.actor);
  const [sets, attempts, raters] = await inSql(ctx, (sql) =>
    Promise.all([
      listSets(sql),
      canRate ? listOwnAttempts(sql, personId) : [],
      canRate ? listRaterFacts(sql, { personId }) : [],
    ]),
  );
  return {
    sets: sets.map((row) => ({
      id: row.id,
      title: row.title,
      instrument: `${row.instrumentTitle}, version ${row.version}`,
      caseCount: row.caseCount,
      passRule: row.passRule,
      validMonths: row.validMonths,
      state: setState(row, ctx.today),
      own: newestOf(attempts.filter(({ setId }) => setId === row.id)),
    })),
    standings: raters.map(({ instrumentId, instrumentTitle, facts }) => {
      const { state, validUntil } = raterStanding(facts, ctx.today);
      return { instrumentId, instrument: instrumentTitle, state, validUntil };
    }),
    permissions: { canAuthor: canAuthorSets(ctx.actor), canRate },
    today: ctx.today,
  };
}

function newestOf(attempts: readonly AttemptRow[]): SetListItem["own"] {
  // Of what is in, the one that counts says how it went.
  const newest =
    attempts.find(({ submittedOn }) => submittedOn === null) ??
    attempts.find((one) => !one.isPractice) ??
    attempts[0];
  if (!newest) return { state: "none", on: null };
  if (newest.submittedOn === null) return { state: "open", on: null };
  if (newest.isPractice) return { state: "practice", on: newest.submittedOn };
  return { state: newest.passed ? "passed" : "not-passed", on: newest.submittedOn };
}
