import type { ComponentPropsWithoutRef, ReactNode } from "react";

export interface CheckboxProps extends Omit<ComponentPropsWithoutRef<"input">, "type" | "className"> {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
}

export function Checkbox({ name, id = name, label, hint, error, value = "on", ...input }: CheckboxProps) {
  const described =
    [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div>
      <div className="flex min-h-control items-start gap-3">
        <input
          {...input}
          id={id}
          type="checkbox"
          name={name}
          value={value}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          className="mt-[calc((var(--control-size)-1.375rem)/2)] size-5.5 shrink-0 accent-accent"
        />
        <label htmlFor={id} className="grow py-[calc((var(--control-size)-1.5rem)/2)]">
          {label}
          {hint ? (
            <span id={`${id}-hint`} className="block text-sm text-ink-muted">
              {hint}
            </span>
          ) : null}
        </label>
      </div>
      {error ? (
        <p id={`${id}-error`} className="text-sm font-medium text-critical">
          {error}
        </p>
      ) : null}
    </div>
  );
}
