import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import { listCoaches } from "./caseload.queries.server.ts";
import type { HandoverFormPage } from "./caseload.types.ts";
import {
  findMaybePlannedHandover,
  listHandoverGroups,
  listHandoverPeople,
  listLoadsOn,
  listReceiverFacts,
} from "./handovers.queries.server.ts";
import { loadOf } from "./load.rules.ts";

/** The form of a handover: whom the coach has, and who could take over. */
export async function openHandoverForm(ctx: PersonContext, coachId: string): Promise<HandoverFormPage> {
  const { today } = ctx;
  return inSql(ctx, async (sql) => {
    const coaches = await listCoaches(sql, { today });
    const coach = coaches.find(({ id }) => id === coachId);
    if (!coach) throw new Problem("not-found", { subject: "coach", id: coachId });
    requireThat(canManageCoachingAt(ctx.actor, coach.siteId), { subject: "coach", id: coachId });
    const ids = coaches
      .filter(({ id, leavesOn }) => id !== coachId && (leavesOn === null || leavesOn > today))
      .map(({ id }) => id);
    const [people, groups, receivers, loads, plannedId] = await Promise.all([
      listHandoverPeople(sql, { coachId, day: today }),
      listHandoverGroups(sql, { coachId, day: today }),
      listReceiverFacts(sql, { ids, day: today }),
      listLoadsOn(sql, { ids, day: today }),
      findMaybePlannedHandover(sql, coachId),
    ]);
    return {
      id: randomUUID(),
      coach: { id: coach.id, name: coach.name },
      tomorrow: addDays(parseCalendarDate(today), 1),
      people: people.map(({ unitId: _, ...person }) => person),
      groups: groups.map(({ id, name }) => ({
        id,
        name,
        people: people.filter(({ groupAssignmentId }) => groupAssignmentId === id).length,
      })),
      receivers: nearestFirst(receivers, coach.siteName).map(
        ({ id, name, siteName, capacityMinutes, capacityCoachees }) => {
          const { coachees, minutes } = loadOf(loads.filter((load) => load.coachId === id));
          return { id, name, siteName, coachees, minutes, capacityMinutes, capacityCoachees };
        },
      ),
      plannedId,
    };
  });
}

/** Those of the leaving coach's site before all others, each in the order they had. */
function nearestFirst<T extends { siteName: string | null }>(
  receivers: readonly T[],
  siteName: string | null,
): T[] {
  const isNear = (receiver: T) => receiver.siteName === siteName;
  return [...receivers.filter(isNear), ...receivers.filter((receiver) => !isNear(receiver))];
}
