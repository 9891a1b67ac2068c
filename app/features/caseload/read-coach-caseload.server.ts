import type { PersonContext } from "#app/access/context.ts";
import { hasRole, sitesWithRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { canDecideFade, canManageCoachingAt } from "./caseload.policy.ts";
import {
  listCandidates,
  listCapacities,
  listCaseload,
  listCoaches,
  listGroupsOfCoach,
  listHandoversOf,
  listLoadRows,
} from "./caseload.queries.server.ts";
import type { CoachCaseload } from "./caseload.types.ts";
import { listProposals } from "./fade.queries.server.ts";
import { coachLoad } from "./read-caseload.server.ts";

/** One coach's people, groups, capacity, and what waits for a decision. */
export async function readCoachCaseload(ctx: PersonContext, coachId: string): Promise<CoachCaseload> {
  const { actor, today } = ctx;
  const isOwn = actor.personId === coachId;
  if (!isOwn && !hasRole(actor, "lead", "supervisor", "admin"))
    throw new Problem("not-found", { subject: "coach", id: coachId });
  return inSql(ctx, async (sql) => {
    const [[row], loads, people, groups, capacities, proposals, handovers] = await Promise.all([
      listCoaches(sql, { today, coachId }),
      listLoadRows(sql, { today, coachIds: [coachId] }),
      listCaseload(sql, { coachId, today }),
      listGroupsOfCoach(sql, { coachId, today }),
      listCapacities(sql, coachId),
      listProposals(sql, { coachId }),
      listHandoversOf(sql, coachId),
    ]);
    if (!row) throw new Problem("not-found", { subject: "coach", id: coachId });
    const canManage = canManageCoachingAt(actor, row.siteId);
    const siteIds = hasRole(actor, "admin") ? null : sitesWithRole(actor, "lead");
    return {
      coach: coachLoad(row, loads),
      today,
      people: people.map(({ siteId, ...person }) => ({
        ...person,
        state: person.startsOn > today ? ("planned" as const) : ("current" as const),
        canChange: canManageCoachingAt(actor, siteId),
      })),
      groups,
      capacities,
      proposals: proposals.map(
        ({ coachId: _, coacheeId: __, siteId, zone: ___, state: ____, ...proposal }) => ({
          ...proposal,
          canDecide: canDecideFade(actor, { coachId, siteId }),
        }),
      ),
      handovers,
      candidates: canManage ? await listCandidates(sql, { coachId, siteIds, today }) : [],
      isOwn,
      peopleAt: isOwn ? "/people" : hasRole(actor, "lead", "supervisor") ? "/coachees" : "/admin/people",
      permissions: { canManage },
    };
  });
}
