import { type ComponentPropsWithoutRef, type ReactNode, type Ref, useState } from "react";
import { areaStyle, controlStyle, Field, type FieldText } from "#app/components/field.tsx";

type Own = FieldText & { name: string; id?: string };

export interface TextFieldProps
  extends Own,
    Omit<ComponentPropsWithoutRef<"input">, "name" | "id" | "className" | "required"> {
  /** A word after the control, such as a unit. */
  suffix?: ReactNode;
  /** Narrows the control, not its label and error. */
  controlClass?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  name,
  id = name,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  suffix,
  controlClass = "",
  inputRef,
  type = "text",
  ...input
}: TextFieldProps) {
  return (
    <Field {...{ id, label, hint, error, required, optional, hideLabel, className }}>
      {(aria) => {
        const control = (
          <input
            {...input}
            {...aria}
            ref={inputRef}
            type={type}
            name={name}
            className={`${controlStyle} ${controlClass}`}
          />
        );
        return suffix ? (
          <div className="flex items-center gap-2">
            {control}
            <span className="shrink-0 text-sm text-ink-muted">{suffix}</span>
          </div>
        ) : (
          control
        );
      }}
    </Field>
  );
}

export interface TextAreaFieldProps
  extends Own,
    Omit<ComponentPropsWithoutRef<"textarea">, "name" | "id" | "className" | "required" | "maxLength"> {
  /** Counts characters and says when there are too many; never cuts the text. */
  limit?: number;
  inputRef?: Ref<HTMLTextAreaElement>;
}

export function TextAreaField({
  name,
  id = name,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  limit,
  inputRef,
  rows = 4,
  onInput,
  ...input
}: TextAreaFieldProps) {
  const [typed, setTyped] = useState<number>();
  const used = typed ?? String(input.value ?? input.defaultValue ?? "").length;
  return (
    <Field {...{ id, label, hint, error, required, optional, hideLabel, className }}>
      {(aria) => (
        <>
          <textarea
            {...input}
            {...aria}
            ref={inputRef}
            name={name}
            rows={rows}
            className={`${areaStyle} field-sizing-content min-h-24 resize-y`}
            onInput={(event) => {
              setTyped(event.currentTarget.value.length);
              onInput?.(event);
            }}
          />
          {limit ? <CharacterCount used={used} limit={limit} /> : null}
        </>
      )}
    </Field>
  );
}

function CharacterCount({ used, limit }: { used: number; limit: number }) {
  const left = limit - used;
  const words =
    left < 0
      ? `${-left} characters too many`
      : used === 0
        ? `Up to ${limit} characters`
        : `${used} of ${limit} characters`;
  return (
    <p className={`text-sm tabular-nums ${left < 0 ? "font-semibold text-critical" : "text-ink-muted"}`}>
      {words}
      <span role="status" className="sr-only">
        {left < 0 ? words : left <= 20 && used > 0 ? `${left} characters left` : ""}
      </span>
    </p>
  );
}
