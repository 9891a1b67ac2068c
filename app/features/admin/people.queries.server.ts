import type { Role } from "#app/access/roles.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { Option, PersonDetail, PersonListItem } from "./admin.types.ts";
import type { NewPerson, PeopleSearch } from "./person.schema.ts";

/** Longest list of choices in a form. */
const MOST_OPTIONS = 1000;

/** Whether a dated row holds on a day. */
const holdsOn = (sql: Sql, table: string, today: Day) => sql`
  ${sql(table)}.starts_on <= ${today}::date AND (${sql(table)}.ends_on IS NULL OR ${sql(table)}.ends_on > ${today}::date)`;

export function listPeopleRows(
  sql: Sql,
  { programId, today, q, role, page }: PeopleSearch & { programId: string; today: Day },
): Promise<PersonListItem[]> {
  const term = q.toLowerCase();
  return sql<PersonListItem[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, person.email,
           person.job_title AS "jobTitle", person.account_id IS NOT NULL AS "hasAccount",
           person.deactivated_on AS "deactivatedOn",
           ARRAY(SELECT DISTINCT role_assignment.role::text FROM role_assignment
                 WHERE role_assignment.person_id = person.id AND ${holdsOn(sql, "role_assignment", today)}
                 ORDER BY 1) AS roles,
           (SELECT site.name FROM site_assignment JOIN site ON site.id = site_assignment.site_id
            WHERE site_assignment.person_id = person.id AND ${holdsOn(sql, "site_assignment", today)}
            LIMIT 1) AS "siteName"
    FROM person
    WHERE person.program_id = ${programId}
      AND (${term} = '' OR position(${term} IN lower(person.given_name || ' ' || person.family_name || ' ' || person.email)) > 0)
      AND (${role ?? null}::text IS NULL OR EXISTS (
        SELECT FROM role_assignment
        WHERE role_assignment.person_id = person.id AND role_assignment.role::text = ${role ?? null}::text
          AND ${holdsOn(sql, "role_assignment", today)}))
    ORDER BY person.family_name, person.given_name, person.id
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

export async function findMaybePerson(
  sql: Sql,
  programId: string,
  personId: string,
): Promise<PersonDetail["person"] | null> {
  const [row] = await sql<PersonDetail["person"][]>`
    SELECT id, given_name || ' ' || family_name AS name, email, employee_id AS "employeeId", job_title AS "jobTitle",
           account_id IS NOT NULL AS "hasAccount", deactivated_on AS "deactivatedOn"
    FROM person WHERE program_id = ${programId} AND id = ${personId}`;
  return row ?? null;
}

/** Two who change dated facts of a person take turns. */
export async function lockFacts(sql: Sql, personId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`dated-facts ${personId}`}, 0))`;
}

/** The person of this address if everything else is the same too: the form was posted before. */
export async function findMaybeSamePerson(
  sql: Sql,
  { programId, givenName, familyName, email, employeeId, jobTitle }: NewPerson & { programId: string },
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM person
    WHERE program_id = ${programId} AND email = ${email} AND given_name = ${givenName} AND family_name = ${familyName}
      AND employee_id IS NOT DISTINCT FROM ${employeeId ?? null} AND job_title IS NOT DISTINCT FROM ${jobTitle ?? null}`;
  return row?.id ?? null;
}

export async function insertPerson(
  sql: Sql,
  row: NewPerson & { programId: string; createdAt: Date },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO person (program_id, given_name, family_name, email, employee_id, job_title, created_at)
    VALUES (${row.programId}, ${row.givenName}, ${row.familyName}, ${row.email}, ${row.employeeId ?? null},
            ${row.jobTitle ?? null}, ${row.createdAt})
    RETURNING id`;
  return inserted?.id ?? "";
}

/** People who hold a role today, as choices of a form. */
export function listHolders(
  sql: Sql,
  { programId, role, today }: { programId: string; role: Role; today: Day },
): Promise<Option[]> {
  return sql<Option[]>`
    SELECT person.id AS value, person.given_name || ' ' || person.family_name AS label
    FROM person
    WHERE person.program_id = ${programId} AND person.deactivated_on IS NULL AND EXISTS (
      SELECT FROM role_assignment
      WHERE role_assignment.person_id = person.id AND role_assignment.role::text = ${role}
        AND ${holdsOn(sql, "role_assignment", today)})
    ORDER BY person.family_name, person.given_name
    LIMIT ${MOST_OPTIONS}`;
}

/** Two who open an account for the same address take turns. */
export async function lockAddress(sql: Sql, email: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
}

/** Links a person to the account they sign in with. */
export async function linkAccount(
  sql: Sql,
  { programId, personId, accountId }: { programId: string; personId: string; accountId: string },
): Promise<void> {
  await sql`UPDATE person SET account_id = ${accountId} WHERE program_id = ${programId} AND id = ${personId}`;
}

/** The first day on which the person no longer belongs to the program, or nothing. @returns what it was; null for no such person */
export async function updateDeactivation(
  sql: Sql,
  { programId, personId, leftOn }: { programId: string; personId: string; leftOn: Day | null },
): Promise<{ leftBefore: Day | null } | null> {
  const [row] = await sql<{ leftBefore: Day | null }[]>`
    UPDATE person SET deactivated_on = ${leftOn} WHERE program_id = ${programId} AND id = ${personId}
    RETURNING old.deactivated_on AS "leftBefore"`;
  return row ?? null;
}
