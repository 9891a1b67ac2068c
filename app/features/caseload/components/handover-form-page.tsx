import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import type { FormAnswer } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type {
  HandoverPreview,
  HandoverFormPage as Page,
  PreviewLine,
  PreviewReceiver,
} from "../caseload.types.ts";
import { FIT_WORDS, INTENSITY_WORDS, minutesOf, number, peopleOf } from "./caseload-words.ts";

export type HandoverAnswer = (NonNullable<FormAnswer> & { preview?: HandoverPreview }) | undefined;

export function HandoverFormPage({ page, answer }: { page: Page; answer: HandoverAnswer }) {
  const { coach, people, groups } = page;
  return (
    <>
      <PageHeader
        title={`Hand over the people of ${coach.name}`}
        breadcrumb={[
          { label: "Caseload", to: "/caseload" },
          { label: coach.name, to: `/caseload/${coach.id}` },
        ]}
        intro="Assignments, active goals, open action steps, planned sessions and due assessments go to the receiving coach. Earlier sessions, summaries and notes stay where they are: the receiving coach gets numbers, goals and steps."
      />
      {page.plannedId ? (
        <Callout
          tone="caution"
          title="A handover of this coach is planned already"
          actions={
            <ButtonLink to={`/handovers/${page.plannedId}`} variant="secondary">
              Open it
            </ButtonLink>
          }
        >
          Cancel it there before you plan another.
        </Callout>
      ) : people.length + groups.length === 0 ? (
        <EmptyState title="Nobody is assigned to this coach">There is nothing to hand over.</EmptyState>
      ) : (
        <HandoverForm page={page} answer={answer} />
      )}
    </>
  );
}

function HandoverForm({ page, answer }: { page: Page; answer: HandoverAnswer }) {
  const { people, groups, receivers } = page;
  const { formData } = useNavigation();
  const preview = answer?.preview;
  const errors = fieldErrorsOf(answer);
  const given = (name: string, initial = "") => typedValue(answer, name) ?? initial;
  const isPosting = (intent: string) => formData?.get("intent") === intent;
  const options = receivers.map((receiver) => ({
    value: receiver.id,
    label: `${receiver.name}${receiver.siteName ? `, ${receiver.siteName}` : ""}: ${peopleOf(receiver)} people, ${minutesOf(receiver)} minutes`,
  }));
  const alone = people.filter(({ groupAssignmentId }) => groupAssignmentId === null);
  return (
    <Form method="post" preventScrollReset noValidate className="grid gap-6">
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <input type="hidden" name="id" value={given("id", page.id)} />
      {preview ? <input type="hidden" name="seen" value={preview.mark} /> : null}
      <div className="grid max-w-3xl gap-6">
        <DateField
          name="effectiveOn"
          label="From"
          required
          hint="From this day on they have their new coach; on the day before, the present one can still log. A later day is carried out by itself, also what is agreed until then."
          defaultValue={given("effectiveOn", page.tomorrow)}
          error={errors.effectiveOn}
        />
        <SelectField
          name="receiverId"
          label="Everybody goes to"
          optional
          hint="Below you may choose somebody else for some of them. Who has nobody chosen stays."
          placeholder="Choose for each below"
          options={options}
          defaultValue={given("receiverId")}
          error={errors.receiverId}
        />
      </div>
      <details
        open={
          Object.keys(answer?.values ?? {}).some((name) => /^(to|group)\./.test(name) && given(name)) ||
          undefined
        }
      >
        <summary className="link inline-flex min-h-11 items-center font-medium">
          Choose for each person or group
        </summary>
        <ul className="mt-2 grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {groups.map((group) => (
            <li key={group.id}>
              <SelectField
                name={`group.${group.id}`}
                label={`${group.name} (group of ${group.people})`}
                placeholder="As for everybody"
                options={options}
                defaultValue={given(`group.${group.id}`)}
              />
            </li>
          ))}
          {alone.map((person) => (
            <li key={person.id}>
              <SelectField
                name={`to.${person.id}`}
                label={`${person.name}, ${INTENSITY_WORDS[person.intensity].toLowerCase()}`}
                placeholder="As for everybody"
                options={options}
                defaultValue={given(`to.${person.id}`)}
              />
            </li>
          ))}
        </ul>
      </details>
      {preview ? <Preview preview={preview} /> : null}
      <FormActions>
        <Button
          name="intent"
          value="preview"
          variant={preview ? "secondary" : "primary"}
          pending={isPosting("preview")}
          pendingLabel="Looking"
        >
          {preview ? "Look again" : "See what will move"}
        </Button>
        {preview ? (
          <Button name="intent" value="confirm" pending={isPosting("confirm")} pendingLabel="Handing over">
            {preview.isToday
              ? "Hand over now"
              : `Hand over on ${formatDay(preview.effectiveOn, { weekday: false })}`}
          </Button>
        ) : null}
      </FormActions>
    </Form>
  );
}

