import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { canDecideSubmission } from "./acceptance.policy.ts";
import { findCompleting, listDecisions, listReplies } from "./acceptance.queries.server.ts";
import type { Decision } from "./acceptance.types.ts";
import { exceptionInWords } from "./acceptance-words.ts";
import { findAmendableUntil } from "./amend-assessment.server.ts";
import { canCompleteAssessment } from "./assessment.policy.ts";
import type { ReturnedReview, Review } from "./assessment.types.ts";
import type { AssessmentRecord } from "./assessments.queries.server.ts";

/** What comes after a submission: why it waits, what leads decided, what may be amended, what the coach said. */
export async function readCompleting(
  sql: Sql,
  ctx: PersonContext,
  record: AssessmentRecord,
): Promise<Pick<Review, "returned" | "amending" | "completing">> {
  const { id, state, part, zone } = record;
  const isRater = canCompleteAssessment(ctx.actor, record);
  const canDecide = canDecideSubmission(ctx.actor, record);
  if (part === "first" && record.submittedOn === null) return { returned: null };
  const completing = await findCompleting(sql, id);
  if (part === "amendment" && completing.firstId)
    return { amending: { id: completing.firstId, reason: record.stateReason ?? "" } };
  const [decisions, replies, until] = await Promise.all([
    listDecisions(sql, [id]),
    listReplies(sql, id),
    isRater ? findAmendableUntil(sql, ctx, record, completing) : null,
  ]);
  const isOut = state === "final" && part === "first" && !record.isHeld;
  return {
    returned: state === "returned" ? returnedOf(decisions) : null,
    completing: {
      waitsFor:
        state === "submitted" && (isRater || canDecide) ? completing.exceptions.map(exceptionInWords) : [],
      decides: state === "submitted" && canDecide ? completing.submission : null,
      amendUntil: until,
      canAllow: isOut && canDecide && !completing.isOfAPair && record.raterType !== "self",
      amendedOn: completing.amendedAt ? dayIn(zone, completing.amendedAt) : null,
      kept: completing.kept,
      ...{ decisions, replies },
    },
  };
}

/** The newest return of a review. */
export function returnedOf(decisions: readonly Decision[]): ReturnedReview | null {
  const found = decisions.find(({ verdict }) => verdict === "returned");
  return found
    ? { reason: found.reason, byName: found.byName, on: found.decidedOn, itemIds: found.itemIds }
    : null;
}
