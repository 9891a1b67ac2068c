import IORedis from "ioredis";
import { openQueueConnections, type QueueConnections } from "#jobs/queue-connections.ts";
import { testDatabase } from "./database.ts";
import { startRedis } from "./redis.ts";

export interface Backend {
  name: "PostgreSQL" | "Redis";
  /** What a worker process needs in its environment to use it. */
  env: Record<string, string>;
  open(): QueueConnections;
  stop(): Promise<void>;
}

export const BACKENDS = ["PostgreSQL", "Redis"] as const;

/** A queue back end for this test file; null, and loudly, when it is Redis and there is no server. */
export async function startBackend(name: Backend["name"]): Promise<Backend | null> {
  const databaseUrl = testDatabase().workerUrl;
  if (name === "PostgreSQL")
    return { name, env: {}, open: () => openQueueConnections({ databaseUrl }), stop: async () => {} };
  const redis = await startRedis();
  if (!redis) {
    process.stdout.write("\n!!! No redis-server here: the Redis half of the job tests does NOT run !!!\n\n");
    return null;
  }
  const client = new IORedis(redis.url);
  await client.flushdb();
  client.disconnect();
  return {
    name,
    env: { REDIS_URL: redis.url },
    open: () => openQueueConnections({ databaseUrl, redisUrl: redis.url }),
    stop: redis.stop,
  };
}
