import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { isFactStored } from "./assignments.queries.server.ts";
import { insertCertification } from "./certifications.queries.server.ts";
import { checkAward } from "./dated-fact.rules.ts";
import type { NewCertification } from "./person.schema.ts";
import { requirePeople } from "./require-people.server.ts";

/**
 * Awards a certification as coach or rater, once if posted twice; a renewal is another award. A coach's award starts
 * their assessments.
 */
export async function awardCertification(ctx: PersonContext, input: NewCertification): Promise<Verdict> {
  const { personId, kind, awardedOn, validUntil } = input;
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkAward(input, ctx.today);
  if (!verdict.ok) return verdict;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await requirePeople(sql, ctx, personId);
    const same = {
      ...{ person_id: personId, kind, awarded_on: awardedOn, valid_until: validUntil },
      ...{ is_provisional: input.isProvisional, revoked_on: null },
    };
    if (await isFactStored(sql, "certification", same)) return { ok: true };
    const certificationId = await insertCertification(sql, { ...input, programId: ctx.actor.programId });
    await recordEvent(sql, ctx, {
      type: "certification.awarded",
      subjectType: "certification",
      subjectId: certificationId,
      payload: { personId, kind, awardedOn, validUntil },
    });
    return { ok: true };
  });
}
