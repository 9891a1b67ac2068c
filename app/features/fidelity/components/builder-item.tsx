import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "#app/components/button.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { hasField, ITEM_TYPES } from "../draft-definition.rules.ts";
import type { DraftDefinition, DraftItem } from "../instrument-draft.schema.ts";
import type { FunctionOption } from "../instrument-draft.types.ts";
import { choicesOf, NOT_OBSERVED_WORDS, TYPE_WORDS } from "../instrument-words.ts";
import { ConditionEditor, type Said, Tick, TypedNumber, WithWarnings } from "./builder-fields.tsx";

/** More steps than a rater can tell apart; a longer scale is a mistake in its ends. */
const MOST_STEPS = 50;

interface Part {
  item: DraftItem;
  said: (field: string) => Said;
  onChange: (fields: Partial<DraftItem>) => void;
}

/** Everything of one item. */
export function ItemEditor({
  draft,
  functions,
  newId,
  ...part
}: Part & { draft: DraftDefinition; functions: readonly FunctionOption[]; newId: () => string }) {
  const { item, said, onChange } = part;
  const has = (field: string) => hasField(item.type, field);
  const at = draft.items.indexOf(item);
  const earlier = draft.items
    .slice(0, at)
    .map((one, index) => ({ item: one, number: index + 1 }))
    .filter((one) => one.item.type !== "text");
  return (
    <>
      <div className="grid max-w-3xl gap-5">
        <WithWarnings said={said("label")}>
          <GuardedTextArea
            name="label"
            label="What the rater looks at"
            rows={2}
            required
            value={item.label}
            error={said("label").errors}
            onChange={(event) => onChange({ label: event.currentTarget.value })}
          />
        </WithWarnings>
        <GuardedTextArea
          name="guidance"
          label="Guidance"
          hint="What counts and what does not; shown under the words above."
          optional
          rows={2}
          value={item.guidance}
          error={said("guidance").errors}
          onChange={(event) => onChange({ guidance: event.currentTarget.value })}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField
            name="type"
            label="Kind of answer"
            options={choicesOf(TYPE_WORDS).filter(({ value }) => ITEM_TYPES.includes(value))}
            value={item.type}
            error={said("type").errors}
            onChange={(event) => onChange({ type: event.currentTarget.value })}
          />
          <SelectField
            name="sectionId"
            label="Section"
            options={draft.sections.map(({ id, title }, index) => ({
              value: id,
              label: `${index + 1}. ${title || "without a title"}`,
            }))}
            value={item.sectionId}
            error={said("sectionId").errors}
            onChange={(event) => onChange({ sectionId: event.currentTarget.value })}
          />
        </div>
        <WithWarnings said={said("essentialFunctionId")}>
          <FunctionField
            item={item}
            functions={functions}
            error={said("essentialFunctionId").errors}
            onChange={onChange}
          />
        </WithWarnings>
      </div>
      <Section headingLevel={3} title="Answers">
        <div className="grid max-w-3xl gap-5">
          <Scale {...part} newId={newId} />
          {has("naAllowed") ? <OtherAnswers {...part} /> : null}
          {has("required") ? (
            <Tick
              name="required"
              label="Must be answered"
              said={said("required")}
              checked={item.required === true}
              onValue={(required) => onChange({ required })}
            />
          ) : null}
          {has("showIf") ? (
            <ConditionEditor
              condition={item.showIf}
              earlier={earlier}
              what="item"
              said={said("showIf")}
              onChange={(showIf) => onChange({ showIf })}
            />
          ) : null}
        </div>
      </Section>
      {has("weight") ? (
        <Section headingLevel={3} title="Score">
          <Score {...part} />
        </Section>
      ) : null}
    </>
  );
}

function FunctionField({
  item,
  functions,
  error,
  onChange,
}: Pick<Part, "item" | "onChange"> & { functions: readonly FunctionOption[]; error: string[] }) {
  const chosen = item.essentialFunctionId ?? "";
  const components = [...new Set(functions.map(({ componentTitle }) => componentTitle))];
  const isUnknown = chosen !== "" && !functions.some(({ code }) => code === chosen);
  return (
    <SelectField
      name="essentialFunctionId"
      label="Function of the practice profile"
      hint={functions.length === 0 ? "No practice profile is published yet." : undefined}
      placeholder="None"
      options={[
        ...(isUnknown ? [{ value: chosen, label: `${chosen} (not in the profile)` }] : []),
        ...components.map((group) => ({
          group,
          options: functions
            .filter(({ componentTitle }) => componentTitle === group)
            .map(({ code, title }) => ({ value: code, label: `${code} ${title}` })),
        })),
      ]}
      value={chosen}
      error={error}
      onChange={(event) => onChange({ essentialFunctionId: event.currentTarget.value || null })}
    />
  );
}

