import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { againIfTaken, violatedConstraint } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { canWriteAgreement } from "./agreement.policy.ts";
import { checkDraft } from "./agreement.rules.ts";
import type { AgreementDraft } from "./agreement.schema.ts";
import {
  ensureAgreement,
  findMaybePair,
  insertSignature,
  insertVersion,
  isSupervisorOf,
  listAgreementOptions,
  listVersions,
  lockAgreement,
  markProposed,
  type PairFacts,
  updateDraft,
  type VersionRow,
} from "./agreements.queries.server.ts";
import { profileText } from "./visibility-profiles.ts";

export type DraftResult = { ok: true; agreementId: string; isProposed: boolean } | Refusal;

/**
 * Writes a version of the acting coach's agreement with one of their people, or changes it while it is a draft; with
 * the intent `propose` the coach signs it and it is put to the other parties. Posting it twice is the same as once.
 */
export async function draftAgreement(
  ctx: PersonContext,
  { personId: coacheeId, ...draft }: AgreementDraft & { personId: string },
): Promise<DraftResult> {
  const { personId: coachId } = ctx.actor;
  requireThat(canWriteAgreement(ctx.actor, { coachId }), { subject: "person", id: coacheeId });
  try {
    return await againIfTaken(() => inSql(ctx, (sql) => write(sql, ctx, { coachId, coacheeId, draft })));
  } catch (error) {
    throw isTaken(error)
      ? new Problem("not-found", { subject: "agreement-version", id: draft.versionId })
      : error;
  }
}

function isTaken(error: unknown): boolean {
  const constraint = violatedConstraint(error) ?? "";
  return [
    "agreement_version_one_open",
    "agreement_version_agreement_id_version_key",
    "agreement_version_pkey",
  ].includes(constraint);
}

async function write(
  sql: Sql,
  ctx: PersonContext,
  { coachId, coacheeId, draft }: { coachId: string; coacheeId: string; draft: AgreementDraft },
): Promise<DraftResult> {
  const pair = await findMaybePair(sql, { coachId, coacheeId });
  if (!pair) throw new Problem("not-found", { subject: "person", id: coacheeId });
  const today = dayIn(pair.zone, ctx.now);
  const [isSupervisory, options] = await Promise.all([
    isSupervisorOf(sql, { supervisorId: coachId, personId: coacheeId, day: today }),
    listAgreementOptions(sql, { coacheeId, day: today }),
  ]);
  for (const [party, id] of [
    ["supervisor", draft.supervisorId],
    ["lead", draft.leadId],
  ] as const)
    if (id && !options.some((option) => option.party === party && option.id === id))
      throw new Problem("not-found", { subject: party, id });
  const hasAssignment = pair.endsOn === null || pair.endsOn > today;
  const verdict = checkDraft(draft, { today, hasAssignment, isSupervisory });
  if (!verdict.ok) return verdict;
  return store(sql, ctx, { coachId, coacheeId, pair, draft, isSupervisory });
}

async function store(
  sql: Sql,
  ctx: PersonContext,
  given: {
    coachId: string;
    coacheeId: string;
    pair: PairFacts;
    draft: AgreementDraft;
    isSupervisory: boolean;
  },
): Promise<DraftResult> {
  const { coachId, coacheeId, pair, draft, isSupervisory } = given;
  const { programId } = ctx.actor;
  const { siteId, unitId } = pair;
  const agreementId = await ensureAgreement(sql, {
    ...{ id: randomUUID(), programId, siteId, unitId, coachId, coacheeId, at: ctx.now },
  });
  await lockAgreement(sql, agreementId);
  const versions = await listVersions(sql, agreementId);
  const stored = versions.find(({ id }) => id === draft.versionId);
  const text = {
    supervisorId: draft.supervisorId ?? null,
    leadId: draft.leadId ?? null,
    isSupervisory,
    purpose: draft.purpose,
    profile: draft.profile,
    profileVersion: profileText(draft.profile).version,
    startsOn: draft.startsOn,
    endsOn: draft.endsOn ?? null,
  };
  const isSame =
    stored !== undefined &&
    Object.entries(text).every(([key, value]) => stored[key as keyof VersionRow] === value);
  const wantsProposal = draft.intent === "propose";
  if (stored?.proposedAt)
    return isSame && wantsProposal
      ? { ok: true, agreementId, isProposed: true }
      : refuse(
          "agreement.proposed",
          "This version was put to the parties already and does not change any more.",
        );
  const open = versions.find(
    ({ id, signedAt, withdrawnAt }) => id !== draft.versionId && !signedAt && !withdrawnAt,
  );
  if (open)
    return refuse(
      "agreement.open",
      open.proposedAt
        ? `Version ${open.version} waits for signatures. Take it back before you write another.`
        : `Version ${open.version} is a draft already. Reload the page to go on with it.`,
    );
  const version = stored?.version ?? (versions[0]?.version ?? 0) + 1;
  if (!stored)
    await insertVersion(sql, {
      id: draft.versionId,
      agreementId,
      programId,
      version,
      coachId,
      coacheeId,
      draftedAt: ctx.now,
      ...text,
    });
  else if (
    !isSame &&
    !(await updateDraft(sql, { id: stored.id, rowVersion: draft.rowVersion ?? 0, ...text }))
  )
    return refuse(
      "agreement.moved-on",
      "This draft was changed in the meantime, in another tab or on another device. Reload the page to see it.",
    );
  const event = { subjectType: "agreement", subjectId: agreementId, siteId };
  const payload = { versionId: draft.versionId, version };
  if (!isSame) await recordEvent(sql, ctx, { ...event, type: "agreement.drafted", payload });
  if (!wantsProposal) return { ok: true, agreementId, isProposed: false };
  if (!(await markProposed(sql, draft.versionId, ctx.now)))
    return { ok: true, agreementId, isProposed: true };
  await insertSignature(sql, {
    versionId: draft.versionId,
    personId: coachId,
    programId,
    party: "coach",
    at: ctx.now,
  });
  await recordEvent(sql, ctx, { ...event, type: "agreement.proposed", payload });
  return { ok: true, agreementId, isProposed: true };
}
