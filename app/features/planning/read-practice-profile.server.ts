import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { findMaybePlan } from "./plan.queries.server.ts";
import type { PracticeProfileView } from "./plan.types.ts";
import { componentsOf, findMaybePublishedProfile } from "./practice-profile.queries.server.ts";

/** The step of the plan in which the practice profile is made. */
const PROFILE_STEP = 6;

/** The newest published practice profile, or null while there is none. */
export async function readPracticeProfile(ctx: PersonContext): Promise<PracticeProfileView | null> {
  const { programId, zone } = ctx.actor;
  return inTransaction(ctx, async (db) => {
    const profile = await findMaybePublishedProfile(db, programId);
    if (!profile) return null;
    const plan = await findMaybePlan(db, programId, { number: PROFILE_STEP });
    const milestone = plan?.phases.flatMap(({ steps }) => steps).flatMap(({ milestones }) => milestones)[0];
    return {
      version: profile.version,
      title: profile.title,
      principles: profile.principles,
      publishedOn: profile.publishedAt && dayIn(zone, profile.publishedAt),
      components: componentsOf(profile),
      origin:
        plan && milestone
          ? { stepNumber: PROFILE_STEP, milestone: milestone.title, desiredChange: plan.desiredChange }
          : null,
    };
  });
}
