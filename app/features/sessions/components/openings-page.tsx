import { Form, useNavigation } from "@remix-run/react";
import { EyeOff, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { OpenedSession, OpeningsPage as Page, SessionToOpen } from "../opening.types.ts";
import { OPENED_PART_LABELS, OPENING_KIND_LABELS, OPENING_REASON, optionsOf } from "../session.codes.ts";

/** What the last post came to: a refusal, a second look, or what was opened. */
export type OpeningAnswer =
  | (NonNullable<Answer> & { step?: undefined })
  | {
      step: "look";
      session: SessionToOpen;
      values: Record<string, unknown>;
      openingId: string;
      message?: string;
    }
  | { step: "opened"; opened: OpenedSession };

export function OpeningsPage({
  page,
  answer,
  tabs,
}: {
  page: Page;
  answer: OpeningAnswer | undefined;
  tabs: ReactNode;
}) {
  return (
    <>
      <PageHeader
        title="Safety cases"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        intro="What coach and coachee say to each other is theirs. When somebody’s safety or a law demands it, you may open one part of one session, once, with a reason."
      />
      {tabs}
      {answer?.step === "opened" ? (
        <Opened opened={answer.opened} />
      ) : answer?.step === "look" ? (
        <SecondLook answer={answer} />
      ) : (
        <OpeningForm answer={answer} />
      )}
      <Section title="What was opened">
        <DataTable
          caption="Openings"
          hideCaption
          phone="cards"
          rows={page.openings.items}
          rowKey={({ id }) => id}
          empty={
            <EmptyState icon={EyeOff} title="Nothing was ever opened">
              Each opening stands here with who, what and why.
            </EmptyState>
          }
          columns={[
            {
              key: "when",
              header: "When",
              rowHeader: true,
              cell: ({ day, time }) => (
                <span className="whitespace-nowrap tabular-nums">
                  {formatDay(day, { weekday: false })} {time}
                </span>
              ),
            },
            { key: "who", header: "By", cell: ({ openerName }) => openerName },
            {
              key: "what",
              header: "What",
              cell: ({ part, coachName }) => `${OPENED_PART_LABELS[part]}, session of ${coachName}`,
            },
            { key: "kind", header: "Case", cell: ({ kind }) => OPENING_KIND_LABELS[kind] },
            { key: "reason", header: "Reason", prose: true, cell: ({ reason }) => reason },
          ]}
        />
        {page.openings.items.length > 0 || page.openings.page > 1 ? (
          <Pagination
            page={page.openings.page}
            pageSize={page.openings.pageSize}
            shown={page.openings.items.length}
            hasNext={page.openings.hasNext}
            noun="openings"
          />
        ) : null}
      </Section>
    </>
  );
}

function OpeningForm({ answer }: { answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isChecking = useNavigation().state !== "idle";
  const field = (name: string) => ({
    name,
    defaultValue: typedValue(answer, name) ?? "",
    error: errors[name],
  });
  return (
    <Form method="post" className="grid max-w-2xl gap-5" noValidate>
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <TextField
        {...field("session")}
        label="Session"
        hint="The address of its page. Whoever told you of the case can copy it."
        required
        autoComplete="off"
      />
      <SelectField
        {...field("part")}
        label="What has to be read"
        placeholder="Choose"
        required
        options={optionsOf(OPENED_PART_LABELS)}
      />
      <SelectField
        {...field("kind")}
        label="What kind of case it is"
        placeholder="Choose"
        required
        options={optionsOf(OPENING_KIND_LABELS)}
      />
      <GuardedTextArea
        {...field("reason")}
        label="Why it has to be read"
        hint={`At least ${OPENING_REASON.min} characters: what happened, who asked, why there is no other way. It is kept in the audit log.`}
        required
        limit={OPENING_REASON.max}
      />
      <Button
        name="intent"
        value="look"
        className="justify-self-start"
        pending={isChecking}
        pendingLabel="Looking"
      >
        Continue
      </Button>
    </Form>
  );
}

const FORM_FIELDS = ["session", "part", "kind", "reason"] as const;

function SecondLook({ answer }: { answer: Extract<OpeningAnswer, { step: "look" }> }) {
  const { session, values, openingId, message } = answer;
  const isOpening = useNavigation().state !== "idle";
  const part = String(values.part) as keyof typeof OPENED_PART_LABELS;
  return (
    <section aria-labelledby="look-title" className="grid max-w-2xl gap-5">
      <h2 id="look-title" className="flex items-center gap-2 text-lg font-semibold">
        <TriangleAlert aria-hidden="true" className="size-5 shrink-0 text-caution" />
        Look again before you open it
      </h2>
      <ErrorSummary errors={{}} general={message ? [message] : null} />
      <DescriptionList
        items={[
          { label: "Session", value: `${formatDay(session.sessionOn)}, ${session.siteName}` },
          { label: "Coach", value: session.coachName },
          { label: "With", value: session.coacheeNames.join(", ") },
          { label: "You open", value: OPENED_PART_LABELS[part] },
          {
            label: "Case",
            value: OPENING_KIND_LABELS[String(values.kind) as keyof typeof OPENING_KIND_LABELS],
          },
          { label: "Reason", value: <span className="whitespace-pre-line">{String(values.reason)}</span> },
        ]}
      />
      <Callout tone="caution" title="What happens when you open it">
        <ul className="list-disc pl-5">
          <li>
            {session.coachName} and {session.coacheeNames.join(", ")} are told at once that you opened it.
          </li>
          <li>Your name and your reason go into the audit log and stay there.</li>
          <li>The text is shown once, on this page. None of it is for evaluating anybody.</li>
        </ul>
      </Callout>
      <Form method="post" className="grid gap-4">
        {FORM_FIELDS.map((name) => (
          <input key={name} type="hidden" name={name} value={String(values[name] ?? "")} />
        ))}
        <input type="hidden" name="openingId" value={openingId} />
        <Checkbox name="confirmed" label="There is no other way, and I have the right to do this" required />
        <div className="flex flex-wrap gap-3">
          <Button name="intent" value="open" variant="danger" pending={isOpening} pendingLabel="Opening">
            Open it once
          </Button>
          <ButtonLink to="/admin/openings" variant="secondary">
            Leave it closed
          </ButtonLink>
        </div>
      </Form>
    </section>
  );
}

function Opened({ opened }: { opened: OpenedSession }) {
  return (
    <section aria-labelledby="opened-title" className="grid max-w-2xl gap-4">
      <h2 id="opened-title" className="text-lg font-semibold">
        {OPENED_PART_LABELS[opened.part]}: {opened.coachName}, {formatDay(opened.sessionOn)}
      </h2>
      <div className="max-w-prose rounded-card border border-line-strong bg-surface p-4 whitespace-pre-line">
        {opened.isGone
          ? "There is a note, and its key was destroyed: nobody can read it."
          : (opened.text ?? "Nothing was written here.")}
      </div>
      <Callout title="Shown once">
        Coach and coachee are being told. When you leave or reload this page, the text is gone; to read it
        again takes a new reason.
      </Callout>
      <ButtonLink to="/admin/openings" variant="secondary" className="justify-self-start">
        Done, close it
      </ButtonLink>
    </section>
  );
}
