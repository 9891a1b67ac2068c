import { Link } from "@remix-run/react";
import { ChevronLeft, ChevronRight, Users } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { buttonStyle } from "#app/components/button.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReasonCounts, reasonCountsSentence } from "#app/components/reason-counts.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import type { MonthPerson, MyMonthPage } from "../my-month.types.ts";
import { NOT_HELD_REASON_LABELS } from "../not-held.codes.ts";
import { percent, rounded, wholeMinutes } from "./dose-words.ts";
import { Late, Minutes, Missed } from "./my-month-effort.tsx";

export function MyMonth({ page }: { page: MyMonthPage }) {
  const { month, isRunning, today, until, dose, people } = page;
  return (
    <>
      <PageHeader
        title={`My month: ${formatMonth(month)}`}
        breadcrumb={[{ label: "My people", to: "/people" }]}
        meta={
          <span>
            {isRunning ? `Running month, delivered up to ${formatDay(today)}` : `Up to ${formatDay(until)}`}
          </span>
        }
        intro="Your dose, for yourself: nothing here is an evaluation, and nothing is ranked."
        actions={<Months page={page} />}
      />
      <Tiles page={page} />
      <Section
        title="By person"
        description="Planned by the dosage schedule on days when the person was yours and not on leave. Your own leave does not make the plan smaller."
      >
        <People people={people} />
      </Section>
      <div className="mt-8 grid gap-x-8 md:mt-10 lg:grid-cols-2">
        <Minutes minutes={page.minutes} />
        <Missed missed={page.missed} month={month} />
      </div>
      <Section
        title="Why it did not take place"
        description={reasonCountsSentence(page.reasons)}
        className="max-w-2xl"
      >
        <ReasonCounts counts={page.reasons} words={NOT_HELD_REASON_LABELS} />
      </Section>
      <Late page={page} />
      <Section title="In the sessions" description="What was done, beside how many and how long.">
        <p>
          {dose.observedSessions} of {dose.sessions} with an observation, {dose.feedbackSessions} of{" "}
          {dose.sessions} with recorded feedback (a strength, a correction or data). Study between sessions is
          not recorded and not counted.
        </p>
        <p className="mt-2">{cycleSentence(dose)}</p>
      </Section>
    </>
  );
}

function cycleSentence({
  cyclesCompleted,
  cyclesInOrder,
  cyclesWithKnownOrder,
}: MyMonthPage["dose"]): string {
  const cycles = cyclesCompleted === 1 ? "1 coaching cycle" : `${cyclesCompleted} coaching cycles`;
  const order =
    cyclesCompleted === 0
      ? ""
      : ` In ${cyclesInOrder} of ${cyclesWithKnownOrder} goals were set no later than the observation.`;
  return `${cycles} ended: an observation, and feedback on it.${order}`;
}

function Months({ page: { previousMonth, nextMonth } }: { page: MyMonthPage }) {
  const look = buttonStyle({ variant: "secondary" });
  return (
    <nav aria-label="Months" className="flex flex-wrap gap-2">
      <Link to={`?month=${previousMonth.slice(0, 7)}`} className={look}>
        <ChevronLeft aria-hidden="true" className="size-4" />
        {formatMonth(previousMonth)}
      </Link>
      {nextMonth ? (
        <Link to={`?month=${nextMonth.slice(0, 7)}`} className={look}>
          {formatMonth(nextMonth)}
          <ChevronRight aria-hidden="true" className="size-4" />
        </Link>
      ) : null}
    </nav>
  );
}

