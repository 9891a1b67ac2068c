import { Badge } from "#app/components/badge.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import { OPENED_PART_LABELS, OPENING_KIND_LABELS } from "../session.codes.ts";
import type { SessionChange, SessionOpening } from "../session.types.ts";
import { fieldWords, valueWords } from "./change-words.ts";

/** Every change of the record since it was first entered, what it said before beside what it says since. */
export function SessionHistory({
  history,
  labels,
}: {
  history: readonly SessionChange[];
  labels: Record<string, string>;
}) {
  if (history.length === 0) return null;
  return (
    <Section
      title="What was changed"
      description="Newest first. Nothing here can be changed or taken away."
      className="max-w-3xl"
    >
      <ol className="grid gap-5">
        {history.map((change) => (
          <li key={change.id} className="grid gap-2">
            <p className="flex flex-wrap items-center gap-2">
              <strong>
                {formatDay(change.on)}, {change.time}
              </strong>
              {change.wasLocked ? (
                <Badge tone="caution">Amended after the lock</Badge>
              ) : (
                <Badge icon={null}>Changed before the lock</Badge>
              )}
            </p>
            {change.reason ? (
              <p className="max-w-prose whitespace-pre-line">Reason: {change.reason}</p>
            ) : null}
            {change.restatedMonths.length > 0 ? (
              <p className="text-sm text-ink-muted">{restatement(change)}</p>
            ) : null}
            {change.changes.length > 0 ? (
              <Values change={change} labels={labels} />
            ) : (
              <p className="text-ink-muted">What changed belongs to the conversation of coach and coachee.</p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function restatement({ restatedMonths, doseBefore, doseAfter }: SessionChange): string {
  const months = restatedMonths.map(formatMonth).join(" and ");
  const dose =
    doseBefore === doseAfter
      ? "the session counts in another month"
      : `${doseBefore} delivered minutes became ${doseAfter}`;
  return `Today's figures of ${months} changed, and what was released stands: ${dose}.`;
}

function Values({ change, labels }: { change: SessionChange; labels: Record<string, string> }) {
  return (
    <DataTable
      caption={`Values changed on ${formatDay(change.on)}, ${change.time}`}
      hideCaption
      dense
      phone="cards"
      rows={change.changes.map((value, index) => ({ ...value, key: String(index) }))}
      rowKey={({ key }) => key}
      columns={[
        { key: "field", header: "What", rowHeader: true, cell: (row) => fieldWords(row, labels) },
        {
          key: "before",
          header: "Before",
          prose: true,
          cell: ({ field, before }) => <Value text={valueWords(field, before, labels)} />,
        },
        {
          key: "after",
          header: "Since",
          prose: true,
          cell: ({ field, after }) => <Value text={valueWords(field, after, labels)} />,
        },
      ]}
    />
  );
}

function Value({ text }: { text: string }) {
  return <span className="whitespace-pre-line">{text}</span>;
}

/** Who looked: openings by an administrator in a safety case. */
export function SessionOpenings({ openings }: { openings: readonly SessionOpening[] }) {
  if (openings.length === 0) return null;
  return (
    <Section
      title="Opened by an administrator"
      description="In a safety case an administrator may open one protected part of one session. The reason is kept in the audit log."
      className="max-w-3xl"
    >
      <ul className="grid gap-1.5">
        {openings.map(({ id, on, part, kind }) => (
          <li key={id}>
            <strong>{formatDay(on)}</strong>: {OPENED_PART_LABELS[part].toLowerCase()},{" "}
            {OPENING_KIND_LABELS[kind].toLowerCase()}
          </li>
        ))}
      </ul>
    </Section>
  );
}
