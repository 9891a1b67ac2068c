import { Form, useNavigation } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import { COMMENT_LIMIT } from "../session.codes.ts";
import type { SessionFacts, Word } from "../session.types.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold } from "./form-part.tsx";

/** What the server answered to a form of the session's page. */
export interface SessionAnswer {
  message: string;
  fieldErrors?: Record<string, string[]>;
  values: FormValues;
}

/** One press says that the record is right; what is wrong takes a sentence. */
export function AcknowledgeForm({
  session,
  known,
  said,
  answer,
}: {
  session: SessionFacts;
  known: readonly string[];
  /** The coachee's last word, that something is wrong, with what the coach answered; null without one. */
  said: { said: Word; replies: readonly Word[] } | null;
  answer?: SessionAnswer;
}) {
  const isSending = useNavigation().state !== "idle";
  const version = <input type="hidden" name="contentVersion" value={session.contentVersion} />;
  return (
    <section
      id="acknowledge"
      data-keeps-words=""
      aria-labelledby="acknowledge-title"
      className="mb-8 grid max-w-2xl gap-4 rounded-card border-2 border-accent bg-accent-soft p-4 md:p-5"
    >
      <h2 id="acknowledge-title" className="text-lg font-semibold">
        {said ? "You said that something is wrong. Is it settled?" : "Is this record right?"}
      </h2>
      {said ? (
        <div className="grid gap-2 border-l-2 border-accent pl-3 whitespace-pre-line">
          {said.said.comment ? (
            <p>
              You, {formatDay(said.said.on)}: {said.said.comment}
            </p>
          ) : null}
          {said.replies.map((reply) => (
            <p key={reply.id}>
              {session.coach.name}, {formatDay(reply.on)}: {reply.comment}
            </p>
          ))}
        </div>
      ) : null}
      <p>
        Acknowledging says that the session took place and that the record is accurate. It does not say that
        you agree with everything in it.{" "}
        {session.lapsesAfter ? (
          <>
            Please answer by <strong>{formatDay(session.lapsesAfter)}</strong>; after that it counts as not
            answered.
          </>
        ) : session.acknowledgement === "lapsed" ? (
          "The time for it has passed, and your word still counts."
        ) : null}
      </p>
      <ErrorSummary
        errors={answer?.fieldErrors}
        general={answer && !answer.fieldErrors ? [answer.message] : null}
      />
      <KeptWords name={`acknowledge:${session.id}`} restores={!answer} />
      <Form method="post">
        {version}
        <Button size="large" name="state" value="acknowledged" icon={CircleCheck} pending={isSending}>
          Yes, it took place as recorded
        </Button>
      </Form>
      <Fold summary="Add a comment, or say what is wrong" open={Boolean(answer)}>
        <Form method="post" className="grid gap-4">
          {version}
          <GuardedTextArea
            name="comment"
            label="Your words"
            hint={`${session.coach.name} will read this. Those who oversee the program see only whether you acknowledged or disputed.`}
            limit={COMMENT_LIMIT}
            known={known}
            defaultValue={answer ? firstValue(answer.values, "comment") : ""}
            error={answer?.fieldErrors?.comment}
          />
          <div className="flex flex-wrap gap-3">
            <Button name="state" value="acknowledged_with_comment" variant="secondary" pending={isSending}>
              Acknowledge with this comment
            </Button>
            <Button name="state" value="disputed" variant="danger" pending={isSending}>
              Something is wrong
            </Button>
          </div>
        </Form>
      </Fold>
    </section>
  );
}
