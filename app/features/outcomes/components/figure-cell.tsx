import { Mark } from "#app/components/mark.tsx";
import type { Figure } from "../figure.types.ts";
import { count, percent } from "./figure-words.ts";

/** A figure in a table: the rate, and what it was counted from under it. */
export function FigureCell({ figure }: { figure: Figure }) {
  if (figure.value === null) return <Mark kind="blank" />;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {percent(figure.value)}
      <span className="block text-[0.8125rem] text-ink-muted">
        {count(figure.numerator)} of {count(figure.denominator)}
      </span>
    </span>
  );
}
