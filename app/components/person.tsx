import type { ReactNode } from "react";

export interface PersonProps {
  name: string;
  /** Role, site or unit under the name. */
  detail?: ReactNode;
  size?: "small" | "medium";
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return `${words[0]?.[0] ?? ""}${last}`.toUpperCase();
}

export function Avatar({ name, size = "medium" }: { name: string; size?: "small" | "medium" }) {
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent select-none ${size === "small" ? "size-7 text-[0.6875rem]" : "size-10 text-sm"}`}
    >
      {initialsOf(name)}
    </span>
  );
}

export function Person({ name, detail, size = "medium" }: PersonProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2.5">
      <Avatar name={name} size={size} />
      <span className="min-w-0 leading-snug">
        <span className="font-semibold">{name}</span>
        {detail ? <span className="block text-sm font-normal text-ink-muted">{detail}</span> : null}
      </span>
    </span>
  );
}
