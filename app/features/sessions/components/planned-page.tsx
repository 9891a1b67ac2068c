import { Form } from "@remix-run/react";
import { NotebookPen, Repeat } from "lucide-react";
import { useState } from "react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { MODALITY_LABELS, optionsOf, STATUS_LABELS } from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { NOT_HELD_LABELS, type NotHeldStatus } from "../session-plan.codes.ts";
import type { PlannedPage as Page } from "../session-plan.types.ts";
import { FormClashes } from "./clash-notice.tsx";
import { NotHeldReason } from "./not-held-reason.tsx";
import { type PlanAnswer, PlannedFocus, PlannedTime } from "./plan-form.tsx";
import { StartAndEnd } from "./start-and-end.tsx";

/** A planned session that turns out otherwise: not held, at another time, or not at all. */
export function PlannedPage({ page, answer }: { page: Page; answer?: PlanAnswer }) {
  const { session, permissions, plan } = page;
  const answerTo = (intent: string) => (answer?.intent === intent ? answer : undefined);
  return (
    <>
      <PageHeader
        title={`Session with ${session.names}`}
        breadcrumb={[
          { label: "Calendar", to: `/calendar?on=${session.sessionOn}` },
          { label: "Session", to: `/sessions/${session.id}` },
        ]}
        meta={
          <>
            <span>
              {formatDay(session.sessionOn)}, {firstValue(page.values, "startTime")}–
              {firstValue(page.values, "endTime")}
            </span>
            <span>{STATUS_LABELS[session.status]}</span>
          </>
        }
        actions={
          permissions.canMove && session.sessionOn <= page.today ? (
            <ButtonLink to={`/sessions/${session.id}/edit`} icon={NotebookPen}>
              Log it
            </ButtonLink>
          ) : null
        }
      />
      <NotHeld page={page} answer={answerTo("not-held")} />
      {permissions.canMove ? <Move page={page} answer={answerTo("move")} /> : null}
      {plan ? (
        <Section
          title="It repeats"
          description={`${plan.words}. The forms above change this session alone. Sessions that you changed by hand stay as they are when the plan changes.`}
        >
          <div className="flex flex-wrap gap-2">
            <ButtonLink
              variant="secondary"
              icon={Repeat}
              to={`/calendar/plans/${plan.id}?from=${plan.occurrenceOn}`}
            >
              Change this and the following
            </ButtonLink>
            <ButtonLink variant="secondary" to={`/calendar/plans/${plan.id}`}>
              Change all future ones, or end it
            </ButtonLink>
          </div>
        </Section>
      ) : null}
      {permissions.canWithdraw ? <Withdraw page={page} answer={answerTo("withdraw")} /> : null}
    </>
  );
}

interface PartProps {
  page: Page;
  answer?: PlanAnswer;
}

function Problems({ answer }: { answer?: PlanAnswer }) {
  return (
    <ErrorSummary
      errors={answer?.fieldErrors}
      general={answer && !answer.fieldErrors ? [answer.message] : null}
    />
  );
}

function NotHeld({ page, answer }: PartProps) {
  const { session, permissions, coachName, newId } = page;
  const values = answer?.values ?? page.values;
  const errors = answer?.fieldErrors ?? {};
  const [status, setStatus] = useState(statusIn(values));
  return (
    <Section
      title={permissions.canMove ? "It does not take place as planned" : "Plan it again"}
      description={
        permissions.canMove
          ? "With a new time it counts as moved, not as cancelled, and the two sessions link to each other."
          : "The new session will link back to this one."
      }
    >
      <Form method="post" noValidate className="group/off grid max-w-2xl gap-5">
        <Problems answer={answer} />
        <input type="hidden" name="intent" value="not-held" />
        <input type="hidden" name="rowVersion" value={session.rowVersion} />
        <input type="hidden" name="newId" value={answer ? firstValue(values, "newId") : newId} />
        {permissions.canMove ? (
          <>
            <ChoiceChips
              name="status"
              label="What happened"
              required
              options={optionsOf(NOT_HELD_LABELS)}
              defaultValue={status ?? ""}
              onChange={(chosen) => setStatus(chosen as NotHeldStatus)}
              error={errors.status}
            />
            <NotHeldReason status={status} known={[session.names, coachName]} {...{ values, errors }} />
          </>
        ) : null}
        <fieldset className="grid gap-4 group-has-[input[value^=cancelled]:checked]/off:hidden">
          <legend className="mb-3 font-semibold">New time</legend>
          <DateField
            name="newOn"
            label="Day"
            defaultValue={firstValue(values, "newOn")}
            error={errors.newOn}
          />
          <StartAndEnd names={["newStartTime", "newEndTime"]} {...{ values, errors }} />
          <FormClashes
            {...{ zone: session.zone, people: session.people, sessionId: session.id }}
            personIds={session.people.map(({ id }) => id)}
            names={{ day: "newOn", start: "newStartTime", end: "newEndTime" }}
          />
        </fieldset>
        <div>
          <Button>Save</Button>
        </div>
      </Form>
    </Section>
  );
}

function statusIn(values: FormValues): NotHeldStatus | undefined {
  const given = firstValue(values, "status");
  return given in NOT_HELD_LABELS ? (given as NotHeldStatus) : undefined;
}

function Move({ page, answer }: PartProps) {
  const { session } = page;
  const values = answer?.values ?? page.values;
  const errors = answer?.fieldErrors ?? {};
  return (
    <Section
      title="Change what is planned"
      description="To correct the plan before anybody was told. The old day and time are not kept."
    >
      <Form method="post" noValidate className="grid max-w-2xl gap-5">
        <Problems answer={answer} />
        <input type="hidden" name="intent" value="move" />
        <input type="hidden" name="rowVersion" value={session.rowVersion} />
        <PlannedTime values={values} errors={errors} dayLabel="Day" zone={session.zone} />
        <FormClashes
          {...{ zone: session.zone, people: session.people, sessionId: session.id }}
          personIds={session.people.map(({ id }) => id)}
        />
        <SelectField
          name="modality"
          label="How you meet"
          options={optionsOf(MODALITY_LABELS)}
          defaultValue={firstValue(values, "modality")}
        />
        <PlannedFocus values={values} errors={errors} functions={page.functions} />
        <div>
          <Button variant="secondary">Change this session</Button>
        </div>
      </Form>
    </Section>
  );
}

function Withdraw({ page, answer }: PartProps) {
  return (
    <Section
      title="Take it out of the calendar"
      description="For a session that should not have been planned. It counts neither as planned nor as cancelled, and its day in a recurring plan stays free. You can put it back."
    >
      <Form method="post" className="grid max-w-2xl gap-4">
        <Problems answer={answer} />
        <input type="hidden" name="intent" value="withdraw" />
        <input type="hidden" name="rowVersion" value={page.session.rowVersion} />
        <div>
          <Button variant="danger">Take it out</Button>
        </div>
      </Form>
    </Section>
  );
}
