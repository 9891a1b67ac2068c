import { Link } from "@remix-run/react";
import { Badge } from "#app/components/badge.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { GroupPage as Page } from "../caseload.types.ts";
import { INTENSITY_OPTIONS, INTENSITY_WORDS, KIND_WORDS, number } from "./caseload-words.ts";

const STATE_TONES = { planned: "info", current: "positive", ended: "neutral" } as const;
const STATE_WORDS = { planned: "begins later", current: "today", ended: "ended" } as const;
const LIST = "divide-y divide-line rounded-card border border-line bg-surface";

export function GroupPage({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { members, coaching, permissions, today } = page;
  const isUnit = page.kind === "unit";
  return (
    <>
      <PageHeader
        title={page.name}
        breadcrumb={[
          { label: "Caseload", to: "/caseload" },
          { label: "Groups", to: "/groups" },
        ]}
        meta={
          <>
            <span>{KIND_WORDS[page.kind]}</span>
            <span>{[page.siteName, page.unitName].filter(Boolean).join(", ")}</span>
          </>
        }
      />
      <Section title="Coach">
        {coaching.length === 0 ? (
          <EmptyState title="No coach yet">Once one is assigned, each of the people below is.</EmptyState>
        ) : (
          <ul className={LIST}>
            {coaching.map((row) => (
              <li key={row.id} className="grid gap-1 px-4 py-2.5">
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link to={`/caseload/${row.coachId}`} className="link font-medium">
                    {row.coachName}
                  </Link>
                  <Badge tone={STATE_TONES[row.state]}>{STATE_WORDS[row.state]}</Badge>
                  <span className="text-ink-muted">
                    {INTENSITY_WORDS[row.intensity].toLowerCase()}, from{" "}
                    {formatDay(row.startsOn, { weekday: false })}
                    {row.endsOn ? ` until ${formatDay(row.endsOn, { weekday: false })}` : ""},{" "}
                    {number(row.people)} {row.people === 1 ? "person" : "people"}
                  </span>
                </span>
                {permissions.canManage && row.state !== "ended" ? (
                  <OwnForm
                    intent="end-coach"
                    about={row.id}
                    hidden={{ id: row.id }}
                    danger
                    label={
                      <>
                        End<span className="sr-only"> the coaching by {row.coachName}</span>
                      </>
                    }
                    submitLabel="End it for everybody in the group"
                    answer={answer}
                  >
                    {(field) => (
                      <DateField
                        {...field("endsOn", today)}
                        label="Ends on"
                        hint="The first day on which it no longer holds."
                      />
                    )}
                  </OwnForm>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {permissions.canManage ? (
          <div className="mt-3">
            <OwnForm
              key={page.coaching.length}
              intent="assign-coach"
              hidden={{ id: page.newId }}
              label="Assign a coach"
              submitLabel="Assign to everybody in the group"
              answer={answer}
            >
              {(field) => (
                <>
                  <SelectField
                    {...field("coachId")}
                    label="Coach"
                    placeholder="Choose a coach"
                    options={page.coaches.map(({ id, name }) => ({ value: id, label: name }))}
                  />
                  <SelectField
                    {...field("intensity", "moderate")}
                    label="Intensity"
                    options={INTENSITY_OPTIONS}
                  />
                  <div className="grid gap-4 sm:grid-cols-2">
                    <DateField {...field("startsOn", today)} label="From" />
                    <DateField {...field("endsOn")} label="Ends on" optional />
                  </div>
                </>
              )}
            </OwnForm>
          </div>
        ) : null}
      </Section>
      <Section
        title="People"
        description={
          isUnit
            ? "Who works in the unit and is coached. Joiners and leavers follow from where people work."
            : undefined
        }
      >
        {members.length === 0 ? (
          <EmptyState title="Nobody belongs to it">
            {isUnit ? "Nobody who is coached works in this unit." : "Add the first person below."}
          </EmptyState>
        ) : (
          <ul className={LIST}>
            {members.map((member) => (
              <li key={member.id} className="grid gap-1 px-4 py-2.5">
                <span className="flex flex-wrap items-center gap-x-3">
                  <span className="font-medium">{member.name}</span>
                  <span className="text-ink-muted">
                    from {formatDay(member.startsOn, { weekday: false })}
                    {member.endsOn ? ` until ${formatDay(member.endsOn, { weekday: false })}` : ""}
                  </span>
                </span>
                {permissions.canManage && !isUnit && member.endsOn === null ? (
                  <OwnForm
                    intent="end-member"
                    about={member.id}
                    hidden={{ id: member.id }}
                    label={
                      <>
                        Leaves the group<span className="sr-only">: {member.name}</span>
                      </>
                    }
                    submitLabel="Record that they leave"
                    answer={answer}
                  >
                    {(field) => <DateField {...field("endsOn", today)} label="First day no longer in it" />}
                  </OwnForm>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {permissions.canManage && !isUnit ? (
          <div className="mt-3">
            <OwnForm
              key={members.length}
              intent="add-member"
              label="Add a person"
              submitLabel="Add"
              answer={answer}
            >
              {(field) => (
                <>
                  <SelectField
                    {...field("personId")}
                    label="Person"
                    placeholder="Choose a person"
                    options={page.candidates.map(({ id, name }) => ({ value: id, label: name }))}
                  />
                  <DateField {...field("startsOn", today)} label="From" />
                </>
              )}
            </OwnForm>
          </div>
        ) : null}
      </Section>
    </>
  );
}
