import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Complaint } from "./complaint.types.ts";

type ComplaintRow = Omit<Complaint, "takenBackOn"> & {
  subjectId: string;
  siteId: string;
  takenBackAt: Date | null;
};

/** The newest complaints at the sites one leads, each with what became of the review it asked for. */
export function listComplaints(sql: Sql, id?: string): Promise<ComplaintRow[]> {
  return sql<ComplaintRow[]>`
    SELECT complaint.id, subject_id AS "subjectId", complaint.site_id AS "siteId",
           coach.given_name || ' ' || coach.family_name AS "coachName", site.name AS "siteName",
           happened_on AS "happenedOn", note, recorder.given_name || ' ' || recorder.family_name AS "recordedByName",
           taken_back_at AS "takenBackAt", coalesce(asked.review, 'none') AS review
    FROM schedule_event complaint
    JOIN person coach ON coach.id = subject_id
    JOIN site ON site.id = complaint.site_id
    LEFT JOIN person recorder ON recorder.id = recorded_by_id
    LEFT JOIN LATERAL (
      SELECT CASE WHEN bool_or(state IN ('in_progress', 'submitted', 'returned', 'final')) THEN 'begun' ELSE 'ahead' END AS review
      FROM assessment
      WHERE assessment.subject_id = complaint.subject_id AND part = 'first' AND state <> 'cancelled'
        AND array_to_string(occurrence_key || counts_for, ' ')
          LIKE '%/' || complaint.subject_id || '/' || happened_on || '/complaint%'
      HAVING count(*) > 0) asked ON true
    ${id === undefined ? sql`` : sql`WHERE complaint.id = ${id}`}
    ORDER BY happened_on DESC, complaint.id
    LIMIT 200`;
}

/** Coaches with the site at which they work on a day, of the sites given; all but the acting person. */
export function listCoachesOfSites(
  sql: Sql,
  { siteIds, on, notId }: { siteIds: string[]; on: Day; notId: string },
): Promise<{ id: string; name: string; siteId: string }[]> {
  return sql<{ id: string; name: string; siteId: string }[]>`
    SELECT DISTINCT ON (family_name, given_name, person.id) person.id, given_name || ' ' || family_name AS name,
           works.site_id AS "siteId"
    FROM person
    JOIN site_assignment works ON works.person_id = person.id AND works.site_id = ANY (${siteIds}::uuid[])
      AND works.starts_on <= ${on} AND (works.ends_on IS NULL OR works.ends_on > ${on})
    WHERE person.id <> ${notId} AND EXISTS (SELECT FROM role_assignment WHERE person_id = person.id AND role = 'coach'
                  AND starts_on <= ${on} AND (ends_on IS NULL OR ends_on > ${on}))
    ORDER BY family_name, given_name, person.id, works.starts_on DESC
    LIMIT 2000`;
}

/** Titles of the rules in force or to come that ask for a review after a complaint. */
export async function listComplaintRules(sql: Sql, today: Day): Promise<string[]> {
  const rows = await sql<{ title: string }[]>`
    SELECT title FROM (SELECT DISTINCT ON (code) title, rule, ends_on FROM schedule_rule ORDER BY code, version DESC) newest
    WHERE rule -> 'events' ? 'complaint' AND (ends_on IS NULL OR ends_on > ${today})
    ORDER BY title LIMIT 20`;
  return rows.map(({ title }) => title);
}

export interface NewComplaint {
  id: string;
  siteId: string;
  subjectId: string;
  happenedOn: Day;
  note: string;
}

/** @returns whether it was stored; one of this id, or of this coach and day, is there already otherwise */
export async function insertComplaint(sql: Sql, ctx: PersonContext, row: NewComplaint): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO schedule_event (id, program_id, site_id, subject_id, kind, happened_on, note, recorded_by_id, recorded_at)
    VALUES (${row.id}, ${ctx.actor.programId}, ${row.siteId}, ${row.subjectId}, 'complaint', ${row.happenedOn}, ${row.note},
            ${ctx.actor.personId}, ${ctx.now})
    ON CONFLICT DO NOTHING`;
  return count > 0;
}

/** @returns whether this was the first time */
export async function markComplaintTakenBack(sql: Sql, ctx: PersonContext, id: string): Promise<boolean> {
  const { count } = await sql`
    UPDATE schedule_event SET taken_back_at = ${ctx.now} WHERE id = ${id} AND taken_back_at IS NULL`;
  return count > 0;
}
