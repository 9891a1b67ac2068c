import { randomUUID } from "node:crypto";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import type { Database } from "#app/db/client.server.ts";
import { keepImprovementPlans } from "#app/features/fidelity/keep-improvement-plans.server.ts";
import type { Shape } from "./arguments.ts";
import { itemAt, randomFor } from "./random.ts";

const SYSTEM_CAUSES = [
  "Two vacancies in the unit: sessions are squeezed in between visits.",
  "There is no room where a session is not overheard.",
  "The agreement form is kept at another site, so it is not at hand when a session begins.",
];
const GOALS = [
  "Says at the start who will see what, and the coachee can repeat it.",
  "Names one strength with what was seen before anything else is said.",
  "The session ends with one step, who does it and by when.",
];
const SUPPORTS = [
  ["Joint session with a colleague, once a fortnight", "owner"],
  ["Two hours a week set free until the re-assessment", "program"],
  ["Practise the opening of a session with the supervisor", "subject"],
] as const;

/**
 * Plans after the low results of the last months, as the product proposes them; of those whose coach has had them for a
 * while, every other one is agreed on and under way. Nobody gets a mail about it.
 */
export async function writeImprovementPlans(
  { sql }: Database,
  shape: Shape,
  ctx: Context<SystemActor>,
): Promise<void> {
  await keepImprovementPlans(ctx);
  await sql`
    UPDATE improvement_plan plan SET proposed_at = coalesce(rated.final_at, rated.submitted_at) + interval '1 hour'
    FROM assessment rated WHERE rated.id = plan.trigger_id`;
  await keepImprovementPlans(ctx);
  const shared = await sql<{ id: string; subjectId: string }[]>`
    SELECT id, subject_id AS "subjectId" FROM improvement_plan
    WHERE shared_at IS NOT NULL AND owner_id IS NOT NULL AND proposed_at < ${ctx.now}::timestamptz - interval '8 days'
    ORDER BY subject_id, instrument_id`;
  for (const [index, { id, subjectId }] of shared.entries()) {
    if (index % 2 === 1) continue;
    const random = randomFor(shape.seed, "improvement", subjectId);
    await sql`
      UPDATE improvement_plan SET shared_at = proposed_at + interval '1 day', state = 'agreed', row_version = 2,
        drivers = '{system,coaching}', system_causes = ${random.pick(SYSTEM_CAUSES)}, goals = ${random.pick(GOALS)},
        subject_agreed_at = proposed_at + interval '4 days', owner_agreed_at = proposed_at + interval '5 days',
        starts_on = proposed_at::date + 7, recheck_due_on = proposed_at::date + 7 + recheck_days
      WHERE id = ${id}`;
    for (const place of [index, index + 1]) {
      const [what, helper] = itemAt(SUPPORTS, place % SUPPORTS.length);
      const isDone = place === index;
      await sql`
        INSERT INTO improvement_support (id, program_id, plan_id, what, helper, due_on, status, closed_on, created_at)
        SELECT ${randomUUID()}, program_id, id, ${what}, ${helper}::text::improvement_helper, starts_on + 14,
          ${isDone ? "done" : "open"}::text::action_step_status, CASE WHEN ${isDone} THEN starts_on END, owner_agreed_at
        FROM improvement_plan WHERE id = ${id}`;
    }
  }
  await keepImprovementPlans(ctx);
  await sql`DELETE FROM mail WHERE key LIKE 'improvement-plan-%'`;
}
