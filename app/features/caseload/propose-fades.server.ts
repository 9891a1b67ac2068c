import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { notifyEach } from "#app/notices/notify.server.ts";
import { dayIn } from "#app/time/days.ts";
import { fadeProposal } from "#fidelity/dosage/fade-proposal.ts";
import {
  insertProposal,
  lapseProposals,
  lapseUnmet,
  listFadeFactsForSystem,
  listProposalNoticesForSystem,
} from "./fade.queries.server.ts";

const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Proposes the next lower intensity where the fade rule of the dosage schedule is met, and lets proposals lapse whose
 * assignment has ended or whose records were corrected, so that the rule is met no more. An assignment has one open
 * proposal at most, so a run may be doubled, late or cut off.
 *
 * @param input.personId only this coachee, after a result
 * @param input.sessionId only whoever was expected to this session, after a change of its record
 */
export async function proposeFades(
  ctx: Context<SystemActor>,
  { personId, sessionId }: { personId?: string | undefined; sessionId?: string | undefined } = {},
): Promise<{ looked: number; proposed: number; lapsed: number }> {
  let lapsed = await inSql(ctx, (sql) => lapseProposals(sql, ctx));
  let [looked, proposed] = [0, 0];
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after;
    const batch = await inSql(ctx, async (sql) => {
      const rows = await listFadeFactsForSystem(sql, {
        today: ctx.today,
        after: from,
        limit: BATCH,
        coacheeId: personId,
        sessionId,
      });
      const ids: string[] = [];
      const unmet: string[] = [];
      for (const row of rows) {
        const { intensity, since, results, heldOn, afterResults, afterSessions, declinedOn } = row;
        const asOf = dayIn(row.zone, ctx.now);
        const rule = { afterResults, afterSessions };
        const proposal = fadeProposal({ intensity, since, results, heldOn, rule, asOf, declinedOn });
        if (row.open && row.open.to !== proposal?.to) unmet.push(row.open.id);
        const id = row.open || !proposal ? null : await insertProposal(sql, ctx, { ...row, ...proposal });
        if (id) ids.push(id);
      }
      if (ids.length > 0) {
        const notices = await listProposalNoticesForSystem(sql, ids);
        await notifyEach(
          sql,
          ctx,
          notices.map(({ id, coachId, coacheeName, to }) => ({
            recipientId: coachId,
            kind: "fade-proposed",
            subjectId: id,
            periodKey: "once",
            title: `The coaching of ${coacheeName} may fade to ${to}`,
            body: "The fade rule of the dosage schedule is met. Accept it or decline it on your caseload.",
            href: `/caseload/${coachId}`,
          })),
        );
        await recordEvent(sql, ctx, {
          type: "fade.proposed",
          subjectType: "program",
          subjectId: ctx.actor.programId,
          payload: { proposalIds: ids },
        });
      }
      return {
        looked: rows.length,
        proposed: ids.length,
        lapsed: await lapseUnmet(sql, ctx, unmet),
        next: rows.length === BATCH ? rows.at(-1)?.assignmentId : undefined,
      };
    });
    looked += batch.looked;
    proposed += batch.proposed;
    lapsed += batch.lapsed;
    after = batch.next;
  }
  return { looked, proposed, lapsed };
}
