import { Checkbox } from "#app/components/checkbox.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { BARRIER_LABELS, ESCALATED_TO_LABELS, ESCALATION_LABELS, optionsOf } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import type { FormPartProps } from "./form-part.tsx";
import type { MoreProps } from "./session-form-more.tsx";

/** What came out of it: feedback, barriers, what had to go further, and the next session. */
export function Afterwards(props: MoreProps) {
  const { values } = props;
  return (
    <>
      <div className={props.onlyIfHeld}>
        <Feedback {...props} />
      </div>
      <ChoiceChips
        multiple
        name="barriers"
        label="What stood in the way"
        options={optionsOf(BARRIER_LABELS)}
        defaultValue={values.barriers ?? []}
      />
      <Escalation {...props} />
      <NextSession {...props} />
    </>
  );
}

function Feedback({ values, errors }: FormPartProps) {
  const isTicked = (name: string) => Boolean(firstValue(values, name));
  return (
    <FieldGroup id="feedback" label="Feedback given">
      <Checkbox
        name="strengthNoted"
        label="A strength was named"
        defaultChecked={isTicked("strengthNoted")}
      />
      <Checkbox
        name="correctiveFeedback"
        label="Something to change was named"
        defaultChecked={isTicked("correctiveFeedback")}
      />
      <Checkbox name="dataShared" label="Data was shared" defaultChecked={isTicked("dataShared")} />
      <NumberField
        name="feedbackAfterHours"
        label="How soon after"
        hint="0 when it was in the session."
        optional
        min={0}
        unit="hours"
        defaultValue={firstValue(values, "feedbackAfterHours")}
        error={errors.feedbackAfterHours}
        className="max-w-56"
      />
    </FieldGroup>
  );
}

function Escalation({ values, errors }: FormPartProps) {
  return (
    <div className="group/further grid gap-4">
      <SelectField
        name="escalation"
        label="Something that had to go further"
        hint="Only that it did, never what it was: the agency’s own way handles the rest. It leaves the conversation only in that way; here coach and coachee alone see it."
        options={optionsOf(ESCALATION_LABELS)}
        defaultValue={firstValue(values, "escalation") || "none"}
        error={errors.escalation}
      />
      <div className="grid gap-4 group-has-[option[value=none]:checked]/further:hidden sm:grid-cols-2">
        <DateField
          name="escalatedOn"
          label="On which day"
          optional
          defaultValue={firstValue(values, "escalatedOn")}
          error={errors.escalatedOn}
        />
        <SelectField
          name="escalatedTo"
          label="To whom"
          placeholder="Not said"
          options={optionsOf(ESCALATED_TO_LABELS)}
          defaultValue={firstValue(values, "escalatedTo")}
          error={errors.escalatedTo}
        />
      </div>
    </div>
  );
}

function NextSession({ page, values, errors }: FormPartProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <DateField
        name="nextSessionOn"
        label="Next session"
        optional
        defaultValue={firstValue(values, "nextSessionOn")}
        error={errors.nextSessionOn}
      />
      <SelectField
        name="nextFocusId"
        label="What it will be about"
        placeholder="Not said yet"
        options={page.functions.map(({ id, label }) => ({ value: id, label }))}
        defaultValue={firstValue(values, "nextFocusId")}
        error={errors.nextFocusId}
      />
    </div>
  );
}
