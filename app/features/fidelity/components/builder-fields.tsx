import { Plus, Trash2, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button, IconButton } from "#app/components/button.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { NumberField, type NumberFieldProps } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { threshold } from "#fidelity/instruments/instrument.schema.ts";
import type { Finding } from "../draft-findings.rules.ts";
import type { DraftBand, DraftComparison, DraftCondition, DraftItem } from "../instrument-draft.schema.ts";
import { BAND_WORDS, choicesOf, TEST_WORDS } from "../instrument-words.ts";

/** What is said of one field: errors as of any form, warnings more quietly. */
export interface Said {
  errors: string[];
  warnings: string[];
}

export function saidOf(findings: readonly Finding[], part: string): (field: string) => Said {
  const own = findings.filter(({ place }) => place.part === part);
  return (field) => {
    const here = own.filter(({ place }) => place.field === field);
    const of = (level: Finding["level"]) =>
      here.filter((one) => one.level === level).map(({ message }) => message);
    return { errors: of("error"), warnings: of("warning") };
  };
}

export function Warnings({ said }: { said: Said }) {
  if (said.warnings.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm">
      {said.warnings.map((message) => (
        <li key={message} className="flex gap-1.5">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-caution" />
          {message}
        </li>
      ))}
    </ul>
  );
}

/** A field with what the linter says of it under it. */
export function WithWarnings({ said, children }: { said: Said; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1.5">
      {children}
      <Warnings said={said} />
    </div>
  );
}

/** The number that was typed, or the words where there is none; undefined for nothing. */
function typedNumber(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : trimmed;
}

type Typed = number | string | null | undefined;

/** A number while it is typed: “1.” stays as it stands, and what is no number is kept and said to be none. */
export function TypedNumber({
  value,
  onValue,
  ...field
}: Omit<NumberFieldProps, "value" | "onChange"> & {
  value: Typed;
  onValue: (value: number | string | undefined) => void;
}) {
  const [text, setText] = useState(value == null ? "" : String(value));
  useEffect(() => {
    setText((before) =>
      typedNumber(before) === (value ?? undefined) ? before : value == null ? "" : String(value),
    );
  }, [value]);
  return (
    <NumberField
      {...field}
      decimals
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onValue(typedNumber(event.currentTarget.value));
      }}
    />
  );
}

const HAS_LABELS = "label" in threshold.shape;
const BANDS = choicesOf(BAND_WORDS).filter(({ value }) => threshold.shape.band.safeParse(value).success);

/** Named bands, each from a percentage up. */
export function BandsEditor({
  bands,
  said,
  hint,
  onChange,
}: {
  bands: readonly DraftBand[];
  said: Said;
  hint: string;
  onChange: (bands: DraftBand[]) => void;
}) {
  const change = (index: number, fields: Partial<DraftBand>) =>
    onChange(bands.map((band, place) => (place === index ? ({ ...band, ...fields } as DraftBand) : band)));
  const free = BANDS.find(({ value }) => !bands.some(({ band }) => band === value)) ?? BANDS[0];
  return (
    <WithWarnings said={said}>
      <FieldGroup id="thresholds" label="Bands" hint={hint} error={said.errors}>
        {bands.map((band, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a band has no name of its own, and none is moved
            key={index}
            className="flex flex-wrap items-end gap-3 border-l-2 border-line pl-3"
          >
            <SelectField
              name={`band-${index}`}
              label={`Band ${index + 1} counts as`}
              options={BANDS}
              value={band.band}
              onChange={(event) => change(index, { band: event.currentTarget.value })}
              className="w-40"
            />
            {HAS_LABELS ? (
              <GuardedTextField
                name={`band-label-${index}`}
                label={`Band ${index + 1} is called`}
                optional
                value={band.label ?? ""}
                onChange={(event) => change(index, { label: event.currentTarget.value || null })}
                className="w-52"
              />
            ) : null}
            <TypedNumber
              name={`band-from-${index}`}
              label={`Band ${index + 1} from`}
              unit="%"
              value={band.from}
              onValue={(from) => change(index, { from })}
            />
            <IconButton
              label={`Remove band ${index + 1}`}
              icon={Trash2}
              onClick={() => onChange(bands.filter((_, place) => place !== index))}
            />
          </div>
        ))}
        <div>
          <Button
            type="button"
            variant="secondary"
            size="small"
            icon={Plus}
            onClick={() => onChange([...bands, { band: free?.value ?? "met", from: undefined }])}
          >
            Add a band
          </Button>
        </div>
      </FieldGroup>
    </WithWarnings>
  );
}

