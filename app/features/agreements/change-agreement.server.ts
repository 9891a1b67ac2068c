import type { PersonContext } from "#app/access/context.ts";
import { violatedConstraint } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { canEndAgreement, canSignVersion, canWriteAgreement } from "./agreement.policy.ts";
import { partyOf } from "./agreement.rules.ts";
import type { AgreementAction } from "./agreement.schema.ts";
import {
  endAgreementOn,
  findMaybeAgreement,
  type HeldAgreement,
  insertSignature,
  listVersions,
  lockAgreement,
  markWithdrawn,
  type VersionRow,
} from "./agreements.queries.server.ts";

/** Signs a version, takes an open one back, or ends what was agreed: each harmless to repeat. */
export async function changeAgreement(
  ctx: PersonContext,
  { agreementId, ...action }: AgreementAction & { agreementId: string },
): Promise<Verdict> {
  try {
    return await inSql(ctx, async (sql) => {
      const [, held, versions] = await Promise.all([
        lockAgreement(sql, agreementId),
        findMaybeAgreement(sql, { id: agreementId, today: ctx.today }),
        listVersions(sql, agreementId),
      ]);
      if (!held || versions.length === 0)
        throw new Problem("not-found", { subject: "agreement", id: agreementId });
      if (action.intent === "end") return end(sql, ctx, held, versions);
      const version = versions.find(({ id }) => id === action.versionId);
      if (!version) throw new Problem("not-found", { subject: "agreement-version", id: action.versionId });
      return action.intent === "sign" ? sign(sql, ctx, held, version) : withdraw(sql, ctx, held, version);
    });
  } catch (error) {
    if (violatedConstraint(error) !== "agreement_signature_open") throw error;
    return refuse(
      "agreement.not-open",
      "This version was taken back in the meantime. Reload the page to see what stands.",
    );
  }
}

async function sign(
  sql: Sql,
  ctx: PersonContext,
  held: HeldAgreement,
  version: VersionRow,
): Promise<Verdict> {
  const { personId, programId } = ctx.actor;
  const signedIds = version.signatures.map((given) => given.personId);
  if (signedIds.includes(personId)) return { ok: true };
  const isOpen = version.proposedAt !== null && version.withdrawnAt === null && version.signedAt === null;
  if (!isOpen)
    return refuse(
      "agreement.not-open",
      "This version is not open for signature any more. Reload the page to see what stands.",
    );
  requireThat(canSignVersion(ctx.actor, { ...version, isOpen, signedIds }), {
    subject: "agreement",
    id: held.id,
  });
  const party = partyOf(version, personId) ?? "coachee";
  // Two clicks at once: the second finds the first.
  if (!(await insertSignature(sql, { versionId: version.id, personId, programId, party, at: ctx.now })))
    return { ok: true };
  await recordEvent(sql, ctx, {
    type: "agreement.signed",
    subjectType: "agreement",
    subjectId: held.id,
    payload: { versionId: version.id, version: version.version, party },
  });
  return { ok: true };
}

async function withdraw(
  sql: Sql,
  ctx: PersonContext,
  held: HeldAgreement,
  version: VersionRow,
): Promise<Verdict> {
  requireThat(canWriteAgreement(ctx.actor, held), { subject: "agreement", id: held.id });
  if (version.withdrawnAt) return { ok: true };
  if (!(await markWithdrawn(sql, version.id, ctx.now)))
    return refuse(
      "agreement.signed",
      "Everybody has signed this version: it holds. You may write another, or end the agreement.",
    );
  await recordEvent(sql, ctx, {
    type: "agreement.withdrawn",
    subjectType: "agreement",
    subjectId: held.id,
    payload: { versionId: version.id, version: version.version },
  });
  return { ok: true };
}

async function end(
  sql: Sql,
  ctx: PersonContext,
  held: HeldAgreement,
  versions: VersionRow[],
): Promise<Verdict> {
  requireThat(canEndAgreement(ctx.actor, held), { subject: "agreement", id: held.id });
  const today = dayIn(held.zone, ctx.now);
  if (held.endedById && held.endsOn === today) return { ok: true };
  const inForce = versions.find(({ version }) => version === held.inForceVersion);
  if (!(await endAgreementOn(sql, held.id, today)) || !inForce)
    return refuse("agreement.not-in-force", "Nothing is in force that could be ended.");
  await recordEvent(sql, ctx, {
    type: "agreement.ended",
    subjectType: "agreement",
    subjectId: held.id,
    payload: { versionId: inForce.id, version: inForce.version, endsOn: today },
  });
  return { ok: true };
}
