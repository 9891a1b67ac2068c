import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { AdminOverview, MailItem } from "./admin.types.ts";
import type { AuditSearch, MailSearch } from "./operations.schema.ts";

/** Last runs shown for each job. */
const RUNS_PER_JOB = 5;

export interface JobRunRow {
  id: string;
  name: string;
  key: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: "running" | "succeeded" | "failed";
  result: Record<string, unknown>;
  error: string | null;
}

const runColumns = (sql: Sql) => sql`
  run.id, run.name, run.key, run.started_at AS "startedAt", run.finished_at AS "finishedAt", run.outcome, run.result, run.error`;

/** Runs for the program, and runs for every program at once. */
const ofProgram = (sql: Sql, programId: string) =>
  sql`(run.program_id = ${programId} OR run.program_id IS NULL)`;

/** The last runs of every job that ever ran, found by name through the index. */
export function listLastRuns(sql: Sql, programId: string): Promise<JobRunRow[]> {
  return sql<JobRunRow[]>`
    WITH RECURSIVE job AS (
      (SELECT name FROM job_run ORDER BY name LIMIT 1)
      UNION ALL
      SELECT (SELECT job_run.name FROM job_run WHERE job_run.name > job.name ORDER BY job_run.name LIMIT 1)
      FROM job WHERE job.name IS NOT NULL)
    SELECT ${runColumns(sql)}
    FROM job CROSS JOIN LATERAL (
      SELECT * FROM job_run run WHERE run.name = job.name AND ${ofProgram(sql, programId)}
      ORDER BY run.started_at DESC LIMIT ${RUNS_PER_JOB}) run
    ORDER BY run.name, run.started_at DESC
    LIMIT 500`;
}

