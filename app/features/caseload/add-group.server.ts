import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuseStored, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { findMaybePlace } from "#app/features/admin/places.queries.server.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import type { NewGroup } from "./caseload.schema.ts";
import { CASELOAD_CONSTRAINTS } from "./caseload-constraints.ts";
import { findMaybeGroup, insertGroup } from "./groups.queries.server.ts";

/** Adds a pair, a group or a unit. The id comes from the form, so that posting it twice adds one. */
export async function addGroup(
  ctx: PersonContext,
  { id, kind, name, siteId, unitId }: NewGroup,
): Promise<{ ok: true; id: string } | Refusal> {
  const { programId } = ctx.actor;
  const wanted =
    kind === "unit"
      ? { kind: "unit" as const, id: unitId ?? "" }
      : { kind: "site" as const, id: siteId ?? "" };
  return refusingViolations(CASELOAD_CONSTRAINTS, () =>
    inSql(ctx, async (sql) => {
      const place = await findMaybePlace(sql, programId, wanted);
      if (!place?.siteId) throw new Problem("not-found", { subject: wanted.kind, id: wanted.id });
      requireThat(canManageCoachingAt(ctx.actor, place.siteId), { subject: wanted.kind, id: wanted.id });
      const group = { kind, name, siteId: place.siteId, unitId: kind === "unit" ? place.unitId : null };
      if (!(await insertGroup(sql, { ...group, id, programId, at: ctx.now }))) {
        const stored = await findMaybeGroup(sql, id);
        const isSame =
          stored !== null &&
          (["kind", "name", "siteId", "unitId"] as const).every((key) => stored[key] === group[key]);
        return isSame
          ? { ok: true as const, id }
          : refuseStored("This group", "Save what you wrote now once more to add it.");
      }
      await recordEvent(sql, ctx, {
        type: "group.added",
        subjectType: "coaching-group",
        subjectId: id,
        siteId: place.siteId,
        payload: { kind },
      });
      return { ok: true as const, id };
    }),
  );
}
