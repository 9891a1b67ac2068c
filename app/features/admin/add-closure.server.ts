import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuseStored, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { checkClosure } from "./closure.rules.ts";
import type { NewClosure } from "./closure.schema.ts";
import { insertClosure, lockMaybeClosure } from "./closures.queries.server.ts";
import { findMaybePlace } from "./places.queries.server.ts";

/** Records days on which the agency, or one site, is closed. Posted twice, it is one closure. */
export async function addClosure(ctx: PersonContext, input: NewClosure): Promise<Verdict> {
  const { programId } = ctx.actor;
  requireThat(canAdminister(ctx.actor), { subject: "closure", id: input.id });
  const closure = { ...input, lastOn: input.lastOn ?? input.firstOn, siteId: input.siteId ?? null };
  const verdict = checkClosure(closure, ctx.today);
  if (!verdict.ok) return verdict;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const { id, siteId, firstOn, lastOn, announcedOn } = closure;
    if (siteId && !(await findMaybePlace(sql, programId, { kind: "site", id: siteId })))
      throw new Problem("not-found", { subject: "site", id: siteId });
    if (!(await insertClosure(sql, { ...closure, programId, changedAt: ctx.now }))) {
      const stored = await lockMaybeClosure(sql, id);
      const isSame =
        stored !== null &&
        (["name", "siteId", "firstOn", "lastOn", "announcedOn"] as const).every(
          (key) => stored[key] === closure[key],
        );
      return isSame
        ? { ok: true }
        : refuseStored("This closure", "Save what you wrote now once more to add it.");
    }
    await recordEvent(sql, ctx, {
      type: "closure.added",
      subjectType: "closure",
      subjectId: id,
      siteId: siteId ?? undefined,
      payload: { firstOn, lastOn, announcedOn },
    });
    return { ok: true };
  });
}
