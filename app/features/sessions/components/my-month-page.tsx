import { Link } from "@remix-run/react";
import { ChevronLeft, ChevronRight, Users } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Bar } from "#app/components/bar.tsx";
import { buttonStyle } from "#app/components/button.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import type { ComponentMinutes, LateEntry, MonthPerson, MyMonthPage } from "../my-month.types.ts";
import { LATE_ENTRY_DAYS, STATUS_LABELS } from "../session.codes.ts";
import { percent, rounded, wholeMinutes } from "./dose-words.ts";

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
      <Late page={page} />
      <Section title="In the sessions" description="What was done, beside how many and how long.">
        <p>
          {dose.observedSessions} of {dose.sessions} with an observation, {dose.feedbackSessions} of{" "}
          {dose.sessions} with recorded feedback (a strength, a correction or data). Study between sessions is
          not recorded and not counted.
        </p>
      </Section>
    </>
  );
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
          dose.sessions === dose.contacts
            ? undefined
            : `in ${dose.sessions} sessions: a group counts once for each of your people`
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
      <Against delivered={deliveredSessions} planned={plannedSessions} />
    ),
  },
  {
    key: "minutes",
    header: "Minutes",
    align: "end",
    cell: ({ deliveredMinutes, plannedMinutes }) => (
      <Against delivered={deliveredMinutes} planned={wholeMinutes(plannedMinutes)} />
    ),
  },
  {
    key: "rate",
    header: "Delivered",
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
        </Badge>
      ),
  },
];

function Against({ delivered, planned }: { delivered: number; planned: number }) {
  return (
    <span className="whitespace-nowrap">
      {rounded(delivered)} <span className="text-ink-muted">of {rounded(planned)}</span>
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
        phone="cards"
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

const COMPONENTS: Record<keyof ComponentMinutes, string> = {
  observation: "Observation",
  meeting: "Meeting",
  preparation: "Preparation",
  travel: "Travel",
  documentation: "Documentation",
};

function Minutes({ minutes }: { minutes: ComponentMinutes }) {
  const parts = Object.keys(COMPONENTS) as (keyof ComponentMinutes)[];
  const total = parts.reduce((sum, part) => sum + minutes[part], 0);
  return (
    <Section
      title="Your minutes"
      description="Observation and meeting are dose; the rest is what it takes. A group counts once."
    >
      <dl className="grid gap-3 rounded-card border border-line bg-surface p-4 md:p-5">
        {parts.map((part) => (
          <div key={part} className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
            <dt>{COMPONENTS[part]}</dt>
            <dd className="font-semibold tabular-nums">{rounded(minutes[part])}</dd>
            <dd aria-hidden="true" className="col-span-2">
              <Bar share={total === 0 ? 0 : minutes[part] / total} />
            </dd>
          </div>
        ))}
        <div className="flex justify-between gap-4 border-t border-line pt-3 text-sm font-semibold">
          <dt>All</dt>
          <dd className="tabular-nums">{rounded(total)}</dd>
        </div>
      </dl>
    </Section>
  );
}

interface Kind {
  label: string;
  count: number;
  status?: keyof typeof STATUS_LABELS;
}

function Missed({ missed, month }: { missed: MyMonthPage["missed"]; month: string }) {
  const kinds: Kind[] = [
    { label: STATUS_LABELS.cancelled_by_coach, count: missed.byCoach, status: "cancelled_by_coach" },
    { label: STATUS_LABELS.cancelled_by_coachee, count: missed.byCoachee, status: "cancelled_by_coachee" },
    { label: STATUS_LABELS.cancelled_agency, count: missed.byAgency, status: "cancelled_agency" },
    { label: STATUS_LABELS.no_show_coachee, count: missed.noShowCoachee, status: "no_show_coachee" },
    { label: STATUS_LABELS.no_show_coach, count: missed.noShowCoach, status: "no_show_coach" },
    { label: "Planned, and nothing logged yet", count: missed.unresolved, status: "scheduled" },
    { label: "Moved to another day (not counted)", count: missed.rescheduled, status: "rescheduled" },
  ];
  const columns: readonly Column<Kind>[] = [
    { key: "kind", header: "What became of it", rowHeader: true, cell: ({ label }) => label },
    { key: "count", header: "Sessions", align: "end", cell: ({ count }) => count },
  ];
  return (
    <Section className="lg:mt-0" title="What did not take place" description={missedSentence(missed)}>
      <DataTable
        caption="Sessions that did not take place, by kind"
        hideCaption
        columns={columns}
        rows={kinds}
        rowKey={({ label }) => label}
        rowHref={({ count, status }) =>
          count > 0 ? `/sessions?status=${status}&month=${month.slice(0, 7)}` : undefined
        }
        dense
      />
    </Section>
  );
}

function missedSentence(missed: MyMonthPage["missed"]): string {
  if (missed.dueSessions === 0) return "No session of this month has come due.";
  const cancelled = missed.byCoach + missed.byCoachee + missed.byAgency;
  const notice =
    cancelled === 0
      ? ""
      : missed.knownNotice === 0
        ? " None was entered before its start, so the notice is not known."
        : ` ${missed.lateCancelled} of ${missed.knownNotice} with known notice had less than 24 hours.`;
  return `Of ${missed.dueSessions} whose day has passed, ${percent(missed.cancellationRate)} were cancelled and ${percent(missed.noShowRate)} missed.${notice}`;
}

const LATE_COLUMNS: readonly Column<LateEntry>[] = [
  {
    key: "day",
    header: "Day",
    rowHeader: true,
    cell: ({ sessionOn }) => <span className="whitespace-nowrap">{formatDay(sessionOn)}</span>,
  },
  { key: "with", header: "With", cell: ({ attendeeNames }) => attendeeNames.join(", ") },
  { key: "status", header: "Status", cell: ({ status }) => STATUS_LABELS[status] },
  { key: "lag", header: "Entered", align: "end", cell: ({ entryLagDays }) => `${entryLagDays} days later` },
];

function Late({ page: { late, dose, isRunning } }: { page: MyMonthPage }) {
  const restated = dose.sessions - late.deliveredByMonthEnd;
  return (
    <Section
      title="Late entries"
      description={`Entered more than ${LATE_ENTRY_DAYS} days after the session.${
        isRunning || restated === 0
          ? ""
          : ` ${restated} of the ${dose.sessions} delivered sessions were entered after the month had ended.`
      }`}
    >
      {late.count > late.entries.length ? (
        <p className="mb-3 text-sm text-ink-muted">
          The latest {late.entries.length} of {late.count}.
        </p>
      ) : null}
      <DataTable
        caption="Late entries"
        hideCaption
        columns={LATE_COLUMNS}
        rows={late.entries}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/sessions/${id}`}
        phone="cards"
        dense
        empty={<p className="text-ink-muted">None. Everything was entered in time.</p>}
      />
    </Section>
  );
}
