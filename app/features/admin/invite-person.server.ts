import type { PersonContext } from "#app/access/context.ts";
import { openAccount, sendPasswordLink } from "#app/access/open-account.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { findMaybePerson, linkAccount, lockAddress } from "./people.queries.server.ts";

/** Lets a person sign in: an account for their address, linked to them, and a mail with a link to choose a password. */
export async function invitePerson(ctx: PersonContext, { personId }: { personId: string }): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const person = await inSql(ctx, (sql) => findMaybePerson(sql, ctx.actor.programId, personId));
  if (!person) throw new Problem("not-found", { subject: "person", id: personId });
  await inSql(ctx, async (sql) => {
    await lockAddress(sql, person.email);
    const accountId = await openAccount(person);
    await linkAccount(sql, { programId: ctx.actor.programId, personId, accountId });
    await recordEvent(sql, ctx, { type: "person.invited", subjectType: "person", subjectId: personId });
  });
  await sendPasswordLink(person.email);
  return { ok: true };
}
