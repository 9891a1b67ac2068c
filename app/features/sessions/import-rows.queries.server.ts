import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { KnownPerson, RowFacts } from "./import-row.rules.ts";
import type { AssignmentFact } from "./session.rules.ts";
import type { SessionRows } from "./session-rows.server.ts";

/** Acts as imports do for the rest of the transaction, or until `endImporting`: at these sites, and for facts alone. */
export async function beginImporting(sql: Sql, siteIds: readonly string[]): Promise<void> {
  await Promise.all([
    sql`SELECT set_config('app.site_ids', ${`{${siteIds.join(",")}}`}, true)`,
    sql`SET LOCAL ROLE throughline_import`,
  ]);
}

/** Acts as the job again. */
export async function endImporting(sql: Sql): Promise<void> {
  await sql`SET LOCAL ROLE NONE`;
}

/** The people with these keys, e-mail addresses or employee numbers, all in lower case. */
export function listKnownPeople(sql: Sql, keys: readonly string[]): Promise<KnownPerson[]> {
  const wanted = [...keys];
  return sql<KnownPerson[]>`
    SELECT id, email, employee_id AS "employeeId" FROM person
    WHERE lower(email) = ANY (${wanted}) OR lower(employee_id) = ANY (${wanted}) OR id::text = ANY (${wanted})`;
}

export interface ProfileVersion extends NonNullable<RowFacts["profile"]> {
  publishedOn: Day;
}

/** Every published version of the practice profile, the oldest first. */
export function listProfileVersions(sql: Sql): Promise<ProfileVersion[]> {
  return sql<ProfileVersion[]>`
    SELECT profile.id, profile.version, (profile.published_at AT TIME ZONE program.zone)::date AS "publishedOn",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', function.id, 'title', function.title,
          'number', component.number || '.' || function.number) ORDER BY component.number, function.number), '[]')
        FROM core_component component JOIN essential_function function ON function.core_component_id = component.id
        WHERE component.practice_profile_id = profile.id) AS functions
    FROM practice_profile profile
    JOIN program ON program.id = profile.program_id
    WHERE profile.published_at IS NOT NULL
    ORDER BY profile.version`;
}

export interface AskedRow {
  n: number;
  coachId: string;
  sessionOn: Day;
  people: string[];
}

/**
 * What rows are judged by, each as of its own day: the assignments of the coach to these people with the site where they
 * worked that day, as far as it is one of the importer's, and whether the coach was certified.
 */
export function listRowFacts(
  sql: Sql,
  rows: readonly AskedRow[],
): Promise<
  (Pick<RowFacts, "isCoachCertified" | "planVersion"> & { n: number; assignments: AssignmentFact[] })[]
> {
  return sql<
    (Pick<RowFacts, "isCoachCertified" | "planVersion"> & { n: number; assignments: AssignmentFact[] })[]
  >`
    SELECT asked.n,
      EXISTS (
        SELECT FROM certification held
        WHERE held.person_id = asked."coachId" AND held.kind = 'coach'
          AND held.valid_from <= asked."sessionOn" AND held.valid_until >= asked."sessionOn"
          AND (held.revoked_on IS NULL OR held.revoked_on > asked."sessionOn")) AS "isCoachCertified",
      (SELECT version FROM plan_version
        WHERE status <> 'draft' AND approved_on <= asked."sessionOn" ORDER BY version DESC LIMIT 1) AS "planVersion",
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'coacheeId', assigned.coachee_id, 'startsOn', assigned.starts_on, 'endsOn', assigned.ends_on,
          'siteId', site.id, 'unitId', CASE WHEN works.site_id IS NULL THEN assigned.unit_id ELSE works.unit_id END,
          'zone', site.zone)), '[]')
        FROM coach_assignment assigned
        LEFT JOIN site_assignment works ON works.person_id = assigned.coachee_id
          AND works.starts_on <= asked."sessionOn" AND (works.ends_on IS NULL OR works.ends_on > asked."sessionOn")
        JOIN site ON site.id = coalesce(works.site_id, assigned.site_id)
        WHERE assigned.coach_id = asked."coachId"
          AND assigned.coachee_id IN (SELECT jsonb_array_elements_text(asked.people)::uuid)
          AND site.id = ANY ((SELECT app.site_ids())::uuid[])) AS assignments
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      AS asked (n integer, "coachId" uuid, "sessionOn" date, people jsonb)`;
}

