import { Link } from "@remix-run/react";
import { FileUp } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { FORMAT_LABELS, STATUS_LABELS } from "#app/features/sessions/session.codes.ts";
import { monthName } from "../months.rules.ts";
import type { Restatement, SessionRow, SessionsBehind } from "../site.types.ts";
import { asOfWords, count, percent, releasedWords } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { RecordsMonth } from "./records-month.tsx";

const COLUMNS: readonly Column<SessionRow>[] = [
  {
    key: "on",
    header: "Day",
    rowHeader: true,
    cell: ({ on }) => <span className="whitespace-nowrap">{formatDay(on)}</span>,
  },
  {
    key: "coach",
    header: "Coach",
    cell: ({ coach }) => (coach ? <span className="whitespace-nowrap">{coach}</span> : <Mark kind="blank" />),
  },
  { key: "format", header: "Format", from: "xl", cell: ({ format }) => FORMAT_LABELS[format] },
  { key: "status", header: "Status", cell: ({ status }) => STATUS_LABELS[status] },
  {
    key: "minutes",
    header: "Minutes",
    align: "end",
    cell: ({ minutes }) => (
      <>
        {minutes}
        <span className="md:hidden"> min</span>
      </>
    ),
  },
  {
    key: "late",
    header: "Recorded",
    cell: ({ isLate, isImported, lagDays }) =>
      isImported ? (
        <Badge icon={FileUp}>Imported</Badge>
      ) : isLate ? (
        <Badge tone="caution">
          <span className="md:hidden">Recorded </span>
          {lagDays} days later
        </Badge>
      ) : (
        <span>
          <span className="md:hidden">recorded </span>
          {lagDays > 0 ? `${lagDays} ${lagDays === 1 ? "day" : "days"} later` : "same day"}
        </span>
      ),
  },
  {
    key: "counted",
    header: "Counts",
    align: "end",
    from: "md",
    cell: ({ counted }) => counted,
  },
];

export function SiteSessionsPage({ records }: { records: SessionsBehind }) {
  const { site, month, isProvisional, show, rows, totals, restated, figure, page, hasNext } = records;
  const name = monthName(month);
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: "Rollout", to: "/rollout" },
          { label: site.name, to: `/rollout/sites/${site.id}` },
        ]}
        title={`Sessions, ${name}`}
        meta={isProvisional ? "Running month, provisional" : undefined}
        actions={<RecordsMonth month={month} isLast={isProvisional} query={show === "all" ? { show } : {}} />}
      />
      <p className="mb-1 max-w-prose">
        <strong>
          {count(totals.counted)} delivered, from {count(totals.sessions)}{" "}
          {totals.sessions === 1 ? "session" : "sessions"}.
        </strong>{" "}
        A group session counts once for each coachee who was there. {count(totals.late)} recorded more than
        three days later.
        {totals.imported > 0 ? ` ${count(totals.imported)} imported from an earlier log.` : ""}
      </p>
      <p className="mb-4 max-w-prose text-ink-muted">
        {figureSentence(records)} {figure ? `${asOfWords(figure)}.` : ""}{" "}
        {figure?.released ? (
          <Link className="link" to={`/rollout/released/${month.slice(0, 7)}`}>
            Releases of {name}
          </Link>
        ) : null}
      </p>
      {restated ? (
        <p className="mb-4 max-w-prose text-ink-muted">{restatementSentence(restated, name)}</p>
      ) : null}
      <p className="mb-4">
        <Link
          className="link inline-flex min-h-control items-center"
          to={`?month=${month.slice(0, 7)}${show === "all" ? "" : "&show=all"}`}
        >
          {show === "all"
            ? "Show only delivered sessions"
            : `Show all ${count(totals.records)} sessions of the month`}
        </Link>
      </p>
      <DataTable
        caption={`Sessions at ${site.name} in ${name}`}
        hideCaption
        columns={records.canSeePeople ? COLUMNS : COLUMNS.filter(({ key }) => key !== "coach")}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/sessions/${id}`}
        phone="lines"
        dense
        empty={
          <EmptyState title={`No ${show === "all" ? "" : "delivered "}session in ${name}.`}>
            A session appears here as soon as its coach has logged it.
          </EmptyState>
        }
      />
      <Pagination
        page={page}
        pageSize={50}
        shown={rows.length}
        total={show === "all" ? totals.records : totals.sessions}
        hasNext={hasNext}
        noun="sessions"
      />
      <OperationalNotice>
        {records.canSeePeople
          ? "What was said in a session is never shown here."
          : "Coaches are not named to your role."}
      </OperationalNotice>
    </>
  );
}

function restatementSentence(restated: Restatement, month: string): string {
  const { entered, enteredMinutes, changed, changedMinutes } = restated;
  if (entered === 0 && changed === 0) return `Nothing was entered or changed after ${month} had ended.`;
  const parts = [
    entered > 0 ? `${sessions(entered)} entered, ${signed(enteredMinutes)} minutes` : null,
    changed > 0 ? `${sessions(changed)} changed, ${signed(changedMinutes)} minutes` : null,
  ].filter(Boolean);
  return `Restated after ${month} had ended: ${parts.join("; ")}.`;
}

const sessions = (n: number) => `${count(n)} ${n === 1 ? "session" : "sessions"}`;
const signed = (n: number) => (n < 0 ? `−${count(-n)}` : `+${count(n)}`);

function figureSentence({ figure, totals }: SessionsBehind): string {
  if (!figure) return "The figure of this month has not been computed yet.";
  if (figure.released)
    return `The rollout page says ${count(figure.numerator)}. ${releasedWords(figure)} Counted`;
  const plan =
    figure.value === null
      ? "Nothing was planned."
      : `That is ${percent(figure.value)} of ${count(figure.denominator)} planned.`;
  return figure.numerator === totals.counted
    ? `${plan} The number on the rollout page is the same,`
    : `The rollout page still says ${count(figure.numerator)}: records were entered or changed since,`;
}
