import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { Evidence } from "./plan.types.ts";
import type { NewEvidence, PlanItemRef } from "./plan-item.schema.ts";
import type { ItemKind, PlanStatus } from "./statuses.ts";

/** A plan has some sixty items; this is far above. */
const MOST_ITEMS = 1000;

const TABLES: Record<ItemKind, { table: string; status: string; evidence: string }> = {
  step: { table: "plan_step", status: "step_status", evidence: "step_id" },
  milestone: { table: "plan_milestone", status: "milestone_status", evidence: "milestone_id" },
  activity: { table: "plan_activity", status: "activity_status", evidence: "activity_id" },
  outcome: { table: "plan_outcome", status: "outcome_status", evidence: "outcome_id" },
};

export interface PlanRow {
  id: string;
  version: number;
  title: string;
  desiredChange: string;
  status: string;
  approvedOn: Day | null;
}
export interface PhaseRow {
  id: string;
  number: number;
  title: string;
}
export interface ItemRow {
  kind: ItemKind;
  id: string;
  stepId: string;
  stepNumber: number;
  phaseId: string;
  number: number;
  title: string;
  detail: string;
  status: PlanStatus;
  ownerId: string | null;
  approverId: string | null;
  startsOn: Day | null;
  dueOn: Day | null;
  doneOn: Day | null;
  note: string;
  version: number;
  evidenceCount: number;
}
export interface PlanPerson {
  id: string;
  name: string;
  isTeam: boolean;
}

/** The plan in force: the approved version, or the newest one while none is approved. */
const inForce = (sql: Sql, programId: string) => sql`
  SELECT id FROM plan_version
  WHERE program_id = ${programId} AND status <> 'superseded'
  ORDER BY status = 'approved' DESC, version DESC
  LIMIT 1`;

export async function findMaybePlan(sql: Sql, programId: string): Promise<PlanRow | null> {
  const [row] = await sql<PlanRow[]>`
    SELECT id, version, title, desired_change AS "desiredChange", status, approved_on AS "approvedOn"
    FROM plan_version WHERE id = (${inForce(sql, programId)})`;
  return row ?? null;
}

export function listPhases(sql: Sql, programId: string): Promise<PhaseRow[]> {
  return sql<PhaseRow[]>`
    SELECT id, number, title FROM plan_phase
    WHERE plan_version_id = (${inForce(sql, programId)})
    ORDER BY number LIMIT 20`;
}

/** Steps, milestones, activities and outcomes of the plan in force as rows of one shape. */
export function listItems(
  sql: Sql,
  programId: string,
  { stepNumber = null, ref = null }: { stepNumber?: number | null; ref?: PlanItemRef | null } = {},
): Promise<ItemRow[]> {
  return sql<ItemRow[]>`
    WITH step AS (
      SELECT plan_step.* FROM plan_step
      JOIN plan_phase ON plan_phase.id = plan_step.phase_id
      WHERE plan_phase.plan_version_id = (${inForce(sql, programId)})
        AND (${stepNumber}::int IS NULL OR plan_step.number = ${stepNumber}::int)
    ), item AS (
      SELECT 'step' AS kind, id, id AS step_id, number, title, '' AS detail, status::text, owner_id,
             NULL::uuid AS approver_id, starts_on, due_on, done_on, note, row_version FROM step
      UNION ALL
      SELECT 'milestone', id, step_id, number, title, '', status::text, owner_id,
             approver_id, starts_on, due_on, done_on, note, row_version FROM plan_milestone
      UNION ALL
      SELECT 'activity', id, step_id, number, title, detail, status::text, owner_id,
             NULL, starts_on, due_on, done_on, note, row_version FROM plan_activity
      UNION ALL
      SELECT 'outcome', id, step_id, number, title, '', status::text, owner_id,
             NULL, starts_on, due_on, done_on, note, row_version FROM plan_outcome
    )
    SELECT item.kind, item.id, item.step_id AS "stepId", step.number AS "stepNumber", step.phase_id AS "phaseId",
           item.number, item.title, item.detail, item.status, item.owner_id AS "ownerId",
           item.approver_id AS "approverId", item.starts_on AS "startsOn", item.due_on AS "dueOn",
           item.done_on AS "doneOn", item.note, item.row_version AS version,
           (SELECT count(*)::int FROM plan_evidence
            WHERE item.id IN (plan_evidence.step_id, plan_evidence.milestone_id, plan_evidence.activity_id,
                              plan_evidence.outcome_id)) AS "evidenceCount"
    FROM item JOIN step ON step.id = item.step_id
    WHERE ${ref?.kind ?? null}::text IS NULL
       OR (item.kind = ${ref?.kind ?? null}::text AND item.id = ${ref?.itemId ?? null}::uuid)
    ORDER BY step.number, item.kind, item.number
    LIMIT ${MOST_ITEMS}`;
}

