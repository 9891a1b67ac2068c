import { Form, useNavigation } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import type { Review } from "../assessment.types.ts";
import { Replies } from "./review-steps.tsx";

/** The coach's word on a result: one press says that it was read; what is seen differently takes a sentence. */
export function FeedbackReply({ review, newId, answer }: { review: Review; newId: string; answer: Answer }) {
  const { formData } = useNavigation();
  const replies = review.completing?.replies ?? [];
  const [last] = replies;
  const isAnswered = last?.scoreVersion === review.score?.scoreVersion;
  const pending = formData?.get("verdict");
  const errors = fieldErrorsOf(answer);
  return (
    <section aria-labelledby="reply-title" className="mt-8 grid max-w-2xl gap-4 md:mt-10">
      <h2 id="reply-title" className="text-lg font-semibold tracking-tight">
        {isAnswered
          ? "Your answer"
          : last
            ? "The result was amended. What do you say now?"
            : "What do you say to it?"}
      </h2>
      {replies.length > 0 ? (
        <Replies replies={replies} scoreVersion={review.score?.scoreVersion} coachName={null} />
      ) : null}
      <details open={!isAnswered || answer !== undefined || undefined}>
        <summary
          className={isAnswered ? "link inline-flex min-h-9 items-center pointer-coarse:min-h-11" : "sr-only"}
        >
          Say something else
        </summary>
        <Form
          key={newId}
          method="post"
          noValidate
          preventScrollReset
          className="grid gap-4 rounded-card border border-line bg-surface p-4 md:p-5"
        >
          <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
          <KeptWords name={`reply:${review.id}`} restores={!answer} />
          <input type="hidden" name="id" value={newId} />
          <input type="hidden" name="scoreVersion" value={review.score?.scoreVersion ?? 1} />
          <GuardedTextArea
            name="text"
            label="In your own words"
            hint={`${review.raterName ?? "Your reviewer"} and the program leads read this. It is no evaluation, and it changes no score.`}
            optional
            limit={2000}
            known={[review.coachName, review.raterName ?? ""]}
            defaultValue={typedValue(answer, "text")}
            error={errors.text}
          />
          <div className="flex flex-wrap gap-3">
            <Button name="verdict" value="read" icon={CircleCheck} pending={pending === "read"}>
              I have read it
            </Button>
            <Button name="verdict" value="disagrees" variant="secondary" pending={pending === "disagrees"}>
              I see it differently
            </Button>
          </div>
        </Form>
      </details>
    </section>
  );
}