/** What a value is, for the kind of answer. */
function Scale({ item, said, onChange, newId }: Part & { newId: () => string }) {
  const number = (
    field: string,
    label: string,
    more: { hint?: string; optional?: boolean; unit?: string } = {},
  ) => (
    <WithWarnings said={said(field)}>
      <TypedNumber
        key={field}
        name={field}
        label={label}
        {...more}
        value={item[field] as number}
        error={said(field).errors}
        onValue={(value) => onChange({ [field]: value })}
      />
    </WithWarnings>
  );
  const words = (field: string, label: string, hint: string) => (
    <WithWarnings said={said(field)}>
      <GuardedTextField
        name={field}
        label={label}
        hint={hint}
        value={String(item[field] ?? "")}
        error={said(field).errors}
        onChange={(event) => onChange({ [field]: event.currentTarget.value || undefined })}
      />
    </WithWarnings>
  );
  switch (item.type) {
    case "anchored":
      return (
        <>
          <div className="flex flex-wrap gap-5">
            {number("min", "Lowest value")}
            {number("max", "Highest value")}
          </div>
          <Anchors item={item} said={said} onChange={onChange} />
        </>
      );
    case "trinary":
      return <Anchors item={{ ...item, min: 0, max: 2 }} said={said} onChange={onChange} isOptional />;
    case "count":
      return number("max", "Count that earns all", {
        optional: true,
        hint: "Left empty, the count is only recorded.",
      });
    case "duration":
      return number("max", "Minutes that earn all", {
        ...{ optional: true, unit: "minutes", hint: "Left empty, the time is only recorded." },
      });
    case "ratio":
      return (
        <>
          {words("numerator", "What is counted", "As in “reflections”.")}
          {words("denominator", "Counted against", "As in “questions”.")}
          {number("full", "Ratio that earns all", {
            ...{
              optional: true,
              hint: "1 when there are as many of one as of the other. Left empty, it is only recorded.",
            },
          })}
        </>
      );
    case "percent":
      return words("opportunity", "What an opportunity is", "As in “worries that were told”.");
    case "indicators":
      return <Indicators item={item} said={said} onChange={onChange} newId={newId} />;
    default:
      return null;
  }
}

function Anchors({ item, said, onChange, isOptional }: Part & { isOptional?: boolean }) {
  const [min, max] = [Number(item.min ?? Number.NaN), Number(item.max ?? Number.NaN)];
  const isScale = Number.isInteger(min) && Number.isInteger(max) && max > min && max - min < MOST_STEPS;
  const anchors = item.anchors ?? [];
  const textOf = (value: number) => anchors.find((one) => one.value === value)?.text ?? "";
  const put = (value: number, text: string) =>
    onChange({
      anchors: [...anchors.filter((one) => one.value !== value), { value, text }].toSorted(
        (a, b) => Number(a.value) - Number(b.value),
      ),
    });
  return (
    <WithWarnings said={said("anchors")}>
      <FieldGroup id="anchors" label="What values mean" optional={isOptional} error={said("anchors").errors}>
        {isScale ? (
          Array.from({ length: max - min + 1 }, (_, index) => min + index).map((value) => (
            <GuardedTextArea
              key={value}
              name={`anchor-${value}`}
              label={`${value} means`}
              rows={1}
              value={textOf(value)}
              onChange={(event) => put(value, event.currentTarget.value)}
            />
          ))
        ) : (
          <p className="text-sm text-ink-muted">
            Say first where the scale begins and ends: whole numbers, the lowest first, at most {MOST_STEPS}{" "}
            apart.
          </p>
        )}
      </FieldGroup>
    </WithWarnings>
  );
}

type Indicator = NonNullable<DraftItem["indicators"]>[number];

