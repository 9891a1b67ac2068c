import { Map as MapIcon } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Bar } from "#app/components/bar.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { PlanOverview, StepSummary } from "#app/features/planning/plan.types.ts";
import { STATUS_LABELS } from "#app/features/planning/statuses.ts";
import { phaseName } from "#app/features/planning/steps.ts";
import { PlanItemFacts } from "./plan-item-facts.tsx";
import { StatusBadge } from "./plan-status.tsx";
import { PlanTaskList } from "./plan-task-list.tsx";

function StepCard({ step, today }: { step: StepSummary; today: string }) {
  const { done, total } = step.activities;
  return (
    <Card
      to={`/plan/steps/${step.number}`}
      title={
        <>
          <span className="block text-sm font-semibold text-ink-muted">Step {step.number}</span>
          {step.title}
        </>
      }
      className="h-full"
    >
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-1.5">
          <StatusBadge status={step.status} isLate={step.isLate} />
          {step.lateCount > 0 ? <Badge tone="critical">{step.lateCount} late inside</Badge> : null}
        </div>
        <PlanItemFacts item={step} today={today} />
        <div className="grid gap-1">
          <p className="flex justify-between gap-3 text-sm">
            <span>Activities</span>
            <span className="text-ink-muted tabular-nums">
              {done} of {total} done
            </span>
          </p>
          <Bar share={total ? done / total : 0} />
        </div>
        <ul className="grid gap-1 text-sm">
          {step.milestones.map((milestone) => (
            <li key={milestone.id}>
              <span className="font-medium">Milestone {milestone.number}:</span>{" "}
              {STATUS_LABELS[milestone.status].toLowerCase()}
              {milestone.doneOn ? ` on ${formatDay(milestone.doneOn, { weekday: false })}` : ""}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

export function PlanOverviewPage({ overview }: { overview: PlanOverview | null }) {
  if (!overview)
    return (
      <>
        <PageHeader title="Plan" />
        <EmptyState icon={MapIcon} title="This program has no plan yet">
          A plan holds Steps 2 to 7: who forms the teams, what the data say, which model was chosen and how
          coaching begins. It appears here as soon as one is drafted.
        </EmptyState>
      </>
    );
  const { plan, today, phases, myTasks, late, permissions } = overview;
  return (
    <>
      <PageHeader
        title="Plan"
        meta={
          <>
            <span>{plan.title}</span>
            <span>
              Version {plan.version}, {plan.status}
              {plan.approvedOn ? ` ${formatDay(plan.approvedOn, { weekday: false })}` : ""}
            </span>
          </>
        }
        actions={
          <ButtonLink to="/plan/practice-profile" variant="secondary">
            Practice profile
          </ButtonLink>
        }
      />
      <section aria-labelledby="desired-change" className="mb-6 border-l-4 border-accent pl-4">
        <h2 id="desired-change" className="eyebrow">
          The change we want
        </h2>
        <p className="max-w-prose text-lg">{plan.desiredChange}</p>
      </section>
      <div className={`grid gap-4 ${permissions.canEdit || myTasks.length ? "lg:grid-cols-2" : ""}`}>
        {permissions.canEdit || myTasks.length ? (
          <PlanTaskList
            title="My tasks"
            items={myTasks}
            today={today}
            empty="Nothing of the plan waits for you. What you own shows here until it is done."
          />
        ) : null}
        <PlanTaskList
          title="Late"
          items={late}
          today={today}
          empty="Nothing is late. An item is late when its due day has passed and it is still open."
        />
      </div>
      {phases.map((phase) => (
        <Section key={phase.number} title={phaseName(phase)}>
          <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
            {phase.steps.map((step) => (
              <li key={step.id}>
                <StepCard step={step} today={today} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <p className="mt-8 max-w-prose text-sm text-ink-muted">
        Steps overlap and may be reopened. A status says where something stands; it never blocks what comes
        next.
      </p>
    </>
  );
}
