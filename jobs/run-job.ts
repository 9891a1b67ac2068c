import { UnrecoverableError } from "bullmq";
import { z } from "zod";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import type { Database } from "#app/db/client.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { insertRun, listProgramsForSystem, markRun } from "#app/events/job-runs.queries.server.ts";
import { log, logScope } from "#app/log.server.ts";
import { dayIn } from "#app/time/days.ts";
import { isJobName, JOBS, type JobName, type JobResult } from "./registry.ts";

export interface JobCall {
  name: string;
  /** The queue's id of this job, kept with the run. */
  key: string;
  data: unknown;
  /** The clock of the run. */
  now: Date;
}

const envelope = z.looseObject({ programId: z.guid().optional() });

/**
 * Runs one job: for the program named in its data, or for every program when the clock woke it.
 * An unknown name is reported and done with, so that an older worker lets newer jobs pass; a malformed payload
 * and a refusal that cannot change fail for good; anything else is thrown for another attempt.
 */
export async function runJob(database: Database, { name, key, data, now }: JobCall): Promise<JobResult[]> {
  if (!isJobName(name)) {
    log.warn({ job: name, key }, "unknown job, left alone");
    return [];
  }
  const parsed = envelope.safeParse(data);
  const payload = JOBS[name].schema.safeParse(data);
  if (!parsed.success || !payload.success)
    throw new UnrecoverableError(
      `${name} got a payload that does not fit: ${z.prettifyError((parsed.error ?? payload.error) as z.ZodError)}`,
    );

  const programs = await listProgramsForSystem(database);
  const wanted = programs.filter(({ id }) => !parsed.data.programId || id === parsed.data.programId);
  const results: JobResult[] = [];
  const failures: unknown[] = [];
  for (const program of wanted) {
    const ctx: Context<SystemActor> = {
      actor: { kind: "system", programId: program.id, zone: program.zone },
      database,
      now,
      today: dayIn(program.zone, now),
      requestId: key,
    };
    await runForProgram(ctx, name, key, payload.data).then(
      (result) => results.push(result),
      (error) => failures.push(error),
    );
  }
  if (failures.length) throw failures[0];
  return results;
}

async function runForProgram(
  ctx: Context<SystemActor>,
  name: JobName,
  key: string,
  payload: unknown,
): Promise<JobResult> {
  const { database, actor } = ctx;
  const run = await insertRun(database, { name, key, programId: actor.programId, startedAt: new Date() });
  return logScope.run({ job: name, requestId: key }, async () => {
    const startedAt = performance.now();
    try {
      const result = await (
        JOBS[name].run as (ctx: Context<SystemActor>, payload: unknown) => Promise<JobResult>
      )(ctx, payload);
      await markRun(database, run, { outcome: "succeeded", result });
      log.info({ ...result, ms: Math.round(performance.now() - startedAt) }, "job done");
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await markRun(database, run, { outcome: "failed", error: message.slice(0, 2_000) });
      log.error({ err: error }, "job failed");
      throw error instanceof Problem ? new UnrecoverableError(message) : error;
    }
  });
}
