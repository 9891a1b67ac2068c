import type { PersonContext } from "#app/access/context.ts";
import { sitesWithRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, refuseStored, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import type { ComplaintForm } from "./complaint.schema.ts";
import type { ComplaintsPage } from "./complaint.types.ts";
import {
  insertComplaint,
  listCoachesOfSites,
  listComplaintRules,
  listComplaints,
  markComplaintTakenBack,
} from "./complaints.queries.server.ts";

/** The complaints at the sites one leads, and what becomes of the next one. */
export function readComplaints(ctx: PersonContext): Promise<ComplaintsPage> {
  const siteIds = sitesWithRole(ctx.actor, "lead");
  return inSql(ctx, async (sql) => {
    const [rows, coaches, rules] = await Promise.all([
      listComplaints(sql),
      listCoachesOfSites(sql, { siteIds, on: ctx.today, notId: ctx.actor.personId }),
      listComplaintRules(sql, ctx.today),
    ]);
    return {
      today: ctx.today,
      complaints: rows.map(({ subjectId: _, siteId: __, takenBackAt, ...complaint }) => ({
        ...complaint,
        takenBackOn: takenBackAt && dayIn(ctx.actor.zone, takenBackAt),
      })),
      coaches: coaches.map(({ id, name }) => ({ id, name })),
      rules,
    };
  });
}

/**
 * Records that a complaint was made about a coach, or takes the record back. The scheduler then asks for the review that
 * a rule wants after it, or calls it off; a record whose review somebody has begun stays. Posted twice, it is one.
 */
export async function recordComplaint(ctx: PersonContext, form: ComplaintForm): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const event = (type: "schedule-event.recorded" | "schedule-event.taken-back", id: string, of: About) =>
      recordEvent(sql, ctx, {
        type,
        subjectType: "schedule-event",
        subjectId: id,
        siteId: of.siteId,
        payload: { personId: of.subjectId, happenedOn: of.happenedOn },
      });
    if (form.intent === "take-back") {
      const [known] = await listComplaints(sql, form.about);
      if (!known) throw new Problem("not-found", { subject: "schedule-event", id: form.about });
      if (known.takenBackAt !== null) return { ok: true };
      if (known.review === "begun")
        return refuse("complaint.begun", "The review it asked for was begun, so the record stays.");
      if (await markComplaintTakenBack(sql, ctx, known.id))
        await event("schedule-event.taken-back", known.id, known);
      return { ok: true };
    }
    const { id, subjectId, happenedOn, note } = form;
    const wrong = (fieldErrors: Record<string, string[]>) =>
      refuse("complaint", "Some fields need another look.", fieldErrors);
    if (happenedOn > ctx.today) return wrong({ happenedOn: ["Choose today or an earlier day"] });
    const coaches = await listCoachesOfSites(sql, {
      siteIds: sitesWithRole(ctx.actor, "lead"),
      on: happenedOn,
      notId: ctx.actor.personId,
    });
    const coach = coaches.find((one) => one.id === subjectId);
    if (!coach) return wrong({ subjectId: ["Choose somebody who coached at a site you lead on that day"] });
    if (await insertComplaint(sql, ctx, { id, siteId: coach.siteId, subjectId, happenedOn, note })) {
      await event("schedule-event.recorded", id, { siteId: coach.siteId, subjectId, happenedOn });
      return { ok: true };
    }
    const [stored] = await listComplaints(sql, id);
    if (!stored)
      return wrong({ happenedOn: ["A complaint about this coach is recorded for this day already"] });
    return stored.subjectId === subjectId && stored.happenedOn === happenedOn && stored.note === note
      ? { ok: true }
      : refuseStored(
          "This complaint",
          "If that is not right, take it back; record what you wrote now once more to add it.",
        );
  });
}

interface About {
  siteId: string;
  subjectId: string;
  happenedOn: string;
}
