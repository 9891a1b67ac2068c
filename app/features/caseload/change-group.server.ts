import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import type { NewEvent } from "#app/events/catalog.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import { findMaybePlacement } from "./caseload.queries.server.ts";
import type { GroupForm } from "./caseload.schema.ts";
import { CASELOAD_CONSTRAINTS } from "./caseload-constraints.ts";
import {
  endGroupAssignment,
  endMember,
  findMaybeGroup,
  findMaybeMember,
  type GroupRow,
  insertGroupAssignment,
  insertMember,
  listCoachChoices,
  listGroupCoaching,
  listGroupMembers,
  lockGroup,
} from "./groups.queries.server.ts";
import { matchGroup } from "./match-group.server.ts";

/**
 * Changes who belongs to a group or who coaches it; the assignments of its people are made and ended in the same
 * transaction. Posting it twice is the same as once.
 */
export function changeGroup(ctx: PersonContext, groupId: string, form: GroupForm): Promise<Verdict> {
  return refusingViolations(CASELOAD_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      const group = await findMaybeGroup(sql, groupId);
      if (!group) throw new Problem("not-found", { subject: "coaching-group", id: groupId });
      requireThat(canManageCoachingAt(ctx.actor, group.siteId), { subject: "coaching-group", id: groupId });
      await lockGroup(sql, groupId);
      const changed = await change(sql, ctx, group, form);
      if (!("type" in changed)) return changed;
      await recordEvent(sql, ctx, { ...changed, siteId: group.siteId });
      await matchGroup(sql, ctx, groupId);
      return { ok: true };
    }),
  );
}

/** @returns the event of a change, or the verdict when there was none */
async function change(
  sql: Sql,
  ctx: PersonContext,
  group: GroupRow,
  form: GroupForm,
): Promise<NewEvent | Verdict> {
  const subject = { subjectType: "coaching-group", subjectId: group.id };
  const { programId, id: groupId, siteId } = group;
  switch (form.intent) {
    case "add-member": {
      if (group.unitId !== null)
        return refuse(
          "group.unit",
          "The people of a unit are those who work there: change where the person works.",
        );
      const { personId, startsOn } = form;
      const members = await listGroupMembers(sql, group, ctx.today);
      if (members.some((member) => member.personId === personId && member.startsOn === startsOn))
        return { ok: true };
      const placed = await findMaybePlacement(sql, { personId, day: ctx.today });
      if (placed?.siteId !== siteId) throw new Problem("not-found", { subject: "person", id: personId });
      if (group.kind === "pair" && members.length >= 2)
        return refuse("group.pair-full", "A pair has two people.", {
          personId: ["A pair has two people: end one of them first"],
        });
      const memberId = await insertMember(sql, { programId, groupId, siteId, personId, startsOn });
      return { ...subject, type: "group.member-added", payload: { memberId, personId, startsOn } };
    }
    case "end-member": {
      const held = await findMaybeMember(sql, { id: form.id, groupId });
      if (!held) throw new Problem("not-found", { subject: "group-member", id: form.id });
      if (held.endsOn === form.endsOn) return { ok: true };
      if (!(await endMember(sql, { ...form, groupId })))
        return refuse("group.dates", "Some fields need another look.", {
          endsOn: [
            `Choose a day after ${formatDay(held.startsOn)}, and none after an end that is set already`,
          ],
        });
      return {
        ...subject,
        type: "group.member-left",
        payload: { memberId: form.id, personId: held.personId, endsOn: form.endsOn },
      };
    }
    case "assign-coach": {
      const { id, coachId, intensity, startsOn, endsOn = null } = form;
      if (endsOn && endsOn <= startsOn)
        return refuse("group.dates", "The end lies after the start.", {
          endsOn: [`Choose a day after ${formatDay(startsOn)}`],
        });
      const coaches = await listCoachChoices(sql, ctx.today);
      if (!coaches.some((coach) => coach.id === coachId))
        throw new Problem("not-found", { subject: "coach", id: coachId });
      const isNew = await insertGroupAssignment(sql, {
        id,
        programId,
        groupId,
        siteId,
        coachId,
        intensity,
        startsOn,
        endsOn,
      });
      if (!isNew) return { ok: true };
      return {
        ...subject,
        type: "group.coach-assigned",
        payload: { groupAssignmentId: id, coachId, intensity, startsOn, endsOn },
      };
    }
    case "end-coach": {
      if (await endGroupAssignment(sql, { ...form, groupId }))
        return {
          ...subject,
          type: "group.coach-ended",
          payload: { groupAssignmentId: form.id, endsOn: form.endsOn },
        };
      const held = (await listGroupCoaching(sql, groupId, ctx.today)).find(({ id }) => id === form.id);
      if (!held) throw new Problem("not-found", { subject: "group-assignment", id: form.id });
      if (held.endsOn === form.endsOn) return { ok: true };
      return refuse("group.dates", "Some fields need another look.", {
        endsOn: [`Choose a day after ${formatDay(held.startsOn)}, and none after an end that is set already`],
      });
    }
  }
}
