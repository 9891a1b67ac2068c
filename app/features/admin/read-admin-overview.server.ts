import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { instantOf } from "#app/time/days.ts";
import { canAdminister } from "./admin.policy.ts";
import type { AdminOverview } from "./admin.types.ts";
import { toJobRun } from "./operations.dto.ts";
import { countForOverview, listLastRuns } from "./operations.queries.server.ts";

const DAY_MS = 86_400_000;

/** What ran, what failed, and how many there are of everything. */
export async function readAdminOverview(ctx: PersonContext): Promise<AdminOverview> {
  requireThat(canAdminister(ctx.actor), { subject: "administration" });
  const { programId, zone } = ctx.actor;
  const [counts, runs] = await inSql(ctx, (sql) =>
    Promise.all([
      countForOverview(sql, {
        programId,
        today: ctx.today,
        dayStart: instantOf(ctx.today, "00:00", zone),
        dayAgo: new Date(ctx.now.getTime() - DAY_MS),
        weekAgo: new Date(ctx.now.getTime() - 7 * DAY_MS),
      }),
      listLastRuns(sql, programId),
    ]),
  );
  const latest = runs.filter((run, index) => runs[index - 1]?.name !== run.name);
  return { today: ctx.today, ...counts, jobs: latest.map((run) => toJobRun(run, zone)) };
}
