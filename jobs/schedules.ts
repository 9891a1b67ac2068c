import type { Queue } from "bullmq";
import type { JobName } from "./registry.ts";

interface Schedule {
  job: JobName;
  /** Minute hour day month weekday, in `tz`. */
  pattern: string;
  tz: string;
}

/**
 * When jobs wake. The series themselves live in Postgres, so a missed or doubled waking changes nothing.
 * Hours avoid 01:00–03:00, which a clock change repeats or skips.
 */
export const SCHEDULES: Record<string, Schedule> = {
  "nightly-reconciliation": {
    job: "reconcile-assessments",
    pattern: "10 4 * * *",
    tz: "America/Los_Angeles",
  },
  // After what the night's reconciliation opens and moves.
  "hourly-double-ratings": { job: "keep-double-ratings", pattern: "25 * * * *", tz: "UTC" },
  // After the night's figures; what waits for its subject is shown to others on the day.
  "daily-improvement-plans": {
    job: "keep-improvement-plans",
    pattern: "45 5 * * *",
    tz: "America/Los_Angeles",
  },
  "hourly-reminders": { job: "send-fidelity-reminders", pattern: "5 * * * *", tz: "America/Los_Angeles" },
  "nightly-session-plans": {
    job: "fill-session-plans",
    pattern: "20 4 * * *",
    tz: "America/Los_Angeles",
  },
  "nightly-figures": { job: "refresh-figures", pattern: "30 4 * * *", tz: "America/Los_Angeles" },
  "nightly-releases": { job: "release-figures", pattern: "0 5 * * *", tz: "America/Los_Angeles" },
  // A request wakes its own job; this takes up what a lost queue or a dead worker has left.
  "unfinished-exports": { job: "make-exports", pattern: "*/10 * * * *", tz: "UTC" },
  "nightly-export-expiry": { job: "expire-exports", pattern: "50 4 * * *", tz: "America/Los_Angeles" },
  "nightly-draft-purge": { job: "purge-drafts", pattern: "55 4 * * *", tz: "America/Los_Angeles" },
  "unfinished-imports": { job: "run-imports", pattern: "5-55/10 * * * *", tz: "UTC" },
  "hourly-import-expiry": { job: "expire-imports", pattern: "20 * * * *", tz: "UTC" },
  "daily-acknowledgements": {
    job: "lapse-acknowledgements",
    pattern: "15 9 * * *",
    tz: "America/Los_Angeles",
  },
  "nightly-groups": { job: "reconcile-groups", pattern: "20 4 * * *", tz: "America/Los_Angeles" },
  "nightly-fades": { job: "propose-fades", pattern: "40 4 * * *", tz: "America/Los_Angeles" },
  // Soon after midnight at every site; what is late moves the same.
  "hourly-handovers": { job: "carry-out-handovers", pattern: "8 * * * *", tz: "UTC" },
  "mail-every-minute": { job: "deliver-mail", pattern: "* * * * *", tz: "UTC" },
};

/**
 * Makes the queue's schedules equal to these: added, changed, and those no longer declared removed.
 * Workers that start together do it side by side; whoever comes second finds the schedule as it should be.
 */
export async function upsertSchedules(queue: Queue): Promise<void> {
  const known = await queue.getJobSchedulers();
  for (const { key } of known) if (!(key in SCHEDULES)) await queue.removeJobScheduler(key);
  for (const [key, { job, pattern, tz }] of Object.entries(SCHEDULES))
    try {
      await queue.upsertJobScheduler(key, { pattern, tz }, { name: job, data: {} });
    } catch (error) {
      const found = await queue.getJobScheduler(key);
      if (found?.pattern !== pattern || found.tz !== tz) throw error;
    }
}
