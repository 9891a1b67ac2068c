import { Form, Link, useNavigation } from "@remix-run/react";
import { Send } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { Kbd } from "#app/components/kbd.tsx";
import { Progress } from "#app/components/progress.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SavedIndicator } from "#app/components/saved-indicator.tsx";
import { Section } from "#app/components/section.tsx";
import type { SendState } from "#app/offline/send-state.ts";
import type { ItemAnswer, Review } from "../assessment.types.ts";
import { conditionInWords, progressOf, shownSections } from "../checklist.rules.ts";
import { evidenceProblem } from "../evidence.rules.ts";
import { NOTES } from "../offline/waiting-answer.rules.ts";
import { ChecklistItemFields } from "./checklist-item.tsx";
import { useAutosave } from "./use-autosave.ts";
import { useItemKeys } from "./use-item-keys.ts";
import { sectionId, useSectionPages } from "./use-section-pages.ts";

// why: the dialog is fetched when a sign-in has ended, so that no checklist carries it
const SignInOnTop = lazy(() =>
  import("#app/offline/sign-in-on-top.tsx").then(({ SignInOnTop }) => ({ default: SignInOnTop })),
);

const BLANK: ItemAnswer = { answer: "", reason: "", comment: "", version: 0 };
const KEYS: [string, string][] = [
  ["0 – 3", "choose a value"],
  ["N", "not applicable"],
  ["O", "not observed"],
  ["0 / 1", "no or yes to an indicator"],
  ["↓ or J", "next item"],
  ["↑ or K", "item before"],
  ["C", "comment"],
];

type Intent = "save" | "submit";
/** Why a press of Submit or Save went no further than this device. */
interface HeldBack {
  intent: Intent;
  state: Exclude<SendState, "sent"> | "conflict";
  unsent: number;
}

/**
 * Fills in a review: the whole list on a desk, one section at a time on a phone. The score stays hidden until it is
 * submitted. Without a connection the answers wait on the device; submitting needs the server, which computes the score.
 */
