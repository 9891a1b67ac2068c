import { TriangleAlert } from "lucide-react";
import { memo } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { Segmented } from "#app/components/segmented.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { ChecklistItem, ItemAnswer } from "../assessment.types.ts";
import { isCode, joinParts, markOf, partsOf } from "../checklist.rules.ts";

export interface ChecklistItemProps {
  item: ChecklistItem;
  /** Place of the item's fields in the posted form. */
  index: number;
  value: ItemAnswer;
  error?: string[];
  theirs?: Record<string, unknown>;
  /** What two raters had answered, while they record what they agreed on. */
  both?: [string, string];
  anchorsOpen: boolean;
  /** Without JavaScript every field has to be there from the start. */
  isLive: boolean;
  /** When the item is part of the form, in words; for a form that cannot show and hide it. */
  condition: string | null;
  onChange: (itemId: string, fields: Partial<ItemAnswer>, isTyping?: boolean) => void;
  onSettle: (itemId: string, keep: "mine" | "theirs") => void;
}

export const ChecklistItemFields = memo(function ChecklistItemFields(props: ChecklistItemProps) {
  const { item, index, value, theirs, isLive, onChange, onSettle } = props;
  const name = (field: string) => `items[${index}].${field}`;
  const needsReason = item.isReasonNeeded && (!isLive || value.answer === "na" || value.reason !== "");
  return (
    <div
      data-item={item.id}
      data-stop={item.kind === "indicators" ? undefined : ""}
      className="grid max-w-4xl gap-2 border-t border-line py-5 first:border-t-0"
    >
      <input type="hidden" name={name("itemId")} value={item.id} />
      <input type="hidden" name={name("baseVersion")} value={value.version} />
      {props.both ? (
        <p className="text-sm font-medium text-accent">
          First rating: {markOf(item, props.both[0])} · Second rating: {markOf(item, props.both[1])}
        </p>
      ) : null}
      <AnswerField {...props} />
      {theirs ? (
        <Callout
          tone="caution"
          announce
          title="This item was changed on another device or in another window"
          actions={
            <>
              <Button type="button" size="small" onClick={() => onSettle(item.id, "mine")}>
                Keep what is here
              </Button>
              <Button
                type="button"
                size="small"
                variant="secondary"
                onClick={() => onSettle(item.id, "theirs")}
              >
                Take the other
              </Button>
            </>
          }
        >
          There it says {inWords(item, theirs)}. Here it says {inWords(item, { ...value })}.
        </Callout>
      ) : null}
      {needsReason ? (
        <GuardedTextField
          name={name("reason")}
          label={`Why item ${item.number} is not applicable`}
          hint={isLive ? undefined : "Only if you choose N/A."}
          value={value.reason}
          onChange={(event) => onChange(item.id, { reason: event.currentTarget.value }, true)}
        />
      ) : null}
      <details data-comment open={value.comment !== "" || undefined} className="text-sm">
        <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
          {value.comment ? "Comment" : "Add a comment"}
          <span className="sr-only"> to item {item.number}</span>
        </summary>
        <GuardedTextArea
          name={name("comment")}
          label={`Comment on item ${item.number}`}
          hideLabel
          rows={2}
          className="mt-2"
          value={value.comment}
          onChange={(event) => onChange(item.id, { comment: event.currentTarget.value }, true)}
        />
      </details>
    </div>
  );
});

