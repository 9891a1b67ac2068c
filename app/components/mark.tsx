export type MarkKind = "zero" | "blank" | "not-applicable" | "suppressed";

const MARKS: Record<MarkKind, { sign: string; words: string }> = {
  zero: { sign: "0", words: "zero" },
  blank: { sign: "–", words: "no data" },
  "not-applicable": { sign: "n/a", words: "not applicable" },
  suppressed: { sign: "•••", words: "hidden, too few people" },
};

/** Four things a cell without a figure may mean, never the same sign twice. */
export function Mark({ kind }: { kind: MarkKind }) {
  const { sign, words } = MARKS[kind];
  return (
    <span className={kind === "zero" ? "tabular-nums" : "text-ink-muted"}>
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** Explains the signs under a table. */
export function MarkLegend({
  kinds = ["zero", "blank", "not-applicable", "suppressed"],
}: {
  kinds?: readonly MarkKind[];
}) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
      {kinds.map((kind) => (
        <span key={kind}>
          <span className="font-semibold text-ink">{MARKS[kind].sign}</span> {MARKS[kind].words}
        </span>
      ))}
    </p>
  );
}
