import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { sharesWithSupervisor } from "./agreement.rules.ts";
import type { AgreementForm } from "./agreement.types.ts";
import {
  findMaybeAgreement,
  findMaybePair,
  isSupervisorOf,
  listAgreementOptions,
  listVersions,
} from "./agreements.queries.server.ts";
import { STRICTEST } from "./visibility-profiles.ts";

/** The form of a version: the draft there is, else a new one that begins with the text that holds. */
export async function openAgreementForm(ctx: PersonContext, coacheeId: string): Promise<AgreementForm> {
  const { personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const pair = await findMaybePair(sql, { coachId, coacheeId });
    if (!pair) throw new Problem("not-found", { subject: "person", id: coacheeId });
    const today = dayIn(pair.zone, ctx.now);
    const [held, isSupervisory, options] = await Promise.all([
      findMaybeAgreement(sql, { coachId, coacheeId, today }),
      isSupervisorOf(sql, { supervisorId: coachId, personId: coacheeId, day: today }),
      listAgreementOptions(sql, { coacheeId, day: today }),
    ]);
    const versions = held ? await listVersions(sql, held.id) : [];
    const open = versions.find(({ signedAt, withdrawnAt }) => !signedAt && !withdrawnAt);
    const draft = open && !open.proposedAt ? open : undefined;
    const before = draft ?? versions[0];
    const of = (wanted: string) =>
      options.filter(({ party }) => party === wanted).map(({ id, name }) => ({ id, name }));
    const [supervisors, leads] = [isSupervisory ? [] : of("supervisor"), of("lead")];
    const known = (list: { id: string }[], id: string | null | undefined) =>
      list.some((each) => each.id === id) ? (id ?? "") : "";
    const profile = isSupervisory
      ? "supervisory"
      : before && before.profile !== "supervisory"
        ? before.profile
        : STRICTEST;
    const supervisorId = known(supervisors, before?.supervisorId);
    return {
      person: { id: coacheeId, name: pair.name },
      agreementId: held?.id ?? null,
      versionId: draft?.id ?? randomUUID(),
      version: draft?.version ?? (versions[0]?.version ?? 0) + 1,
      rowVersion: draft?.rowVersion ?? null,
      isSupervisory,
      today,
      supervisors,
      leads,
      values: {
        purpose: before?.purpose ?? "",
        profile: sharesWithSupervisor(profile) && !supervisorId ? STRICTEST : profile,
        supervisorId,
        leadId: known(leads, before?.leadId),
        startsOn: draft?.startsOn ?? today,
        endsOn: draft?.endsOn ?? "",
      },
      waitingVersion: open?.proposedAt ? open.version : null,
    };
  });
}
