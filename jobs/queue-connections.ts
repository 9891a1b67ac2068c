import {
  createPostgresBackend,
  type Job,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  withBackend,
} from "bullmq";
import IORedis from "ioredis";
import { openPool } from "#app/db/pg-pool.server.ts";

export const QUEUE = "throughline";

export interface QueueConnections {
  queue(): Queue;
  worker(run: (job: Job) => Promise<unknown>, options?: Partial<WorkerOptions>): Worker;
  close(): Promise<void>;
}

/**
 * Opens the queue: on Redis when `redisUrl` is given, else on the PostgreSQL at `databaseUrl`.
 * The worker waits for a lost server; a producer fails after a few tries and is tried again by its caller.
 */
export function openQueueConnections({
  databaseUrl,
  redisUrl,
}: {
  databaseUrl: string;
  redisUrl?: string | undefined;
}): QueueConnections {
  return redisUrl ? onRedis(redisUrl) : onPostgres(databaseUrl);
}

function onRedis(url: string): QueueConnections {
  const producer = new IORedis(url, { maxRetriesPerRequest: 3 });
  const consumer = new IORedis(url, { maxRetriesPerRequest: null });
  for (const client of [producer, consumer]) client.on("error", () => {});
  return {
    queue: () => new Queue(QUEUE, { connection: producer }),
    worker: (run, options) => new Worker(QUEUE, run, { ...options, connection: consumer }),
    close: async () => {
      await Promise.allSettled([producer.quit(), consumer.quit()]);
    },
  };
}

function onPostgres(url: string): QueueConnections {
  const pool = openPool({ connectionString: url, max: 8, options: "-c search_path=bullmq,public" });
  const backend = withBackend(createPostgresBackend);
  // why: the constructors of the two back ends do not share a type
  const PostgresQueue = backend.Queue as unknown as new (name: string, options: QueueOptions) => Queue;
  const PostgresWorker = backend.Worker as unknown as new (
    name: string,
    run: (job: Job) => Promise<unknown>,
    options: WorkerOptions,
  ) => Worker;
  const connection = pool as unknown as QueueOptions["connection"];
  return {
    queue: () => new PostgresQueue(QUEUE, { connection }),
    worker: (run, options) => new PostgresWorker(QUEUE, run, { ...options, connection }),
    close: () => pool.end(),
  };
}
