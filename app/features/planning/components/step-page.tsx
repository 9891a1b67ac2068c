import { Link } from "@remix-run/react";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { ButtonLink } from "#app/components/button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import type { Evidence, PlanItem, StepDetail } from "#app/features/planning/plan.types.ts";
import { phaseName } from "#app/features/planning/steps.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { PlanItemFacts } from "./plan-item-facts.tsx";
import { StatusBadge } from "./plan-status.tsx";

interface ItemCardProps {
  item: PlanItem;
  /** What stands before the title: a number, or a milestone key. */
  mark: string;
  detail: StepDetail;
}

function ItemCard({ item, mark, detail }: ItemCardProps) {
  const evidence: Evidence[] = detail.evidence.filter(({ itemId }) => itemId === item.id);
  return (
    <li
      id={`${item.kind}-${item.number}`}
      className="grid scroll-mt-20 gap-2 rounded-card border border-line bg-surface p-4 shadow-card md:px-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h3 className="min-w-0 flex-1 basis-64 font-semibold">
          <span className="text-ink-muted">{mark}</span> {item.title}
        </h3>
        <span className="flex flex-wrap gap-1.5">
          <StatusBadge status={item.status} isLate={item.isLate} />
        </span>
      </div>
      {item.detail ? <p className="max-w-prose">{item.detail}</p> : null}
      <PlanItemFacts item={item} today={detail.today} />
      {item.note ? (
        <p className="max-w-prose border-l-2 border-line-strong pl-3 text-[0.9375rem] whitespace-pre-line">
          {item.note}
        </p>
      ) : null}
      <EvidenceList evidence={evidence} label={`Evidence for ${item.title}`} />
      <Link
        to={`/plan/items/${item.kind}/${item.id}`}
        className="link inline-flex min-h-6 items-center justify-self-start text-sm pointer-coarse:min-h-11"
      >
        {detail.permissions.canEdit ? "Edit" : "Open"}
        <span className="sr-only"> {item.title}</span>
      </Link>
    </li>
  );
}

export function StepPage({ detail }: { detail: StepDetail }) {
  const { step, phase, activities, milestones, notAdopted, outcomes, previous, next } = detail;
  return (
    <>
      <PageHeader
        title={`Step ${step.number}: ${step.title}`}
        breadcrumb={[{ label: "Plan", to: "/plan" }]}
        meta={
          <>
            <span>{phaseName(phase)}</span>
            <span className="flex flex-wrap gap-1.5">
              <StatusBadge status={step.status} isLate={step.isLate} />
            </span>
            <PlanItemFacts item={step} today={detail.today} />
          </>
        }
        actions={
          <ButtonLink to={`/plan/items/step/${step.id}`} variant="secondary">
            {detail.permissions.canEdit ? "Edit the step" : "Open the step"}
          </ButtonLink>
        }
      />
      <p className="mb-6 max-w-prose border-l-4 border-accent pl-4">
        <span className="eyebrow block">Why do we do this?</span>
        {detail.desiredChange}
      </p>
      {step.note ? <p className="max-w-prose whitespace-pre-line">{step.note}</p> : null}
      <Section title="Milestones">
        <ul className="grid gap-3">
          {milestones.map((item) => (
            <ItemCard key={item.id} item={item} mark={`Milestone ${item.number}:`} detail={detail} />
          ))}
        </ul>
        {notAdopted.length > 0 ? (
          <p className="mt-3 text-sm text-ink-muted">
            {notAdopted.length === 1 ? "Milestone" : "Milestones"} {notAdopted.join(", ")} of this step{" "}
            {notAdopted.length === 1 ? "is" : "are"} not adopted in this plan.
          </p>
        ) : null}
      </Section>
      <Section title="Activities">
        <ol className="grid gap-3">
          {activities.map((item) => (
            <ItemCard key={item.id} item={item} mark={`${item.number}.`} detail={detail} />
          ))}
        </ol>
      </Section>
      <Section title="Outcomes" description="What we want to see in ourselves when the step is done.">
        <ol className="grid gap-3">
          {outcomes.map((item) => (
            <ItemCard key={item.id} item={item} mark={`${item.number}.`} detail={detail} />
          ))}
        </ol>
      </Section>
      <nav aria-label="Steps" className="mt-10 flex flex-wrap justify-between gap-3 print:hidden">
        {previous ? (
          <ButtonLink to={`/plan/steps/${previous.number}`} variant="secondary" icon={ArrowLeft}>
            Step {previous.number}
          </ButtonLink>
        ) : (
          <span />
        )}
        {next ? (
          <ButtonLink to={`/plan/steps/${next.number}`} variant="secondary" icon={ArrowRight}>
            Step {next.number}
          </ButtonLink>
        ) : null}
      </nav>
    </>
  );
}
