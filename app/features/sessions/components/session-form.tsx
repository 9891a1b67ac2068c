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
import type { FormValues, SessionFormPage } from "../session-form.types.ts";
import { firstValue, formValuesOf } from "../session-form-values.ts";
import { AmendmentReason } from "./amendment-reason.tsx";
import { SessionConflict } from "./session-conflict.tsx";
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

const SAVE_LABEL = {
  log: "Save log",
  plan: "Plan session",
  complete: "Save log",
  edit: "Save changes",
} as const;

/** The log of a session. Without JavaScript it is a plain form; with it, a draft is kept on the device. */
export function SessionForm({
  page,
  answer,
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
  const { accountId, person, purpose } = page;
  const isNew = purpose === "log" || purpose === "plan";
  const initial = answer?.values ?? page.values;
  const draft = useDraft(
    form,
    {
      accountId,
      key: draftKeyOf({ purpose, personId: person.id, sessionId: page.sessionId }),
      purpose,
      sessionId: page.sessionId,
      rowVersion: page.rowVersion,
      personId: person.id,
      personName: person.name,
    },
    { initial, empty: page.values, restores: !answer },
  );
  const [current, setCurrent] = useState<FormValues>();
  const errors = answer?.fieldErrors ?? {};
  const part = { page, values: draft.values, errors };
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
    submit(form.current);
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
      <ErrorSummary errors={errors} general={answer && !answer.fieldErrors ? [answer.message] : null} />
      {answer?.code === "signed-out" ? (
        <Suspense>
          <SignInOnTop onSignedIn={() => form.current?.requestSubmit()} />
        </Suspense>
      ) : null}
      {answer?.stored ? (
        <SessionConflict page={page} mine={answer.values} stored={answer.stored.values} />
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
      {isNew ? null : <input type="hidden" name="rowVersion" value={rowVersion} readOnly />}

      <WhenAndHow {...part} current={current ?? draft.values} />
      {purpose === "plan" ? (
        <FocusChoice {...part} />
      ) : (
        <>
          <StepReviews {...part} />
          <FocusChoice {...part} />
          <StrategyChoice {...part} />
          <NewSteps {...part} />
          <MoreFields {...part} />
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

function clockOf(at: number | undefined): string | undefined {
  return at === undefined
    ? undefined
    : new Date(at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}
