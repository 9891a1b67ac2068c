import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { SavedIndicator } from "#app/components/saved-indicator.tsx";
import { ageWords } from "#app/offline/age-words.ts";
import { draftKeyOf } from "../offline/draft-key.ts";
import { useDraft } from "../offline/use-draft.ts";
import { useOpenForm } from "../offline/use-open-form.ts";
import { needsReason, type SessionStatus } from "../session.codes.ts";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";
import { firstValue, formValuesOf, withKept } from "../session-form-values.ts";
import { AmendmentReason } from "./amendment-reason.tsx";
import { FocusChoice, StrategyChoice } from "./session-form-focus.tsx";
import { MoreFields } from "./session-form-more.tsx";
import { NewSteps, StepReviews } from "./session-form-steps.tsx";
import { WhenAndHow } from "./session-form-when.tsx";

/** What the server answered to the last post, when it did not store it. */
export interface FormAnswer {
  code: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  /** The form as it was posted, for browsers without JavaScript. */
  values: FormValues;
  /** The record as it stands, when it has moved on. */
  stored?: { rowVersion: number; values: FormValues };
}

// why: the dialog is fetched when a sign-in has ended, so that no form carries it
const SignInOnTop = lazy(() =>
  import("#app/offline/sign-in-on-top.tsx").then(({ SignInOnTop }) => ({ default: SignInOnTop })),
);

// why: hardly a log is ever in conflict
const SessionConflict = lazy(() =>
  import("./session-conflict.tsx").then(({ SessionConflict }) => ({ default: SessionConflict })),
);

// why: it asks once the form stands, so the form does not wait for it
const LogClashes = lazy(() =>
  import("./clash-notice.tsx").then(({ LogClashes }) => ({ default: LogClashes })),
);

const SAVE_LABEL = {
  log: "Save log",
  plan: "Plan session",
  complete: "Save log",
  edit: "Save changes",
} as const;

/** The log of a session. Without JavaScript it is a plain form; with it, a draft is kept on the device. */
export function SessionForm({
  page: given,
  answer: posted,
  back,
}: {
  page: SessionFormPage;
  answer?: FormAnswer;
  /** Where Back leads, when not to the person's or the record's page. */
  back?: string;
}) {
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit();
  const navigation = useNavigation();
  const isSaving = navigation.state !== "idle" && navigation.formMethod === "POST";
  const { accountId, person, purpose } = given;
  const isNew = purpose === "log" || purpose === "plan";
  const { queued } = given;
  const [found, setFound] = useState<FormAnswer>();
  // What the server said of a log that waits stands until it has been asked again.
  const answer = found ?? posted ?? (queued?.answer ? { ...queued.answer, values: given.values } : undefined);
  const initial = posted?.values ?? given.values;
  const draft = useDraft(
    form,
    {
      accountId,
      key: draftKeyOf({
        ...{ purpose, personId: person.id },
        ...{ sessionId: given.sessionId, isQueued: Boolean(queued) },
      }),
      purpose,
      sessionId: given.sessionId,
      isQueued: Boolean(queued),
      rowVersion: given.rowVersion,
      personId: person.id,
      personName: person.name,
    },
    { initial, empty: given.values, restores: !posted },
  );
  const page = withKept(given, draft.values);
  useOpenForm(page.sessionId);
  const [current, setCurrent] = useState<FormValues>();
  const errors = answer?.fieldErrors ?? {};
  const now = current ?? draft.values;
  const part = { page, values: draft.values, current: now, errors };
  const status = firstValue(now, "status") || "held";
  // Hidden, and still in the form: the status may change back.
  const onlyIfHeld = needsReason(status as SessionStatus) ? "hidden" : "contents";
  const rowVersion =
    answer?.stored?.rowVersion ?? (firstValue(draft.values, "rowVersion") || String(page.rowVersion));

  function changed(event: FormEvent<HTMLFormElement>) {
    draft.changed();
    setCurrent(formValuesOf(new FormData(event.currentTarget)));
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The draft is on the device before anything leaves it: a lost connection or session loses nothing.
    await draft.save({ isFinished: true });
    const typed = new FormData(form.current ?? undefined);
    const refusal = await checkOnDevice(page, typed);
    setFound(refusal ? { ...refusal, values: formValuesOf(typed) } : undefined);
    if (!refusal) submit(form.current);
  }

  return (
    <Form
      ref={form}
      key={draft.edition}
      method="post"
      noValidate
      onChange={changed}
      onBlur={() => void draft.save()}
      onSubmit={send}
      className="grid max-w-2xl gap-8"
    >
      <ErrorSummary
        errors={errors}
        general={answer && !answer.fieldErrors ? [answer.message] : null}
        attempt={found}
      />
      {answer?.code === "signed-out" ? (
        <Suspense>
          <SignInOnTop onSignedIn={() => form.current?.requestSubmit()} />
        </Suspense>
      ) : null}
      {queued?.since ? (
        <Callout title={`This log was finished ${ageWords(queued.since, Date.now())} and is not sent yet`}>
          It stays in line. It goes out when you save it or leave this form.
        </Callout>
      ) : null}
      {answer?.stored ? (
        <Suspense>
          <SessionConflict page={page} mine={answer.values} stored={answer.stored.values} />
        </Suspense>
      ) : null}
      {draft.restoredAt ? (
        <Callout
          title={`Your draft from ${ageWords(draft.restoredAt, Date.now())} is back`}
          announce
          actions={
            <Button type="button" variant="secondary" size="small" onClick={draft.discard}>
              Discard draft
            </Button>
          }
        >
          It was kept on this device and has not been sent.
        </Callout>
      ) : null}
      <input type="hidden" name="id" defaultValue={firstValue(draft.values, "id")} />
      <input type="hidden" name="attendeeIds" defaultValue={person.id} />
      {isNew && !answer?.stored ? null : (
        <input type="hidden" name="rowVersion" value={rowVersion} readOnly />
      )}

      <WhenAndHow {...part} />
      <Suspense>
        <LogClashes page={page} current={now} />
      </Suspense>
      {purpose === "plan" ? (
        <FocusChoice {...part} />
      ) : (
        <>
          <StepReviews {...part} people={[person]} />
          <div className={onlyIfHeld}>
            <FocusChoice {...part} />
            <StrategyChoice {...part} />
            <NewSteps {...part} />
          </div>
          <MoreFields {...part} onlyIfHeld={onlyIfHeld} />
        </>
      )}
      {page.isAmendment || errors.amendmentReason ? (
        <AmendmentReason
          value={firstValue(draft.values, "amendmentReason")}
          error={errors.amendmentReason}
          known={[person.name, page.coach.name]}
        />
      ) : null}
      <FormActions
        status={
          <SavedIndicator
            state={isSaving ? "sending" : draft.state}
            at={clockOf(draft.savedAt)}
            device="device"
          />
        }
      >
        <Button size="large" pending={isSaving} pendingLabel="Saving">
          {SAVE_LABEL[purpose]}
        </Button>
        <ButtonLink
          size="large"
          variant="secondary"
          to={back ?? (isNew ? "/people" : `/sessions/${page.sessionId}`)}
        >
          Back
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

/** What this device can say of the log without the server. Where the code for it cannot be had, the server says it. */
async function checkOnDevice(page: SessionFormPage, form: FormData) {
  try {
    const { checkLog } = await import("../offline/check-log.client.ts");
    return checkLog(page, form, { now: new Date(), asksServer: navigator.onLine });
  } catch {
    return null;
  }
}

function clockOf(at: number | undefined): string | undefined {
  return at === undefined
    ? undefined
    : new Date(at).toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}
