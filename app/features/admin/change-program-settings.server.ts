import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { findProgramSettings, saveProgramSettings } from "./program.queries.server.ts";
import type { ProgramSettingsInput } from "./settings.schema.ts";

/** Sets when session records lock and when an acknowledgement lapses, with the reason in the audit log. */
export async function changeProgramSettings(
  ctx: PersonContext,
  input: ProgramSettingsInput,
): Promise<Verdict> {
  const { programId } = ctx.actor;
  requireThat(canAdminister(ctx.actor), { subject: "program", id: programId });
  const { sessionLockDays, acknowledgementDays, sessionLockDaysBefore, acknowledgementDaysBefore, reason } =
    input;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const stored = await findProgramSettings(sql, programId);
    // The same form posted twice, or nothing changed in it.
    if (stored.sessionLockDays === sessionLockDays && stored.acknowledgementDays === acknowledgementDays)
      return { ok: true };
    const isSaved = await saveProgramSettings(sql, programId, {
      before: { sessionLockDays: sessionLockDaysBefore, acknowledgementDays: acknowledgementDaysBefore },
      after: { sessionLockDays, acknowledgementDays },
    });
    if (!isSaved)
      return refuse(
        "settings-moved-on",
        "Somebody else changed these in the meantime. Open the page again to see what stands there now.",
      );
    await recordEvent(sql, ctx, {
      type: "program.settings-changed",
      subjectType: "program",
      subjectId: programId,
      payload: {
        sessionLockDaysBefore,
        sessionLockDays,
        acknowledgementDaysBefore,
        acknowledgementDays,
        reason,
      },
    });
    return { ok: true };
  });
}
