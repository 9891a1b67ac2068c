import { readConfig } from "#app/config.server.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { log } from "#app/log.server.ts";
import { openQueueConnections } from "./queue-connections.ts";
import { startRelay } from "./relay.ts";
import { runJob } from "./run-job.ts";
import { upsertSchedules } from "./schedules.ts";

const SHUTDOWN_MS = 25_000;
/** A job whose worker died is taken up by another after this long; a living worker renews its hold. */
const HOLD = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 5 };

async function start(): Promise<void> {
  const config = readConfig();
  const database = openDatabase(config.DATABASE_URL, { connections: 8 });
  const connections = openQueueConnections({ databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL });
  const queue = connections.queue();
  const worker = connections.worker(
    (job) => runJob(database, { name: job.name, key: job.id ?? "unnamed", data: job.data, now: new Date() }),
    { concurrency: 4, ...HOLD },
  );
  queue.on("error", (error) => log.error({ err: error }, "queue error"));
  worker.on("error", (error) => log.error({ err: error }, "worker error"));

  await upsertSchedules(queue);
  const relay = startRelay(database, queue);
  log.info({ backend: config.REDIS_URL ? "redis" : "postgres" }, "worker ready");

  const stop = async () => {
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    await relay.stop();
    await worker.close();
    await queue.close();
    await connections.close();
    await database.close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

start().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
