import { Form, useNavigation } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import type { FunctionChoice } from "../people.types.ts";
import { FOCUS_LIMIT, MODALITY_LABELS, optionsOf } from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { LONG_WEEKDAYS, REPEAT_LABELS, WEEK_LABELS, WEEKDAYS } from "../session-plan.codes.ts";
import type { PlanFormPage } from "../session-plan.types.ts";
import { FormClashes } from "./clash-notice.tsx";
import { Fold } from "./form-part.tsx";
import { StartAndEnd } from "./start-and-end.tsx";

/** What the server answered to a form of the calendar that it did not store. */
export interface PlanAnswer {
  intent?: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  values: FormValues;
}

export interface PlanPartProps {
  values: FormValues;
  errors: Readonly<Record<string, string[]>>;
}

/** One planned session, or a plan of many. `purpose`: a change is of a plan, and always repeats. */
export function PlanForm({
  page,
  answer,
  purpose,
  rowVersion,
}: {
  page: PlanFormPage;
  answer?: PlanAnswer;
  purpose: "new" | "change";
  rowVersion?: number;
}) {
  const navigation = useNavigation();
  const isSaving = navigation.state !== "idle" && navigation.formData?.get("intent") === "save";
  const values = answer?.values ?? page.values;
  const errors = answer?.fieldErrors ?? {};
  const part = { values, errors };
  return (
    <Form method="post" noValidate className="group/plan grid max-w-2xl gap-8">
      <ErrorSummary errors={errors} general={answer && !answer.fieldErrors ? [answer.message] : null} />
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="id" value={firstValue(values, "id")} />
      {rowVersion ? <input type="hidden" name="rowVersion" value={rowVersion} /> : null}
      <People {...part} people={page.people} />
      <div className="grid gap-5">
        <PlannedTime
          {...part}
          dayLabel={purpose === "new" ? "Day, or first day" : "From this day on"}
          zone={page.zone}
        />
        {purpose === "new" ? (
          <FormClashes zone={page.zone} people={page.people} sessionId={firstValue(values, "id")} />
        ) : null}
        <SelectField
          name="modality"
          label="How you meet"
          options={optionsOf(MODALITY_LABELS)}
          defaultValue={firstValue(values, "modality")}
        />
      </div>
      <Repeats {...part} canBeOnce={purpose === "new"} />
      <PlannedFocus {...part} functions={page.functions} />
      <FormActions>
        <Button size="large" pending={isSaving} pendingLabel="Saving">
          {purpose === "new" ? "Plan it" : "Change the plan"}
        </Button>
        <ButtonLink size="large" variant="secondary" to={purpose === "new" ? "/calendar" : "/calendar/plans"}>
          Back
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

function People({ values, errors, people }: PlanPartProps & Pick<PlanFormPage, "people">) {
  const [first, ...more] = values.attendeeIds ?? [];
  return (
    <div className="grid gap-4">
      <SelectField
        name="attendeeIds"
        label="With"
        required
        placeholder="Choose a person"
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={first ?? ""}
        error={errors.attendeeIds}
      />
      {people.length > 1 ? (
        <Fold summary="With more people" hint="A pair or a group at the same site." open={more.length > 0}>
          <ChoiceChips
            multiple
            name="attendeeIds"
            id="moreAttendeeIds"
            label="Who else comes"
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={more}
          />
        </Fold>
      ) : null}
    </div>
  );
}

export function PlannedTime({
  values,
  errors,
  dayLabel,
  zone,
}: PlanPartProps & { dayLabel: string; zone: string }) {
  return (
    <>
      <DateField
        name="sessionOn"
        label={dayLabel}
        required
        defaultValue={firstValue(values, "sessionOn")}
        error={errors.sessionOn}
      />
      <StartAndEnd names={["startTime", "endTime"]} required {...{ values, errors }} />
      <p className="-mt-3 text-sm text-ink-muted">
        At the time of the site, usually {zoneWords(zone)}. It stays when the clocks change.
      </p>
    </>
  );
}

function Repeats({ values, errors, canBeOnce }: PlanPartProps & { canBeOnce: boolean }) {
  return (
    <div className="grid gap-5">
      <ChoiceChips
        name="repeats"
        label="How often"
        options={optionsOf(REPEAT_LABELS).filter(({ value }) => canBeOnce || value !== "once")}
        defaultValue={firstValue(values, "repeats")}
        error={errors.repeats}
      />
      <div className="grid gap-5 border-l-2 border-line pl-4 group-has-[input[value=once]:checked]/plan:hidden">
        <NumberField
          name="every"
          label={
            <>
              Every so many{" "}
              <span className="group-has-[input[value=monthly]:checked]/plan:hidden">weeks</span>
              <span className="hidden group-has-[input[value=monthly]:checked]/plan:inline">months</span>
            </>
          }
          hint="1 is each one, 2 is every second."
          defaultValue={firstValue(values, "every")}
          error={errors.every}
        />
        <div className="hidden group-has-[input[value=monthly]:checked]/plan:block">
          <SelectField
            name="week"
            label="Which one of the month"
            hint="Left open, it is that of the first day."
            placeholder="As on the first day"
            options={optionsOf(WEEK_LABELS).sort(
              (a, b) => Number(a.value === "-1") - Number(b.value === "-1"),
            )}
            defaultValue={firstValue(values, "week")}
            error={errors.week}
          />
        </div>
        <ChoiceChips
          multiple
          name="weekdays"
          label="On"
          hint="Left open, it is the weekday of the first day."
          options={WEEKDAYS.map((_, index) => ({
            value: String(index + 1),
            label: LONG_WEEKDAYS[index] ?? "",
          }))}
          defaultValue={values.weekdays ?? []}
          error={errors.weekdays}
        />
        <DateField
          name="endsOn"
          label="Until"
          optional
          hint="The last day on which one may fall. Without it, the plan goes on."
          defaultValue={firstValue(values, "endsOn")}
          error={errors.endsOn}
        />
      </div>
    </div>
  );
}

export function PlannedFocus({
  values,
  errors,
  functions,
}: PlanPartProps & { functions: readonly FunctionChoice[] }) {
  if (functions.length === 0) return null;
  return (
    <Fold
      summary="What it will be about"
      hint={`Up to ${FOCUS_LIMIT} functions. Optional: the log asks again.`}
      open={Boolean(errors.focusIds) || (values.focusIds ?? []).length > 0}
    >
      <ChoiceChips
        multiple
        name="focusIds"
        label="Essential functions"
        options={functions.map(({ id, label }) => ({ value: id, label }))}
        defaultValue={values.focusIds ?? []}
        error={errors.focusIds}
      />
    </Fold>
  );
}
