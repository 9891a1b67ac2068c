import { Checkbox } from "#app/components/checkbox.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { OBSERVATION_LABELS, optionsOf, REFERENCE_LIMIT } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold, hasError } from "./form-part.tsx";
import type { MoreProps } from "./session-form-more.tsx";

const MINUTES = [
  ["observationMinutes", "Observation"],
  ["meetingMinutes", "Meeting"],
  ["preparationMinutes", "Preparation"],
  ["travelMinutes", "Travel"],
  ["documentationMinutes", "Documentation"],
] as const;

const IS_DOSE: ReadonlySet<string> = new Set(["observationMinutes", "meetingMinutes"]);

/** What was observed, what the time went into, and for when it had been planned. */
export function Observation({ page, values, errors, onlyIfHeld }: MoreProps) {
  const isOff = onlyIfHeld === "hidden";
  return (
    <FieldGroup
      id="minutes"
      label="Observation and minutes"
      hint="The dose is observation and meeting. Left blank, the meeting is the rest of the session."
    >
      <div className="grid gap-4">
        <div className={`group/seen gap-4 ${isOff ? "hidden" : "grid"}`}>
          <SelectField
            name="observationKind"
            label="Observation"
            options={optionsOf(OBSERVATION_LABELS)}
            defaultValue={firstValue(values, "observationKind") || "none"}
            error={errors.observationKind}
          />
          <div
            className={
              firstValue(values, "artefactRef") || hasError(errors, "artefactRef", "hasRecordingConsent")
                ? "grid gap-2"
                : "grid gap-2 group-has-[option[value=none]:checked]/seen:hidden"
            }
          >
            <GuardedTextField
              name="artefactRef"
              label="Where it is kept"
              hint="A reference such as a folder and a number. Never a file, and no name or case number of a client."
              optional
              maxLength={REFERENCE_LIMIT}
              known={[page.person.name, page.coach.name]}
              defaultValue={firstValue(values, "artefactRef")}
              error={errors.artefactRef}
              autoComplete="off"
            />
            <Checkbox
              name="hasRecordingConsent"
              label="Everybody on the recording agreed to it"
              hint="Needed before a recording is referred to."
              defaultChecked={Boolean(firstValue(values, "hasRecordingConsent"))}
              error={errors.hasRecordingConsent?.join(" ")}
            />
          </div>
        </div>
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
              className={isOff && IS_DOSE.has(name) ? "hidden" : undefined}
            />
          ))}
        </div>
        <Fold
          summary="It had been planned for another time"
          open={
            hasError(errors, "plannedStartTime", "plannedEndTime") ||
            Boolean(firstValue(values, "plannedStartTime"))
          }
        >
          <div className="grid grid-cols-2 gap-4">
            <TimeField
              name="plannedStartTime"
              label="Planned start"
              defaultValue={firstValue(values, "plannedStartTime")}
              error={errors.plannedStartTime}
            />
            <TimeField
              name="plannedEndTime"
              label="Planned end"
              defaultValue={firstValue(values, "plannedEndTime")}
              error={errors.plannedEndTime}
            />
          </div>
        </Fold>
      </div>
    </FieldGroup>
  );
}