function Tiles({ page: { dose, missed, ownLeaveDays, isRunning } }: { page: MyMonthPage }) {
  const ahead = isRunning ? " The plan is that of the whole month." : "";
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <StatTile
        headingLevel={2}
        label="Sessions delivered"
        value={rounded(dose.contacts)}
        sentence={`${planWords(dose.contacts, dose.plannedSessions)}${ahead}`}
        missing={
          [
            dose.sessionsWithOwn === dose.contacts
              ? ""
              : `in ${dose.sessionsWithOwn} sessions: a group counts once for each of your people`,
            dose.sessions === dose.sessionsWithOwn
              ? ""
              : `${dose.sessions - dose.sessionsWithOwn} more with people of other coaches`,
          ]
            .filter(Boolean)
            .join("; ") || undefined
        }
      />
      <StatTile
        headingLevel={2}
        label="Minutes delivered"
        value={rounded(dose.contactMinutes)}
        sentence={planWords(dose.contactMinutes, wholeMinutes(dose.plannedMinutes))}
        missing={`${rounded(dose.sessionMinutes)} minutes of your time with people`}
      />
      <StatTile
        headingLevel={2}
        label="People reached"
        value={dose.reachedCoachees}
        sentence={
          dose.eligibleCoachees === 0
            ? "Nothing was planned for anybody."
            : `Of ${dose.eligibleCoachees} with a plan this month.`
        }
        missing={
          [
            missed.unresolved > 0 ? `${missed.unresolved} planned and not yet logged` : "",
            ownLeaveDays > 0
              ? `you were on leave ${ownLeaveDays} ${ownLeaveDays === 1 ? "day" : "days"}`
              : "",
          ]
            .filter(Boolean)
            .join(", ") || undefined
        }
      />
    </div>
  );
}

function planWords(delivered: number, planned: number): string {
  return planned === 0
    ? "Nothing was planned."
    : `${percent(delivered / planned)} of ${rounded(planned)} planned.`;
}

const PEOPLE_COLUMNS: readonly Column<MonthPerson>[] = [
  {
    key: "name",
    header: "Person",
    rowHeader: true,
    cell: ({ name }) => name,
  },
  { key: "site", header: "Site", from: "xl", cell: ({ siteName }) => siteName },
  {
    key: "sessions",
    header: "Sessions",
    align: "end",
    cell: ({ deliveredSessions, plannedSessions }) => (
      <Against delivered={deliveredSessions} planned={plannedSessions} unit="sessions" />
    ),
  },
  {
    key: "minutes",
    header: "Minutes",
    align: "end",
    cell: ({ deliveredMinutes, plannedMinutes }) => (
      <Against delivered={deliveredMinutes} planned={wholeMinutes(plannedMinutes)} unit="minutes" />
    ),
  },
  {
    key: "rate",
    header: "Delivered",
    from: "md",
    align: "end",
    cell: ({ deliveredSessions, plannedSessions }) =>
      plannedSessions === 0 ? <Mark kind="not-applicable" /> : percent(deliveredSessions / plannedSessions),
  },
  {
    key: "leave",
    header: "Leave",
    cell: ({ leaveDays }) =>
      leaveDays === 0 ? null : (
        <Badge tone="info">
          {leaveDays} {leaveDays === 1 ? "day" : "days"}
          <span className="md:hidden"> of leave</span>
        </Badge>
      ),
  },
];

/** The unit stands in the head of the table, and on a phone in the line. */
function Against({ delivered, planned, unit }: { delivered: number; planned: number; unit: string }) {
  return (
    <span className="whitespace-nowrap">
      {rounded(delivered)} <span className="text-ink-muted">of {rounded(planned)}</span>
      <span className="text-ink-muted md:hidden"> {unit}</span>
    </span>
  );
}

function People({ people }: { people: readonly MonthPerson[] }) {
  return (
    <>
      <DataTable
        caption="Planned against delivered by person"
        hideCaption
        columns={PEOPLE_COLUMNS}
        rows={people}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/people/${id}`}
        phone="lines"
        empty={
          <EmptyState title="Nobody was yours in this month" icon={Users}>
            People stand here from the first day of their assignment to you.
          </EmptyState>
        }
      />
      {people.some(({ plannedSessions }) => plannedSessions === 0) ? (
        <MarkLegend kinds={["not-applicable"]} />
      ) : null}
    </>
  );
}
