import { ClipboardCheck } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Bar } from "#app/components/bar.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { CoachCertification, MyReviews, OwnPair, ReviewListItem } from "../assessment.types.ts";
import { CERTIFICATION_WORDS, lateWords, statusWords } from "../review-words.ts";
import { ResultBadge } from "./result.tsx";

const PART_WORDS = {
  first: "",
  second: ", second rating",
  consensus: ", what you agreed on",
  amendment: ", amendment",
} as const;

const who: Column<ReviewListItem> = {
  key: "coach",
  header: "About",
  rowHeader: true,
  cell: ({ coachName, part, isSelf }) => (
    <span className="md:whitespace-nowrap">
      {isSelf ? "Yourself, self-rating" : coachName}
      {PART_WORDS[part]}
    </span>
  ),
};
const site: Column<ReviewListItem> = {
  key: "site",
  header: "Site",
  from: "xl",
  cell: ({ siteName }) => siteName,
};
const instrument: Column<ReviewListItem> = {
  key: "instrument",
  header: "Instrument",
  from: "xl",
  cell: (row) => row.instrument,
};
const status: Column<ReviewListItem> = {
  key: "status",
  header: "Status",
  cell: (row) => (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={statusWords(row).tone}>{statusWords(row).word}</Badge>
      {row.daysOverdue > 0 ? (
        <span className="text-sm text-ink-muted">{lateWords(row.daysOverdue)}</span>
      ) : null}
    </span>
  ),
};
const planned: Column<ReviewListItem> = {
  key: "planned",
  header: "Agreed day",
  cell: ({ plannedOn, plannedLostOn, today }) =>
    plannedOn ? (
      <RelativeDay day={plannedOn} today={today} compact />
    ) : plannedLostOn ? (
      <span className="text-caution">
        Needs another day: {formatDay(plannedLostOn, { weekday: false })} is outside its window now
      </span>
    ) : (
      <Mark kind="blank" />
    ),
};
const due: Column<ReviewListItem> = {
  key: "due",
  header: "Due",
  cell: ({ dueOn, today }) => <RelativeDay day={dueOn} today={today} compact />,
};
const opens: Column<ReviewListItem> = {
  key: "opens",
  header: "Opens",
  cell: ({ opensOn, today }) => <RelativeDay day={opensOn} today={today} compact />,
};
const progress: Column<ReviewListItem> = {
  key: "progress",
  header: "Answered",
  align: "end",
  cell: ({ answered, total }) => (
    <span className="inline-grid w-28 gap-1 text-right">
      <span>
        {answered} of {total}
      </span>
      <Bar share={total ? answered / total : 0} />
    </span>
  ),
};
const submitted: Column<ReviewListItem> = {
  key: "submitted",
  header: "Submitted",
  cell: ({ submittedOn }) =>
    submittedOn ? formatDay(submittedOn, { weekday: false }) : <Mark kind="blank" />,
};
const result: Column<ReviewListItem> = {
  key: "result",
  header: "Result",
  cell: (row) => <ResultBadge result={row.result} percent={row.percent} />,
};

const CONSENSUS_WORDS = {
  none: { tone: "neutral", word: "Not yet" },
  begun: { tone: "info", word: "Begun" },
  recorded: { tone: "positive", word: "Recorded" },
  over: { tone: "neutral", word: "Not in time" },
} as const;

const PAIRS: Column<OwnPair>[] = [
  { key: "coach", header: "About", rowHeader: true, cell: ({ coachName }) => coachName },
  { key: "other", header: "Other rater", cell: ({ otherRater }) => otherRater },
  {
    key: "on",
    header: "Both in",
    cell: ({ completedOn }) => formatDay(completedOn, { weekday: false }),
  },
  { key: "differ", header: "Items that differ", align: "end", cell: ({ differing }) => differing },
  {
    key: "agreed",
    header: "Agreed on",
    cell: ({ consensus }) => (
      <Badge tone={CONSENSUS_WORDS[consensus].tone}>{CONSENSUS_WORDS[consensus].word}</Badge>
    ),
  },
];

const UNFINISHED = [who, status, planned, due, progress, site, instrument];

export function ReviewsPage({ reviews }: { reviews: MyReviews }) {
  const { returned, late, open, coming, done, coaches, own, pairs } = reviews;
  return (
    <>
      <PageHeader
        title="My reviews"
        intro="Fidelity reviews that are yours to complete. They help people grow; they are never an evaluation."
        actions={
          <ButtonLink to="/schedules/board" variant="secondary">
            Board of reviews
          </ButtonLink>
        }
        meta={
          <span>
            My certification as a reviewer: <CertificationBadge {...own} />
          </span>
        }
      />
      {returned.length > 0 ? (
        <Group title="Given back to you" rows={returned} columns={UNFINISHED} empty="" />
      ) : null}
      {returned.length + late.length + open.length + coming.length === 0 ? (
        <EmptyState title="Nothing to review" icon={ClipboardCheck}>
          Reviews appear here by themselves, as the schedule of each instrument asks for them.
        </EmptyState>
      ) : (
        <>
          <Group title="Overdue" rows={late} columns={UNFINISHED} empty="Nothing is overdue." />
          <Group title="Open now" rows={open} columns={UNFINISHED} empty="Nothing is open." />
          <Group
            title="Coming"
            rows={coming}
            columns={[who, opens, planned, due, site, instrument]}
            empty="Nothing in the next three months."
          />
        </>
      )}
      {done.length > 0 ? (
        <Group
          title="Submitted lately"
          rows={done}
          columns={[who, submitted, result, status, site, instrument]}
          empty=""
        />
      ) : null}
      {pairs.length > 0 ? (
        <Section
          title="Rated twice"
          description="Reviews that somebody else rated as well. Both are in: see where you differ and talk it through."
        >
          <DataTable<OwnPair>
            caption="Reviews rated twice"
            hideCaption
            dense
            phone="cards"
            rows={pairs}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/double-ratings/${id}`}
            columns={PAIRS}
          />
        </Section>
      ) : null}
      <Section title="My coaches" description="How their certification stands today.">
        <DataTable<CoachCertification>
          caption="Certification of my coaches"
          hideCaption
          dense
          phone="cards"
          rows={coaches}
          rowKey={({ personId }) => personId}
          columns={[
            { key: "name", header: "Coach", rowHeader: true, cell: ({ name }) => name },
            { key: "status", header: "Certification", cell: (row) => <CertificationBadge {...row} /> },
          ]}
          empty={<p className="text-ink-muted">Nobody whom you supervise is a coach.</p>}
        />
      </Section>
    </>
  );
}

function Group({
  title,
  rows,
  columns,
  empty,
}: {
  title: string;
  rows: ReviewListItem[];
  columns: Column<ReviewListItem>[];
  empty: string;
}) {
  return (
    <Section title={`${title} (${rows.length})`}>
      <DataTable
        caption={title}
        hideCaption
        dense
        phone="cards"
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/reviews/${id}`}
        columns={columns}
        empty={<p className="text-ink-muted">{empty}</p>}
      />
    </Section>
  );
}

function CertificationBadge({ status, validUntil }: Pick<CoachCertification, "status" | "validUntil">) {
  const { tone, word } = CERTIFICATION_WORDS[status];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={tone}>{word}</Badge>
      {validUntil ? (
        <span className="text-sm text-ink-muted">
          {status === "lapsed" ? "ended" : "until"} {formatDay(validUntil, { weekday: false })}
        </span>
      ) : null}
    </span>
  );
}
