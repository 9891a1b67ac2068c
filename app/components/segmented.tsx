import { type KeyboardEvent, type ReactNode, useState } from "react";
import { FieldGroup, type FieldText } from "#app/components/field.tsx";

export interface SegmentOption {
  value: string;
  /** The large sign, such as "2" or "N/A". */
  mark: string;
  /** A word or two under the mark. */
  label?: string;
  /** What earns this value; listed on demand and shown once chosen. */
  anchor?: string;
  /** Pressing this key inside the group chooses the value. */
  hotkey?: string;
}

export interface SegmentedProps extends FieldText {
  name: string;
  id?: string;
  options: readonly SegmentOption[];
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
  /** Opens the list of anchors at once. */
  anchorsOpen?: boolean;
  children?: ReactNode;
}

export function Segmented({
  name,
  id = name,
  options,
  defaultValue,
  value,
  onChange,
  anchorsOpen,
  children,
  ...text
}: SegmentedProps) {
  const [picked, setPicked] = useState(defaultValue);
  const chosen = value ?? picked;
  const anchor = options.find((option) => option.value === chosen)?.anchor;
  const anchored = options.filter((option) => option.anchor);

  function chooseByKey(event: KeyboardEvent<HTMLDivElement>) {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const option = options.find((candidate) => candidate.hotkey?.toLowerCase() === event.key.toLowerCase());
    if (!option) return;
    event.preventDefault();
    const radio = event.currentTarget.querySelector<HTMLInputElement>(
      `input[value="${CSS.escape(option.value)}"]`,
    );
    radio?.click();
    radio?.focus();
  }

  return (
    <FieldGroup {...text} id={id} role="radiogroup">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shortcut for the radio buttons inside */}
      <div
        className="flex overflow-hidden rounded-control border border-line-strong bg-surface has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
        onKeyDown={chooseByKey}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className="relative flex min-h-14 min-w-11 flex-1 basis-0 flex-col items-center justify-center gap-0.5 border-l border-line px-1 py-1.5 text-center select-none first:border-l-0 hover:bg-sunken has-checked:bg-accent has-checked:font-semibold has-checked:text-accent-ink lg:pointer-fine:min-h-12"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              {...(value === undefined
                ? { defaultChecked: defaultValue === option.value }
                : { checked: value === option.value })}
              onChange={() => {
                setPicked(option.value);
                onChange?.(option.value);
              }}
              className="absolute inset-0 size-full cursor-[inherit] appearance-none outline-none focus-visible:shadow-[inset_0_0_0_3px_currentColor]"
            />
            <span className="text-lg leading-none font-semibold tabular-nums">{option.mark}</span>
            {option.label ? <span className="text-xs leading-tight">{option.label}</span> : null}
          </label>
        ))}
      </div>
      {anchor ? (
        <p role="status" className="border-l-2 border-accent pl-3 text-sm text-ink">
          {anchor}
        </p>
      ) : null}
      {anchored.length > 0 ? (
        <details open={anchorsOpen} className="group text-sm">
          <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
            What each value means
          </summary>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 rounded-control bg-sunken p-3">
            {anchored.map((option) => (
              <div key={option.value} className="contents">
                <dt className="font-semibold tabular-nums">{option.mark}</dt>
                <dd>{option.anchor}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
      {children}
    </FieldGroup>
  );
}
