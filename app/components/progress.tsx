import { useId } from "react";
import { Bar } from "#app/components/bar.tsx";

export interface ProgressProps {
  label: string;
  value: number;
  max: number;
  /** Says the state in words; "12 of 30" when left out. */
  text?: string;
}

export function Progress({ label, value, max, text = `${value} of ${max}` }: ProgressProps) {
  const id = useId();
  return (
    <div
      role="progressbar"
      aria-labelledby={id}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={text}
      className="grid gap-1.5"
    >
      <div className="flex justify-between gap-4 text-sm">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span className="text-ink-muted tabular-nums">{text}</span>
      </div>
      <Bar share={max > 0 ? value / max : 0} />
    </div>
  );
}
