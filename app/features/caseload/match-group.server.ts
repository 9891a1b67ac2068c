import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { planGroup } from "./group-spans.rules.ts";
import { findGroupFacts, findMaybeGroup, lockGroup, writeGroupPlan } from "./groups.queries.server.ts";

export interface Matched {
  added: number;
  ended: number;
  removed: number;
}

/** Makes the assignments of a group's people follow from its coaches and members, in the transaction at hand. */
export async function matchGroup(sql: Sql, ctx: Context, groupId: string): Promise<Matched> {
  await lockGroup(sql, groupId);
  const matched: Matched = { added: 0, ended: 0, removed: 0 };
  const group = await findMaybeGroup(sql, groupId);
  if (!group) return matched;
  const { coaching, members, stored } = await findGroupFacts(sql, group);
  const today = dayIn(group.zone, ctx.now);
  for (const each of coaching) {
    const rows = stored
      .filter(({ coachId }) => coachId === each.coachId)
      .map((row) => ({ ...row, isOfGroup: row.groupAssignmentId === each.id }));
    const others = members.filter(({ personId }) => personId !== each.coachId);
    const plan = planGroup(each, others, rows, today);
    await writeGroupPlan(sql, group, each, plan);
    matched.added += plan.add.length;
    matched.ended += plan.end.length;
    matched.removed += plan.remove.length;
  }
  if (matched.added + matched.ended + matched.removed > 0)
    await recordEvent(sql, ctx, {
      type: "group.reconciled",
      subjectType: "coaching-group",
      subjectId: groupId,
      siteId: group.siteId,
      payload: { ...matched },
    });
  return matched;
}