export function Checklist({ review, answer }: { review: Review; answer: Answer }) {
  const { answers, notes, rows, saved, hindrance, change, changeNotes, settle, send, flush } =
    useAutosave(review);
  const [heldBack, setHeldBack] = useState<HeldBack | null>(null);
  const [checking, setChecking] = useState<Intent | null>(null);
  const [isEvidenceLeft, setEvidenceLeft] = useState(false);
  const [anchorsOpen, setAnchorsOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isFlushed = useRef(false);
  const pressed = useRef<HTMLElement | null>(null);
  const navigation = useNavigation();
  const onKeyDown = useItemKeys(form);

  const shown = useMemo(() => shownSections(review.sections, answers), [review.sections, answers]);
  const { here, isLast, isLive, goTo } = useSectionPages(shown.length, form);
  // Without JavaScript nothing can appear as one answers, so everything is there with its condition in words.
  const sections = isLive
    ? shown
    : review.sections.map((section, index) => ({ ...section, number: index + 1 }));
  const indexOf = new Map(sections.flatMap((section) => section.items).map(({ id }, index) => [id, index]));
  const { answered, total } = progressOf(review.sections, answers);
  const errors = fieldErrorsOf(answer);
  const hasErrors = Object.keys(errors).length > 0;
  const isPaged = isLive && !hasErrors;
  const pending = navigation.state === "submitting" ? navigation.formData?.get("intent") : checking;
  const theirsOf = (key: string) => (rows[key]?.state === "conflict" ? rows[key]?.theirs : null) ?? undefined;
  const notesConflict = theirsOf(NOTES);

  function sendFirst(event: React.FormEvent<HTMLFormElement>) {
    if (isFlushed.current) {
      isFlushed.current = false;
      return;
    }
    const { submitter } = event.nativeEvent as SubmitEvent;
    event.preventDefault();
    pressed.current = submitter;
    void press();
  }

  /** The form carries everything on the screen; what is on its way lands before it, and an unsettled answer holds it back. */
  async function press() {
    const intent: Intent = pressed.current?.getAttribute("value") === "submit" ? "submit" : "save";
    setHeldBack(null);
    setChecking(intent);
    const { state, left } = await flush();
    setChecking(null);
    const unsent = left.filter((row) => row.state === "waiting").length;
    if (state !== "sent") setHeldBack({ intent, state, unsent });
    else if (left.some((row) => row.state === "conflict")) setHeldBack({ intent, state: "conflict", unsent });
    else
      setTimeout(() => {
        isFlushed.current = true;
        form.current?.requestSubmit(pressed.current);
      });
  }

  return (
    <Form
      method="post"
      action={`/reviews/${review.id}`}
      ref={form}
      noValidate
      onSubmit={sendFirst}
      onKeyDown={onKeyDown}
      preventScrollReset
    >
      {/* why: Enter in a field presses the first button, which must not submit the review */}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="sr-only">
        Save
      </button>
      <input type="hidden" name="notesVersion" value={notes.version} />
      {review.submission === undefined ? null : (
        <input type="hidden" name="submission" value={review.submission} />
      )}
      {hindrance === "signed-out" ? (
        <Suspense>
          <SignInOnTop
            key={heldBack ? "pressed" : "typed"}
            what="answers are"
            onSignedIn={() => void (heldBack ? press() : send())}
          />
        </Suspense>
      ) : null}
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <div className="sticky top-topbar z-20 -mx-4 mb-4 border-b border-line bg-canvas px-4 py-3 md:-mx-8 md:px-8">
        <Progress label="Answered" value={answered} max={total} />
      </div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <Button
          type="button"
          variant="secondary"
          size="small"
          aria-pressed={anchorsOpen}
          onClick={() => setAnchorsOpen(!anchorsOpen)}
        >
          {anchorsOpen ? "Hide what values mean" : "Show what values mean"}
        </Button>
        <KeyHelp />
      </div>
      {sections.map((section, index) => (
        <Section
          key={section.id}
          id={sectionId(index)}
          isTurnedTo
          title={`${section.number}. ${section.title}`}
          description={
            isPaged ? <span className="md:hidden">{`Section ${index + 1} of ${sections.length}`}</span> : null
          }
          className={isPaged && index !== here ? "max-md:hidden" : ""}
        >
          {section.items.map((item) => {
            const at = indexOf.get(item.id) ?? 0;
            return (
              <ChecklistItemFields
                key={item.id}
                item={item}
                index={at}
                value={answers[item.id] ?? BLANK}
                error={errors[`items[${at}].answer`]}
                theirs={theirsOf(item.id)}
                both={review.bothAnswers?.[item.id]}
                anchorsOpen={anchorsOpen}
                isLive={isLive}
                condition={isLive ? null : conditionInWords(item.showIf ?? section.showIf, review.sections)}
                onChange={change}
                onSettle={settle}
              />
            );
          })}
        </Section>
      ))}
      <Section title="Overall" className={isPaged && !isLast ? "max-md:hidden" : ""}>
        <div className="grid max-w-prose gap-5">
          {notesConflict ? (
            <Callout
              tone="caution"
              announce
              title="These texts were changed on another device or in another window"
              actions={
                <>
                  <Button type="button" size="small" onClick={() => settle("notes", "mine")}>
                    Keep what is here
                  </Button>
                  <Button
                    type="button"
                    size="small"
                    variant="secondary"
                    onClick={() => settle("notes", "theirs")}
                  >
                    Take the other
                  </Button>
                </>
              }
            >
              There it says: “{String(notesConflict.strengths)}” and “{String(notesConflict.nextSteps)}”
              {notesConflict.evidence ? `, with the evidence “${String(notesConflict.evidence)}”` : ""}
              {notesConflict.observedOn ? `, observed on ${formatDay(String(notesConflict.observedOn))}` : ""}
              .
            </Callout>
          ) : null}
          <DateField
            name="observedOn"
            label={review.isSelf ? "Day of your work" : "Day you observed"}
            required
            max={review.today}
            error={errors.observedOn}
            value={notes.observedOn}
            onChange={(event) => changeNotes({ observedOn: event.currentTarget.value })}
          />
          <GuardedTextArea
            known={[review.coachName]}
            name="strengths"
            label="What went well"
            hint={
              review.isSelf
                ? "Only you read this. Name no family."
                : `${review.coachName} will read this. Say what you saw; name no family.`
            }
            optional
            error={errors.strengths}
            value={notes.strengths}
            onChange={(event) => changeNotes({ strengths: event.currentTarget.value })}
          />
          <GuardedTextArea
            known={[review.coachName]}
            name="nextSteps"
            label="What could come next"
            hint="One or two things to try, and who helps."
            optional
            value={notes.nextSteps}
            onChange={(event) => changeNotes({ nextSteps: event.currentTarget.value })}
          />
          <GuardedTextField
            known={[review.coachName]}
            name="evidence"
            label="What you looked at"
            hint="A link to the recording that begins with https://, or the name of a document and where it is kept."
            optional
            maxLength={500}
            error={errors.evidence ?? (isEvidenceLeft ? evidenceProblem(notes.evidence) : null)}
            value={notes.evidence}
            onBlur={() => setEvidenceLeft(true)}
            onChange={(event) => changeNotes({ evidence: event.currentTarget.value })}
          />
        </div>
      </Section>
      {heldBack ? <HeldBackCallout {...heldBack} /> : null}
      <FormActions
        status={
          saved.message ? (
            <p role="alert" className="text-sm font-medium text-critical">
              {saved.message} What you answered is kept on this device.{" "}
              <Link to="/offline/waiting" className="link">
                Look at it
              </Link>
            </p>
          ) : (
            <SavedIndicator state={saved.state} at={saved.at} device="device" />
          )
        }
      >
        {isPaged && here > 0 ? (
          <Button type="button" variant="secondary" className="md:hidden" onClick={() => goTo(here - 1)}>
            Back
          </Button>
        ) : null}
        {isPaged && !isLast ? (
          <Button type="button" className="md:hidden" onClick={() => goTo(here + 1)}>
            Next section
          </Button>
        ) : null}
        <Button
          name="intent"
          value="submit"
          icon={Send}
          pending={pending === "submit"}
          pendingLabel="Submitting"
          className={isPaged && !isLast ? "max-md:hidden" : ""}
        >
          {review.isSelf ? "Submit self-rating" : "Submit review"}
        </Button>
        <Button
          name="intent"
          value="save"
          variant="secondary"
          pending={pending === "save"}
          className={isPaged && !isLast ? "max-md:hidden" : ""}
        >
          Finish later
        </Button>
      </FormActions>
    </Form>
  );
}

const HELD_BACK: Record<HeldBack["state"], string> = {
  offline: "there is no connection",
  waiting: "the server does not answer",
  "signed-out": "you were signed out",
  "other-account": "somebody else is signed in on this device",
  "not-allowed": "your role no longer includes reviews",
  conflict: "some answers were changed elsewhere",
};

function HeldBackCallout({ intent, state, unsent }: HeldBack) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "center" }), []);
  return (
    <div ref={box} className="mt-6">
      <Callout
        tone="caution"
        announce
        title={`${intent === "submit" ? "Not submitted" : "Not sent"}: ${HELD_BACK[state]}`}
      >
        {nextStep({ intent, state, unsent })}
      </Callout>
    </div>
  );
}

function nextStep({ intent, state, unsent }: HeldBack): string {
  if (state === "conflict") return "Choose at each marked item which answer to keep.";
  const kept =
    unsent === 0
      ? "Everything you answered is with the server."
      : `Your ${unsent === 1 ? "1 answer is" : `${unsent} answers are`} kept on this device.`;
  if (state === "other-account") return `${kept} Sign in as yourself to send them.`;
  if (state === "not-allowed") return `${kept} Your program administrator can help.`;
  if (state === "signed-out") return `${kept} Sign in to go on.`;
  if (intent === "submit")
    return `Submit when you are connected again: the server computes the score. ${kept}`;
  return unsent === 0
    ? `${kept} You can leave this page.`
    : `${kept} They go out by themselves as soon as there is a connection. You can leave this page.`;
}

function KeyHelp() {
  return (
    <details className="text-sm pointer-coarse:hidden">
      <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4">
        Keys for this list
      </summary>
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
        {KEYS.map(([key, meaning]) => (
          <div key={key} className="flex items-center gap-2">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd className="text-ink-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
