import type { NotHeldReason, NotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";
import { type Column, DataTable } from "./data-table.tsx";

const WITHOUT = "No reason on the record: imported, or from before there were reasons";

const COLUMNS: readonly Column<{ label: string; sessions: number }>[] = [
  { key: "reason", header: "Reason", rowHeader: true, cell: ({ label }) => label },
  { key: "sessions", header: "Sessions", align: "end", cell: ({ sessions }) => sessions },
];

/** How often each reason was given for sessions that did not take place. One that nobody gave is a 0. */
export function ReasonCounts({
  counts: { reasons, withoutReason },
  words,
}: {
  counts: NotHeldReasons;
  words: Readonly<Record<NotHeldReason, string>>;
}) {
  const given = reasons.map(({ reason, sessions }) => ({ label: words[reason], sessions }));
  return (
    <DataTable
      caption="Reasons of sessions that did not take place"
      hideCaption
      columns={COLUMNS}
      rows={withoutReason > 0 ? [...given, { label: WITHOUT, sessions: withoutReason }] : given}
      rowKey={({ label }) => label}
      dense
    />
  );
}

/** How many sessions the counts are of. */
export function reasonCountsSentence({ sessions }: NotHeldReasons): string {
  if (sessions === 0) return "n = 0: no session was called off, missed or moved.";
  return `n = ${sessions} called off, missed or moved, each with one reason. Days on which the office was closed, as announced before, are left out.`;
}
