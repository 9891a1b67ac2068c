/** The through line: one thread that passes through every node, from why to result. */
export function ThroughlineMark({ className = "h-6 w-auto" }: { className?: string }) {
  return (
    <svg viewBox="0 0 44 28" fill="none" aria-hidden="true" className={className}>
      <path
        d="M2 22C8.5 22 8 8.5 15 8.5S22 19.5 29 19.5 34.5 6 42 6"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <g fill="var(--canvas)" stroke="currentColor" strokeWidth="2.5">
        <circle cx="15" cy="8.5" r="3.75" />
        <circle cx="29" cy="19.5" r="3.75" />
      </g>
      <circle cx="39" cy="6.25" r="4" fill="currentColor" />
    </svg>
  );
}

export function Wordmark({ className = "" }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-2 text-accent ${className}`}>
      <ThroughlineMark />
      <span className="text-lg leading-none font-semibold tracking-tight text-ink">Throughline</span>
    </span>
  );
}
