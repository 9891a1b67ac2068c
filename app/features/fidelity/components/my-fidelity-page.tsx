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
import { SelfRatings } from "./self-ratings.tsx";

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
        {raterType === "self" ? "You" : (raterName ?? "–")}
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

/** Results of one kind of reviewer as a line, in words too; nothing before there are two. */
function Course({ title, newest, past }: { title: string; newest: Past | undefined; past: readonly Past[] }) {
  const scored = past
    .filter(
      ({ percent, subject, raterType }) =>
        percent !== null && subject === newest?.subject && raterType === newest.raterType,
    )
    .reverse();
  if (scored.length < 2) return null;
  const line = withBreaks(scored);
  const isSelf = newest?.raterType === "self";
  const others = past.filter(({ raterType }) => (raterType === "self") === isSelf).length;
  const noun = isSelf ? "self-ratings" : "reviews";
  return (
    <div className="mb-4 flex items-center gap-4 text-accent">
      <Sparkline {...line} />
      <p className="text-sm text-ink-muted">
        <span className="font-medium text-ink">{title}.</span>{" "}
        {line.breaks.length > 0
          ? `${scored.length} ${noun}. The line stops where the checklist changed so that results before and after cannot be compared.`
          : `From ${formatPercent(scored[0]?.percent ?? null)} to ${formatPercent(scored.at(-1)?.percent ?? null)} over ${scored.length} ${noun}.`}{" "}
        {!isSelf && scored.length < others
          ? "The line shows ratings of the newest kind of reviewer alone. "
          : ""}
        {isSelf
          ? "What you saw yourself is never in one line with what others saw."
          : "One review is a snapshot, not a trend."}
      </p>
    </div>
  );
}

/** A person's own reviews. */
export function MyFidelityPage({
  next,
  selfRatings,
  past,
  today,
  plans,
  courses,
}: MyFidelity & { plans: readonly PlanListItem[]; courses: readonly ItemCourse[] }) {
  const byOthers = past.find(({ raterType }) => raterType !== "self");
  const byOneself = past.find(({ raterType }) => raterType === "self");
  return (
    <>
      <PageHeader
        title="My practice"
        intro="What reviewers saw in your work, for you to build on. Only you and the reviewer can read the items and comments."
      />
      <PlanCards plans={plans} isOwn />
      <SelfRatings ratings={selfRatings} />
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
        <Course title={RATER_WORDS[byOthers?.raterType ?? ""] ?? "Reviews"} newest={byOthers} past={past} />
        <Course title="Self-rating" newest={byOneself} past={past} />
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
  const { isSelf } = review;
  return (
    <>
      <PageHeader
        title={isSelf ? "My self-rating" : "Feedback on my practice"}
        breadcrumb={[{ label: "My practice", to: "/my-fidelity" }]}
        meta={
          <>
            {on ? (
              <span>
                {isSelf ? "About" : "Observed"} {formatDay(on)}
              </span>
            ) : null}
            {isSelf ? null : <span>by {review.raterName ?? "a reviewer"}</span>}
            <span>
              {review.instrument.title}, version {review.instrument.version}
            </span>
          </>
        }
        intro={
          isSelf
            ? "What you saw in your own work. It stands apart from reviews by others, and is never added up with them."
            : "One review shows one day. Talk it through with your supervisor and choose one thing to try."
        }
      />
      <AmendedMark review={review} isOwn />
      <PlanCards plans={plans} isOwn />
      <ReviewResult review={review} isOwn />
      {isSelf ? null : <FeedbackReply review={review} newId={newId} answer={answer} />}
    </>
  );
}
