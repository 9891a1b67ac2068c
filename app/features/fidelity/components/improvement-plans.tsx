import { Link } from "@remix-run/react";
import { HeartHandshake } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { PlanListItem, PlansPage } from "../improvement.types.ts";
import { PLAN_STATE_WORDS, times, waitingWords } from "../improvement-words.ts";

const COLUMNS: Column<PlanListItem>[] = [
  { key: "who", header: "With", rowHeader: true, cell: ({ subjectName }) => subjectName },
  {
    key: "state",
    header: "State",
    cell: (plan) => (
      <span className="flex flex-wrap gap-1">
        <PlanBadge plan={plan} />
        {plan.course.needsSupportTeam ? <Badge tone="caution">Support team</Badge> : null}
        {plan.isSuperseded ? <Badge tone="caution">Result changed</Badge> : null}
      </span>
    ),
  },
  {
    key: "next",
    header: "Next",
    prose: true,
    cell: (plan) => <Next plan={plan} />,
  },
  { key: "owner", header: "Owner", cell: ({ ownerName }) => ownerName ?? "Nobody yet" },
  { key: "site", header: "Site", from: "xl", cell: ({ siteName }) => siteName },
];

export function PlanBadge({ plan }: { plan: Pick<PlanListItem, "state"> }) {
  const { tone, word } = PLAN_STATE_WORDS[plan.state];
  return <Badge tone={tone}>{word}</Badge>;
}

function Next({ plan }: { plan: PlanListItem }) {
  const waits = waitingWords(plan);
  if (plan.course.needsSupportTeam)
    return `${times(plan.course.misses, "re-assessment")} stayed below: bring the support team together`;
  if (waits) return waits;
  return plan.recheckDueOn && plan.state !== "met"
    ? `Re-assessment by ${formatDay(plan.recheckDueOn, { weekday: false })}`
    : null;
}

/** Plans of others that one answers for: those that wait for a person first. */
export function ImprovementPlansPage({ plans, show, page, pageSize, hasNext }: PlansPage) {
  const isOpen = show === "open";
  return (
    <>
      <PageHeader
        title="Improvement plans"
        intro="What was agreed after a review below the threshold, to help and not to judge. It is no part of a personnel file and no ground for anything but support. A plan stands here once its coach has had it first."
      />
      <p className="mb-4">
        {isOpen ? (
          <Link to="?show=closed" className="link">
            Show closed plans
          </Link>
        ) : (
          <Link to="?" className="link">
            Show open plans
          </Link>
        )}
      </p>
      <DataTable
        caption={isOpen ? "Open plans" : "Closed plans, newest first"}
        hideCaption
        phone="cards"
        rows={plans}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/improvement-plans/${id}`}
        columns={COLUMNS}
        empty={
          <EmptyState icon={HeartHandshake} title={isOpen ? "No open plan" : "No closed plan"}>
            A plan is proposed when a review stays below the threshold or a critical item was not met.
          </EmptyState>
        }
      />
      {plans.length > 0 || page > 1 ? (
        <Pagination page={page} pageSize={pageSize} shown={plans.length} hasNext={hasNext} />
      ) : null}
    </>
  );
}

/** Plans as a card on another page; nothing where there are none. */
export function PlanCards({ plans, isOwn }: { plans: readonly PlanListItem[]; isOwn: boolean }) {
  if (plans.length === 0) return null;
  return (
    <section aria-labelledby="plans-title" className="mb-6 grid max-w-4xl gap-3">
      <h2 id="plans-title" className="text-lg font-semibold tracking-tight">
        {isOwn ? "Plans to support my practice" : "Improvement plan"}
      </h2>
      <ul className="grid gap-3">
        {plans.map((plan) => (
          <li
            key={plan.id}
            className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-card border border-line bg-surface px-4 py-3 shadow-card"
          >
            <div className="min-w-0">
              <Link
                to={`/improvement-plans/${plan.id}`}
                className="stretched font-medium text-accent underline-offset-4 hover:underline"
              >
                {plan.instrument}
              </Link>
              <p className="text-sm text-ink-muted">
                Proposed {formatDay(plan.proposedOn, { weekday: false })}
                {plan.state === "proposed" && isOwn
                  ? " · look at it first"
                  : waitingWords(plan)
                    ? ` · ${waitingWords(plan)}`
                    : ""}
                {plan.recheckDueOn && plan.state !== "proposed" && plan.state !== "met"
                  ? ` · re-assessment by ${formatDay(plan.recheckDueOn, { weekday: false })}`
                  : ""}
              </p>
            </div>
            <PlanBadge plan={plan} />
          </li>
        ))}
      </ul>
    </section>
  );
}
