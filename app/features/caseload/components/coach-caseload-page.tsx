import { Form, Link, useNavigation } from "@remix-run/react";
import { ArrowRightLeft, UsersRound } from "lucide-react";
import { generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { formatLastDay } from "#app/time/format-day.ts";
import type { CaseloadPerson, CoachCaseload, FadeItem } from "../caseload.types.ts";
import {
  FIT_WORDS,
  HANDOVER_WORDS,
  INTENSITY_OPTIONS,
  INTENSITY_WORDS,
  KIND_WORDS,
  minutesOf,
  number,
  peopleOf,
  usedWords,
} from "./caseload-words.ts";

export function CoachCaseloadPage({ view, answer }: { view: CoachCaseload; answer: FormAnswer }) {
  const { coach, people, groups, proposals, handovers, today, isOwn, permissions } = view;
  return (
    <>
      <PageHeader
        title={isOwn ? "My caseload" : coach.name}
        breadcrumb={
          isOwn ? [{ label: "My people", to: "/people" }] : [{ label: "Caseload", to: "/caseload" }]
        }
        meta={
          <>
            <span>{coach.siteName ?? "At no site today"}</span>
            <span>{formatDay(today)}</span>
            <Badge tone={FIT_WORDS[coach.fit].tone}>{FIT_WORDS[coach.fit].word}</Badge>
          </>
        }
        actions={
          permissions.canManage && people.length > 0 ? (
            <ButtonLink to={`/caseload/${coach.id}/handover`} icon={ArrowRightLeft} variant="secondary">
              Hand over
            </ButtonLink>
          ) : null
        }
      />
      <div className="max-w-4xl rounded-card border border-line bg-surface p-4 md:p-5">
        <DescriptionList
          layout="columns"
          items={[
            { label: "People", value: peopleOf(coach) },
            { label: "Minutes a month", value: minutesOf(coach) },
            { label: "Capacity", value: usedWords(coach) || "not set" },
            { label: "Signed agreements", value: `${number(coach.agreements)} of ${number(coach.coachees)}` },
            ...(coach.leaveUntil ? [{ label: "On leave until", value: formatDay(coach.leaveUntil) }] : []),
            ...(coach.nextLeaveFrom ? [{ label: "Next leave", value: formatDay(coach.nextLeaveFrom) }] : []),
          ]}
        />
        <p className="mt-3 text-sm text-ink-muted">
          What a full month asks by the dosage schedule. People of one group count once: they meet together.
          Leave of a person does not lower it.
        </p>
        {permissions.canManage ? <CapacityForm view={view} answer={answer} /> : null}
      </div>
      {proposals.length > 0 ? (
        <Section
          title="Ready to fade"
          description="The fade rule of the dosage schedule is met. Nothing changes until somebody accepts. A proposal that later records no longer bear out is taken back."
        >
          <ul className="grid max-w-4xl gap-3">
            {proposals.map((proposal) => (
              <li key={proposal.id}>
                <Proposal proposal={proposal} answer={answer} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="People">
        <DataTable
          caption={`People of ${coach.name}`}
          hideCaption
          columns={columnsOf(view, answer)}
          rows={people}
          rowKey={({ assignmentId }) => assignmentId}
          phone="cards"
          dense
          empty={
            <EmptyState title="Nobody is assigned" icon={UsersRound}>
              {permissions.canManage ? "Assign somebody below." : "A coaching lead assigns people."}
            </EmptyState>
          }
        />
        {permissions.canManage ? (
          <div className="mt-4">
            <AssignForm key={people.length} view={view} answer={answer} />
          </div>
        ) : null}
      </Section>
      {groups.length > 0 ? (
        <Section title="Groups">
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {groups.map((group) => (
              <li key={group.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                {isOwn && !permissions.canManage ? (
                  <span className="font-medium">{group.name}</span>
                ) : (
                  <Link to={`/groups/${group.groupId}`} className="link font-medium">
                    {group.name}
                  </Link>
                )}
                <span className="text-ink-muted">
                  {KIND_WORDS[group.kind]}, {INTENSITY_WORDS[group.intensity].toLowerCase()}, since{" "}
                  {formatDay(group.startsOn, { weekday: false })}
                  {group.endsOn ? `, until ${formatLastDay(group.endsOn, { weekday: false })}` : ""}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {handovers.length > 0 ? (
        <Section title="Handovers">
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {handovers.map(({ id, state, effectiveOn, fromName, people: count }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5"
              >
                <Link to={`/handovers/${id}`} className="link font-medium">
                  {number(count)} {count === 1 ? "person" : "people"}{" "}
                  {fromName ? `from ${fromName} to ${coach.name}` : `from ${coach.name} to others`},{" "}
                  {formatDay(effectiveOn)}
                </Link>
                <Badge tone={HANDOVER_WORDS[state].tone}>{HANDOVER_WORDS[state].word}</Badge>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function columnsOf(
  { peopleAt, today }: CoachCaseload,
  answer: FormAnswer,
): readonly Column<CaseloadPerson>[] {
  return [
    {
      key: "name",
      header: "Person",
      rowHeader: true,
      cell: ({ id, name }) => (
        <Link to={`${peopleAt}/${id}`} className="link">
          {name}
        </Link>
      ),
    },
    { key: "site", header: "Site", from: "xl", cell: ({ siteName }) => siteName },
    {
      key: "intensity",
      header: "Intensity",
      cell: ({ intensity, groupName }) => (
        <>
          {INTENSITY_WORDS[intensity]}
          {groupName ? <span className="block text-sm text-ink-muted">{groupName}</span> : null}
        </>
      ),
    },
    {
      key: "minutes",
      header: "Minutes a month",
      align: "end",
      cell: ({ minutesPerMonth }) => number(Math.round(minutesPerMonth)),
    },
    {
      key: "since",
      header: "Assigned",
      cell: ({ state, startsOn, endsOn, onLeaveUntil }) => (
        <>
          {state === "planned" ? "from" : "since"} {formatDay(startsOn, { weekday: false })}
          {endsOn ? `, until ${formatLastDay(endsOn, { weekday: false })}` : ""}
          {onLeaveUntil ? (
            <span className="block text-sm text-ink-muted">
              on leave until {formatDay(onLeaveUntil, { weekday: false })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: "agreement",
      header: "Agreement",
      cell: ({ hasAgreement }) => (hasAgreement ? "signed" : <span className="text-ink-muted">none</span>),
    },
    {
      key: "change",
      header: "Change",
      prose: true,
      cell: (person) =>
        person.canChange ? <ChangeForms person={person} today={today} answer={answer} /> : null,
    },
  ];
}

function ChangeForms({
  person,
  today,
  answer,
}: {
  person: CaseloadPerson;
  today: string;
  answer: FormAnswer;
}) {
  const own = { about: person.assignmentId, hidden: { id: person.assignmentId }, answer };
  return (
    <div className="flex flex-wrap gap-x-4">
      <OwnForm
        {...own}
        intent="intensity"
        label={
          <>
            Intensity<span className="sr-only"> of {person.name}</span>
          </>
        }
        submitLabel="Change it from that day"
      >
        {(field) => (
          <>
            <SelectField
              {...field("intensity", person.intensity)}
              label="Intensity"
              options={INTENSITY_OPTIONS}
            />
            <DateField
              {...field("fromOn", today)}
              label="From"
              hint="What was planned before that day stays."
            />
          </>
        )}
      </OwnForm>
      <OwnForm
        {...own}
        intent="end"
        danger
        label={
          <>
            End<span className="sr-only"> the coaching of {person.name}</span>
          </>
        }
        submitLabel="End the coaching"
      >
        {(field) => (
          <DateField
            {...field("endsOn", today)}
            label="Ends on"
            hint="The first day on which it no longer holds. To give the person and their open steps to somebody else, hand over instead."
          />
        )}
      </OwnForm>
    </div>
  );
}

function AssignForm({ view: { candidates, today }, answer }: { view: CoachCaseload; answer: FormAnswer }) {
  const sites = [...new Set(candidates.map(({ siteName }) => siteName))];
  return (
    <OwnForm intent="assign" label="Assign a person" submitLabel="Assign" answer={answer}>
      {(field) => (
        <>
          <SelectField
            {...field("personId")}
            label="Person"
            placeholder="Choose a person"
            options={sites.map((group) => ({
              group,
              options: candidates
                .filter(({ siteName }) => siteName === group)
                .map(({ id, name }) => ({ value: id, label: name })),
            }))}
          />
          <SelectField
            {...field("intensity", "moderate")}
            label="Intensity"
            hint="It fixes the planned dose."
            options={INTENSITY_OPTIONS}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField {...field("startsOn", today)} label="From" />
            <DateField
              {...field("endsOn")}
              label="Ends on"
              optional
              hint="The first day on which it no longer holds."
            />
          </div>
        </>
      )}
    </OwnForm>
  );
}

function CapacityForm({
  view: { coach, capacities, today },
  answer,
}: {
  view: CoachCaseload;
  answer: FormAnswer;
}) {
  return (
    <div className="mt-3 border-t border-line pt-2">
      <OwnForm
        key={capacities.length}
        intent="capacity"
        label="Set the capacity"
        submitLabel="Set it from that day"
        answer={answer}
      >
        {(field) => (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <NumberField
                {...field("minutesPerMonth", coach.capacityMinutes?.toString())}
                label="Minutes of coaching a month"
                optional
                unit="minutes"
              />
              <NumberField
                {...field("coachees", coach.capacityCoachees?.toString())}
                label="People"
                optional
                unit="people"
              />
            </div>
            <DateField {...field("startsOn", today)} label="From" />
          </>
        )}
      </OwnForm>
      {capacities.length > 1 ? (
        <details>
          <summary className="link inline-flex min-h-9 items-center text-[0.9375rem]">
            Earlier and later capacity
          </summary>
          <ul className="mt-1 text-sm">
            {capacities.map(({ startsOn, endsOn, minutesPerMonth, coachees }) => (
              <li key={startsOn}>
                From {formatDay(startsOn, { weekday: false })}
                {endsOn ? ` until ${formatLastDay(endsOn, { weekday: false })}` : ""}:{" "}
                {[
                  ...(minutesPerMonth === null ? [] : [`${number(minutesPerMonth)} minutes`]),
                  ...(coachees === null ? [] : [`${number(coachees)} people`]),
                ].join(", ")}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function Proposal({ proposal, answer }: { proposal: FadeItem; answer: FormAnswer }) {
  const { formData } = useNavigation();
  const { id, coacheeName, from, to, basis, count, metOn, proposedOn, canDecide } = proposal;
  const isPosting = (intent: string) => formData?.get("intent") === intent && formData.get("id") === id;
  const refused = answer?.about === id ? generalErrorOf(answer) : undefined;
  const asOf = `As of ${formatDay(proposedOn)}, when this was proposed,`;
  const reason =
    basis === "results"
      ? `${asOf} ${count} fidelity results in a row met their threshold, the last on ${formatDay(metOn)}.`
      : `${asOf} ${count} sessions had been held at this intensity, the last on ${formatDay(metOn)}.`;
  return (
    <Callout
      tone="info"
      title={`${coacheeName}: ${INTENSITY_WORDS[from].toLowerCase()} to ${INTENSITY_WORDS[to].toLowerCase()}`}
      actions={
        canDecide ? (
          <Form method="post" preventScrollReset className="flex flex-wrap gap-2">
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="about" value={id} />
            <Button name="intent" value="accept-fade" size="small" pending={isPosting("accept-fade")}>
              Accept from today<span className="sr-only"> for {coacheeName}</span>
            </Button>
            <Button
              name="intent"
              value="decline-fade"
              size="small"
              variant="secondary"
              pending={isPosting("decline-fade")}
            >
              Not now<span className="sr-only"> for {coacheeName}</span>
            </Button>
          </Form>
        ) : null
      }
    >
      {reason}
      {refused ? (
        <span role="alert" className="block font-medium text-critical">
          {refused}
        </span>
      ) : null}
    </Callout>
  );
}
