import { Check } from "lucide-react";
import type { ChangeEvent } from "react";
import { FieldGroup, type FieldText } from "#app/components/field.tsx";

export interface Choice {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

interface Shared extends FieldText {
  name: string;
  id?: string;
  options: readonly Choice[];
}

interface One extends Shared {
  multiple?: false;
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
}

interface Many extends Shared {
  multiple: true;
  defaultValue?: readonly string[];
  value?: readonly string[];
  onChange?: (values: string[]) => void;
}

export type ChoiceChipsProps = One | Many;

/** One choice (radio buttons) or several (checkboxes) as chips big enough for a thumb. */
export function ChoiceChips(props: ChoiceChipsProps) {
  const {
    name,
    id = name,
    options,
    multiple,
    label,
    hint,
    error,
    required,
    optional,
    hideLabel,
    className,
  } = props;

  function isIn(selection: string | readonly string[] | undefined, value: string) {
    return Array.isArray(selection) ? selection.includes(value) : selection === value;
  }

  function change(event: ChangeEvent<HTMLInputElement>) {
    if (!props.multiple) {
      props.onChange?.(event.currentTarget.value);
      return;
    }
    const boxes = event.currentTarget
      .closest("fieldset")
      ?.querySelectorAll<HTMLInputElement>("input[type=checkbox]:checked");
    props.onChange?.(Array.from(boxes ?? [], (box) => box.value));
  }

  return (
    <FieldGroup
      {...{ id, label, hint, error, required, optional, hideLabel, className }}
      role={multiple ? "group" : "radiogroup"}
    >
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={`${option.hint ? "rounded-card" : "rounded-full"} relative inline-flex min-h-11 items-center gap-2 border border-line-strong bg-surface px-4 py-1.5 leading-tight select-none hover:border-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:cursor-not-allowed has-disabled:border-dashed has-disabled:text-ink-muted lg:pointer-fine:min-h-9 lg:pointer-fine:text-[0.9375rem]`}
          >
            <input
              type={multiple ? "checkbox" : "radio"}
              name={name}
              value={option.value}
              disabled={option.disabled}
              {...(props.value === undefined
                ? { defaultChecked: isIn(props.defaultValue, option.value) }
                : { checked: isIn(props.value, option.value) })}
              onChange={change}
              className="peer absolute inset-0 size-full cursor-[inherit] appearance-none rounded-full outline-none"
            />
            <Check
              aria-hidden="true"
              className="-ml-1 hidden size-4 shrink-0 peer-checked:block"
              strokeWidth={3}
            />
            <span>
              {option.label}
              {option.hint ? (
                <span className="block text-sm font-normal text-ink-muted">{option.hint}</span>
              ) : null}
            </span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}
