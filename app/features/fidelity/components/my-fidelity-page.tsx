import { CalendarPlus, Sprout } from "lucide-react";
import type { Answer } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Sparkline } from "#app/components/charts/sparkline.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay, relativeWords } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { MyFidelity, Review } from "../assessment.types.ts";
import type { PlanListItem } from "../improvement.types.ts";
import type { ItemCourse } from "../rated-focus.rules.ts";
import { formatPercent, REPLY_WORDS } from "../review-words.ts";
import { RATER_WORDS } from "../schedule-words.ts";
import { withBreaks } from "../series.rules.ts";
import { FeedbackReply } from "./feedback-reply.tsx";
import { PlanCards } from "./improvement-plans.tsx";
import { ResultBadge, ReviewResult } from "./result.tsx";
import { AmendedMark } from "./review-steps.tsx";

type Past = MyFidelity["past"][number];

const COLUMNS: Column<Past>[] = [
  {
    key: "day",
    header: "Observed",
    rowHeader: true,
    cell: ({ observedOn, submittedOn }) => formatDay(observedOn ?? submittedOn, { weekday: false }),
  },
  {
    key: "result",
    header: "Result",
    cell: (row) => <ResultBadge result={row.result} percent={row.percent} />,
  },
  {
    key: "answer",
    header: "My answer",
    cell: ({ answer }) =>
      answer ? (
        <Badge tone={REPLY_WORDS[answer].tone}>{REPLY_WORDS[answer].word}</Badge>
      ) : (
        <Mark kind="blank" />
      ),
  },
  {
    key: "rater",
    header: "Reviewer",
    cell: ({ raterName, raterType }) => (
      <>
        {raterName ?? "–"}
        <span className="block text-sm text-ink-muted">{RATER_WORDS[raterType]}</span>
      </>
    ),
  },
  { key: "instrument", header: "Instrument", cell: ({ instrument }) => instrument },
];

const COURSE_COLUMNS: Column<ItemCourse>[] = [
  {
    key: "item",
    header: "Item",
    rowHeader: true,
    cell: ({ label, functionTitle }) => (
      <>
        {label}
        <span className="block text-sm font-normal text-ink-muted">{functionTitle}</span>
      </>
    ),
  },
  { key: "before", header: "Rated before", cell: ({ before }) => <Rated {...before} /> },
  {
    key: "sessions",
    header: "Sessions with this focus since",
    align: "end",
    cell: ({ sessions }) => sessions,
  },
  {
    key: "after",
    header: "Rated after",
    cell: ({ after }) => (after ? <Rated {...after} /> : "Not rated again yet"),
  },
];

function Rated({ words, on }: { words: string; on: string }) {
  return (
    <span>
      {words}
      <span className="block text-sm text-ink-muted">{formatDay(on, { weekday: false })}</span>
    </span>
  );
}

/** What reviews suggested to work on, and what came of it. Nothing before the first review. */
function Courses({ courses }: { courses: readonly ItemCourse[] }) {
  if (courses.length === 0) return null;
  return (
    <Section
      title="What reviews suggested to work on"
      description="The functions of these items stand first, as a suggestion, when you log a session. The numbers stand side by side: they do not show that the sessions were the cause."
    >
      <DataTable
        caption="Items, their ratings and the sessions between, newest review first"
        hideCaption
        phone="cards"
        rows={courses}
        rowKey={({ itemId, before }) => `${itemId} ${before.on}`}
        columns={COURSE_COLUMNS}
      />
    </Section>
  );
}

/** A person's own reviews. */
export function MyFidelityPage({
  next,
  past,
  today,
  plans,
  courses,
}: MyFidelity & { plans: readonly PlanListItem[]; courses: readonly ItemCourse[] }) {
  const [newest] = past;
  const scored = past
    .filter(
      ({ percent, subject, raterType }) =>
        percent !== null && subject === newest?.subject && raterType === newest.raterType,
    )
    .reverse();
  const line = withBreaks(scored);
  return (
    <>
      <PageHeader
        title="My practice"
        intro="What reviewers saw in your work, for you to build on. Only you and the reviewer can read the items and comments."
      />
      <PlanCards plans={plans} isOwn />
      {next ? (
        <Callout
          title={`Next review: ${formatDay(next.opensOn)} to ${formatDay(next.dueOn)}`}
          actions={
            next.isOfCoaching ? (
              <>
                <ButtonLink
                  to={`/calendar/new?on=${next.opensOn > today ? next.opensOn : today}`}
                  icon={CalendarPlus}
                  variant="secondary"
                  size="small"
                >
                  Plan a session for it
                </ButtonLink>
                <ButtonLink
                  to={`/calendar?on=${next.opensOn > today ? next.opensOn : today}`}
                  variant="secondary"
                  size="small"
                >
                  See what is planned then
                </ButtonLink>
              </>
            ) : null
          }
        >
          {next.raterName ?? "A reviewer"} will{" "}
          {next.isOfCoaching ? "observe a session with you" : "look at your practice with you"}.{" "}
          {next.opensOn > today
            ? `The window opens ${relativeWords(next.opensOn, today)}.`
            : "The window is open."}{" "}
          {next.isOfCoaching
            ? "Pick a session of yours that suits you both"
            : "Agree on a day that suits you both"}
          , and tell {next.raterName ?? "the reviewer"} its day and time: the reviewer opens the checklist.
        </Callout>
      ) : null}
      <Section title="Feedback so far">
        {scored.length > 1 ? (
          <div className="mb-4 flex items-center gap-4 text-accent">
            <Sparkline {...line} />
            <p className="text-sm text-ink-muted">
              {line.breaks.length > 0
                ? `${scored.length} reviews. The line stops where the checklist changed so that results before and after cannot be compared.`
                : `From ${formatPercent(scored[0]?.percent ?? null)} to ${formatPercent(scored.at(-1)?.percent ?? null)} over ${scored.length} reviews.`}{" "}
              {scored.length < past.length
                ? "The line shows ratings of the newest kind of reviewer alone. "
                : ""}
              One review is a snapshot, not a trend.
            </p>
          </div>
        ) : null}
        <DataTable
          caption="My reviews, newest first"
          hideCaption
          phone="cards"
          rows={past}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/my-fidelity/${id}`}
          columns={COLUMNS}
          empty={
            <EmptyState title="No feedback yet" icon={Sprout}>
              The feedback of a review appears here as soon as it is submitted.
            </EmptyState>
          }
        />
      </Section>
      <Courses courses={courses} />
    </>
  );
}

/** One finished review as the person it is about reads it. */
export function FeedbackPage({
  review,
  plans,
  newId,
  answer,
}: {
  review: Review;
  plans: readonly PlanListItem[];
  newId: string;
  answer: Answer;
}) {
  const on = review.observedOn ?? review.submittedOn;
  return (
    <>
      <PageHeader
        title="Feedback on my practice"
        breadcrumb={[{ label: "My practice", to: "/my-fidelity" }]}
        meta={
          <>
            {on ? <span>Observed {formatDay(on)}</span> : null}
            <span>by {review.raterName ?? "a reviewer"}</span>
            <span>
              {review.instrument.title}, version {review.instrument.version}
            </span>
          </>
        }
        intro="One review shows one day. Talk it through with your supervisor and choose one thing to try."
      />
      <AmendedMark review={review} isOwn />
      <PlanCards plans={plans} isOwn />
      <ReviewResult review={review} isOwn />
      <FeedbackReply review={review} newId={newId} answer={answer} />
    </>
  );
}
