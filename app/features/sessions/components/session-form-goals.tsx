import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { optionsOf, PROGRESS_LABELS } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { type FormPartProps, peopleThere } from "./form-part.tsx";

/** What became of the goals of these people, as far as they were there. */
export function Goals({
  page,
  values,
  current,
  errors,
  people,
}: FormPartProps & { people: readonly { id: string; name: string }[] }) {
  const there = peopleThere({ page, current });
  return people.map((person) => {
    const goals = page.goals.filter(({ personId }) => personId === person.id);
    if (goals.length === 0) return null;
    const isThere = there.some(({ id }) => id === person.id);
    return (
      // Disabled is not sent, and keeps what was typed until the person is chosen again.
      <fieldset key={person.id} disabled={!isThere} className={isThere ? "grid gap-5" : "hidden"}>
        <legend className="sr-only">Goals of {person.name}</legend>
        {goals.map(({ id, title }) => (
          <div key={id} className="grid gap-4 rounded-control bg-sunken p-3">
            <ChoiceChips
              name={`progress.${id}`}
              label={there.length > 1 ? `Goal of ${person.name}: ${title}` : `Goal: ${title}`}
              options={[{ value: "", label: "Not worked on" }, ...optionsOf(PROGRESS_LABELS)]}
              defaultValue={firstValue(values, `progress.${id}`)}
            />
            <NumberField
              name={`selfScale.${id}`}
              label={`${person.name} rates it`}
              hint="From 0, not at all, to 10, all the time."
              optional
              min={0}
              max={10}
              defaultValue={firstValue(values, `selfScale.${id}`)}
              error={errors[`selfScale.${id}`]}
              className="max-w-56"
            />
          </div>
        ))}
      </fieldset>
    );
  });
}
