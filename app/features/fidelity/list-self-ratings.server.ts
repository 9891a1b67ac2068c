import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import type { SelfRating } from "./assessment.types.ts";
import { listSelfRatingsOf, type SelfRatingRow } from "./assessments.queries.server.ts";

/** The ratings of their own work that the acting person can fill in now. */
export async function listOpenSelfRatings(ctx: PersonContext): Promise<SelfRating[]> {
  const rows = await inSql(ctx, (sql) => listSelfRatingsOf(sql, ctx.actor.personId));
  return toSelfRatings(ctx, rows).filter(({ isOpen }) => isOpen);
}

/** Those that count while they are made; what was begun stays until it is finished. */
export function toSelfRatings(ctx: PersonContext, rows: readonly SelfRatingRow[]): SelfRating[] {
  return rows.flatMap(({ id, zone, state, instrument, opensOn, dueOn, graceEndsOn }) => {
    const today = dayIn(zone, ctx.now);
    const isBegun = state === "in_progress";
    return isBegun || today <= graceEndsOn
      ? [{ ...{ id, instrument, opensOn, dueOn, today, isBegun }, isOpen: state !== "planned" }]
      : [];
  });
}
