import { Timer } from "lucide-react";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { JobRunItem } from "#app/features/admin/admin.types.ts";

const OUTCOMES: Record<JobRunItem["outcome"], { tone: Tone; word: string }> = {
  running: { tone: "info", word: "Running" },
  succeeded: { tone: "positive", word: "Succeeded" },
  failed: { tone: "critical", word: "Failed" },
};

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function counts(result: Record<string, unknown>): string {
  return Object.entries(result)
    .filter(([, value]) => typeof value === "number" || typeof value === "string")
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}

interface JobRunTableProps {
  caption: string;
  runs: readonly JobRunItem[];
  today: string;
  /** Names the job in each row, as a link to its history. */
  linkJobs?: boolean;
}

export function JobRunTable({ caption, runs, today, linkJobs = false }: JobRunTableProps) {
  return (
    <DataTable
      caption={caption}
      hideCaption={linkJobs}
      rows={runs}
      rowKey={({ id }) => id}
      rowHref={linkJobs ? ({ name }) => `/admin/jobs?job=${encodeURIComponent(name)}` : undefined}
      phone="cards"
      empty={
        <EmptyState icon={Timer} title="No job has run yet">
          Jobs open fidelity assessments, remind people, send mail and refresh figures. Their runs show here.
        </EmptyState>
      }
      columns={[
        ...(linkJobs
          ? [{ key: "name", header: "Job", cell: ({ name }: JobRunItem) => name, rowHeader: true }]
          : []),
        {
          key: "started",
          header: "Started",
          cell: (run) => (
            <span className="tabular-nums">
              {run.startedOn === today ? "Today" : formatDay(run.startedOn, { weekday: false })}{" "}
              {run.startedAt}
            </span>
          ),
        },
        {
          key: "outcome",
          header: "Outcome",
          cell: (run) => <Badge tone={OUTCOMES[run.outcome].tone}>{OUTCOMES[run.outcome].word}</Badge>,
        },
        {
          key: "duration",
          header: "Took",
          align: "end",
          cell: (run) => (run.seconds === null ? <Mark kind="blank" /> : duration(run.seconds)),
        },
        {
          key: "result",
          header: "What it did",
          cell: (run) =>
            run.error ? (
              <span className="text-critical">{run.error}</span>
            ) : (
              counts(run.result) || <Mark kind="blank" />
            ),
        },
      ]}
    />
  );
}
