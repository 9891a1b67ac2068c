import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import {
  componentsOf,
  findMaybePublishedProfile,
} from "#app/features/planning/practice-profile.queries.server.ts";
import type { FunctionOption } from "./instrument-draft.types.ts";

/** The practice profile in force, down to its core activities; null while none is published. */
export async function readProfile(ctx: PersonContext) {
  const profile = await inTransaction(ctx, (db) => findMaybePublishedProfile(db, ctx.actor.programId));
  return profile && { version: profile.version, title: profile.title, components: componentsOf(profile) };
}

/** The essential functions that an item can look at. */
export async function readFunctions(ctx: PersonContext): Promise<FunctionOption[]> {
  const profile = await readProfile(ctx);
  return (profile?.components ?? []).flatMap(({ title: componentTitle, functions }) =>
    functions.map(({ code, title }) => ({ code, title, componentTitle })),
  );
}
