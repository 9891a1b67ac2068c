import { randomUUID } from "node:crypto";
import { DateTime } from "luxon";
import { z } from "zod";
import { openDatabase } from "#app/db/client.server.ts";
import { listLastRuns } from "#app/events/job-runs.queries.server.ts";
import { openQueueConnections } from "./queue-connections.ts";
import { isJobName, JOB_NAMES, JOBS } from "./registry.ts";
import { runJob } from "./run-job.ts";
import { upsertSchedules } from "./schedules.ts";

const USAGE = `Usage:
  npm run jobs -- list
  npm run jobs -- run <name> [--now 2027-03-14T09:00:00Z]
Jobs: ${JOB_NAMES.join(", ")}`;

/** Only what a command needs: it never signs anybody in. */
const environment = z.object({ DATABASE_URL: z.string(), REDIS_URL: z.string().optional() });

async function main([command, ...rest]: string[]): Promise<void> {
  const { DATABASE_URL, REDIS_URL } = environment.parse(process.env);
  const database = openDatabase(DATABASE_URL, { connections: 4 });
  try {
    if (command === "list") await list(database, { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL });
    else if (command === "run") await run(database, rest);
    else throw new Error(USAGE);
  } finally {
    await database.close();
  }
}

async function run(database: ReturnType<typeof openDatabase>, [name, flag, time]: string[]): Promise<void> {
  if (!name || !isJobName(name)) throw new Error(`${name ?? "Nothing"} is not a job.\n${USAGE}`);
  if (flag !== undefined && flag !== "--now") throw new Error(`${flag} is not an option.\n${USAGE}`);
  const now = flag ? DateTime.fromISO(time ?? "", { zone: "utc" }) : DateTime.utc();
  if (!now.isValid)
    throw new Error(`--now expects an instant like 2027-03-14T09:00:00Z, found ${time ?? "nothing"}`);
  const results = await runJob(database, {
    name,
    key: `manual-${randomUUID()}`,
    data: {},
    now: now.toJSDate(),
  });
  for (const result of results)
    console.log(
      `${name}: ${
        Object.entries(result)
          .map(([key, value]) => `${key} ${value}`)
          .join(", ") || "done"
      }`,
    );
  if (results.length === 0) console.log(`${name}: there is no program yet`);
}

async function list(
  database: ReturnType<typeof openDatabase>,
  where: Parameters<typeof openQueueConnections>[0],
): Promise<void> {
  const connections = openQueueConnections(where);
  const queue = connections.queue();
  try {
    await upsertSchedules(queue);
    const next = new Map<string, number>();
    for (const { name, next: at } of await queue.getJobSchedulers())
      if (name && at) next.set(name, Math.min(at, next.get(name) ?? at));
    const last = new Map((await listLastRuns(database)).map((row) => [row.name, row]));
    for (const name of JOB_NAMES) {
      const lastRun = last.get(name);
      const nextRun = next.get(name);
      console.log(name);
      console.log(`  ${JOBS[name].title}`);
      console.log(
        `  last run  ${lastRun ? `${lastRun.startedAt.toISOString()} ${lastRun.outcome}${lastRun.error ? `: ${lastRun.error}` : ""}` : "never"}`,
      );
      console.log(`  next run  ${nextRun ? new Date(nextRun).toISOString() : "when an event asks for it"}`);
    }
  } finally {
    await queue.close();
    await connections.close();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
