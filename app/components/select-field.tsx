import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithoutRef, Ref } from "react";
import { controlStyle, Field, type FieldText } from "#app/components/field.tsx";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectFieldProps
  extends FieldText,
    Omit<ComponentPropsWithoutRef<"select">, "name" | "id" | "className" | "required" | "children"> {
  name: string;
  id?: string;
  /** Plain options, or groups of them. */
  options: readonly (SelectOption | { group: string; options: readonly SelectOption[] })[];
  /** First, empty choice, such as "Choose a site". */
  placeholder?: string;
  selectRef?: Ref<HTMLSelectElement>;
}

function Option({ value, label, disabled }: SelectOption) {
  return (
    <option value={value} disabled={disabled}>
      {label}
    </option>
  );
}

export function SelectField({
  name,
  id = name,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  options,
  placeholder,
  selectRef,
  ...select
}: SelectFieldProps) {
  return (
    <Field {...{ id, label, hint, error, required, optional, hideLabel, className }}>
      {(aria) => (
        <div className="relative">
          <select
            {...select}
            {...aria}
            ref={selectRef}
            name={name}
            className={`${controlStyle} appearance-none pr-9`}
          >
            {placeholder === undefined ? null : <option value="">{placeholder}</option>}
            {options.map((entry) =>
              "group" in entry ? (
                <optgroup key={entry.group} label={entry.group}>
                  {entry.options.map((option) => (
                    <Option key={option.value} {...option} />
                  ))}
                </optgroup>
              ) : (
                <Option key={entry.value} {...entry} />
              ),
            )}
          </select>
          <ChevronDown
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-muted"
          />
        </div>
      )}
    </Field>
  );
}
