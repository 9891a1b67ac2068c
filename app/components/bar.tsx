export type BarTone = "accent" | "positive" | "caution" | "critical";

const FILL: Record<BarTone, string> = {
  accent: "fill-accent",
  positive: "fill-positive",
  caution: "fill-chart-2",
  critical: "fill-critical",
};

/** A share from 0 to 1, drawn as SVG so that it needs no style attribute. Purely visual. */
export function Bar({ share, tone = "accent", target }: { share: number; tone?: BarTone; target?: number }) {
  const width = Math.min(1, Math.max(0, share)) * 100;
  return (
    <svg
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-2 w-full overflow-hidden rounded-full bg-sunken print:border print:border-line-strong"
    >
      <rect width={width} height="8" className={FILL[tone]} />
      {target === undefined ? null : (
        <line
          x1={target * 100}
          x2={target * 100}
          y1="0"
          y2="8"
          className="stroke-ink"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