const WITHOUT_NUMBER = ["answered", "na", "not-observed", "dont-know", "refused"];

/** When an item or a section is asked: tests of items before it. */
export function ConditionEditor({
  condition,
  earlier,
  what,
  said,
  onChange,
}: {
  condition: DraftCondition | null | undefined;
  /** Items that may be looked at, with their numbers. */
  earlier: readonly { item: DraftItem; number: number }[];
  what: string;
  said: Said;
  onChange: (condition: DraftCondition | null) => void;
}) {
  const comparisons = condition?.comparisons ?? [];
  const first = earlier.at(-1)?.item.id;
  const put = (next: DraftComparison[]) =>
    onChange(
      next.length === 0 ? null : { ...condition, match: condition?.match ?? "all", comparisons: next },
    );
  const change = (index: number, fields: Partial<DraftComparison>) =>
    put(
      comparisons.map((one, place) => (place === index ? ({ ...one, ...fields } as DraftComparison) : one)),
    );
  return (
    <WithWarnings said={said}>
      <FieldGroup
        id="showIf"
        label="Asked only if"
        hint={
          comparisons.length === 0
            ? `The ${what} is always asked. It can depend on answers to items before it.`
            : undefined
        }
        error={said.errors}
      >
        {comparisons.length > 1 ? (
          <SelectField
            name="match"
            label="Which of these must be so"
            options={[
              { value: "all", label: "All of them" },
              { value: "any", label: "At least one" },
            ]}
            value={condition?.match ?? "all"}
            onChange={(event) => onChange({ comparisons, match: event.currentTarget.value })}
            className="max-w-60"
          />
        ) : null}
        {comparisons.map((one, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a test has no name of its own, and none is moved
            key={index}
            className="flex flex-wrap items-end gap-3 border-l-2 border-line pl-3"
          >
            <SelectField
              name={`compared-${index}`}
              label={`Test ${index + 1}: item`}
              options={[
                ...(earlier.some(({ item }) => item.id === one.itemId)
                  ? []
                  : [{ value: one.itemId, label: "An item that is not before this one" }]),
                ...earlier.map(({ item, number }) => ({
                  value: item.id,
                  label: `${number}. ${item.label.slice(0, 60) || "without words yet"}`,
                })),
              ]}
              value={one.itemId}
              onChange={(event) => change(index, { itemId: event.currentTarget.value })}
              className="min-w-0 basis-60 grow"
            />
            <SelectField
              name={`test-${index}`}
              label={`Test ${index + 1}`}
              options={choicesOf(TEST_WORDS)}
              value={one.is}
              onChange={(event) => {
                const is = event.currentTarget.value;
                change(index, WITHOUT_NUMBER.includes(is) ? { is, value: undefined } : { is });
              }}
              className="w-44"
            />
            {WITHOUT_NUMBER.includes(one.is) ? null : (
              <TypedNumber
                name={`value-${index}`}
                label={`Test ${index + 1}: value`}
                value={one.value}
                onValue={(value) => change(index, { value })}
              />
            )}
            <IconButton
              label={`Remove test ${index + 1}`}
              icon={Trash2}
              onClick={() => put(comparisons.filter((_, place) => place !== index))}
            />
          </div>
        ))}
        {first === undefined ? null : (
          <div>
            <Button
              type="button"
              variant="secondary"
              size="small"
              icon={Plus}
              onClick={() => put([...comparisons, { itemId: first, is: "at-least", value: 1 }])}
            >
              {comparisons.length === 0 ? "Make it depend on an answer" : "Add a test"}
            </Button>
          </div>
        )}
      </FieldGroup>
    </WithWarnings>
  );
}

export function Tick({
  name,
  label,
  hint,
  said,
  checked,
  onValue,
}: {
  name: string;
  label: string;
  hint?: string;
  said: Said;
  checked: boolean;
  onValue: (checked: boolean) => void;
}) {
  return (
    <WithWarnings said={said}>
      <Checkbox
        name={name}
        label={label}
        hint={hint}
        error={said.errors.join(" ") || undefined}
        checked={checked}
        onChange={(event) => onValue(event.currentTarget.checked)}
      />
    </WithWarnings>
  );
}
