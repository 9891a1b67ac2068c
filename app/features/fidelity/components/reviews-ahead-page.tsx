import { Form } from "@remix-run/react";
import { CalendarCheck2 } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { STATUS_WORDS } from "../review.codes.ts";
import type { ReviewsAheadPage as Page, ReviewAhead } from "../reviews-ahead.types.ts";

export function ReviewsAheadPage({ page, answer }: { page: Page; answer: FormAnswer }) {
  return (
    <>
      <PageHeader
        title="Reviews ahead"
        breadcrumb={[{ label: "Schedules", to: "/schedules" }]}
        intro="Reviews that nobody has finished, soonest first. One that will not take place is waived with a reason: it stays on record and no longer counts as due."
        actions={
          <ButtonLink to="/schedules/board" variant="secondary">
            Board
          </ButtonLink>
        }
      />
      <Form method="get" className="mb-6 flex max-w-md flex-wrap items-end gap-2">
        <SelectField
          key={page.site}
          name="site"
          label="Site"
          placeholder="All sites"
          defaultValue={page.site}
          className="min-w-0 grow"
          options={page.sites.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button variant="secondary">Show</Button>
      </Form>
      {page.reviews.length === 0 ? (
        <EmptyState icon={CalendarCheck2} title="No review is ahead">
          Nothing is planned or open here in the next twelve months.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.reviews.map((review) => (
            <Review key={review.id} review={review} answer={answer} />
          ))}
        </ul>
      )}
      <Pagination
        page={page.page}
        pageSize={page.pageSize}
        shown={page.reviews.length}
        hasNext={page.hasNext}
      />
    </>
  );
}

function Review({ review, answer }: { review: ReviewAhead; answer: FormAnswer }) {
  const {
    id,
    coachName,
    siteName,
    ruleTitle,
    opensOn,
    dueOn,
    status,
    raterName,
    unassignedReason,
    alsoCounts,
    isSecond,
    isSelf,
    hasConflict,
  } = review;
  const { word, tone } = STATUS_WORDS[status];
  return (
    <li className="grid gap-1 px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-semibold">
          {coachName}, due {formatDay(dueOn)}
        </p>
        <span className="flex flex-wrap gap-2">
          {hasConflict ? <Badge tone="critical">Conflict of interest</Badge> : null}
          <Badge tone={tone}>{word}</Badge>
        </span>
      </div>
      <p className="text-[0.9375rem] text-ink-muted">
        {siteName} · {isSecond ? "second rating · " : ""}
        {ruleTitle} · opens {formatDay(opensOn, { weekday: false })} ·{" "}
        {isSelf ? "self-rating" : (raterName ?? unassignedReason ?? "rater chosen later")}
        {alsoCounts > 0
          ? ` · counts for ${alsoCounts === 1 ? "another rule" : `${alsoCounts} more rules`}`
          : ""}
      </p>
      {review.canWaive ? (
        <OwnForm
          intent="waive"
          about={id}
          label={
            <>
              Waive
              <span className="sr-only">
                {" "}
                the review of {coachName} due {formatDay(dueOn)}
              </span>
            </>
          }
          submitLabel="Waive the review"
          answer={answer}
        >
          {(field) => (
            <>
              {alsoCounts > 0 ? (
                <p className="text-sm">
                  {alsoCounts === 1
                    ? "It also counts for another rule, which then gets a review of its own while its window lasts."
                    : `It also counts for ${alsoCounts} more rules, which then get reviews of their own while their windows last.`}
                </p>
              ) : null}
              <GuardedTextField
                {...field("reason")}
                label="Why it will not take place"
                hint="The rater and whoever oversees the site read it. It cannot be undone"
                maxLength={500}
                known={[coachName]}
                required
              />
            </>
          )}
        </OwnForm>
      ) : null}
    </li>
  );
}
