import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { optionsOf, PROGRESS_LABELS } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { type FormPartProps, OfEachPerson, peopleThere } from "./form-part.tsx";

/** What became of the goals of these people, as far as they were there. */
export function Goals(props: FormPartProps & { people: readonly { id: string; name: string }[] }) {
  const { page, values, errors } = props;
  const isOfSeveral = peopleThere(props).length > 1;
  return (
    <OfEachPerson {...props} items={page.goals}>
      {(person, goals) => (
        <>
          <legend className="sr-only">Goals of {person.name}</legend>
          {goals.map(({ id, title }) => (
            <div key={id} className="grid gap-4 rounded-control bg-sunken p-3">
              <ChoiceChips
                name={`progress.${id}`}
                label={isOfSeveral ? `Goal of ${person.name}: ${title}` : `Goal: ${title}`}
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
        </>
      )}
    </OfEachPerson>
  );
}
