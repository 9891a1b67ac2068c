import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { canAdminister } from "./admin.policy.ts";
import type { SiteListItem } from "./admin.types.ts";
import { listSiteRows } from "./places.queries.server.ts";

/** Every site with its region, units, people of today and history of stages. */
export async function listSites(ctx: PersonContext): Promise<{ sites: SiteListItem[]; today: string }> {
  requireThat(canAdminister(ctx.actor), { subject: "sites" });
  const sites = await inSql(ctx, (sql) => listSiteRows(sql, ctx.actor.programId, ctx.today));
  return { sites: [...sites], today: ctx.today };
}
