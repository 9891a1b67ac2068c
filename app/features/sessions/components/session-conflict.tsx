import { Callout } from "#app/components/callout.tsx";
import {
  ACKNOWLEDGEMENT_LABELS,
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  ESCALATION_LABELS,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  PHASE_LABELS,
  PROGRESS_LABELS,
  STATUS_LABELS,
  STEP_STATUS_LABELS,
  STRATEGY_LABELS,
} from "../session.codes.ts";
import type { FormValues, SessionFormPage } from "../session-form.types.ts";

const FIELD_LABELS: Record<string, string> = {
  sessionOn: "Day",
  startTime: "Start",
  endTime: "End",
  status: "What became of it",
  statusReason: "Reason",
  modality: "How you met",
  focusIds: "Focus",
  strategies: "Strategies",
  summary: "Shared summary",
  privateNote: "Private note",
  barriers: "Barriers",
  escalation: "Escalation",
  nextSessionOn: "Next session",
  observationKind: "Observation",
  observationMinutes: "Observation minutes",
  meetingMinutes: "Meeting minutes",
  preparationMinutes: "Preparation minutes",
  travelMinutes: "Travel minutes",
  documentationMinutes: "Documentation minutes",
  attendeeIds: "People",
};

const WORDS: Record<string, string> = {
  ...ACKNOWLEDGEMENT_LABELS,
  ...ATTENDANCE_LABELS,
  ...BARRIER_LABELS,
  ...ESCALATION_LABELS,
  ...MODALITY_LABELS,
  ...OBSERVATION_LABELS,
  ...PROGRESS_LABELS,
  ...STATUS_LABELS,
  ...STEP_STATUS_LABELS,
};

/** The two texts of one record side by side, where they differ. Saving again keeps what stands in the form. */
export function SessionConflict({
  page,
  mine,
  stored,
}: {
  page: SessionFormPage;
  mine: FormValues;
  stored: FormValues;
}) {
  const named = new Map<string, string>([
    ...page.functions.map(({ id, label }) => [id, label] as const),
    ...[page.person, page.coach, ...page.others].map(({ id, name }) => [id, name] as const),
  ]);
  const words = (value: string) => {
    const [phase, strategy] = value.split(":");
    if (phase && strategy && phase in PHASE_LABELS)
      return `${STRATEGY_LABELS[strategy as keyof typeof STRATEGY_LABELS]} (${PHASE_LABELS[phase as keyof typeof PHASE_LABELS].toLowerCase()})`;
    return named.get(value) ?? WORDS[value] ?? value;
  };
  const read = (values: string[] | undefined) => (values ?? []).filter(Boolean).map(words).sort().join(", ");
  const differing = [...new Set([...Object.keys(mine), ...Object.keys(stored)])]
    .map((name) => ({ name, mine: read(mine[name]), stored: read(stored[name]) }))
    .filter((field) => field.mine !== field.stored && labelOf(field.name, page));
  return (
    <Callout tone="caution" title="Two versions of this record" announce>
      <p>Your changes are still in the form below. Saving again puts them in place of the stored version.</p>
      <dl className="mt-3 grid gap-3">
        {differing.map((field) => (
          <div key={field.name} className="grid gap-1 sm:grid-cols-[9rem_1fr_1fr] sm:gap-3">
            <dt className="font-medium">{labelOf(field.name, page)}</dt>
            <dd>
              <span className="block text-sm text-ink-muted">Stored now</span>
              {field.stored || "nothing"}
            </dd>
            <dd>
              <span className="block text-sm text-ink-muted">Yours</span>
              {field.mine || "nothing"}
            </dd>
          </div>
        ))}
      </dl>
    </Callout>
  );
}

function labelOf(name: string, page: SessionFormPage): string | null {
  const [kind, id] = name.split(".");
  if (kind === "progress" || kind === "selfScale")
    return `Goal: ${page.goals.find((goal) => goal.id === id)?.title ?? "another one"}`;
  if (kind === "reviews")
    return `Step: ${page.openSteps.find((step) => step.id === id)?.what ?? "another one"}`;
  if (/^steps\[\d+\]$/.test(kind ?? "") && id === "what") return "New action step";
  return FIELD_LABELS[name] ?? null;
}
