import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { findMaybeCertificationForUpdate, markRevoked } from "./certifications.queries.server.ts";
import { checkRevocation } from "./dated-fact.rules.ts";
import type { Revocation } from "./person.schema.ts";

/** Takes an award back from a day on. What was rated or coached before stays valid. */
export async function revokeCertification(
  ctx: PersonContext,
  { personId, id, revokedOn }: Revocation,
): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const award = await findMaybeCertificationForUpdate(sql, {
      programId: ctx.actor.programId,
      personId,
      id,
    });
    if (!award) throw new Problem("not-found", { subject: "certification", id });
    const verdict = checkRevocation(award, revokedOn, ctx.today);
    if (!verdict.ok) return verdict;
    await markRevoked(sql, id, revokedOn);
    await recordEvent(sql, ctx, {
      type: "certification.revoked",
      subjectType: "certification",
      subjectId: id,
      payload: { personId, revokedOn },
    });
    return { ok: true };
  });
}
