import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { optionsOf, REASON_LIMIT, STEP_STATUS_LABELS } from "../session.codes.ts";
import type { StepChoice } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold, type FormPartProps, hasError, knownNames, OfEachPerson, peopleThere } from "./form-part.tsx";

/** What became of what was agreed with these people before, as far as they were there: one tap each. */
export function StepReviews(props: FormPartProps & { people: readonly { id: string; name: string }[] }) {
  const { page } = props;
  return (
    <OfEachPerson {...props} items={page.openSteps}>
      {(person, steps) => (
        <>
          <legend className="mb-4">
            <h2 className="text-lg font-semibold tracking-tight">
              What became of {person.id === page.person.id ? "the" : `${person.name}'s`} last steps?
            </h2>
          </legend>
          {steps.map((step) => (
            <StepReview key={step.id} {...props} step={step} />
          ))}
        </>
      )}
    </OfEachPerson>
  );
}

function StepReview({ step, page, values, current, errors }: FormPartProps & { step: StepChoice }) {
  return (
    <div className="group/step grid gap-3">
      <ChoiceChips
        name={`reviews.${step.id}`}
        label={step.what}
        hint={[
          step.ownerName,
          step.dueOn ? `by ${formatDay(step.dueOn)}` : null,
          step.supportNeeded ? `needs: ${step.supportNeeded}` : null,
        ]
          .filter(Boolean)
          .join(" · ")}
        options={optionsOf(STEP_STATUS_LABELS)}
        defaultValue={firstValue(values, `reviews.${step.id}`)}
        error={errors[`reviews.${step.id}`]}
      />
      <GuardedTextField
        name={`dropReasons.${step.id}`}
        label="Why was it dropped?"
        error={errors[`dropReasons.${step.id}`]}
        known={knownNames({ page, current })}
        maxLength={REASON_LIMIT}
        defaultValue={firstValue(values, `dropReasons.${step.id}`)}
        className="hidden group-has-[input[value=dropped]:checked]/step:grid"
      />
    </div>
  );
}

/** The steps agreed in this session. A new log has room for one; each edit adds room for one more. */
export function NewSteps({ page, values, current, errors }: FormPartProps) {
  const rows = Object.keys(values).filter((name) => /^steps\[\d+\]\.id$/.test(name)).length;
  const there = peopleThere({ page, current });
  // Whoever was chosen stays so when they are taken out of the log: the step goes to nobody else unasked.
  const ownersOf = (step: string) => {
    const chosen = firstValue(current, `${step}.ownerId`);
    const isKnown = !chosen || [...there, page.coach].some(({ id }) => id === chosen);
    const missing = page.others.find(({ id }) => id === chosen) ?? { id: chosen, name: "Somebody else" };
    return [...there, ...(isKnown ? [] : [missing]), page.coach].map(({ id, name }) => ({
      value: id,
      label: id === page.coach.id ? "You" : name,
    }));
  };
  return (
    <section aria-labelledby="steps-title" className="grid gap-4">
      <h2 id="steps-title" className="text-lg font-semibold tracking-tight">
        {rows > 1 ? "Agreed steps, and one more" : "One new action step"}
      </h2>
      {Array.from({ length: Math.max(rows, 1) }, (_, row) => `steps[${row}]`).map((step) => (
        <div key={step} className="grid gap-4">
          <input type="hidden" name={`${step}.id`} defaultValue={firstValue(values, `${step}.id`)} />
          <GuardedTextField
            name={`${step}.what`}
            label="What will happen before next time?"
            optional
            known={knownNames({ page, current })}
            defaultValue={firstValue(values, `${step}.what`)}
            error={errors[`${step}.what`]}
            autoComplete="off"
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceChips
              name={`${step}.ownerId`}
              label="Who"
              options={ownersOf(step)}
              defaultValue={firstValue(values, `${step}.ownerId`) || page.person.id}
              error={errors[`${step}.ownerId`]}
            />
            <DateField
              name={`${step}.dueOn`}
              label="By when"
              defaultValue={firstValue(values, `${step}.dueOn`)}
              error={errors[`${step}.dueOn`]}
            />
          </div>
          <Fold
            summary="Support needed for it"
            open={
              Boolean(firstValue(values, `${step}.supportNeeded`)) ||
              hasError(errors, `${step}.supportNeeded`)
            }
          >
            <GuardedTextField
              name={`${step}.supportNeeded`}
              label="What or who would help"
              optional
              maxLength={REASON_LIMIT}
              known={knownNames({ page, current })}
              defaultValue={firstValue(values, `${step}.supportNeeded`)}
              error={errors[`${step}.supportNeeded`]}
              autoComplete="off"
            />
          </Fold>
        </div>
      ))}
    </section>
  );
}
