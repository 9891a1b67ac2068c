import { Badge } from "#app/components/badge.tsx";
import { Card } from "#app/components/card.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import type { Review } from "../assessment.types.ts";
import { progressOf } from "../checklist.rules.ts";
import { STATUS_WORDS } from "../review.codes.ts";
import { Checklist } from "./checklist.tsx";
import { AmendingCallout, ReturnedCallout } from "./review-steps.tsx";

/** The open checklists that this device keeps. */
export function OfflineReviews({ reviews }: { reviews: readonly Review[] }) {
  if (reviews.length === 0)
    return (
      <p className="text-ink-muted">None of your reviews was open when this device was last connected.</p>
    );
  return (
    <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {reviews.map((review) => {
        const { tone, word } = STATUS_WORDS[review.status];
        return (
          <li key={review.id} className="flex *:grow">
            <Card
              title={review.isSelf ? "My self-rating" : review.coachName}
              to={`/offline/review?assessment=${review.id}`}
              aside={<Badge tone={tone}>{word}</Badge>}
            >
              <p className="text-[0.9375rem]">{review.instrument.title}</p>
              <p className="text-sm text-ink-muted">
                {answeredOf(review)}
                {review.plannedOn ? `, agreed for ${formatDay(review.plannedOn, { weekday: false })}` : ""}
                {review.status === "returned" ? null : (
                  <>
                    , due <RelativeDay day={review.dueOn} today={review.today} compact />
                  </>
                )}
              </p>
            </Card>
          </li>
        );
      })}
    </ul>
  );
}

function answeredOf({ answers, sections }: Review): string {
  const { answered, total } = progressOf(sections, answers);
  return `${answered} of ${total} answered`;
}

/** The same checklist as with a connection; what is answered waits on this device until the server has it. */
export function OfflineReview({ review }: { review: Review }) {
  const { tone, word } = STATUS_WORDS[review.status];
  return (
    <>
      <PageHeader
        title={review.isSelf ? "My self-rating" : `Review of ${review.coachName}`}
        breadcrumb={[{ label: review.isSelf ? "On this device" : "My reviews", to: "/offline" }]}
        meta={
          <>
            <Badge tone={tone}>{word}</Badge>
            <span>{review.siteName}</span>
            {review.status === "returned" ? null : (
              <span>
                due <RelativeDay day={review.dueOn} today={review.today} />
              </span>
            )}
          </>
        }
      />
      {review.instrument.instructions ? (
        <details className="mb-4 max-w-prose text-sm">
          <summary className="min-h-6 content-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
            How to review with the {review.instrument.title}, version {review.instrument.version}
          </summary>
          <p className="my-2">{review.instrument.instructions}</p>
        </details>
      ) : null}
      {review.returned ? <ReturnedCallout returned={review.returned} sections={review.sections} /> : null}
      {review.part === "amendment" ? <AmendingCallout review={review} /> : null}
      <Checklist key={review.id} review={review} answer={undefined} />
    </>
  );
}
