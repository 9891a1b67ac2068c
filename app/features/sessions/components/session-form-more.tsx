import { Lock, Users } from "lucide-react";
import { Checkbox } from "#app/components/checkbox.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import {
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  ESCALATION_LABELS,
  OBSERVATION_LABELS,
  optionsOf,
  PROGRESS_LABELS,
  SUMMARY_LIMIT,
} from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold, type FormPartProps, hasError } from "./form-part.tsx";

const MINUTES = [
  ["observationMinutes", "Observation"],
  ["meetingMinutes", "Meeting"],
  ["preparationMinutes", "Preparation"],
  ["travelMinutes", "Travel"],
  ["documentationMinutes", "Documentation"],
] as const;

const MORE_FIELDS = [
  "attendeeIds",
  "attendance",
  "attendeeMinutes",
  ...MINUTES.map(([name]) => name),
  "progress",
  "selfScale",
  "barriers",
  "nextSessionOn",
  "summary",
  "privateNote",
];

/** What a log may say beyond the necessary. All of it is optional. */
export function MoreFields(props: FormPartProps) {
  const { values, errors, page } = props;
  return (
    <Fold
      summary="More"
      hint="Summary, private note, goals, minutes, who else was there. All optional."
      open={hasError(errors, ...MORE_FIELDS) || page.purpose === "edit"}
    >
      <Texts {...props} />
      <Goals {...props} />
      <Minutes {...props} />
      <Attendees {...props} />
      <FieldGroup id="feedback" label="Feedback given">
        <Checkbox
          name="strengthNoted"
          label="A strength was named"
          defaultChecked={Boolean(values.strengthNoted)}
        />
        <Checkbox
          name="correctiveFeedback"
          label="Something to change was named"
          defaultChecked={Boolean(values.correctiveFeedback)}
        />
        <Checkbox name="dataShared" label="Data was shared" defaultChecked={Boolean(values.dataShared)} />
      </FieldGroup>
      <ChoiceChips
        multiple
        name="barriers"
        label="What stood in the way"
        options={optionsOf(BARRIER_LABELS)}
        defaultValue={values.barriers ?? []}
      />
      <SelectField
        name="escalation"
        label="Something that had to go further"
        hint="Only that it did, never what it was: the agency’s own way handles the rest."
        options={optionsOf(ESCALATION_LABELS)}
        defaultValue={firstValue(values, "escalation") || "none"}
      />
      <DateField
        name="nextSessionOn"
        label="Next session"
        optional
        defaultValue={firstValue(values, "nextSessionOn")}
        error={errors.nextSessionOn}
      />
    </Fold>
  );
}

function Texts({ page, values, errors }: FormPartProps) {
  const known = [page.person.name, page.coach.name];
  return (
    <>
      <GuardedTextArea
        name="summary"
        label="Shared summary"
        hint={
          <span className="flex gap-2">
            <Users aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {page.person.name} and you will see this, and nobody else. No names or numbers of clients.
          </span>
        }
        limit={SUMMARY_LIMIT}
        known={known}
        defaultValue={firstValue(values, "summary")}
        error={errors.summary}
      />
      <GuardedTextArea
        name="privateNote"
        label="Private note"
        hint={
          <span className="flex gap-2">
            <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            Only you, encrypted. It may still be a public record, so write as if it could be asked for.
          </span>
        }
        limit={SUMMARY_LIMIT}
        known={known}
        defaultValue={firstValue(values, "privateNote")}
        error={errors.privateNote}
      />
    </>
  );
}

function Goals({ page, values, errors }: FormPartProps) {
  return page.goals.map(({ id, title }) => (
    <div key={id} className="grid gap-4 rounded-control bg-sunken p-3">
      <ChoiceChips
        name={`progress.${id}`}
        label={`Goal: ${title}`}
        options={[{ value: "", label: "Not worked on" }, ...optionsOf(PROGRESS_LABELS)]}
        defaultValue={firstValue(values, `progress.${id}`)}
      />
      <NumberField
        name={`selfScale.${id}`}
        label={`${page.person.name} rates it`}
        hint="From 0, not at all, to 10, all the time."
        optional
        min={0}
        max={10}
        defaultValue={firstValue(values, `selfScale.${id}`)}
        error={errors[`selfScale.${id}`]}
        className="max-w-56"
      />
    </div>
  ));
}

function Minutes({ values, errors }: FormPartProps) {
  return (
    <FieldGroup
      id="minutes"
      label="Minutes"
      hint="The dose is observation and meeting. Left blank, the meeting is the rest of the session."
    >
      <div className="grid gap-4">
        <SelectField
          name="observationKind"
          label="Observation"
          options={optionsOf(OBSERVATION_LABELS)}
          defaultValue={firstValue(values, "observationKind") || "none"}
        />
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {MINUTES.map(([name, label]) => (
            <NumberField
              key={name}
              name={name}
              label={label}
              min={0}
              unit="min"
              defaultValue={firstValue(values, name)}
              error={errors[name]}
            />
          ))}
        </div>
      </div>
    </FieldGroup>
  );
}

function Attendees({ page, values, errors }: FormPartProps) {
  const chosen = values.attendeeIds ?? [];
  const people = [page.person, ...page.others];
  return (
    <div className="grid gap-4">
      {page.others.length > 0 ? (
        <ChoiceChips
          multiple
          name="attendeeIds"
          label="Who else was there"
          hint="Two make a pair, three or more a group. It stays one session with one summary."
          options={page.others.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={chosen}
          error={errors.attendeeIds}
        />
      ) : null}
      {page.others.length > 0 ? (
        <Checkbox
          name="format"
          value="unit"
          id="format-unit"
          label="This was a whole unit together"
          defaultChecked={firstValue(values, "format") === "unit"}
        />
      ) : null}
      <Fold
        summary="Somebody was there for a part only"
        open={
          hasError(errors, "attendance", "attendeeMinutes") ||
          Object.keys(values).some((name) => name.startsWith("attendance."))
        }
      >
        {people.map(({ id, name }) => (
          <div key={id} className="grid grid-cols-2 gap-4">
            <SelectField
              name={`attendance.${id}`}
              label={name}
              options={optionsOf(ATTENDANCE_LABELS)}
              defaultValue={firstValue(values, `attendance.${id}`) || "full"}
            />
            <NumberField
              name={`attendeeMinutes.${id}`}
              label="Minutes there"
              hint="Only for a part"
              min={0}
              defaultValue={firstValue(values, `attendeeMinutes.${id}`)}
              error={errors[`attendeeMinutes.${id}`]}
            />
          </div>
        ))}
      </Fold>
    </div>
  );
}
