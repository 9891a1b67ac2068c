import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { findMaybeAnnouncedForSystem } from "./agreements.queries.server.ts";

/** Tells the parties that a signature of theirs waits, that everybody has signed, or that it was ended. Never its text. */
export async function announceAgreement(
  ctx: Context<SystemActor>,
  { versionId }: { versionId: string },
): Promise<{ told: number }> {
  return inSql(ctx, async (sql) => {
    const found = await findMaybeAnnouncedForSystem(sql, versionId);
    if (!found) return { told: 0 };
    const pair = `${found.coachName} and ${found.coacheeName}`;
    const about = { subjectId: found.agreementId, href: `/agreements/${found.agreementId}`, mail: true };
    const notices = [
      ...(found.isOpen ? found.partyIds.filter((id) => !found.signedIds.includes(id)) : []).map(
        (recipientId) => ({
          ...about,
          recipientId,
          kind: "agreement-to-sign",
          periodKey: versionId,
          title: `The coaching agreement of ${pair} waits for you`,
          body: "Read what it is for and who may see what. It holds once everybody named in it has signed. Until then others see the dose alone.",
        }),
      ),
      ...(found.isSigned && !found.endedById ? found.partyIds : []).map((recipientId) => ({
        ...about,
        recipientId,
        kind: "agreement-signed",
        periodKey: versionId,
        title: `Everybody has signed the coaching agreement of ${pair}`,
        body: `Version ${found.version} holds now. Who may see what stands in it.`,
        mail: false,
      })),
      ...(found.endedById ? found.partyIds.filter((id) => id !== found.endedById) : []).map(
        (recipientId) => ({
          ...about,
          recipientId,
          kind: "agreement-ended",
          periodKey: `${versionId} ${found.endsOn}`,
          title: `The coaching agreement of ${pair} was ended`,
          body: `It does not hold any longer from ${formatDay(found.endsOn ?? ctx.today)} on. Others see the dose alone.`,
        }),
      ),
    ];
    const told = await Promise.all(notices.map((notice) => notify(sql, ctx, notice)));
    return { told: told.filter(Boolean).length };
  });
}
