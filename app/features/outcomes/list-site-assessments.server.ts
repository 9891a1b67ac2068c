import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { canSeePeopleAt } from "./outcome.policy.ts";
import type { RecordsSearch } from "./rollout.schema.ts";
import type { AssessmentsBehind } from "./site.types.ts";
import {
  countAssessmentRecords,
  listAssessmentRecords,
  RECORDS_A_PAGE,
} from "./site-records.queries.server.ts";
import { assessmentRow, findMaybeFigure, findSiteInView, monthAt } from "./site-scope.server.ts";

/** The assessments behind a site's month, by due day or by submission; status and result, never item ratings. */
export async function listSiteAssessments(
  ctx: PersonContext,
  siteId: string,
  { month: asked, by, page }: RecordsSearch,
): Promise<AssessmentsBehind> {
  const canSeePeople = canSeePeopleAt(ctx.actor, siteId);
  return inSql(ctx, async (sql) => {
    const site = await findSiteInView(ctx, sql, siteId);
    const { month, from, until, today, isProvisional } = monthAt(ctx, site, asked);
    const span = { siteId, from, until, by };
    const code = by === "due" ? "fidelity-completeness" : "fidelity-met";
    const [records, totals, figure] = await Promise.all([
      listAssessmentRecords(sql, { ...span, page, pageSize: RECORDS_A_PAGE }),
      countAssessmentRecords(sql, { ...span, today }),
      findMaybeFigure(sql, code, { siteId, month, isProvisional }),
    ]);
    return {
      ...{
        site: { id: site.id, name: site.name },
        month,
        isProvisional,
        by,
        page,
        canSeePeople,
        totals,
        figure,
      },
      rows: records.slice(0, RECORDS_A_PAGE).map((record) => assessmentRow(record, { today, canSeePeople })),
      hasNext: records.length > RECORDS_A_PAGE,
    };
  });
}
