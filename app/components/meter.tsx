import { Badge } from "#app/components/badge.tsx";
import { Bar, type BarTone } from "#app/components/bar.tsx";

export interface MeterProps {
  label: string;
  /** From 0 to `max`. */
  value: number;
  max?: number;
  /** The value as people read it: "84 %". */
  text: string;
  tone?: BarTone;
  /** The word of the band, which goes with its colour. */
  band?: string;
  target?: number;
  targetText?: string;
}

/** The words carry the value; the bar repeats it for the eye. */
export function Meter({
  label,
  value,
  max = 100,
  text,
  tone = "accent",
  band,
  target,
  targetText,
}: MeterProps) {
  return (
    <div className="grid content-end gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{label}</span>
        <span className="flex items-center gap-2">
          <span className="font-semibold tabular-nums">{text}</span>
          {band ? <Badge tone={tone}>{band}</Badge> : null}
        </span>
      </div>
      <Bar share={value / max} tone={tone} target={target === undefined ? undefined : target / max} />
      {targetText ? <p className="text-sm text-ink-muted">{targetText}</p> : null}
    </div>
  );
}
