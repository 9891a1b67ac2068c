import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { canEndAgreement, canSignVersion, canWriteAgreement } from "./agreement.policy.ts";
import { partiesOf, partyOf } from "./agreement.rules.ts";
import type { AgreementPage, VersionItem } from "./agreement.types.ts";
import {
  findMaybeAgreement,
  findMaybePair,
  type HeldAgreement,
  isSupervisorOf,
  listAgreementNames,
  listVersions,
  type VersionRow,
} from "./agreements.queries.server.ts";

/** The agreement of a pair as one of its parties reads it. */
export async function readAgreement(ctx: PersonContext, agreementId: string): Promise<AgreementPage> {
  const { personId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const [held, versions, names] = await Promise.all([
      findMaybeAgreement(sql, { id: agreementId, today: ctx.today }),
      listVersions(sql, agreementId),
      listAgreementNames(sql),
    ]);
    const newest = versions[0];
    if (!held || !newest) throw new Problem("not-found", { subject: "agreement", id: agreementId });
    const today = dayIn(held.zone, ctx.now);
    const isCoach = held.coachId === personId;
    const [isSupervisor, pair] = isCoach
      ? await Promise.all([
          isSupervisorOf(sql, { supervisorId: personId, personId: held.coacheeId, day: today }),
          findMaybePair(sql, held),
        ])
      : [false, null];
    const open = versions.find(isOpen);
    const inForce = versions.find(({ version }) => version === held.inForceVersion);
    const mine = open && canSignVersion(ctx.actor, openVersion(open)) ? open : undefined;
    const current = mine ?? (isCoach ? open : undefined) ?? inForce ?? newest;
    const item = (row: VersionRow) => versionItem(row, held, { names, personId, today });
    return {
      id: held.id,
      coach: { id: held.coachId, name: names.get(held.coachId) ?? "Coach" },
      coachee: { id: held.coacheeId, name: names.get(held.coacheeId) ?? "Coachee" },
      siteName: held.siteName,
      today,
      viewer: partyOf(newest, personId) ?? partyOf(current, personId) ?? "coachee",
      state: held.state,
      endsOn: held.endsOn,
      endedByName: held.endedById ? (names.get(held.endedById) ?? null) : null,
      isSupervisoryUnsaid: isSupervisor && inForce !== undefined && !inForce.isSupervisory,
      current: item(current),
      earlier: versions.filter(({ id }) => id !== current.id).map(item),
      permissions: {
        canSign: mine !== undefined,
        canChange:
          canWriteAgreement(ctx.actor, held) &&
          pair !== null &&
          (pair.endsOn === null || pair.endsOn > today),
        canWithdraw: canWriteAgreement(ctx.actor, held) && open?.proposedAt != null,
        canEnd: canEndAgreement(ctx.actor, held) && ["in-force", "planned"].includes(held.state),
      },
    };
  });
}

const isOpen = ({ signedAt, withdrawnAt }: VersionRow) => !signedAt && !withdrawnAt;

function openVersion(row: VersionRow) {
  return {
    ...row,
    isOpen: row.proposedAt !== null && isOpen(row),
    signedIds: row.signatures.map(({ personId }) => personId),
  };
}

function versionItem(
  row: VersionRow,
  held: HeldAgreement,
  { names, personId, today }: { names: Map<string, string>; personId: string; today: string },
): VersionItem {
  const day = (instant: Date | string) => dayIn(held.zone, new Date(instant));
  const signedOn = new Map(row.signatures.map((given) => [given.personId, day(given.at)]));
  return {
    id: row.id,
    version: row.version,
    state: row.signedAt ? "signed" : row.withdrawnAt ? "withdrawn" : row.proposedAt ? "waiting" : "draft",
    isInForce:
      row.version === held.inForceVersion &&
      row.startsOn <= today &&
      (held.endsOn === null || held.endsOn > today),
    isSupervisory: row.isSupervisory,
    purpose: row.purpose,
    profile: row.profile,
    profileVersion: row.profileVersion,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    draftedOn: day(row.draftedAt),
    signedOn: row.signedAt ? day(row.signedAt) : null,
    parties: partiesOf(row).map((each) => ({
      ...each,
      name: names.get(each.personId) ?? "Another person",
      signedOn: signedOn.get(each.personId) ?? null,
      isViewer: each.personId === personId,
    })),
  };
}