function Indicators({ item, said, onChange, newId }: Part & { newId: () => string }) {
  const indicators = item.indicators ?? [];
  const put = (next: Indicator[]) => onChange({ indicators: next });
  const change = (id: string, fields: Partial<Indicator>) =>
    put(indicators.map((one) => (one.id === id ? ({ ...one, ...fields } as Indicator) : one)));
  const move = (index: number, step: 1 | -1) => {
    const [one, other] = [indicators[index], indicators[index + step]];
    if (one && other) put(indicators.with(index, other).with(index + step, one));
  };
  return (
    <WithWarnings said={said("indicators")}>
      <FieldGroup
        id="indicators"
        label="Indicators"
        hint="Each is answered yes or no; every yes is a point."
        error={said("indicators").errors}
      >
        {indicators.map((one, index) => (
          <div key={one.id} className="grid gap-1 border-l-2 border-line pl-3">
            <div className="flex items-end gap-1">
              <GuardedTextField
                name={`indicator-${index}`}
                label={`Indicator ${index + 1}`}
                value={one.text}
                onChange={(event) => change(one.id, { text: event.currentTarget.value })}
                className="grow"
              />
              <IconButton
                label={`Move indicator ${index + 1} up`}
                icon={ArrowUp}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <IconButton
                label={`Move indicator ${index + 1} down`}
                icon={ArrowDown}
                disabled={index === indicators.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                label={`Remove indicator ${index + 1}`}
                icon={Trash2}
                onClick={() => put(indicators.filter(({ id }) => id !== one.id))}
              />
            </div>
            <Tick
              name={`indicator-not-observed-${index}`}
              label={`Indicator ${index + 1} may be “not observed”`}
              said={{ errors: [], warnings: [] }}
              checked={one.notObservedAllowed === true}
              onValue={(notObservedAllowed) => change(one.id, { notObservedAllowed })}
            />
          </div>
        ))}
        <div>
          <Button
            type="button"
            variant="secondary"
            size="small"
            icon={Plus}
            onClick={() => put([...indicators, { id: newId(), text: "" }])}
          >
            Add an indicator
          </Button>
        </div>
      </FieldGroup>
    </WithWarnings>
  );
}

/** What can be answered besides a value. */
function OtherAnswers({ item, said, onChange }: Part) {
  return (
    <FieldGroup id="others" label="Besides a value">
      <Tick
        name="naAllowed"
        label="“Not applicable” is an answer"
        hint="It leaves the score, in points and in possible points."
        said={said("naAllowed")}
        checked={item.naAllowed === true}
        onValue={(naAllowed) => onChange({ naAllowed })}
      />
      {item.naAllowed === true ? (
        <Tick
          name="naRequiresReason"
          label="“Not applicable” needs a reason"
          said={said("naRequiresReason")}
          checked={item.naRequiresReason !== false}
          onValue={(naRequiresReason) => onChange({ naRequiresReason })}
        />
      ) : null}
      <Tick
        name="dontKnowAllowed"
        label="“Don't know” is an answer"
        said={said("dontKnowAllowed")}
        checked={item.dontKnowAllowed === true}
        onValue={(dontKnowAllowed) => onChange({ dontKnowAllowed })}
      />
      {hasField(item.type, "refusedAllowed") ? (
        <Tick
          name="refusedAllowed"
          label="“Refused to say” is an answer"
          said={said("refusedAllowed")}
          checked={item.refusedAllowed === true}
          onValue={(refusedAllowed) => onChange({ refusedAllowed })}
        />
      ) : null}
      <SelectField
        name="notObservedPolicy"
        label="“Not observed”"
        options={choicesOf(NOT_OBSERVED_WORDS)}
        value={String(item.notObservedPolicy ?? "not-allowed")}
        error={said("notObservedPolicy").errors}
        onChange={(event) => onChange({ notObservedPolicy: event.currentTarget.value })}
        className="max-w-64"
      />
    </FieldGroup>
  );
}

function Score({ item, said, onChange }: Part) {
  const has = (field: string) => hasField(item.type, field);
  return (
    <div className="grid max-w-3xl gap-4">
      {has("scored") ? (
        <Tick
          name="scored"
          label="Counts in the score"
          said={said("scored")}
          checked={item.scored !== false}
          onValue={(scored) => onChange({ scored })}
        />
      ) : null}
      <WithWarnings said={said("weight")}>
        <TypedNumber
          name="weight"
          label="Weight"
          hint="1 when nothing is said; 2 counts twice."
          optional
          value={item.weight as number}
          error={said("weight").errors}
          onValue={(weight) => onChange({ weight })}
        />
      </WithWarnings>
      <Tick
        name="reverse"
        label="A high value is bad"
        hint="The score is turned round: the lowest value earns all."
        said={said("reverse")}
        checked={item.reverse === true}
        onValue={(reverse) => onChange({ reverse })}
      />
      <Tick
        name="critical"
        label="Critical: failing it fails the whole review"
        said={item.critical ? { errors: [], warnings: [] } : said("critical")}
        checked={item.critical != null}
        onValue={(isCritical) => onChange({ critical: isCritical ? { failsBelow: 1 } : null })}
      />
      {item.critical ? (
        <WithWarnings said={said("critical")}>
          <TypedNumber
            name="failsBelow"
            label="It fails below"
            hint="Of the score after turning round, before weighting."
            value={item.critical.failsBelow}
            error={said("critical").errors}
            onValue={(failsBelow) => onChange({ critical: { failsBelow } })}
          />
        </WithWarnings>
      ) : null}
    </div>
  );
}