function AnswerField(props: ChecklistItemProps) {
  const { item, index, value, error, anchorsOpen, isLive, condition, onChange } = props;
  const name = `items[${index}].answer`;
  const label = (
    <span>
      <span className="mr-1 text-ink-muted tabular-nums">{item.number}</span> {item.label}{" "}
      {item.isCritical ? (
        <Badge tone="critical" icon={TriangleAlert}>
          Critical
        </Badge>
      ) : null}
    </span>
  );
  const when = isLive || !condition ? "" : `Fill this in ${condition}.`;
  const hint = [when, item.guidance, item.functionCode].filter(Boolean).join(" · ") || undefined;
  const typed = { name, label, hint, error, value: isCode(value.answer) ? "" : value.answer };
  if (item.kind === "text")
    return (
      <GuardedTextArea
        {...typed}
        value={value.answer}
        onChange={(event) => onChange(item.id, { answer: event.currentTarget.value }, true)}
      />
    );
  if (item.kind === "count" || item.kind === "duration")
    return (
      <FieldGroup id={`${name}-group`} label={label} hideLabel>
        <TextField
          {...typed}
          inputMode="numeric"
          controlClass="max-w-32"
          suffix={item.kind === "count" ? "times" : "minutes"}
          onChange={(event) => onChange(item.id, { answer: event.currentTarget.value }, true)}
        />
        <Instead {...{ item, index, value, onChange }} />
      </FieldGroup>
    );
  if (item.kind !== "choice")
    return (
      <FieldGroup id={name} label={label} hint={hint} error={error}>
        <Parts {...{ item, index, value, onChange }} />
        <Instead {...{ item, index, value, onChange }} />
      </FieldGroup>
    );
  return (
    <Segmented
      name={name}
      label={label}
      hint={hint}
      error={error}
      options={item.options}
      value={value.answer}
      anchorsOpen={anchorsOpen}
      onChange={(answer) => onChange(item.id, { answer })}
    />
  );
}

type PartProps = Pick<ChecklistItemProps, "item" | "index" | "value" | "onChange">;

/** Both counts of a ratio or percentage side by side, or one line for each indicator. */
function Parts({ item, index, value, onChange }: PartProps) {
  const given = partsOf(item, value.answer);
  const parts = item.parts ?? [];
  const change = (place: number, part: string, isTyping: boolean) =>
    onChange(item.id, { answer: joinParts(given.map((one, at) => (at === place ? part : one))) }, isTyping);
  if (item.kind === "indicators")
    return (
      <ol className="grid gap-3">
        {parts.map((part, place) => (
          <li key={part.id} data-stop className="border-l-2 border-line pl-3">
            <Segmented
              name={`items[${index}].part${place}`}
              label={<span className="font-normal">{part.label}</span>}
              options={part.options}
              value={given[place] ?? ""}
              className="md:*:last:w-72"
              onChange={(answer) => change(place, answer, false)}
            />
          </li>
        ))}
      </ol>
    );
  const isTooMany = item.kind === "percent" && given[1] !== "" && Number(given[0]) > Number(given[1]);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {parts.map((part, place) => (
          <TextField
            key={part.id}
            name={`items[${index}].part${place}`}
            label={<span className="inline-block font-normal first-letter:uppercase">{part.label}</span>}
            inputMode="numeric"
            autoComplete="off"
            suffix="times"
            value={given[place] ?? ""}
            onChange={(event) => change(place, event.currentTarget.value.replaceAll(",", ""), true)}
          />
        ))}
      </div>
      {isTooMany ? (
        <p role="status" className="text-sm font-medium text-critical">
          There cannot be more done than opportunities.
        </p>
      ) : null}
    </>
  );
}

/** What can be said of a typed item instead: not observed, not applicable, and so on. */
function Instead({ item, index, value, onChange }: PartProps) {
  if (item.options.length === 0) return null;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Segmented
        name={`items[${index}].code`}
        label={`Or, for item ${item.number}`}
        options={item.options}
        value={isCode(value.answer) ? value.answer : ""}
        className="w-full max-w-80"
        onChange={(answer) => onChange(item.id, { answer })}
      />
      {isCode(value.answer) ? (
        <Button type="button" variant="quiet" onClick={() => onChange(item.id, { answer: "" })}>
          Take it back<span className="sr-only"> for item {item.number}</span>
        </Button>
      ) : null}
    </div>
  );
}

/** An answer with its remarks. */
function inWords(item: ChecklistItem, { answer, reason, comment }: Record<string, unknown>): string {
  const remarks = [reason ? `because “${reason}”` : "", comment ? `with the comment “${comment}”` : ""];
  return [markOf(item, String(answer ?? "")), ...remarks.filter(Boolean)].join(", ");
}
