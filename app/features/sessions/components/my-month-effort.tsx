import { Bar } from "#app/components/bar.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import type { ComponentMinutes, LateEntry, MyMonthPage } from "../my-month.types.ts";
import { STATUS_LABELS } from "../session.codes.ts";
import { percent, rounded } from "./dose-words.ts";

const COMPONENTS: Record<keyof ComponentMinutes, string> = {
  observation: "Observation",
  meeting: "Meeting",
  preparation: "Preparation",
  travel: "Travel",
  documentation: "Documentation",
};

/** What the coach's time went into. */
export function Minutes({ minutes }: { minutes: ComponentMinutes }) {
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

/** Sessions that fell through, by kind. */
export function Missed({ missed, month }: { missed: MyMonthPage["missed"]; month: string }) {
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
        ? " Of none is it recorded when it became known."
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

/** Records written long after their session. */
export function Late({ page: { late, dose, isRunning } }: { page: MyMonthPage }) {
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
