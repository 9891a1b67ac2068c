import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canExport, placesOf } from "./export.policy.ts";
import { MOST_WAITING } from "./export.rules.ts";
import type { ExportInput } from "./export.schema.ts";
import { countUnfinishedExports, findMaybeExport, insertExport } from "./exports.queries.server.ts";

/** Asks for a file of sessions. A job writes it; the same request twice is one, another under its id is refused. */
export async function requestExport(ctx: PersonContext, input: ExportInput): Promise<Verdict> {
  const { programId, personId } = ctx.actor;
  requireThat(canExport(ctx.actor, input.scope), { subject: "export", id: input.id });
  return inSql(ctx, async (sql) => {
    // One that was asked for before, or meanwhile, is looked for after the count that it may be a part of.
    if (
      (await countUnfinishedExports(sql, personId)) >= MOST_WAITING &&
      !(await findMaybeExport(sql, input.id))
    )
      return refuse(
        "export.too-many",
        `${MOST_WAITING} of your exports are not finished yet. Wait for one of them, then ask again.`,
      );
    const places = placesOf(ctx.actor, input.scope);
    if (!(await insertExport(sql, { ...input, ...places, programId, personId, requestedAt: ctx.now }))) {
      const stored = await findMaybeExport(sql, input.id);
      if (stored?.requestedById !== personId)
        throw new Problem("not-found", { subject: "export", id: input.id });
      const { scope, fromOn, untilOn } = stored;
      return scope === input.scope && fromOn === input.fromOn && untilOn === input.untilOn
        ? { ok: true }
        : refuse(
            "export.id-taken",
            "This export is asked for already, with other choices. Reload the page, then ask for another.",
          );
    }
    await recordEvent(sql, ctx, {
      type: "export.requested",
      subjectType: "export",
      subjectId: input.id,
      payload: { scope: input.scope, from: input.fromOn, until: input.untilOn, ...places },
    });
    return { ok: true };
  });
}
