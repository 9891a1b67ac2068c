import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { canSeePeopleAt } from "./outcome.policy.ts";
import type { RecordsSearch } from "./rollout.schema.ts";
import type { SessionsBehind } from "./site.types.ts";
import {
  countSessionRecords,
  findRestatement,
  listSessionRecords,
  RECORDS_A_PAGE,
} from "./site-records.queries.server.ts";
import { findMaybeFigure, findSiteInView, monthAt } from "./site-scope.server.ts";

/** The session records behind a site's month: structured facts only. */
export async function listSiteSessions(
  ctx: PersonContext,
  siteId: string,
  { month: asked, show, page }: RecordsSearch,
): Promise<SessionsBehind> {
  const canSeePeople = canSeePeopleAt(ctx.actor, siteId);
  return inSql(ctx, async (sql) => {
    const site = await findSiteInView(ctx, sql, siteId);
    const { month, from, until, isProvisional } = monthAt(ctx, site, asked);
    const span = { siteId, from, until };
    const [rows, totals, restated, figure] = await Promise.all([
      listSessionRecords(sql, { ...span, show, page }),
      countSessionRecords(sql, span),
      isProvisional ? null : findRestatement(sql, span),
      findMaybeFigure(sql, "sessions-delivered", { siteId, month, isProvisional }),
    ]);
    return {
      ...{
        site: { id: site.id, name: site.name },
        month,
        isProvisional,
        show,
        page,
        canSeePeople,
        totals,
        restated,
        figure,
      },
      rows: rows.slice(0, RECORDS_A_PAGE).map((row) => ({ ...row, coach: canSeePeople ? row.coach : null })),
      hasNext: rows.length > RECORDS_A_PAGE,
    };
  });
}
