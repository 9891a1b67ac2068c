import { Link } from "@remix-run/react";
import { Badge } from "#app/components/badge.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import type { FormAnswer } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import type { Review } from "../assessment.types.ts";
import type { PlanListItem } from "../improvement.types.ts";
import { STATUS_WORDS } from "../review.codes.ts";
import { statusWords } from "../review-words.ts";
import { Checklist } from "./checklist.tsx";
import { PlanCards } from "./improvement-plans.tsx";
import { KeptAnswers } from "./kept-answers.tsx";
import { ReviewResult } from "./result.tsx";
import {
  AfterResult,
  AmendedMark,
  AmendForms,
  AmendingCallout,
  NotDecided,
  ReturnedCallout,
  WaitingPanel,
} from "./review-steps.tsx";

/** The heading of a review by what it is to its reader. */
export function reviewTitle({ coachName, isSelf, isOwnSelf }: Review): string {
  if (isOwnSelf) return "My self-rating";
  return `${isSelf ? "Self-rating" : "Review"} of ${coachName}`;
}

/** A review for its rater, or its facts for somebody with oversight. */
export function ReviewPage({
  review,
  plans,
  answer,
}: {
  review: Review;
  plans: readonly PlanListItem[];
  answer: FormAnswer;
}) {
  const isSettled = review.status === "submitted" || review.status === "final";
  const { tone, word } = statusWords(review);
  const instrument = `${review.instrument.title}, version ${review.instrument.version}`;
  return (
    <>
      <PageHeader
        title={reviewTitle(review)}
        breadcrumb={[
          review.isOwnSelf
            ? { label: "My practice", to: "/my-fidelity" }
            : review.completing?.decides != null
              ? { label: "To be accepted", to: "/acceptance" }
              : review.isOversight
                ? { label: "Rollout", to: "/rollout" }
                : { label: "My reviews", to: "/reviews" },
        ]}
        meta={
          <>
            <Badge tone={tone}>{word}</Badge>
            <span>{review.siteName}</span>
            {isSettled || review.status === "returned" ? null : (
              <span>
                {review.plannedOn ? `agreed for ${formatDay(review.plannedOn)}, ` : ""}due{" "}
                <RelativeDay day={review.dueOn} today={review.today} />
              </span>
            )}
          </>
        }
      />
      {review.isOwnSelf && !review.instrument.instructions ? null : (
        <details className="mb-4 max-w-prose text-sm">
          <summary className="min-h-6 content-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
            How to {review.isSelf ? "rate" : "review"} with the {instrument}
          </summary>
          {review.instrument.instructions ? <p className="my-2">{review.instrument.instructions}</p> : null}
          {review.isOwnSelf ? null : (
            <Link to={`/instruments/${review.instrument.versionId}`} className="link">
              Read the instrument
            </Link>
          )}
        </details>
      )}
      {review.isOwnSelf && review.permissions.canComplete ? (
        <div className="mb-4">
          <Callout title="You rate your own work">
            Answers and words stay with you. Those who oversee your site can see the result, as a self-rating:
            it is never added up with reviews by others, and nothing follows from it.
          </Callout>
        </div>
      ) : null}
      <NotDecided review={review} answer={answer} />
      {review.permissions.canComplete && review.returned ? (
        <>
          <ReturnedCallout returned={review.returned} sections={review.sections} />
          <AmendedMark review={review} isOwn={false} />
        </>
      ) : null}
      {review.permissions.canComplete && review.part === "amendment" ? (
        <AmendingCallout review={review} answer={answer} />
      ) : null}
      {review.permissions.canComplete && (review.part === "second" || review.part === "consensus") ? (
        <div className="mb-4">
          <Callout
            title={review.part === "second" ? "A second, independent rating" : "What you both agreed on"}
          >
            {review.part === "second"
              ? "Rate by yourself what you see, and do not talk about it until both ratings are in. Then you see each other’s."
              : "Both ratings stay as they are. Answered already is what you both had answered alike; where you differed, both answers stand above the item."}
          </Callout>
        </div>
      ) : null}
      {review.permissions.canComplete ? null : <KeptAnswers review={review} />}
      {isSettled ? (
        <>
          <Flags review={review} />
          {review.status === "submitted" ? (
            <WaitingPanel review={review} answer={answer} />
          ) : review.isHeld ? (
            <div className="mb-6">
              <Callout title="Held back for now">
                This review was drawn by lot to be rated twice. Its result is out, and who it is about reads
                it, once the score of record is there.
              </Callout>
            </div>
          ) : null}
          <AmendedMark review={review} isOwn={false} />
          <PlanCards plans={plans} isOwn={false} />
          <ReviewResult review={review} isOwn={false} />
          <AfterResult review={review} />
          <AmendForms review={review} answer={answer} />
        </>
      ) : review.permissions.canComplete ? (
        <Checklist review={review} answer={answer} />
      ) : (
        <Facts review={review} />
      )}
    </>
  );
}

function Flags({ review }: { review: Review }) {
  const { observedOn, opensOn, graceEndsOn, isRaterCertified, isRaterLapsed, part } = review;
  const notes = [
    part !== "consensus" && observedOn && (observedOn < opensOn || observedOn > graceEndsOn)
      ? `The observed day, ${formatDay(observedOn)}, lies outside of the window ${formatDay(opensOn)} to ${formatDay(graceEndsOn)}.`
      : "",
    isRaterCertified === false
      ? "There was no rater certification for this instrument on the observed day."
      : "",
    isRaterLapsed
      ? "The rater’s calibration had run out on the observed day: the rating is kept, and official trends leave it out."
      : "",
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <div className="mb-6">
      <Callout tone="caution" title="Marked for the evaluator">
        {notes.join(" ")}
      </Callout>
    </div>
  );
}

function Facts({ review }: { review: Review }) {
  const words =
    review.status === "planned"
      ? `This review opens on ${formatDay(review.opensOn)}.`
      : review.status === "returned"
        ? "It was given back for correction. Its reviewer submits it again; until then there is no result."
        : (review.stateReason ??
          `${review.isSelf ? review.coachName : "Its reviewer"} completes it; the score appears here once it is submitted.`);
  return (
    <div className="grid gap-6">
      <Callout title={STATUS_WORDS[review.status].word}>{words}</Callout>
      <DescriptionList
        items={[
          {
            label: "Reviewer",
            value: review.isSelf
              ? "Self-rating"
              : (review.raterName ?? review.unassignedReason ?? "Nobody yet"),
          },
          { label: "Opens", value: formatDay(review.opensOn) },
          { label: "Target day", value: formatDay(review.targetOn) },
          ...(review.plannedOn ? [{ label: "Agreed day", value: formatDay(review.plannedOn) }] : []),
          ...(review.plannedLostOn
            ? [
                {
                  label: "Was agreed",
                  value: `${formatDay(review.plannedLostOn)}, until the window moved away from it`,
                },
              ]
            : []),
          { label: "Due", value: formatDay(review.dueOn) },
          { label: "Late work counts until", value: formatDay(review.graceEndsOn) },
          { label: "Why these days", value: review.scheduleReason },
        ]}
      />
      <AfterResult review={review} />
    </div>
  );
}
