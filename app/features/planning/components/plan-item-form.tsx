import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { PlanItemDetail } from "#app/features/planning/plan.types.ts";
import { STATUS_LABELS, STATUSES_OF } from "#app/features/planning/statuses.ts";
import { NoteDraft } from "./note-draft.tsx";
import { StaleItem, type StoredItem } from "./stale-item.tsx";

export type PlanItemAnswer = (NonNullable<Answer> & { intent?: string; stored?: StoredItem }) | undefined;

export function PlanItemForm({ detail, answer }: { detail: PlanItemDetail; answer: PlanItemAnswer }) {
  const { item, people } = detail;
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const errors = fieldErrorsOf(answer);
  // After a refusal every field keeps what was typed, blanks included.
  const typed = (name: string, stored: string | null) =>
    answer ? (typedValue(answer, name) ?? "") : (stored ?? "");
  const owners = people.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form method="post" className="grid gap-5" noValidate>
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      {answer?.stored ? <StaleItem stored={answer.stored} /> : null}
      <input
        type="hidden"
        name="baseVersion"
        value={answer?.stored?.version ?? typed("baseVersion", String(item.version))}
      />
      <div className="grid gap-5 md:grid-cols-2">
        <SelectField
          name="status"
          label="Status"
          defaultValue={typed("status", item.status)}
          error={errors.status}
          options={STATUSES_OF[item.kind].map((status) => ({ value: status, label: STATUS_LABELS[status] }))}
        />
        <SelectField
          name="ownerId"
          label="Owner"
          placeholder="No owner yet"
          defaultValue={typed("ownerId", item.ownerId)}
          error={errors.ownerId}
          options={owners}
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <DateField
          name="startsOn"
          label="Start"
          optional
          defaultValue={typed("startsOn", item.startsOn)}
          error={errors.startsOn}
        />
        <DateField
          name="dueOn"
          label="Due"
          optional
          defaultValue={typed("dueOn", item.dueOn)}
          error={errors.dueOn}
        />
        <DateField
          name="doneOn"
          label="Done"
          optional
          defaultValue={typed("doneOn", item.doneOn)}
          error={errors.doneOn}
        />
      </div>
      {item.kind === "milestone" ? (
        <SelectField
          name="approverId"
          label="Approved by"
          placeholder="Nobody yet"
          optional
          defaultValue={typed("approverId", item.approverId)}
          error={errors.approverId}
          options={owners}
        />
      ) : null}
      <NoteDraft
        draftKey={`plan-note ${item.kind} ${item.id}`}
        name="note"
        label="Note"
        hint="No names of children or families."
        optional
        limit={4000}
        stored={item.note}
        defaultValue={typed("note", item.note)}
        error={errors.note}
      />
      <FormActions>
        <Button name="intent" value="save" pending={isSaving} pendingLabel="Saving">
          Save
        </Button>
        <ButtonLink to={`/plan/steps/${item.stepNumber}`} variant="secondary">
          Back to Step {item.stepNumber}
        </ButtonLink>
      </FormActions>
    </Form>
  );
}
