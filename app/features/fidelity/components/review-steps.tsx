import { Form, Link, useNavigation } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { typedValue } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import type { Decision, Reply } from "../acceptance.types.ts";
import type { ReturnedReview, Review } from "../assessment.types.ts";
import { REPLY_WORDS } from "../review-words.ts";

/** Why a lead gave a review back, above the checklist in which it is corrected. */
export function ReturnedCallout({
  returned,
  sections,
}: {
  returned: ReturnedReview;
  sections: Review["sections"];
}) {
  const items = sections
    .flatMap((section) => section.items)
    .filter(({ id }) => returned.itemIds.includes(id));
  return (
    <div className="mb-4">
      <Callout
        tone="caution"
        title={`${returned.byName ?? "A program lead"} gave this review back on ${formatDay(returned.on)}`}
      >
        <p className="max-w-prose whitespace-pre-line">{returned.reason}</p>
        {items.length > 0 ? (
          <>
            <p className="mt-2 font-medium">
              {items.length === 1 ? "It is about this item:" : "It is about these items:"}
            </p>
            <ul className="grid gap-1">
              {items.map((item) => (
                <li key={item.id}>
                  {item.number}. {item.label}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p className="mt-2 text-sm">
          What you submitted is kept as it was. Go on from your answers and submit again; the coach has seen
          nothing yet.
        </p>
      </Callout>
    </div>
  );
}

/** An open amendment: what it is, and the way out of it. */
export function AmendingCallout({ review, answer }: { review: Review; answer?: FormAnswer }) {
  return (
    <div className="mb-4">
      <Callout title="You are amending a final result">
        <p className="max-w-prose">
          The result stands until you submit. Then the earlier one is kept beside the new one, and the coach
          and the program leads are told.
        </p>
        <p className="mt-2 max-w-prose">
          <span className="font-medium">Why:</span> {review.amending?.reason ?? review.stateReason}
        </p>
        {review.amending ? (
          <div className="mt-2">
            <OwnForm
              intent="drop-amendment"
              label="Do not amend it after all"
              submitLabel="Throw this amendment away"
              answer={answer}
              hidden={{ resultId: review.amending.id }}
              danger
            >
              {() => <p>What you changed here is lost. The result stays as it is.</p>}
            </OwnForm>
          </div>
        ) : null}
      </Callout>
    </div>
  );
}

/** Why a lead's decision was not taken, where no form says so: with what they wrote when the form for it is gone. */
export function NotDecided({ review, answer }: { review: Review; answer: FormAnswer }) {
  const hasForm = review.completing?.decides != null;
  const isSaidHere = answer?.intent === "accept" || (answer?.intent === "return" && !hasForm);
  if (answer?.ok !== false || answer.fieldErrors || !isSaidHere) return null;
  const words = hasForm ? "" : typedValue(answer, "reason");
  return (
    <div className="mb-6">
      <Callout tone="critical" announce title="Not decided">
        <p>{answer.message}</p>
        {words ? (
          <>
            <p className="mt-2 font-medium">You wrote:</p>
            <p className="max-w-prose whitespace-pre-line">{words}</p>
          </>
        ) : null}
      </Callout>
    </div>
  );
}

/** A submission that waits: why, and for whoever may, accepting it or giving it back. */
export function WaitingPanel({ review, answer }: { review: Review; answer: FormAnswer }) {
  const { completing, sections, coachName } = review;
  const { formData } = useNavigation();
  if (!completing) return null;
  const { waitsFor, decides } = completing;
  const own = answer?.intent === "return" ? answer : undefined;
  const chosen = [own?.values?.itemIds ?? []].flat();
  return (
    <div className="mb-6 grid gap-4">
      <Callout
        tone={decides === null ? "info" : "caution"}
        title={decides === null ? "Waits for a program lead" : "To be accepted"}
      >
        <ul className="grid gap-1">
          {waitsFor.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p className="mt-2 max-w-prose text-sm">
          {decides === null
            ? "The coach reads it, and figures count it, once it is accepted."
            : "You see the result and its sections; item ratings and comments stay between coach and reviewer. Until you decide, the coach sees nothing and no figure counts it."}
        </p>
      </Callout>
      {decides === null ? null : (
        <div className="grid gap-3">
          <Form method="post">
            <input type="hidden" name="submission" value={decides} />
            <Button
              name="intent"
              value="accept"
              icon={CircleCheck}
              pending={formData?.get("intent") === "accept"}
              pendingLabel="Accepting"
            >
              Accept as final
            </Button>
          </Form>
          <OwnForm
            intent="return"
            label="Give back for correction"
            submitLabel="Give it back"
            answer={answer}
            hidden={{ submission: String(decides) }}
          >
            {(field) => (
              <>
                <KeptWords name={`return:${review.id}`} restores={!own} />
                <GuardedTextArea
                  {...field("reason")}
                  label="What is to be corrected"
                  hint={`${review.raterName ?? "The reviewer"} reads this above the checklist.`}
                  limit={1000}
                  known={[coachName]}
                  required
                />
                <details className="text-[0.9375rem]" open={chosen.length > 0 || undefined}>
                  <summary className="link inline-flex min-h-9 items-center pointer-coarse:min-h-11">
                    Point at items
                  </summary>
                  <fieldset className="grid">
                    <legend className="sr-only">Items it is about</legend>
                    {sections
                      .flatMap((section) => section.items)
                      .map((item) => (
                        <Checkbox
                          key={item.id}
                          name="itemIds"
                          id={`item-${item.id}`}
                          value={item.id}
                          defaultChecked={chosen.includes(item.id)}
                          label={`${item.number}. ${item.label}`}
                        />
                      ))}
                  </fieldset>
                </details>
              </>
            )}
          </OwnForm>
        </div>
      )}
    </div>
  );
}

/** What a rater may still do with a final result, and a lead may let them. */
export function AmendForms({ review, answer }: { review: Review; answer: FormAnswer }) {
  const { completing, coachName, id } = review;
  if (!completing) return null;
  const { amendUntil, canAllow, decisions } = completing;
  const open = decisions.find(
    ({ verdict, untilOn }) => verdict === "amendment_allowed" && untilOn !== null && untilOn >= review.today,
  );
  return (
    <div className="mt-8 grid gap-2 print:hidden">
      {amendUntil ? (
        <OwnForm intent="amend" label="Amend this result" submitLabel="Open the checklist" answer={answer}>
          {(field) => (
            <>
              <KeptWords name={`amend:${id}`} restores={answer?.intent !== "amend"} />
              <p className="text-sm text-ink-muted">
                You can until {formatDay(amendUntil)}. The earlier result is kept, the new one is marked as
                amended.
              </p>
              <GuardedTextField
                {...field("reason")}
                label="Why it needs amending"
                hint={`${coachName} and the program leads read this.`}
                maxLength={500}
                known={[coachName]}
                required
              />
            </>
          )}
        </OwnForm>
      ) : null}
      {canAllow && !open ? (
        <OwnForm
          intent="allow-amendment"
          label="Let the reviewer amend this result"
          submitLabel="Let them amend it"
          answer={answer}
        >
          {(field) => (
            <>
              <KeptWords name={`allow:${id}`} restores={answer?.intent !== "allow-amendment"} />
              <GuardedTextField
                {...field("reason")}
                label="Why"
                hint="Once, and within the next two weeks."
                maxLength={500}
                known={[coachName]}
                required
              />
            </>
          )}
        </OwnForm>
      ) : null}
      {open?.untilOn ? (
        <p className="text-sm text-ink-muted">
          {open.byName ?? "A program lead"} lets the reviewer amend it until {formatDay(open.untilOn)}.
        </p>
      ) : null}
    </div>
  );
}

/** A badge and the way to what was said before. */
export function AmendedMark({ review, isOwn }: { review: Review; isOwn: boolean }) {
  const { amendedOn = null, kept = 0 } = review.completing ?? {};
  if (!amendedOn && kept === 0) return null;
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
      {amendedOn ? (
        <>
          <Badge tone="info">Amended</Badge>
          <span>on {formatDay(amendedOn)}</span>
        </>
      ) : null}
      {kept > 0 ? (
        <Link to={`/submissions/${review.id}`} className="link">
          {isOwn ? "See what it said before, side by side" : "See every submission side by side"}
        </Link>
      ) : null}
    </p>
  );
}

/** What the coach said to the result; the newest first, with what it was said to. */
export function Replies({
  replies,
  scoreVersion,
  coachName,
}: {
  replies: readonly Reply[];
  scoreVersion: number | undefined;
  coachName: string | null;
}) {
  return (
    <ul className="grid gap-3">
      {replies.map((reply, index) => (
        <li key={reply.id} className="max-w-prose border-l-2 border-line-strong pl-3">
          <p className="flex flex-wrap items-center gap-x-2">
            <Badge tone={REPLY_WORDS[reply.verdict].tone}>{REPLY_WORDS[reply.verdict].word}</Badge>
            <span className="text-sm text-ink-muted">
              {coachName ? `${coachName}, ` : ""}
              {formatDay(reply.saidOn)}
              {reply.scoreVersion === scoreVersion ? "" : ", to the result before it was amended"}
              {index > 0 ? ", earlier word" : ""}
            </span>
          </p>
          {reply.text ? <p className="mt-1 whitespace-pre-line">{reply.text}</p> : null}
        </li>
      ))}
    </ul>
  );
}

const VERDICT_WORDS: Record<Decision["verdict"], string> = {
  accepted: "accepted it",
  returned: "gave it back",
  amendment_allowed: "let it be amended",
  amended: "amended it",
};

/** The coach's word, and what leads decided and the rater amended, below a result. */
export function AfterResult({ review }: { review: Review }) {
  const { completing, score, coachName } = review;
  if (!completing) return null;
  const { replies, decisions } = completing;
  return (
    <>
      {replies.length > 0 ? (
        <Section title={`What ${coachName} says to it`}>
          <Replies replies={replies} scoreVersion={score?.scoreVersion} coachName={null} />
        </Section>
      ) : null}
      {decisions.length > 0 ? (
        <Section title="What was decided">
          <ul className="grid gap-2">
            {decisions.map((one) => (
              <li key={one.id} className="max-w-prose">
                <span className="text-ink-muted">{formatDay(one.decidedOn)}</span>,{" "}
                {one.byName ?? (one.verdict === "amended" ? "the reviewer" : "a program lead")}{" "}
                {VERDICT_WORDS[one.verdict]}
                {one.reason ? `: ${one.reason}` : "."}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
