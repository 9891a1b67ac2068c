import { openDatabase } from "#app/db/client.server.ts";
import { runJob } from "#jobs/run-job.ts";

/** Counts the dashboard's figures anew: records that tests removed by hand would stand in them until the night. */
export async function refreshFigures(ownerUrl: string, key: string): Promise<void> {
  const worker = openDatabase(ownerUrl, { connections: 2, role: "throughline_worker" });
  await runJob(worker, { name: "refresh-figures", key, data: {}, now: new Date() });
  await worker.close();
}
