import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listDecisions } from "./acceptance.queries.server.ts";
import type { ReviewPack } from "./assessment.types.ts";
import { listOpenOfRater, listResponsesOf } from "./assessments.queries.server.ts";
import { returnedOf } from "./read-completing.server.ts";
import { reviewOf } from "./read-review.server.ts";
import { packOf } from "./review-pack.rules.ts";

/** More open reviews than anybody finishes without a connection. */
const MOST = 50;

/** The open checklists of the acting person with what is answered so far, so that they open without a connection. */
export function readReviewPack(ctx: PersonContext): Promise<ReviewPack> {
  return inSql(ctx, async (sql) => {
    const records = await listOpenOfRater(sql, { raterId: ctx.actor.personId, limit: MOST });
    const ids = records.map(({ id }) => id);
    const [responses, decisions] = await Promise.all([
      listResponsesOf(sql, ids),
      listDecisions(
        sql,
        records.filter(({ state }) => state === "returned").map(({ id }) => id),
      ),
    ]);
    return packOf(
      ctx.actor.accountId,
      records.map((record) => ({
        state: record.state,
        review: {
          ...reviewOf(ctx, record, { responses: responses.get(record.id) ?? [], score: null }),
          returned: returnedOf(decisions.filter(({ assessmentId }) => assessmentId === record.id)),
        },
      })),
    );
  });
}
