import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ExportInput } from "./export.schema.ts";
import type { ExportScope, ExportStatus } from "./export.types.ts";
import type { SessionStatus } from "./session.codes.ts";

export interface ExportRecord {
  id: string;
  requestedById: string;
  scope: ExportScope;
  siteIds: string[];
  unitIds: string[];
  fromOn: Day;
  untilOn: Day;
  status: ExportStatus;
  rows: number;
  error: string | null;
  requestedAt: Date;
}

const columns = (sql: Sql) => sql`
  id, requested_by_id AS "requestedById", scope, site_ids AS "siteIds", unit_ids AS "unitIds", from_on AS "fromOn",
  until_on AS "untilOn", status, rows_written AS rows, error, requested_at AS "requestedAt"`;

const OWN_LIMIT = 20;

/** The newest exports of the acting person. */
export function listOwnExports(sql: Sql, personId: string): Promise<ExportRecord[]> {
  return sql<ExportRecord[]>`
    SELECT ${columns(sql)} FROM export WHERE requested_by_id = ${personId}
    ORDER BY requested_at DESC, id LIMIT ${OWN_LIMIT}`;
}

export async function findMaybeExport(sql: Sql, id: string): Promise<ExportRecord | null> {
  const [row] = await sql<ExportRecord[]>`SELECT ${columns(sql)} FROM export WHERE id = ${id}`;
  return row ?? null;
}

/** How many exports of a person are not finished. */
export async function countUnfinishedExports(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql<[{ n: number }]>`
    SELECT count(*) AS n FROM export WHERE requested_by_id = ${personId} AND status IN ('queued', 'running')`;
  return row.n;
}

/** Stores a request. False when it is stored already. */
export async function insertExport(
  sql: Sql,
  asked: ExportInput & {
    programId: string;
    personId: string;
    siteIds: string[];
    unitIds: string[];
    requestedAt: Date;
  },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO export (id, program_id, requested_by_id, scope, site_ids, unit_ids, from_on, until_on, requested_at)
    VALUES (${asked.id}, ${asked.programId}, ${asked.personId}, ${asked.scope}::export_scope, ${asked.siteIds}::uuid[],
      ${asked.unitIds}::uuid[], ${asked.fromOn}::date, ${asked.untilOn}::date, ${asked.requestedAt})
    ON CONFLICT (id) DO NOTHING`;
  return count === 1;
}

const UNFINISHED_LIMIT = 100;

/** Exports that wait, or whose writer may have died; the oldest first. */
export async function listUnfinishedExportsForSystem(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM export WHERE status IN ('queued', 'running') ORDER BY requested_at, id LIMIT ${UNFINISHED_LIMIT}`;
  return rows.map(({ id }) => id);
}

/** Begins the writing, with the places that it covers. False when the file is there already, or past its time. */
export async function markExportRunning(
  sql: Sql,
  { id, siteIds, unitIds }: { id: string; siteIds: string[]; unitIds: string[] },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE export SET status = 'running', rows_written = 0, error = NULL, site_ids = ${siteIds}::uuid[], unit_ids = ${unitIds}::uuid[]
    WHERE id = ${id} AND status IN ('queued', 'running', 'failed')`;
  return count === 1;
}

export async function markExportProgress(
  sql: Sql,
  { id, rows }: { id: string; rows: number },
): Promise<void> {
  await sql`UPDATE export SET rows_written = ${rows} WHERE id = ${id} AND status = 'running'`;
}

/** Only the one that is being written can be finished. */
export async function markExportDone(
  sql: Sql,
  { id, rows, sha256, at }: { id: string; rows: number; sha256: string; at: Date },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE export SET status = 'done', rows_written = ${rows}, sha256 = ${sha256}, finished_at = ${at}
    WHERE id = ${id} AND status = 'running'`;
  return count === 1;
}

