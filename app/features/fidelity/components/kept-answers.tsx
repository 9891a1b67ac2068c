import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import type { Review } from "../assessment.types.ts";
import { useWaitingAnswers } from "../offline/use-waiting-answers.ts";

/** Says on the page of a review that takes no more answers when this device still keeps some. */
export function KeptAnswers({ review: { id, accountId } }: { review: Review }) {
  const { rows } = useWaitingAnswers(accountId);
  const kept = rows?.filter(({ assessmentId }) => assessmentId === id) ?? [];
  if (kept.length === 0) return null;
  const reason = kept.find(({ message }) => message)?.message;
  return (
    <div className="mb-6">
      <Callout
        tone="caution"
        announce
        title={`${kept.length === 1 ? "1 answer" : `${kept.length} answers`} on this device did not reach the server`}
        actions={
          <ButtonLink size="small" variant="secondary" to="/offline/waiting">
            Look at them
          </ButtonLink>
        }
      >
        {reason ?? "They are tried again by themselves."} There they can be copied.
      </Callout>
    </div>
  );
}
