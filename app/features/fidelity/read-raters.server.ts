import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuseStored, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { runChart } from "#fidelity/charts/run-chart.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { type DriftPoint, raterDrift } from "#fidelity/raters/rater-drift.ts";
import { raterStanding } from "#fidelity/raters/rater-standing.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canAgreeRetraining } from "./calibration.policy.ts";
import type { RetrainingInput } from "./calibration.schema.ts";
import { insertRetraining, isRetrainingStored, listRaterFacts } from "./rater-facts.queries.server.ts";
import {
  findVersionDefinition,
  listIndependentRatings,
  listMasteredRatings,
  listRatedVersions,
} from "./reliability.queries.server.ts";
import { DRIFT, driftPoints, pairsOf } from "./reliability.rules.ts";
import type { RaterListItem, RaterPage } from "./reliability.types.ts";

const MONTHS = 12;
type Point = DriftPoint & { versionId: string };

/** How the raters of the sites one answers for stand today, and with whom a talk is worth it. */
export function listRaters(ctx: PersonContext): Promise<{ raters: RaterListItem[] }> {
  return inSql(ctx, async (sql) => {
    const raters = await listRaterFacts(sql);
    const { points, instrumentOf } = await readPoints(sql, ctx);
    return {
      raters: raters.slice(0, 1000).map(({ personId, personName, instrumentId, instrumentTitle, facts }) => {
        const { state, validUntil } = raterStanding(facts, ctx.today);
        const own = (points.get(personId) ?? []).filter(
          ({ versionId }) => instrumentOf.get(versionId) === instrumentId,
        );
        const drift = raterDrift(own, DRIFT);
        return {
          ...{ personId, name: personName, instrumentId, instrument: instrumentTitle, state, validUntil },
          needsAction: drift.needsAction && state !== "remedial",
          compared: own.length,
          newestShare: drift.windows.at(-1)?.exactShare ?? null,
        };
      }),
    };
  });
}

/** One rater: how they stand, how their ratings compare with masters and partners, and where they differ most. */
export function readRater(ctx: PersonContext, { personId }: { personId: string }): Promise<RaterPage> {
  return inSql(ctx, async (sql) => {
    const raters = await listRaterFacts(sql, { personId });
    const [rater] = raters;
    if (!rater) throw new Problem("not-found", { subject: "rater", id: personId });
    const { points, instrumentOf, definitions } = await readPoints(sql, ctx, personId);
    return {
      personId,
      name: rater.personName,
      instruments: raters.map(({ instrumentId, instrumentTitle, facts }) => {
        const { state, validUntil } = raterStanding(facts, ctx.today);
        const own = (points.get(personId) ?? []).filter(
          ({ versionId }) => instrumentOf.get(versionId) === instrumentId,
        );
        const drift = raterDrift(own, DRIFT);
        const { median, signal } = runChart(drift.windows.map(({ exactShare }) => exactShare));
        return {
          ...{ instrumentId, title: instrumentTitle, state, validUntil, drift },
          points: own
            .map(({ on, against, comparison: { items: _, ...sums } }) => ({ on, against, ...sums }))
            .sort((one, other) => (one.on < other.on ? 1 : -1)),
          items: labelsOf(definitions, own),
          run: { median, signal },
        };
      }),
      permissions: { canAgree: canAgreeRetraining(ctx.actor) },
    };
  });
}

/**
 * Agrees with a rater that they train anew, from today until they pass again. The rater is told in the same words. Posted
 * twice, it is one.
 */
export async function agreeRetraining(ctx: PersonContext, input: RetrainingInput): Promise<Verdict> {
  requireThat(canAgreeRetraining(ctx.actor), { subject: "rater", id: input.personId });
  return inSql(ctx, async (sql) => {
    const raters = await listRaterFacts(sql, input);
    const rater = raters.find((one) => one.instrumentId === input.instrumentId);
    if (!rater || input.personId === ctx.actor.personId)
      throw new Problem("not-found", { subject: "rater", id: input.personId });
    if (!(await insertRetraining(sql, ctx, { ...input, agreedById: ctx.actor.personId })))
      return (await isRetrainingStored(sql, input))
        ? { ok: true }
        : refuseStored("An agreement", "Agree on what you wrote now once more to add it.");
    await recordEvent(sql, ctx, {
      ...{ type: "rater.retraining-agreed", subjectType: "person", subjectId: input.personId },
      payload: { instrumentId: input.instrumentId, retrainingId: input.id },
    });
    return { ok: true };
  });
}

async function readPoints(
  sql: Sql,
  ctx: PersonContext,
  personId: string | null = null,
): Promise<{
  points: Map<string, Point[]>;
  instrumentOf: Map<string, string>;
  definitions: Map<string, InstrumentDefinition>;
}> {
  const since = addMonths(parseCalendarDate(ctx.today), -MONTHS);
  const versions = await listRatedVersions(sql);
  const mastered = await listMasteredRatings(sql, { since, personId });
  const definitions = new Map<string, InstrumentDefinition>();
  const pairs: (ReturnType<typeof pairsOf>[number] & { versionId: string })[] = [];
  await Promise.all(
    versions.map(async ({ id, hasPairs }) => {
      if (!hasPairs && !mastered.some(({ versionId }) => versionId === id)) return;
      const span = { versionId: id, from: since, until: ctx.today };
      const rated = hasPairs ? pairsOf(await listIndependentRatings(sql, span)) : [];
      const stored = await findVersionDefinition(sql, id);
      if (stored) definitions.set(id, readDefinition(stored));
      pairs.push(...rated.map((pair) => ({ ...pair, versionId: id })));
    }),
  );
  return {
    points: driftPoints(definitions, { pairs, mastered }),
    instrumentOf: new Map(versions.map(({ id, instrumentId }) => [id, instrumentId])),
    definitions,
  };
}

function labelsOf(
  definitions: ReadonlyMap<string, InstrumentDefinition>,
  points: readonly Point[],
): Record<string, { number: number; label: string }> {
  const ids = [...new Set(points.map(({ versionId }) => versionId))];
  const items = ids.flatMap((id) => definitions.get(id)?.items ?? []);
  return Object.fromEntries(items.map(({ id, label }, index) => [id, { number: index + 1, label }]));
}