function Preview({ preview }: { preview: HandoverPreview }) {
  const heading = useRef<HTMLDivElement>(null);
  const { lines, receivers, staying } = preview;
  // why: what the button brought stands below it, out of sight of a screen reader
  useEffect(() => {
    if (preview) heading.current?.focus();
  }, [preview]);
  return (
    <div ref={heading} tabIndex={-1} className="outline-none" role="status">
      <Section
        title={`${number(lines.length)} ${lines.length === 1 ? "person moves" : "people move"} on ${formatDay(preview.effectiveOn)}`}
        description={
          staying.length > 0
            ? `Stay with this coach: ${staying.slice(0, 20).join(", ")}${staying.length > 20 ? ` and ${staying.length - 20} more` : ""}.`
            : undefined
        }
      >
        <div className="mb-4 grid gap-3 md:grid-cols-2">
          {receivers.map((receiver) => (
            <ReceiverCard key={receiver.id} receiver={receiver} />
          ))}
        </div>
        <DataTable
          caption="What moves"
          columns={PREVIEW_COLUMNS}
          rows={lines}
          rowKey={({ coacheeId }) => coacheeId}
          phone="cards"
          dense
        />
      </Section>
    </div>
  );
}

function ReceiverCard({ receiver }: { receiver: PreviewReceiver }) {
  const { after, before, capacityMinutes, capacityCoachees } = receiver;
  const fit = FIT_WORDS[receiver.fit];
  return (
    <div className="rounded-card border border-line bg-surface p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
        {receiver.name} <Badge tone={fit.tone}>{fit.word}</Badge>
      </p>
      <p className="text-[0.9375rem]">
        People: {number(before.coachees)} today, {peopleOf({ coachees: after.coachees, capacityCoachees })}{" "}
        then. Minutes a month: {number(before.minutes)} today,{" "}
        {minutesOf({ minutes: after.minutes, capacityMinutes })} then.
      </p>
      <Notes notes={receiver.notes} />
    </div>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return notes.length === 0 ? null : (
    <ul className="mt-1 grid gap-0.5 text-sm">
      {notes.map((note) => (
        <li key={note} className="rounded-control bg-caution-soft px-2 py-0.5">
          {note}
        </li>
      ))}
    </ul>
  );
}

const PREVIEW_COLUMNS: readonly Column<PreviewLine>[] = [
  { key: "name", header: "Person", rowHeader: true, cell: ({ name }) => name },
  { key: "to", header: "To", cell: ({ receiverName }) => receiverName },
  { key: "goals", header: "Goals", align: "end", cell: ({ goals }) => number(goals) },
  { key: "steps", header: "Open steps", align: "end", cell: ({ steps }) => number(steps) },
  {
    key: "sessions",
    header: "Planned sessions",
    cell: ({ sessions }) =>
      sessions.length === 0
        ? "0"
        : `${sessions
            .slice(0, 3)
            .map(({ on, time }) => `${formatDay(on)}${time ? ` ${time}` : ""}`)
            .join(", ")}${sessions.length > 3 ? ` and ${sessions.length - 3} more` : ""}`,
  },
  { key: "assessments", header: "Assessments", align: "end", cell: ({ assessments }) => number(assessments) },
  {
    key: "notes",
    header: "Look at",
    prose: true,
    cell: ({ notes }) => (notes.length === 0 ? null : <Notes notes={notes} />),
  },
];
