import { ExternalLink, FileText } from "lucide-react";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Evidence } from "#app/features/planning/plan.types.ts";

export function EvidenceList({ evidence, label }: { evidence: readonly Evidence[]; label: string }) {
  if (evidence.length === 0) return null;
  return (
    <ul aria-label={label} className="grid gap-1.5">
      {evidence.map((piece) => (
        <li key={piece.id} className="flex gap-2 text-[0.9375rem]">
          <FileText aria-hidden="true" className="mt-1 size-4 shrink-0 text-ink-muted" />
          <span className="min-w-0">
            {piece.link ? (
              <a href={piece.link} className="link" rel="noreferrer" target="_blank">
                {piece.title}
                <ExternalLink aria-hidden="true" className="ml-1 inline size-3.5" />
                <span className="sr-only"> (opens in a new tab)</span>
              </a>
            ) : (
              piece.title
            )}
            <span className="block text-sm text-ink-muted">
              {piece.addedBy ? `${piece.addedBy}, ` : ""}
              {formatDay(piece.addedOn, { weekday: false })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
