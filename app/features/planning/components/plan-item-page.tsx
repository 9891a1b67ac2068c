import { Form, Link, useNavigation } from "@remix-run/react";
import { fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { PlanItemDetail } from "#app/features/planning/plan.types.ts";
import { milestoneKey } from "#app/features/planning/steps.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { type PlanItemAnswer, PlanItemForm } from "./plan-item-form.tsx";
import { StatusBadge } from "./plan-status.tsx";

const KIND_LABELS = {
  step: "Step",
  milestone: "Milestone",
  activity: "Activity",
  outcome: "Outcome",
} as const;

function Facts({ detail: { item } }: { detail: PlanItemDetail }) {
  const day = (value: string | null) => (value ? formatDay(value) : "No day");
  return (
    <DescriptionList
      items={[
        { label: "Owner", value: item.ownerName ?? "No owner yet" },
        { label: "Start", value: day(item.startsOn) },
        { label: "Due", value: day(item.dueOn) },
        { label: "Done", value: item.doneOn ? formatDay(item.doneOn) : "Not yet" },
        ...(item.kind === "milestone"
          ? [{ label: "Approved by", value: item.approverName ?? "Nobody yet" }]
          : []),
        { label: "Note", value: <span className="whitespace-pre-line">{item.note || "No note"}</span> },
      ]}
    />
  );
}

function EvidenceForm({ answer }: { answer: PlanItemAnswer }) {
  const errors = fieldErrorsOf(answer);
  const isAdding = useNavigation().formData?.get("intent") === "evidence";
  return (
    <Form
      method="post"
      className="mt-4 grid gap-4 rounded-card border border-line bg-surface p-4 md:px-5"
      noValidate
    >
      <h3 className="font-semibold">Add evidence</h3>
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <div className="grid gap-4 md:grid-cols-2">
        <GuardedTextField
          name="title"
          label="What it is"
          hint="Such as “Charter, approved version”"
          defaultValue={typedValue(answer, "title")}
          error={errors.title}
        />
        <TextField
          name="link"
          type="url"
          label="Link"
          optional
          hint="Where it is kept"
          defaultValue={typedValue(answer, "link")}
          error={errors.link}
        />
      </div>
      <Button
        name="intent"
        value="evidence"
        variant="secondary"
        className="justify-self-start"
        pending={isAdding}
        pendingLabel="Adding"
      >
        Add evidence
      </Button>
    </Form>
  );
}

export function PlanItemPage({ detail, answer }: { detail: PlanItemDetail; answer: PlanItemAnswer }) {
  const { item, permissions } = detail;
  const name =
    item.kind === "milestone"
      ? milestoneKey(item.stepNumber, item.number)
      : item.kind === "step"
        ? `Step ${item.number}`
        : `${KIND_LABELS[item.kind]} ${item.number}`;
  const isAboutEvidence = answer?.intent === "evidence";
  return (
    <>
      <PageHeader
        title={item.title}
        breadcrumb={[
          { label: "Plan", to: "/plan" },
          { label: `Step ${item.stepNumber}`, to: `/plan/steps/${item.stepNumber}` },
        ]}
        meta={
          <>
            <span>{name}</span>
            <span className="flex flex-wrap gap-1.5">
              <StatusBadge status={item.status} isLate={item.isLate} />
            </span>
          </>
        }
        intro={item.detail}
      />
      <p className="mb-6 max-w-prose border-l-4 border-accent pl-4">
        <span className="eyebrow block">Why do we do this?</span>
        {item.kind === "step" ? null : (
          <>
            For{" "}
            <Link to={`/plan/steps/${item.stepNumber}`} className="link">
              Step {item.stepNumber}
            </Link>
            :{" "}
          </>
        )}
        {detail.desiredChange}
      </p>
      {permissions.canEdit ? (
        <PlanItemForm key={item.version} detail={detail} answer={isAboutEvidence ? undefined : answer} />
      ) : (
        <Facts detail={detail} />
      )}
      <Section title="Evidence" description="What shows that it was done.">
        {detail.evidence.length === 0 ? (
          <p className="text-ink-muted">Nothing has been added yet.</p>
        ) : (
          <EvidenceList evidence={detail.evidence} label="Evidence" />
        )}
        {permissions.canEdit ? (
          <EvidenceForm key={detail.evidence.length} answer={isAboutEvidence ? answer : undefined} />
        ) : null}
      </Section>
    </>
  );
}
