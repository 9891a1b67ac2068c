import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { type Page, pageOf } from "#app/http/pagination.ts";
import { canAdminister } from "./admin.policy.ts";
import type { JobRunItem } from "./admin.types.ts";
import { toJobRun } from "./operations.dto.ts";
import { listLastRuns, listRuns } from "./operations.queries.server.ts";
import type { JobsSearch } from "./operations.schema.ts";

export interface JobRuns {
  today: string;
  /** The last runs of every job, by name. */
  jobs: { name: string; runs: JobRunItem[] }[];
  /** Every run of the one job that was asked for. */
  history: { name: string; runs: Page<JobRunItem> } | null;
}

/** What the jobs of the program did last, or the history of one. */
export async function listJobRuns(ctx: PersonContext, { job, page }: JobsSearch): Promise<JobRuns> {
  requireThat(canAdminister(ctx.actor), { subject: "jobs" });
  const { programId, zone } = ctx.actor;
  const [last, history] = await inSql(ctx, (sql) =>
    Promise.all([
      job ? [] : listLastRuns(sql, programId),
      job ? listRuns(sql, { programId, job, page }) : [],
    ]),
  );
  const runs = last.map((run) => toJobRun(run, zone));
  return {
    today: ctx.today,
    jobs: [...new Set(runs.map(({ name }) => name))].map((name) => ({
      name,
      runs: runs.filter((run) => run.name === name),
    })),
    history: job
      ? {
          name: job,
          runs: pageOf(
            history.map((run) => toJobRun(run, zone)),
            page,
          ),
        }
      : null,
  };
}
