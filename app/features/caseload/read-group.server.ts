import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import type { GroupPage } from "./caseload.types.ts";
import {
  findMaybeGroup,
  listCoachChoices,
  listGroupCandidates,
  listGroupCoaching,
  listGroupMembers,
} from "./groups.queries.server.ts";

/** One group: its people, who coaches it, and the forms to change both. */
export async function readGroup(ctx: PersonContext, groupId: string): Promise<GroupPage> {
  return inSql(ctx, async (sql) => {
    const group = await findMaybeGroup(sql, groupId);
    if (!group) throw new Problem("not-found", { subject: "coaching-group", id: groupId });
    const today = dayIn(group.zone, ctx.now);
    const canManage = canManageCoachingAt(ctx.actor, group.siteId);
    const [members, coaching, candidates, coaches] = await Promise.all([
      listGroupMembers(sql, group, today),
      listGroupCoaching(sql, groupId, today),
      canManage && group.unitId === null
        ? listGroupCandidates(sql, { siteId: group.siteId, groupId, today })
        : [],
      canManage ? listCoachChoices(sql, today) : [],
    ]);
    const { id, name, kind, siteId, siteName, unitName } = group;
    return {
      ...{ id, name, kind, siteId, siteName, unitName, today, members, candidates, coaches },
      newId: randomUUID(),
      coaching: coaching.map((row) => ({
        ...row,
        state:
          row.startsOn > today ? "planned" : row.endsOn !== null && row.endsOn <= today ? "ended" : "current",
      })),
      permissions: { canManage },
    };
  });
}
