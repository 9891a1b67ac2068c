import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { hasRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listPlaces } from "#app/features/admin/places.queries.server.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import type { GroupsPage } from "./caseload.types.ts";
import { listGroups as findGroups } from "./groups.queries.server.ts";

/** Pairs, groups and units that are coached together, and what a new one may be made of. */
export async function listGroups(ctx: PersonContext): Promise<GroupsPage> {
  const canAdd = hasRole(ctx.actor, "lead", "admin");
  return inSql(ctx, async (sql) => {
    const [groups, places] = await Promise.all([
      findGroups(sql, ctx.today),
      canAdd ? listPlaces(sql, ctx.actor.programId) : [],
    ]);
    const sites = places.filter(({ kind, id }) => kind === "site" && canManageCoachingAt(ctx.actor, id));
    const units = sites.map((site) => ({
      group: site.name,
      options: places
        .filter(({ kind, name }) => kind === "unit" && name.startsWith(`${site.name}, `))
        .map(({ id, name }) => ({ value: id, label: name })),
    }));
    return {
      groups,
      newId: randomUUID(),
      sites: sites.map(({ id, name }) => ({ id, name })),
      units: units.filter(({ options }) => options.length > 0),
      permissions: { canAdd: canAdd && sites.length > 0 },
    };
  });
}