export async function markExportFailed(
  sql: Sql,
  { id, error, at }: { id: string; error: string; at: Date },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE export SET status = 'failed', error = ${error}, finished_at = ${at}
    WHERE id = ${id} AND status IN ('queued', 'running', 'failed')`;
  return count === 1;
}

/** Exports asked for before an instant that still have, or still wait for, a file. */
export async function listOldExportsForSystem(sql: Sql, before: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM export WHERE requested_at < ${before} AND status <> 'expired'
    ORDER BY requested_at LIMIT 1000`;
  return rows.map(({ id }) => id);
}

export async function markExportsExpired(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE export SET status = 'expired', error = NULL
    WHERE id = ANY (${[...ids]}::uuid[]) AND status <> 'expired'`;
}

export interface ExportRow {
  id: string;
  sessionOn: Day;
  zone: string;
  startsAt: Date | null;
  endsAt: Date | null;
  scheduledStartAt: Date | null;
  scheduledEndAt: Date | null;
  cancellationKnownAt: Date | null;
  site: string;
  unit: string | null;
  coachId: string;
  coachName: string | null;
  peopleIds: string | null;
  peopleNames: string | null;
  peopleThere: number;
  attendance: string | null;
  coCoachIds: string | null;
  shadowIds: string | null;
  guests: string | null;
  format: string;
  status: SessionStatus;
  notHeldReason: string | null;
  modality: string;
  observationKind: string;
  observationMinutes: number;
  meetingMinutes: number;
  preparationMinutes: number;
  travelMinutes: number;
  documentationMinutes: number;
  profileVersion: number;
  planVersion: number | null;
  focus: string | null;
  strategies: string | null;
  strengthNoted: boolean;
  correctiveFeedback: boolean;
  dataShared: boolean;
  feedbackAfterHours: number | null;
  setGoals: boolean;
  barriers: string;
  nextSessionOn: Day | null;
  isCoachCertified: boolean;
  acknowledgement: string;
  recordedAt: Date;
  enteredAt: Date | null;
  isClockDoubtful: boolean;
  entryLagDays: number;
  rowVersion: number;
  isImported: boolean;
}

const BATCH = 500;

/**
 * Takes the role that exports are read in for the rest of the transaction, and the export's lock.
 * @returns false when another run holds the lock: it is writing the file
 */
export async function beginExporting(sql: Sql, exportId: string): Promise<boolean> {
  const [[lock]] = await Promise.all([
    sql<[{ taken: boolean }]>`SELECT pg_try_advisory_xact_lock(hashtextextended(${exportId}, 0)) AS taken`,
    sql`SET LOCAL ROLE throughline_export`,
  ]);
  return lock.taken;
}

/** The structured facts of the sessions of an export, batch by batch from a cursor, as the acting person may see them. */
export function exportRows(
  sql: Sql,
  asked: Pick<ExportRecord, "scope" | "siteIds" | "unitIds" | "fromOn" | "untilOn"> & { personId: string },
): AsyncIterable<ExportRow[]> {
  const inScope = {
    coach: sql`(session.lead_coach_id = ${asked.personId} OR session.id IN (
      SELECT session_id FROM session_coach WHERE person_id = ${asked.personId} AND role = 'co_coach'))`,
    coachee: sql`session.id IN (
      SELECT session_id FROM session_attendee WHERE person_id = ${asked.personId} AND role = 'coachee')`,
    oversight: sql`(session.site_id = ANY (${asked.siteIds}::uuid[]) OR session.unit_id = ANY (${asked.unitIds}::uuid[]))`,
  }[asked.scope];
  const names =
    asked.scope === "oversight"
      ? sql`NULL AS "coachName", NULL AS "peopleNames"`
      : sql`
        (SELECT coach.given_name || ' ' || coach.family_name FROM person coach WHERE coach.id = session.lead_coach_id) AS "coachName",
        (SELECT string_agg(person.given_name || ' ' || person.family_name, '; ' ORDER BY attendee.person_id)
          FROM session_attendee attendee JOIN person ON person.id = attendee.person_id
          WHERE attendee.session_id = session.id AND attendee.role = 'coachee') AS "peopleNames"`;
  return sql<ExportRow[]>`
    SELECT session.id, session.session_on AS "sessionOn", session.zone,
      coalesce(session.started_at, session.scheduled_start_at) AS "startsAt",
      coalesce(session.ended_at, session.scheduled_end_at) AS "endsAt",
      session.scheduled_start_at AS "scheduledStartAt", session.scheduled_end_at AS "scheduledEndAt",
      session.cancellation_known_at AS "cancellationKnownAt",
      site.name AS site, unit.name AS unit, session.lead_coach_id AS "coachId", ${names},
      people.ids AS "peopleIds", people.there AS "peopleThere", people.attendance, people.guests,
      coaches.led_along AS "coCoachIds", coaches.learned AS "shadowIds",
      session.format, session.status, session.not_held_reason AS "notHeldReason", session.modality, session.observation_kind AS "observationKind",
      session.observation_minutes AS "observationMinutes", session.meeting_minutes AS "meetingMinutes",
      session.preparation_minutes AS "preparationMinutes", session.travel_minutes AS "travelMinutes",
      session.documentation_minutes AS "documentationMinutes", profile.version AS "profileVersion",
      session.plan_version AS "planVersion",
      (SELECT string_agg(function.title, '; ' ORDER BY component.number, function.number)
        FROM session_focus focus
        JOIN essential_function function ON function.id = focus.essential_function_id
        JOIN core_component component ON component.id = function.core_component_id
        WHERE focus.session_id = session.id) AS focus,
      (SELECT string_agg(used.phase || ':' || used.strategy, '; ' ORDER BY used.phase, used.strategy)
        FROM session_strategy used WHERE used.session_id = session.id) AS strategies,
      session.strength_noted AS "strengthNoted", session.corrective_feedback AS "correctiveFeedback",
      session.data_shared AS "dataShared",
      session.feedback_after_hours AS "feedbackAfterHours", session.set_goals AS "setGoals", array_to_string(session.barriers, '; ') AS barriers,
      session.next_session_on AS "nextSessionOn", session.is_coach_certified AS "isCoachCertified",
      session.acknowledgement, session.recorded_at AS "recordedAt", session.entered_at AS "enteredAt",
      session.is_clock_doubtful AS "isClockDoubtful", session.entry_lag_days AS "entryLagDays",
      session.row_version AS "rowVersion", session.import_id IS NOT NULL AS "isImported"
    FROM coaching_session session
    JOIN site ON site.id = session.site_id
    JOIN practice_profile profile ON profile.id = session.practice_profile_id
    LEFT JOIN unit ON unit.id = session.unit_id
    LEFT JOIN LATERAL (
      SELECT string_agg(attendee.person_id::text, '; ' ORDER BY attendee.person_id) FILTER (WHERE attendee.role = 'coachee') AS ids,
        string_agg(attendee.attendance || coalesce(':' || attendee.minutes, ''), '; ' ORDER BY attendee.person_id)
          FILTER (WHERE attendee.role = 'coachee') AS attendance,
        string_agg(attendee.role || ':' || attendee.person_id, '; ' ORDER BY attendee.role, attendee.person_id)
          FILTER (WHERE attendee.role <> 'coachee') AS guests,
        count(*) FILTER (WHERE attendee.role = 'coachee' AND attendee.attendance IN ('full', 'partial')
          AND session.status IN ('held', 'held_partial')) AS there
      FROM session_attendee attendee WHERE attendee.session_id = session.id) people ON true
    LEFT JOIN LATERAL (
      SELECT string_agg(along.person_id::text, '; ' ORDER BY along.person_id) FILTER (WHERE along.role = 'co_coach') AS led_along,
        string_agg(along.person_id::text, '; ' ORDER BY along.person_id) FILTER (WHERE along.role = 'shadow') AS learned
      FROM session_coach along WHERE along.session_id = session.id) coaches ON true
    WHERE session.session_on BETWEEN ${asked.fromOn}::date AND ${asked.untilOn}::date AND ${inScope}
    ORDER BY session.session_on, session.id`.cursor(BATCH);
}
