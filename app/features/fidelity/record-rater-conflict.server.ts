import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, refuseStored, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { RaterConflictForm } from "./rater-conflict.schema.ts";
import type { RaterConflictItem, RaterConflictsPage } from "./rater-conflict.types.ts";
import {
  endRaterConflict,
  insertRaterConflict,
  listRaterConflicts,
  listRaters,
  listSubjects,
} from "./rater-conflicts.queries.server.ts";

/** Who may not rate whom, and who could be named. */
export async function listConflicts(ctx: PersonContext): Promise<RaterConflictsPage> {
  const { today } = ctx;
  const [conflicts, raters, subjects] = await inSql(ctx, (sql) =>
    Promise.all([listRaterConflicts(sql), listRaters(sql, today), listSubjects(sql, today)]),
  );
  return { today, conflicts, raters, subjects };
}

/** Records a conflict of interest, or the day from which it no longer holds. Posted twice, it is one. */
export async function recordRaterConflict(ctx: PersonContext, form: RaterConflictForm): Promise<Verdict> {
  const wrong = (fieldErrors: Record<string, string[]>) =>
    refuse("rater.conflict", "Some fields need another look.", fieldErrors);
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const [conflicts, raters, subjects] = await Promise.all([
      listRaterConflicts(sql),
      listRaters(sql, ctx.today),
      listSubjects(sql, ctx.today),
    ]);
    const event = (
      id: string,
      row: { raterId: string; subjectId: string; startsOn: string; endsOn: string | null },
    ) =>
      recordEvent(sql, ctx, {
        type: "rater-conflict.recorded",
        subjectType: "rater-conflict",
        subjectId: id,
        payload: {
          raterId: row.raterId,
          subjectId: row.subjectId,
          startsOn: row.startsOn,
          endsOn: row.endsOn,
        },
      });
    if (form.intent === "end") {
      const known = conflicts.find(({ id }) => id === form.about);
      if (!known) throw new Problem("not-found", { subject: "rater-conflict", id: form.about });
      if (form.endsOn <= known.startsOn)
        return wrong({ endsOn: ["Choose a day after the first day of the conflict"] });
      if (await endRaterConflict(sql, form.about, form.endsOn))
        await event(known.id, { ...known, endsOn: form.endsOn });
      return { ok: true };
    }
    const { id, raterId, subjectId, startsOn, endsOn = null, reason } = form;
    const answered = (stored: RaterConflictItem): Verdict =>
      // The day on which it ends may have been recorded since.
      stored.raterId === raterId &&
      stored.subjectId === subjectId &&
      stored.startsOn === startsOn &&
      stored.reason === reason
        ? { ok: true }
        : refuseStored("This conflict", "Record what you wrote now once more to add it.");
    const known = conflicts.find((one) => one.id === id);
    if (known) return answered(known);
    if (!raters.some((one) => one.id === raterId))
      return wrong({ raterId: ["Choose a rater of this program"] });
    if (!subjects.some((one) => one.id === subjectId))
      return wrong({ subjectId: ["Choose a coach or coachee of this program"] });
    if (raterId === subjectId)
      return wrong({ subjectId: ["Nobody rates themselves anyway. Choose somebody else"] });
    if (endsOn !== null && endsOn <= startsOn) return wrong({ endsOn: ["Choose a day after the first day"] });
    if (await insertRaterConflict(sql, ctx, { id, raterId, subjectId, startsOn, endsOn, reason })) {
      await event(id, { raterId, subjectId, startsOn, endsOn });
      return { ok: true };
    }
    const stored = (await listRaterConflicts(sql)).find((one) => one.id === id);
    return stored
      ? answered(stored)
      : wrong({ startsOn: ["This conflict is recorded from this day on already"] });
  });
}
