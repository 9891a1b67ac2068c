import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { ADMIN_CONSTRAINTS } from "./admin-constraints.ts";
import { insertRole, isFactStored } from "./assignments.queries.server.ts";
import { checkSpan } from "./dated-fact.rules.ts";
import type { NewRole } from "./person.schema.ts";
import { findMaybePlace } from "./places.queries.server.ts";
import { requirePeople } from "./require-people.server.ts";

/** Gives a person a role for the whole program, a region, a site or a unit, from a day on. Posted twice, it is one. */
export async function assignRole(
  ctx: PersonContext,
  { personId, role, scope, ...span }: NewRole,
): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkSpan(span);
  if (!verdict.ok) return verdict;
  const { programId } = ctx.actor;
  return refusingViolations(ADMIN_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      await requirePeople(sql, ctx, personId);
      if (scope !== "program" && !(await findMaybePlace(sql, programId, scope)))
        throw new Problem("not-found", { subject: scope.kind, id: scope.id });
      const idOf = (kind: string) => (scope !== "program" && scope.kind === kind ? scope.id : null);
      const [regionId, siteId, unitId] = [idOf("region"), idOf("site"), idOf("unit")];
      const same = {
        ...{ person_id: personId, role, region_id: regionId, site_id: siteId, unit_id: unitId },
        ...{ starts_on: span.startsOn, ends_on: span.endsOn },
      };
      if (await isFactStored(sql, "role_assignment", same)) return { ok: true };
      const assignmentId = await insertRole(sql, {
        ...{ programId, personId, role, regionId, siteId, unitId },
        ...span,
      });
      await recordEvent(sql, ctx, {
        type: "role.assigned",
        subjectType: "person",
        subjectId: personId,
        siteId: siteId ?? undefined,
        payload: {
          assignmentId,
          role,
          scope: scope === "program" ? "program" : scope.kind,
          scopeId: scope === "program" ? null : scope.id,
          startsOn: span.startsOn,
          endsOn: span.endsOn ?? null,
        },
      });
      return { ok: true };
    }),
  );
}
