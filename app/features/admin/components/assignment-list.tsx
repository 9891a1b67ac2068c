import { Link } from "@remix-run/react";
import { Badge } from "#app/components/badge.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Assignment } from "#app/features/admin/admin.types.ts";

const STATES = {
  planned: { tone: "info", word: "Planned" },
  current: { tone: "positive", word: "Now" },
  ended: { tone: "neutral", word: "Ended" },
} as const;

const short = (day: string) => formatDay(day, { weekday: false });

interface AssignmentListProps {
  label: string;
  assignments: readonly Assignment[];
  answer: FormAnswer;
  today: string;
  empty: string;
}

/** What holds now first, then what ended: nothing is ever taken away. */
export function AssignmentList({ label, assignments, answer, today, empty }: AssignmentListProps) {
  if (assignments.length === 0) return <p className="text-ink-muted">{empty}</p>;
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
    >
      {assignments.map((fact) => (
        <li key={`${fact.id} ${fact.endsOn}`} className="grid gap-1 px-4 py-3">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <p className="min-w-0">
              <span className="font-medium">
                {fact.otherId ? (
                  <Link to={`/admin/people/${fact.otherId}`} className="link">
                    {fact.title}
                  </Link>
                ) : (
                  fact.title
                )}
              </span>
              {fact.detail ? <span className="text-ink-muted"> · {fact.detail}</span> : null}
            </p>
            <Badge tone={STATES[fact.state].tone}>{STATES[fact.state].word}</Badge>
          </div>
          <p className="text-sm text-ink-muted tabular-nums">
            From {short(fact.startsOn)}
            {fact.endsOn ? `, ${fact.state === "ended" ? "ended" : "ends"} ${short(fact.endsOn)}` : ""}
          </p>
          {fact.state === "ended" ? null : (
            <OwnForm
              intent="end"
              about={fact.id}
              answer={answer}
              label={
                <>
                  End<span className="sr-only"> {fact.title}</span>
                </>
              }
              submitLabel="End it"
              danger
              hidden={{ kind: fact.kind, id: fact.id }}
            >
              {(field) => (
                <DateField
                  {...field("endsOn", today > fact.startsOn ? today : undefined)}
                  label="Ends on"
                  hint="The first day on which it no longer holds."
                />
              )}
            </OwnForm>
          )}
        </li>
      ))}
    </ul>
  );
}