export function listRuns(
  sql: Sql,
  { programId, job, page }: { programId: string; job: string; page: number },
): Promise<JobRunRow[]> {
  return sql<JobRunRow[]>`
    SELECT ${runColumns(sql)} FROM job_run run
    WHERE run.name = ${job} AND ${ofProgram(sql, programId)}
    ORDER BY run.started_at DESC
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

export interface EventRow {
  id: string;
  sequence: number;
  type: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | null;
  siteName: string | null;
  actorId: string | null;
  actorName: string | null;
  requestId: string | null;
  payload: Record<string, unknown>;
  occurredAt: Date;
}

/** Events, newest first, after the cursor. Names are joined for the page alone. */
export function listEventRows(
  sql: Sql,
  search: AuditSearch & { programId: string; from: Date | null; until: Date | null },
): Promise<EventRow[]> {
  const { programId, type = null, subject = null, from, until, before } = search;
  const actor = search.actor === "system" ? null : (search.actor ?? null);
  const isSystem = search.actor === "system";
  return sql<EventRow[]>`
    WITH page AS (
      SELECT * FROM domain_event event
      WHERE event.program_id = ${programId}
        AND (${type}::text IS NULL OR event.type = ${type}::text)
        AND (${subject}::text IS NULL OR event.subject_id = ${subject}::text)
        AND (${actor}::uuid IS NULL OR event.actor_id = ${actor}::uuid)
        AND (NOT ${isSystem}::boolean OR event.actor_id IS NULL)
        AND (${from}::timestamptz IS NULL OR (event.occurred_at >= ${from}::timestamptz AND event.occurred_at < ${until}::timestamptz))
        AND (${before?.at ?? null}::timestamptz IS NULL
          OR (event.occurred_at, event.sequence) < (${before?.at ?? null}::timestamptz, ${before?.sequence ?? null}::bigint))
      ORDER BY event.occurred_at DESC, event.sequence DESC
      LIMIT ${PAGE_SIZE + 1})
    SELECT page.id, page.sequence, page.type, page.subject_type AS "subjectType", page.subject_id AS "subjectId",
           subject.given_name || ' ' || subject.family_name AS "subjectName", site.name AS "siteName",
           page.actor_id AS "actorId", actor.given_name || ' ' || actor.family_name AS "actorName",
           page.request_id AS "requestId", page.payload, page.occurred_at AS "occurredAt"
    FROM page
    LEFT JOIN person actor ON actor.id = page.actor_id
    LEFT JOIN person subject ON subject.id = CASE
      WHEN page.subject_type = 'person' AND page.subject_id ~ '^[0-9a-f-]{36}$' THEN page.subject_id::uuid
      WHEN page.payload ->> 'personId' ~ '^[0-9a-f-]{36}$' THEN (page.payload ->> 'personId')::uuid END
    LEFT JOIN site ON site.id = page.site_id
    ORDER BY page.occurred_at DESC, page.sequence DESC`;
}

type MailRow = Omit<MailItem, "createdOn" | "createdAt" | "sentAt"> & {
  createdAt: Date;
  sentAt: Date | null;
};

export function listMailRows(
  sql: Sql,
  { programId, state, page }: MailSearch & { programId: string },
): Promise<MailRow[]> {
  return sql<MailRow[]>`
    SELECT id, to_address AS "toAddress", subject, body, state, attempts, error, created_at AS "createdAt",
           sent_at AS "sentAt"
    FROM mail
    WHERE program_id = ${programId} AND (${state ?? null}::text IS NULL OR state::text = ${state ?? null}::text)
    ORDER BY created_at DESC, id
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

/** Counts for the front page; what may be large is counted up to a thousand. */
export async function countForOverview(
  sql: Sql,
  {
    programId,
    today,
    dayStart,
    weekAgo,
    dayAgo,
  }: { programId: string; today: Day; dayStart: Date; weekAgo: Date; dayAgo: Date },
): Promise<Omit<AdminOverview, "today" | "jobs">> {
  const [row] = await sql<Record<string, number>[]>`
    SELECT
      (SELECT count(*) FROM person WHERE program_id = ${programId}
        AND (deactivated_on IS NULL OR deactivated_on > ${today}::date))::int AS people,
      (SELECT count(*) FROM person WHERE program_id = ${programId}
        AND (deactivated_on IS NULL OR deactivated_on > ${today}::date)
        AND NOT EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id
          AND held.starts_on <= ${today}::date AND (held.ends_on IS NULL OR held.ends_on > ${today}::date)))::int AS "withoutRole",
      (SELECT count(*) FROM site WHERE program_id = ${programId})::int AS sites,
      (SELECT count(*) FROM site WHERE program_id = ${programId} AND started_on <= ${today}::date)::int AS "sitesStarted",
      (SELECT count(*) FROM region WHERE program_id = ${programId})::int AS regions,
      (SELECT count(*) FROM (SELECT FROM mail WHERE program_id = ${programId} AND state IN ('queued', 'sending') LIMIT 1000) m)::int AS queued,
      (SELECT count(*) FROM (SELECT FROM mail WHERE program_id = ${programId} AND state = 'failed' LIMIT 1000) m)::int AS failed,
      (SELECT count(*) FROM (SELECT FROM mail WHERE program_id = ${programId} AND state = 'sent' AND sent_at >= ${dayStart} LIMIT 1000) m)::int AS "sentToday",
      (SELECT count(*) FROM (SELECT FROM domain_event WHERE program_id = ${programId} AND type = 'access.refused'
        AND occurred_at >= ${weekAgo} LIMIT 1000) e)::int AS "refusalsInWeek",
      (SELECT count(*) FROM (SELECT FROM job_run run WHERE ${ofProgram(sql, programId)} AND outcome = 'failed'
        AND started_at >= ${dayAgo} LIMIT 1000) j)::int AS "failedJobsInDay"`;
  const count = (name: string) => row?.[name] ?? 0;
  return {
    counts: {
      people: count("people"),
      withoutRole: count("withoutRole"),
      sites: count("sites"),
      sitesStarted: count("sitesStarted"),
      regions: count("regions"),
    },
    mail: { queued: count("queued"), failed: count("failed"), sentToday: count("sentToday") },
    refusalsInWeek: count("refusalsInWeek"),
    failedJobsInDay: count("failedJobsInDay"),
  };
}
