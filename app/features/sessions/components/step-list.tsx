import { Form } from "@remix-run/react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { StepItem } from "../people.types.ts";
import { STEP_STATUS_LABELS } from "../session.codes.ts";

/** Action steps. `action`: where the owner of a step says how far it is. */
export function StepList({ steps, today, action }: { steps: StepItem[]; today: string; action?: string }) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {steps.map((step) => (
        <li key={step.id} className="grid gap-2 p-4">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <p className="min-w-0 font-medium">{step.what}</p>
            <Badge
              tone={step.status === "done" ? "positive" : step.status === "partly_done" ? "info" : "neutral"}
            >
              {STEP_STATUS_LABELS[step.status]}
            </Badge>
          </div>
          <p className="text-sm text-ink-muted">
            {step.isOwn ? "You" : step.ownerName}
            {step.dueOn ? ` · by ${formatDay(step.dueOn)}` : ""}
            {step.dueOn && step.dueOn < today && step.status !== "done" && step.status !== "dropped" ? (
              <strong className="text-critical"> · overdue</strong>
            ) : null}
          </p>
          {step.supportNeeded ? <p className="text-sm">Support needed: {step.supportNeeded}</p> : null}
          {action && step.isOwn ? (
            <Form method="post" action={action} className="flex flex-wrap gap-2">
              <input type="hidden" name="intent" value="step" />
              <input type="hidden" name="stepId" value={step.id} />
              <Button size="small" variant="secondary" name="status" value="done">
                Done<span className="sr-only">: {step.what}</span>
              </Button>
              {step.status === "partly_done" ? null : (
                <Button size="small" variant="quiet" name="status" value="partly_done">
                  Partly<span className="sr-only">: {step.what}</span>
                </Button>
              )}
            </Form>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
