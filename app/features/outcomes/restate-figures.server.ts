import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { Day } from "#app/time/days.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";
import { canRestate } from "./outcome.policy.ts";
import { isRestated } from "./pooled-figures.rules.ts";
import { checkRestatement } from "./release.rules.ts";
import type { RestatementForm } from "./release.schema.ts";
import { claimMonth, insertRelease, listReleases } from "./releases.queries.server.ts";
import { listFigures, listSites } from "./rollout.queries.server.ts";

/** Releases the figures of today in place of the released ones, which stay readable. Posted twice, it is one release. */
export async function restateFigures(
  ctx: PersonContext,
  { month, id, seen, reason }: RestatementForm & { month: Day },
): Promise<Verdict> {
  const { programId, personId } = ctx.actor;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await claimMonth(sql, { programId, month });
    const sites = await listSites(sql, { today: ctx.today });
    const siteIds = sites.map((site) => site.id);
    requireThat(canRestate(ctx.actor, siteIds), { subject: "figures", id: month });
    const releases = await listReleases(sql, month);
    const [latest] = releases;
    if (!latest) throw new Problem("not-found", { subject: "released month", id: month });
    if (releases.some((release) => release.id === id)) return { ok: true };
    const figures = await listFigures(sql, { siteIds, codes: MEASURE_CODES, from: month, until: month });
    const verdict = checkRestatement({ latest: latest.number, seen, isRestated: figures.some(isRestated) });
    if (!verdict.ok) return verdict;
    const number = latest.number + 1;
    const release = { id, month, number, reason, releasedById: personId, releasedAt: ctx.now };
    if (!(await insertRelease(sql, release))) throw new Problem("not-found", { subject: "release", id });
    await recordEvent(sql, ctx, {
      type: "figures.restated",
      subjectType: "figure-release",
      subjectId: id,
      payload: { month, number, reason },
    });
    return { ok: true };
  });
}
