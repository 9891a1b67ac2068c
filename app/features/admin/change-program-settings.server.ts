import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { findProgramSettings, type ProgramSettings, saveProgramSettings } from "./program.queries.server.ts";
import type { ProgramSettingsInput } from "./settings.schema.ts";

/** Sets when records lock, acknowledgements lapse and plans are looked at again, with the reason in the audit log. */
export async function changeProgramSettings(
  ctx: PersonContext,
  input: ProgramSettingsInput,
): Promise<Verdict> {
  const { programId } = ctx.actor;
  requireThat(canAdminister(ctx.actor), { subject: "program", id: programId });
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const stored = await findProgramSettings(sql, programId);
    const names = Object.keys(stored) as (keyof ProgramSettings)[];
    const isWanted = (settings: ProgramSettings) => names.every((name) => settings[name] === input[name]);
    // The same form posted twice, or nothing changed in it.
    if (isWanted(stored)) return { ok: true };
    const of = (key: (name: keyof ProgramSettings) => keyof ProgramSettingsInput) =>
      Object.fromEntries(names.map((name) => [name, input[key(name)]])) as unknown as ProgramSettings;
    const isSaved = await saveProgramSettings(sql, programId, {
      before: of((name) => `${name}Before`),
      after: of((name) => name),
    });
    if (!isSaved)
      return isWanted(await findProgramSettings(sql, programId))
        ? { ok: true }
        : refuse(
            "settings-moved-on",
            "Somebody else changed these in the meantime. Open the page again to see what stands there now.",
          );
    await recordEvent(sql, ctx, {
      type: "program.settings-changed",
      subjectType: "program",
      subjectId: programId,
      payload: { ...input },
    });
    return { ok: true };
  });
}
