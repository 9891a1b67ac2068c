import { Badge, type Tone } from "#app/components/badge.tsx";
import { type PlanStatus, STATUS_LABELS } from "#app/features/planning/statuses.ts";

const TONES: Record<PlanStatus, Tone> = {
  not_started: "neutral",
  planned: "neutral",
  not_assessed: "neutral",
  deferred: "neutral",
  not_adopted: "neutral",
  in_progress: "info",
  in_review: "info",
  emerging: "info",
  reopened: "caution",
  at_risk: "caution",
  not_observed: "caution",
  complete: "positive",
  achieved: "positive",
  done: "positive",
  observed: "positive",
};

export function StatusBadge({ status, isLate = false }: { status: PlanStatus; isLate?: boolean }) {
  return (
    <>
      {isLate ? <Badge tone="critical">Late</Badge> : null}
      <Badge tone={TONES[status]}>{STATUS_LABELS[status]}</Badge>
    </>
  );
}
