import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** One message, several, or none: what a failed parse gives for a field. */
export type FieldErrors = string | readonly string[] | null | undefined;

export const areaStyle =
  "block w-full min-w-0 rounded-control border border-line-strong bg-surface px-3 py-1.5 text-base text-ink lg:text-[0.9375rem] hover:border-ink aria-invalid:border-critical aria-invalid:border-2 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-muted [&[readonly]]:bg-sunken";

export const controlStyle = `${areaStyle} min-h-control`;

export interface FieldText {
  label: ReactNode;
  hint?: ReactNode;
  error?: FieldErrors;
  required?: boolean;
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  className?: string;
}

export interface ControlAria {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

export interface FieldProps extends FieldText {
  id: string;
  children: (aria: ControlAria) => ReactNode;
}

function messages(error: FieldErrors): readonly string[] {
  return error == null ? [] : typeof error === "string" ? [error] : error;
}

function describedBy(id: string, hint: ReactNode, hasError: boolean): string | undefined {
  return [hint ? `${id}-hint` : "", hasError ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
}

function Need({ required, optional }: Pick<FieldText, "required" | "optional">) {
  if (!required && !optional) return null;
  return (
    <span className="ml-1.5 text-sm font-normal text-ink-muted">{required ? "required" : "optional"}</span>
  );
}

function Hint({ id, children }: { id: string; children: ReactNode }) {
  return children ? (
    <div id={`${id}-hint`} className="text-sm text-ink-muted">
      {children}
    </div>
  ) : null;
}

function Errors({ id, list }: { id: string; list: readonly string[] }) {
  if (list.length === 0) return null;
  return (
    <div id={`${id}-error`} className="flex gap-1.5 text-sm font-medium text-critical">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div>
        {list.map((message) => (
          <p key={message}>{message}</p>
        ))}
      </div>
    </div>
  );
}

/** Label, hint and error around one control. */
export function Field({
  id,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  children,
}: FieldProps) {
  const list = messages(error);
  return (
    <div className={`grid content-start gap-1.5 ${className ?? ""}`}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "font-medium"}>
        {label}
        <Need required={required} optional={optional} />
      </label>
      <Hint id={id}>{hint}</Hint>
      {children({
        id,
        "aria-describedby": describedBy(id, hint, list.length > 0),
        "aria-invalid": list.length > 0 || undefined,
        "aria-required": required || undefined,
      })}
      <Errors id={id} list={list} />
    </div>
  );
}

export interface FieldGroupProps extends FieldText {
  id: string;
  role?: "group" | "radiogroup";
  children: ReactNode;
}

/** Legend, hint and error around several controls that answer one question. */
export function FieldGroup({
  id,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  role = "group",
  children,
}: FieldGroupProps) {
  const list = messages(error);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      role={role}
      aria-describedby={describedBy(id, hint, list.length > 0)}
      {...(role === "radiogroup" && {
        "aria-invalid": list.length > 0 || undefined,
        "aria-required": required || undefined,
      })}
      className={`min-w-0 ${className ?? ""}`}
    >
      <legend className={hideLabel ? "sr-only" : "mb-1.5 font-medium"}>
        {label}
        <Need required={required} optional={optional} />
      </legend>
      <div className="grid gap-1.5">
        <Hint id={id}>{hint}</Hint>
        {children}
        <Errors id={id} list={list} />
      </div>
    </fieldset>
  );
}
