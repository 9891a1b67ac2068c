import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listGroupIds } from "./groups.queries.server.ts";
import { type Matched, matchGroup } from "./match-group.server.ts";

/**
 * Follows joiners and leavers of units and groups: each group is one transaction under a lock of its own, so a run that
 * dies has done whole groups, and one that finds everything in place writes nothing.
 *
 * @param input.personId only the groups of this person, after one of their facts changed
 */
export async function reconcileGroups(
  ctx: Context<SystemActor>,
  input: { personId?: string } = {},
): Promise<Matched & { groups: number }> {
  const ids = await inSql(ctx, (sql) => listGroupIds(sql, input));
  const total = { groups: ids.length, added: 0, ended: 0, removed: 0 };
  for (const id of ids) {
    const matched = await inSql(ctx, (sql) => matchGroup(sql, ctx, id));
    total.added += matched.added;
    total.ended += matched.ended;
    total.removed += matched.removed;
  }
  return total;
}
