export interface SparklineProps {
  /** From old to new; `null` leaves a gap. */
  values: readonly (number | null)[];
  /** Places of gaps that are breaks in series, marked by a dotted line. */
  breaks?: readonly number[];
  /** Drawn as a dashed line. */
  target?: number;
  /** Says in words what the line shows; without it the line is decoration beside a sentence. */
  label?: string;
  width?: number;
  height?: number;
}

const PAD = 4;

/** A small trend the server can draw; the text colour is the colour of the line. */
export function Sparkline({ values, breaks = [], target, label, width = 96, height = 32 }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  if (known.length === 0) return null;
  const all = target === undefined ? known : [...known, target];
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const round = (value: number) => Math.round(value * 10) / 10;
  const x = (index: number) => round(PAD + (index / Math.max(1, values.length - 1)) * (width - 2 * PAD));
  const y = (value: number) => round(height - PAD - ((value - low) / span) * (height - 2 * PAD));

  let path = "";
  let isDrawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    // A point by itself is a dot.
    path += isDrawing ? `L${x(index)} ${y(value)}` : `M${x(index)} ${y(value)}h0`;
    isDrawing = true;
  });
  const end = values[last];

  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: without a label the line is decoration and hidden
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="max-w-full overflow-visible"
      role={label ? "img" : undefined}
      aria-hidden={label ? undefined : true}
    >
      {label ? <title>{label}</title> : null}
      {target === undefined ? null : (
        <line
          x1={0}
          x2={width}
          y1={y(target)}
          y2={y(target)}
          className="stroke-chart-limit"
          strokeWidth="1"
          strokeDasharray="3 3"
        />
      )}
      {breaks.map((index) => (
        <line
          key={index}
          x1={x(index)}
          x2={x(index)}
          y1={0}
          y2={height}
          className="stroke-chart-limit"
          strokeWidth="1"
          strokeDasharray="1 3"
        />
      ))}
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      {typeof end === "number" ? <circle cx={x(last)} cy={y(end)} r="3" fill="currentColor" /> : null}
    </svg>
  );
}
