import { randomUUID } from "node:crypto";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { addMonths } from "#fidelity/schedule/calendar.ts";
import { drawSample } from "#fidelity/schedule/draw-sample.ts";
import { type DuePeriod, drawDue, stratumOf } from "./draw.rules.ts";
import {
  listDrawablePeople,
  listDrawablePractitioners,
  listDrawableSessions,
  listDrawsForSystem,
  listRulesForSystem,
  lockSchedule,
  saveDraw,
} from "./schedule.queries.server.ts";
import { type SubjectKind, segmentsOf } from "./schedule.rules.ts";

/**
 * Draws the current period of every random rule, once, with a seed of its own, before anybody rates. Later runs in the
 * same period only add what a population that grew since asks for: what was drawn stays drawn. A period that nobody
 * drew in its time is not made up for.
 */
export async function drawSamples(ctx: Context<SystemActor>): Promise<void> {
  await inSql(ctx, async (sql) => {
    await lockSchedule(sql, ctx.actor.programId);
    const { rules } = await listRulesForSystem(sql, ctx.today);
    const due = rules.flatMap((rule) => {
      const period = drawDue(segmentsOf(rule), ctx.today);
      return period ? [{ ...period, code: rule.code, subject: rule.subject }] : [];
    });
    if (due.length === 0) return;
    const known = await listDrawsForSystem(sql, due);
    for (const period of due)
      await draw(
        sql,
        ctx,
        period,
        known.find(({ ruleCode }) => ruleCode === period.code),
      );
  });
}

async function draw(
  sql: Sql,
  ctx: Context<SystemActor>,
  { code, subject, periodOn, rule }: DuePeriod & { code: string; subject: SubjectKind },
  known: { seed: string; drawnIds: string[]; population: number } | undefined,
): Promise<void> {
  const units =
    rule.of === "people"
      ? await (subject === "coach" ? listDrawablePeople : listDrawablePractitioners)(sql, periodOn)
      : await listDrawableSessions(sql, { from: addMonths(periodOn, -rule.everyMonths), before: periodOn });
  const seed = known?.seed ?? randomUUID();
  const strata = drawSample(
    units.map((unit) => ({ id: unit.id, stratum: stratumOf(rule, unit) })),
    { seed, share: rule.share, atLeast: rule.atLeast, kept: known?.drawnIds ?? [] },
  );
  const drawnIds = [...new Set([...(known?.drawnIds ?? []), ...strata.flatMap(({ drawn }) => drawn)])];
  const population = Math.max(units.length, drawnIds.length);
  if (known && known.drawnIds.length === drawnIds.length && known.population === population) return;
  await saveDraw(sql, ctx, {
    ruleCode: code,
    periodOn,
    seed,
    population,
    drawnIds,
    strata: strata.map(({ stratum, population: size, drawn }) => ({
      stratum,
      population: size,
      drawn: drawn.length,
    })),
  });
}
