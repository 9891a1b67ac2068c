import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { requireThat } from "#app/errors/problem.ts";
import { canAuthorInstruments } from "./instrument.policy.ts";
import type { NewInstrument } from "./instrument-draft.types.ts";
import { readProfile } from "./read-profile.server.ts";

/** What a new instrument can begin with. */
export async function openNewInstrument(ctx: PersonContext): Promise<NewInstrument> {
  requireThat(canAuthorInstruments(ctx.actor), { subject: "instrument-draft" });
  const profile = await readProfile(ctx);
  const functions = profile?.components.flatMap((component) => component.functions) ?? [];
  return {
    draftId: randomUUID(),
    profile: profile && {
      ...{ title: profile.title, version: profile.version, functions: functions.length },
      activities: functions.reduce((sum, { activities }) => sum + activities.length, 0),
    },
  };
}
