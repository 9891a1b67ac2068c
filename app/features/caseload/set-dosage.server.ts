import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { canSetDosage } from "./caseload.policy.ts";
import type { DosageForm } from "./caseload.schema.ts";
import { countSites, listDosage, lockDosage, setDosage as storeDosage } from "./dosage.queries.server.ts";

/** Plans the dose of an intensity from a day on. What was planned for days before stays as it was. */
export async function setDosage(ctx: PersonContext, form: DosageForm): Promise<Verdict> {
  const { programId } = ctx.actor;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    requireThat(canSetDosage(ctx.actor, await countSites(sql)), { subject: "program", id: programId });
    await lockDosage(sql, programId);
    const row = {
      ...{ programId, intensity: form.intensity, startsOn: form.startsOn },
      ...{ sessionsPerMonth: form.sessionsPerMonth, minutesPerSession: form.minutesPerSession },
      ...{
        fadeAfterResults: form.fadeAfterResults ?? null,
        fadeAfterSessions: form.fadeAfterSessions ?? null,
      },
    };
    const stored = (await listDosage(sql)).find(
      (each) => each.intensity === form.intensity && each.startsOn === form.startsOn,
    );
    // The same form posted twice.
    if (
      stored &&
      Object.entries(row).every(
        ([key, value]) => key === "programId" || stored[key as keyof typeof stored] === value,
      )
    )
      return { ok: true };
    if (form.startsOn < ctx.today)
      return refuse("dosage.dates", "Some fields need another look.", {
        startsOn: [
          `Choose today, ${formatDay(ctx.today)}, or a later day: what was planned before stays as it was`,
        ],
      });
    await storeDosage(sql, row);
    const { programId: _, ...payload } = row;
    await recordEvent(sql, ctx, {
      type: "dosage-schedule.set",
      subjectType: "program",
      subjectId: programId,
      payload,
    });
    return { ok: true };
  });
}
