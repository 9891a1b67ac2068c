import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { InstrumentHeading } from "../instrument-import.types.ts";

const options = (values: readonly string[]) =>
  values.map((value) => ({
    value,
    label: (value[0] ?? "").toUpperCase() + value.slice(1).replaceAll("-", " "),
  }));

const SUBJECTS = options(["coach", "practitioner", "unit"]);
const RATERS = options(["self", "supervisor", "peer-coach", "independent", "participant"]);
const DIMENSIONS = options(["adherence", "exposure", "quality", "responsiveness", "differentiation"]);

/** What an imported definition still needs before it can be checked. */
export function InstrumentHeadingForm({ heading, answer }: { heading: InstrumentHeading; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isSending = useNavigation().formAction === "/instruments/publish";
  return (
    <Form method="post" action="/instruments/publish" className="grid max-w-2xl gap-6" noValidate>
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <input type="hidden" name="intent" value="check" />
      <input type="hidden" name="definition" value={heading.definition} />
      <GuardedTextField
        name="title"
        label="Title"
        required
        defaultValue={heading.title}
        error={errors.title}
      />
      <TextField
        name="code"
        label="Code"
        hint="Names the instrument for ever, in exports too: small letters, digits, hyphens and underscores."
        required
        defaultValue={heading.code}
        error={errors.code}
      />
      <ChoiceChips
        name="subject"
        label="Whose fidelity is rated"
        required
        options={SUBJECTS}
        defaultValue={heading.subject}
        error={errors.subject}
      />
      <ChoiceChips
        multiple
        name="raterTypes"
        label="Who may rate"
        required
        options={RATERS}
        defaultValue={heading.raterTypes}
        error={errors.raterTypes}
      />
      <ChoiceChips
        multiple
        name="dimensions"
        label="What it looks at"
        required
        options={DIMENSIONS}
        defaultValue={heading.dimensions}
        error={errors.dimensions}
      />
      <GuardedTextArea
        name="purpose"
        label="Purpose"
        optional
        rows={3}
        defaultValue={heading.purpose}
        error={errors.purpose}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <NumberField
          name="met"
          label="“Met” from"
          unit="%"
          required
          min={0}
          max={100}
          defaultValue={heading.met}
          error={errors.met}
        />
        <NumberField
          name="developing"
          label="“Developing” from"
          unit="%"
          optional
          min={0}
          max={100}
          defaultValue={heading.developing}
          error={errors.developing}
        />
      </div>
      <FormActions>
        <Button pending={isSending} pendingLabel="Checking">
          See what would be published
        </Button>
      </FormActions>
    </Form>
  );
}
