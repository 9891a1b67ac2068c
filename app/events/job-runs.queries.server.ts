import type { Database } from "#app/db/client.server.ts";

export interface Run {
  name: string;
  /** The occurrence this run is for: the queue's job id, or `manual-…`. */
  key: string;
  programId: string;
  startedAt: Date;
}

/** Notes that a run begins. An earlier run of the same occurrence that never ended was cut off with its worker. */
export async function insertRun({ connections }: Database, run: Run): Promise<string> {
  const [row] = await connections.use(
    (sql) => sql<{ id: string }[]>`
    WITH cut_off AS (
      UPDATE job_run SET outcome = 'failed', error = 'The worker ended in the middle; the job was taken up again'
      WHERE name = ${run.name} AND key = ${run.key} AND program_id = ${run.programId} AND outcome = 'running')
    INSERT INTO job_run (name, key, program_id, started_at, outcome)
    VALUES (${run.name}, ${run.key}, ${run.programId}, ${run.startedAt}, 'running')
    RETURNING id`,
  );
  if (!row) throw new Error("job_run was not written");
  return row.id;
}

export async function markRun(
  { connections }: Database,
  id: string,
  end: { outcome: "succeeded" | "failed"; result?: object; error?: string },
): Promise<void> {
  await connections.use(
    (sql) => sql`
    UPDATE job_run SET outcome = ${end.outcome}, finished_at = clock_timestamp(),
      result = ${JSON.stringify(end.result ?? {})}::text::jsonb, error = ${end.error ?? null}
    WHERE id = ${id}`,
  );
}

/** Every program, for jobs that the clock wakes. */
export function listProgramsForSystem({ connections }: Database): Promise<{ id: string; zone: string }[]> {
  return connections.use(
    (sql) =>
      sql<{ id: string; zone: string }[]>`SELECT id, zone FROM program ORDER BY created_at, id LIMIT 1000`,
  );
}

export interface LastRun {
  name: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string;
  error: string | null;
}

/** The newest run of each job. */
export function listLastRuns({ connections }: Database): Promise<LastRun[]> {
  return connections.use(
    (sql) => sql<LastRun[]>`
    SELECT DISTINCT ON (name) name, started_at AS "startedAt", finished_at AS "finishedAt", outcome, error
    FROM job_run
    ORDER BY name, started_at DESC`,
  );
}