/** Whether the id is of somebody in the program. */
export async function hasPerson(sql: Sql, personId: string): Promise<boolean> {
  const rows = await sql`SELECT FROM person WHERE id = ${personId}`;
  return rows.length > 0;
}

/** Who owns, approved or documented something in the plan, and who is on the planning team today. */
export function listPlanPeople(sql: Sql, today: Day): Promise<PlanPerson[]> {
  return sql<PlanPerson[]>`SELECT id, name, is_team AS "isTeam" FROM app.plan_people(${today}) LIMIT 500`;
}

/** Evidence of the plan's items, newest first. */
export function listEvidence(
  sql: Sql,
  { zone, stepNumber, itemId }: { zone: string; stepNumber?: number; itemId?: string },
): Promise<(Omit<Evidence, "addedBy"> & { addedById: string | null })[]> {
  return sql`
    SELECT * FROM (
      SELECT evidence.id, evidence.title, evidence.link, evidence.added_by_id AS "addedById",
             coalesce(evidence.step_id, evidence.milestone_id, evidence.activity_id, evidence.outcome_id) AS "itemId",
             (evidence.added_at AT TIME ZONE 'UTC' AT TIME ZONE ${zone})::date AS "addedOn", evidence.added_at
      FROM plan_evidence evidence
      LEFT JOIN plan_milestone milestone ON milestone.id = evidence.milestone_id
      LEFT JOIN plan_activity activity ON activity.id = evidence.activity_id
      LEFT JOIN plan_outcome outcome ON outcome.id = evidence.outcome_id
      JOIN plan_step step
        ON step.id = coalesce(evidence.step_id, milestone.step_id, activity.step_id, outcome.step_id)
      WHERE ${stepNumber ?? null}::int IS NULL OR step.number = ${stepNumber ?? null}::int) listed
    WHERE ${itemId ?? null}::uuid IS NULL OR "itemId" = ${itemId ?? null}::uuid
    ORDER BY added_at DESC, id
    LIMIT ${PAGE_SIZE * 4}`;
}

export interface ItemValues {
  status: PlanStatus;
  ownerId: string | null;
  approverId: string | null;
  startsOn: Day | null;
  dueOn: Day | null;
  doneOn: Day | null;
  note: string;
}

/** Writes an item if it still is the version that was edited. @returns whether it was */
export async function updateItem(
  sql: Sql,
  { kind, itemId }: PlanItemRef,
  baseVersion: number,
  values: ItemValues,
): Promise<boolean> {
  const { table, status } = TABLES[kind];
  const approver = kind === "milestone" ? sql`approver_id = ${values.approverId},` : sql``;
  const rows = await sql`
    UPDATE ${sql(table)}
    SET status = ${values.status}::text::${sql(status)}, owner_id = ${values.ownerId}, ${approver}
        starts_on = ${values.startsOn}::date, due_on = ${values.dueOn}::date, done_on = ${values.doneOn}::date,
        note = ${values.note}, row_version = row_version + 1
    WHERE id = ${itemId} AND row_version = ${baseVersion}
    RETURNING id`;
  return rows.length > 0;
}

export async function insertEvidence(
  sql: Sql,
  { kind, itemId }: PlanItemRef,
  row: NewEvidence & { programId: string; addedById: string; addedAt: Date },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO plan_evidence (program_id, ${sql(TABLES[kind].evidence)}, title, link, added_by_id, added_at)
    VALUES (${row.programId}, ${itemId}, ${row.title}, ${row.link ?? null}, ${row.addedById}, ${row.addedAt})
    RETURNING id`;
  return inserted?.id ?? "";
}
