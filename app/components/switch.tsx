import type { ComponentPropsWithoutRef, ReactNode } from "react";

export interface SwitchProps extends Omit<ComponentPropsWithoutRef<"input">, "type" | "role" | "className"> {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** A setting that is on or off; posts `on` when on. */
export function Switch({ name, id = name, label, hint, ...input }: SwitchProps) {
  return (
    <div className="flex min-h-control items-center justify-between gap-4">
      <label htmlFor={id} className="grow py-1.5">
        {label}
        {hint ? (
          <span id={`${id}-hint`} className="block text-sm text-ink-muted">
            {hint}
          </span>
        ) : null}
      </label>
      <span className="relative inline-flex h-7 w-12 shrink-0">
        <input
          {...input}
          id={id}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: the checked state comes from the native checkbox
          role="switch"
          name={name}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="peer size-full appearance-none rounded-full border border-line-strong bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-60"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-1 size-5 rounded-full border border-line-strong bg-raised transition-transform peer-checked:translate-x-5 peer-checked:border-transparent peer-checked:bg-accent-ink"
        />
      </span>
    </div>
  );
}
