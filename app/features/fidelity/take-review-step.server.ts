import type { PersonContext } from "#app/access/context.ts";
import type { Refusal } from "#app/errors/problem.ts";
import type { ReviewStep } from "./acceptance.schema.ts";
import { allowAmendment, beginAmendment, dropAmendment } from "./amend-assessment.server.ts";
import { decideSubmission } from "./decide-submission.server.ts";

/** Where a step on the page of a review leads, and what is said there. */
export type StepTaken = { ok: true; to: string; notice: string };

/** Accepts, gives back, lets amend, begins or drops an amendment: each by its own use case. */
export async function takeReviewStep(
  ctx: PersonContext,
  step: ReviewStep & { assessmentId: string },
): Promise<StepTaken | Refusal> {
  const { assessmentId } = step;
  const taken = (to: string, notice: string): StepTaken => ({ ok: true, to, notice });
  switch (step.intent) {
    case "accept": {
      const verdict = await decideSubmission(ctx, { ...step, verdict: "accepted" });
      return verdict.ok ? taken("/acceptance", "The review is final. The coach can read it.") : verdict;
    }
    case "return": {
      const verdict = await decideSubmission(ctx, { ...step, verdict: "returned" });
      return verdict.ok ? taken("/acceptance", "The review is back with its reviewer.") : verdict;
    }
    case "allow-amendment": {
      const verdict = await allowAmendment(ctx, step);
      return verdict.ok ? taken(`/reviews/${assessmentId}`, "The reviewer may amend the result.") : verdict;
    }
    case "amend": {
      const begun = await beginAmendment(ctx, step);
      return begun.ok
        ? taken(`/reviews/${begun.draftId}`, "Change what needs changing, then submit.")
        : begun;
    }
    case "drop-amendment": {
      const to = await dropAmendment(ctx, { draftId: assessmentId, resultId: step.resultId });
      return taken(`/reviews/${to}`, "The result stays as it is.");
    }
  }
}
