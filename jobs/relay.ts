import type { Queue } from "bullmq";
import type { Database } from "#app/db/client.server.ts";
import { type OutboxEvent, relayBatch } from "#app/events/outbox.queries.server.ts";
import { log } from "#app/log.server.ts";
import { reactionsTo } from "./reactions.ts";
import { JOBS } from "./registry.ts";

const IDLE_MS = 500;
const AFTER_ERROR_MS = 3_000;

/** How every job of an event is enqueued: the id makes a second relay of the same event the same job. */
export function jobsOf(event: OutboxEvent) {
  return reactionsTo(event).map(({ job, payload }, index) => ({
    name: job,
    data: { ...payload, programId: event.programId },
    opts: {
      jobId: `evt-${event.id}-${job}-${index}`,
      attempts: JOBS[job].attempts,
      backoff: { type: "exponential" as const, delay: 1_000 },
      removeOnComplete: { age: 3_600, count: 1_000 },
      removeOnFail: { age: 7 * 86_400 },
    },
  }));
}

/** Moves events to the queue until nothing waits. Returns how many. */
export async function relayAll(database: Database, queue: Queue): Promise<number> {
  let total = 0;
  for (;;) {
    const moved = await relayBatch(database, async (events) => {
      const jobs = events.flatMap(jobsOf);
      if (jobs.length) await queue.addBulk(jobs);
    });
    if (moved === 0) return total;
    total += moved;
  }
}

/** Relays until stopped. Polling keeps the web process free of the queue and the commit free of notifications. */
export function startRelay(database: Database, queue: Queue): { stop(): Promise<void> } {
  let stopped = false;
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopped) {
      try {
        await relayAll(database, queue);
        if (!stopped) await pause(IDLE_MS);
      } catch (error) {
        log.error({ err: error }, "relay failed, will try again");
        if (!stopped) await pause(AFTER_ERROR_MS);
      }
    }
  })();
  return {
    stop: () => {
      stopped = true;
      wake();
      return loop;
    },
  };
}
