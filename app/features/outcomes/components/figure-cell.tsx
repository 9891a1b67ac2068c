import { Mark } from "#app/components/mark.tsx";
import type { Figure } from "../figure.types.ts";
import { count, percent, todayWords } from "./figure-words.ts";

/** A figure in a table: the rate, what it was counted from under it, and today's where a released one differs from it. */
export function FigureCell({ figure }: { figure: Figure }) {
  const { value, numerator, denominator, released } = figure;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {value === null ? (
        <Mark kind="blank" />
      ) : (
        <>
          {percent(value)}
          <span className="block text-[0.8125rem] text-ink-muted">
            {count(numerator)} of {count(denominator)}
          </span>
        </>
      )}
      {released?.today ? (
        <span className="block text-[0.8125rem] font-medium text-caution">
          today {todayWords(released.today)}
        </span>
      ) : null}
    </span>
  );
}
