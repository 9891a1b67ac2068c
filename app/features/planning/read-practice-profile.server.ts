import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { findMaybePlan, listItems } from "./plan.queries.server.ts";
import type { PracticeProfileView } from "./plan.types.ts";
import {
  type CoreActivityRow,
  findMaybePublishedProfile,
  listCoreActivities,
} from "./practice-profile.queries.server.ts";
import { functionCode } from "./steps.ts";

/** The step of the plan in which the practice profile is made. */
const PROFILE_STEP = 6;

/** The newest published practice profile, or null while there is none. */
export async function readPracticeProfile(ctx: PersonContext): Promise<PracticeProfileView | null> {
  const { programId, zone } = ctx.actor;
  const [profile, rows, plan, items] = await inSql(ctx, (sql) =>
    Promise.all([
      findMaybePublishedProfile(sql, { programId, zone }),
      listCoreActivities(sql, programId),
      findMaybePlan(sql, programId),
      listItems(sql, programId, { stepNumber: PROFILE_STEP }),
    ]),
  );
  if (!profile) return null;
  const milestone = items.find(({ kind }) => kind === "milestone");
  return {
    version: profile.version,
    title: profile.title,
    principles: profile.principles,
    publishedOn: profile.publishedOn,
    components: toComponents(rows),
    origin:
      plan && milestone
        ? { stepNumber: PROFILE_STEP, milestone: milestone.title, desiredChange: plan.desiredChange }
        : null,
  };
}

function toComponents(rows: readonly CoreActivityRow[]): PracticeProfileView["components"] {
  const components: PracticeProfileView["components"] = [];
  for (const row of rows) {
    let component = components.at(-1);
    if (component?.number !== row.componentNumber) {
      component = {
        number: row.componentNumber,
        title: row.componentTitle,
        definition: row.componentDefinition,
        functions: [],
      };
      components.push(component);
    }
    const code = functionCode(row.functionNumber);
    let entry = component.functions.at(-1);
    if (entry?.code !== code) {
      entry = { code, title: row.functionTitle, description: row.functionDescription, activities: [] };
      component.functions.push(entry);
    }
    if (row.activityNumber !== null)
      entry.activities.push({
        number: row.activityNumber,
        title: row.activityTitle ?? "",
        levels: row.levels ?? [],
      });
  }
  return components;
}
