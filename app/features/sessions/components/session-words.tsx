import { Form, useNavigation } from "@remix-run/react";
import { PencilLine } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import { ACKNOWLEDGEMENT_LABELS, COMMENT_LIMIT } from "../session.codes.ts";
import type { SessionPage, Word } from "../session.types.ts";
import { firstValue } from "../session-form-values.ts";
import type { SessionAnswer } from "./acknowledge-form.tsx";
import { ACKNOWLEDGEMENT_TONES } from "./session-list.tsx";

/** What coachee and coach said of the record, in order. */
export function SessionWords({ words, coachName }: { words: readonly Word[]; coachName: string }) {
  if (words.length === 0) return null;
  return (
    <Section
      title="Acknowledgement"
      description="Acknowledged means that the session took place and the record is accurate. It is no agreement with everything in it."
    >
      <ol className="grid gap-3">
        {words.map((word) => (
          <li key={word.id} className="grid gap-1 border-l-2 border-line-strong pl-3">
            <p className="flex flex-wrap items-center gap-2">
              <strong>{word.state ? word.personName : coachName}</strong>
              {word.state ? (
                <Badge tone={word.isLast && !word.isOutdated ? ACKNOWLEDGEMENT_TONES[word.state] : "neutral"}>
                  {ACKNOWLEDGEMENT_LABELS[word.state]}
                </Badge>
              ) : (
                <span>answered {word.personName}</span>
              )}
              <span className="text-sm text-ink-muted">
                {formatDay(word.on)}
                {word.isOutdated ? ", before the record was changed" : ""}
              </span>
            </p>
            {word.comment ? <p className="max-w-prose whitespace-pre-line">{word.comment}</p> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What somebody said last, and what the coach answered since. */
export function repliesTo(words: readonly Word[], said: Word): { said: Word; replies: Word[] } {
  const since = words.slice(words.findIndex(({ id }) => id === said.id) + 1);
  return { said, replies: since.filter((word) => word.state === null && word.personId === said.personId) };
}

/** To the coach: what is wrong, in the coachee's words, and what can be done about it. */
export function Disputes({ page, answer }: { page: SessionPage; answer?: SessionAnswer }) {
  const { conversation, permissions, session } = page;
  if (!permissions.canReply || !conversation) return null;
  return conversation.words
    .filter(({ state, isLast, isOutdated }) => state === "disputed" && isLast && !isOutdated)
    .map((word) => (
      <section
        key={word.id}
        aria-label={`What ${word.personName} disputes`}
        className="mb-8 grid max-w-2xl gap-4"
      >
        <Callout
          tone="critical"
          title={`${word.personName} says that something in this record is wrong`}
          actions={
            <ButtonLink to={`/sessions/${session.id}/edit`} icon={PencilLine} size="small">
              {permissions.canAmend ? "Amend the record" : "Correct the record"}
            </ButtonLink>
          }
        >
          <blockquote className="my-2 border-l-2 border-critical pl-3 whitespace-pre-line">
            {word.comment}
          </blockquote>
          <p>
            If it is right, correct the record: {word.personName} is then asked again. If the record is right
            as it stands, answer, and perhaps talk about it: {word.personName} can acknowledge it or leave it
            disputed. Both words stay with the record.
          </p>
        </Callout>
        {repliesTo(conversation.words, word).replies.map((reply) => (
          <p key={reply.id} className="border-l-2 border-line-strong pl-3 whitespace-pre-line">
            You answered on {formatDay(reply.on)}: {reply.comment}
          </p>
        ))}
        <ReplyForm key={conversation.words.length} page={page} word={word} answer={answer} />
      </section>
    ));
}

function ReplyForm({ page, word, answer }: { page: SessionPage; word: Word; answer?: SessionAnswer }) {
  const isSending = useNavigation().state !== "idle";
  const own = answer && firstValue(answer.values, "personId") === word.personId ? answer : undefined;
  const name = "reply";
  const fieldId = `${name}-${word.personId}`;
  const errors = own?.fieldErrors?.[name];
  return (
    <Form method="post" className="grid gap-3">
      <ErrorSummary
        errors={errors ? { [fieldId]: errors } : undefined}
        general={errors ? undefined : own?.message}
      />
      <KeptWords name={`reply:${page.session.id}:${word.personId}`} restores={!own} />
      <input type="hidden" name="id" value={page.replyId} />
      <input type="hidden" name="personId" value={word.personId} />
      <GuardedTextArea
        name={name}
        id={fieldId}
        label={`Your answer to ${word.personName}`}
        hint={`${word.personName} will read this, and nobody else.`}
        rows={3}
        limit={COMMENT_LIMIT}
        known={[word.personName, page.session.coach.name]}
        defaultValue={own ? firstValue(own.values, name) : ""}
        error={errors}
      />
      <Button
        name="intent"
        value="reply"
        variant="secondary"
        className="justify-self-start"
        pending={isSending}
        pendingLabel="Sending"
      >
        Send the answer
      </Button>
    </Form>
  );
}
