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
  onChange: (itemId: string, fields: Partial<ItemAnswer>, isTyping?: boolean) => void;
  onSettle: (itemId: string, keep: "mine" | "theirs") => void;
}

export const ChecklistItemFields = memo(function ChecklistItemFields(props: ChecklistItemProps) {
  const { item, index, value, theirs, isLive, onChange, onSettle } = props;
  const name = (field: string) => `items[${index}].${field}`;
  const needsReason = item.isReasonNeeded && (!isLive || value.answer === "na" || value.reason !== "");
  return (
    <div data-item={item.id} className="grid max-w-4xl gap-2 border-t border-line py-5 first:border-t-0">
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

function AnswerField({ item, index, value, error, anchorsOpen, onChange }: ChecklistItemProps) {
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
  const hint = [item.guidance, item.functionCode].filter(Boolean).join(" · ") || undefined;
  const typed = { name, label, hint, error, value: value.answer };
  if (item.kind === "text")
    return (
      <GuardedTextArea
        {...typed}
        onChange={(event) => onChange(item.id, { answer: event.currentTarget.value }, true)}
      />
    );
  if (item.kind === "count")
    return (
      <FieldGroup id={`${name}-group`} label={label} hideLabel>
        <TextField
          {...typed}
          inputMode="numeric"
          suffix="times"
          onChange={(event) => onChange(item.id, { answer: event.currentTarget.value }, true)}
        />
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

/** An answer with its remarks. */
function inWords(item: ChecklistItem, { answer, reason, comment }: Record<string, unknown>): string {
  const remarks = [reason ? `because “${reason}”` : "", comment ? `with the comment “${comment}”` : ""];
  return [markOf(item, String(answer ?? "")), ...remarks.filter(Boolean)].join(", ");
}

/** An answer in the words of its item. */
export function markOf(item: ChecklistItem, answer: string): string {
  if (answer === "") return "nothing";
  const option = item.options.find(({ value }) => value === answer);
  return option ? [option.mark, option.label].filter(Boolean).join(" ") : answer;
}