export interface StoredRow {
  id: string;
  contentHash: string;
  coachId: string;
  sessionOn: Day;
  /** On the clock of the site. */
  startTime: string | null;
  people: string[];
}

/** Records that may be those of the rows: with one of the keys, or of the same coach on the same day. */
export async function findStoredRows(
  sql: Sql,
  { ids, days }: { ids: readonly string[]; days: readonly { coachId: string; sessionOn: Day }[] },
): Promise<{ stored: StoredRow[]; takenIds: string[] }> {
  const [stored, [taken]] = await Promise.all([
    sql<StoredRow[]>`
      SELECT session.id, session.content_hash AS "contentHash", session.lead_coach_id AS "coachId", session.session_on AS "sessionOn",
        to_char(coalesce(session.started_at, session.scheduled_start_at) AT TIME ZONE session.zone, 'HH24:MI') AS "startTime",
        ARRAY(SELECT person_id FROM session_attendee WHERE session_id = session.id AND role = 'coachee'
          ORDER BY person_id) AS people
      FROM coaching_session session
      WHERE session.id IN (
        SELECT unnest(${[...ids]}::uuid[])
        UNION SELECT same.id
        FROM unnest(${days.map(({ coachId }) => coachId)}::uuid[], ${days.map(({ sessionOn }) => sessionOn)}::date[])
          AS asked (coach_id, session_on)
        JOIN coaching_session same ON same.lead_coach_id = asked.coach_id AND same.session_on = asked.session_on)`,
    sql<[{ ids: string[] }]>`SELECT app.taken_session_ids(${[...ids]}::uuid[]) AS ids`,
  ]);
  return { stored, takenIds: taken.ids };
}

/** Adds the records that are not there yet, with who was there and what it was about. @returns the keys of those added */
export async function insertImported(
  sql: Sql,
  rows: readonly (SessionRows & { importId: string })[],
): Promise<string[]> {
  const once = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!once.has(row.session.id)) once.set(row.session.id, row);
  const sessions = [...once.values()].map(({ session, importId }) => ({ ...session, import_id: importId }));
  if (!sessions[0]) return [];
  const columns = Object.keys(sessions[0]);
  const added = await sql<{ id: string }[]>`
    INSERT INTO coaching_session (${sql(columns)})
    SELECT ${sql(columns)} FROM jsonb_populate_recordset(NULL::coaching_session, ${JSON.stringify(sessions)}::text::jsonb)
    ON CONFLICT DO NOTHING
    RETURNING id`;
  const own = added.flatMap(({ id }) => once.get(id) ?? []);
  await Promise.all([
    insertAll(
      sql,
      "session_attendee",
      own.flatMap(({ attendees }) => attendees),
    ),
    insertAll(
      sql,
      "session_focus",
      own.flatMap(({ focus }) => focus),
    ),
    insertAll(
      sql,
      "session_strategy",
      own.flatMap(({ strategies }) => strategies),
    ),
  ]);
  return added.map(({ id }) => id);
}

/** One statement with one parameter, however many rows. */
async function insertAll(
  sql: Sql,
  table: "session_attendee" | "session_focus" | "session_strategy",
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] as object);
  await sql`
    INSERT INTO ${sql(table)} (${sql(columns)})
    SELECT ${sql(columns)} FROM jsonb_populate_recordset(NULL::${sql(table)}, ${JSON.stringify(rows)}::text::jsonb)`;
}

/** Numbers of the functions of the newest practice profile, in its order. */
export async function listFunctionNumbers(sql: Sql): Promise<string[]> {
  const profiles = await listProfileVersions(sql);
  return profiles.at(-1)?.functions.map(({ number }) => number) ?? [];
}
