import { lazy, Suspense } from "react";
import { Callout } from "#app/components/callout.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import {
  LONG_SESSION_HOURS,
  MODALITY_LABELS,
  optionsOf,
  type SessionModality,
  type SessionStatus,
  STATUS_LABELS,
} from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { clockHours } from "./clock-hours.ts";
import { Fold, type FormPartProps, hasError, Kept } from "./form-part.tsx";

function whenWords(values: FormValues): string {
  const day = firstValue(values, "sessionOn");
  const [start, end] = [firstValue(values, "startTime"), firstValue(values, "endTime")];
  const times = start && end ? `${start}–${end}` : "no times yet";
  return `${day ? formatDay(day) : "no day yet"}, ${times}`;
}

// why: hardly a log needs it, so no log waits for its code
const NotHeld = lazy(() =>
  import("./session-form-not-held.tsx").then(({ NotHeld }) => ({ default: NotHeld })),
);
const NOT_HELD_FIELDS = ["notHeldReason", "statusReason", "knownOn", "knownTime"];

function hoursBetween(values: FormValues): number {
  const day = firstValue(values, "sessionOn");
  return clockHours(`${day}T${firstValue(values, "startTime")}`, `${day}T${firstValue(values, "endTime")}`);
}

/** Day, times, place and what became of it: right most of the time as they stand, so they are folded. */
export function WhenAndHow(props: FormPartProps) {
  const { page, values, errors, current } = props;
  const status = (firstValue(current, "status") || "held") as SessionStatus;
  const modality = firstValue(current, "modality") as SessionModality;
  const fields = [...["sessionOn", "startTime", "endTime", "status", "modality"], ...NOT_HELD_FIELDS];
  const isUnsettled = page.purpose !== "log" || !firstValue(values, "startTime") || status !== "held";
  return (
    <Fold
      summary={whenWords(current)}
      hint={`${STATUS_LABELS[status]} · ${MODALITY_LABELS[modality] ?? "way not chosen"} · press to change`}
      open={hasError(errors, ...fields) || isUnsettled}
    >
      <DateField
        name="sessionOn"
        label="Day"
        required
        defaultValue={firstValue(values, "sessionOn")}
        error={errors.sessionOn}
      />
      <div className="grid grid-cols-2 gap-4">
        <TimeField
          name="startTime"
          label="Start"
          defaultValue={firstValue(values, "startTime")}
          error={errors.startTime}
        />
        <TimeField
          name="endTime"
          label="End"
          defaultValue={firstValue(values, "endTime")}
          error={errors.endTime}
        />
      </div>
      <p className="-mt-3 text-sm text-ink-muted">Times are {zoneWords(page.zone)}, as at the site.</p>
      {hoursBetween(current) > LONG_SESSION_HOURS ? (
        <Callout tone="caution" title={`That is more than ${LONG_SESSION_HOURS} hours`} announce>
          It can be right: then just save it. Travel and preparation are not part of the session; their
          minutes stand under More.
        </Callout>
      ) : null}
      <SelectField
        name="modality"
        label="How you met"
        options={optionsOf(MODALITY_LABELS)}
        defaultValue={firstValue(values, "modality")}
      />
      <div className="group/status grid gap-5">
        <SelectField
          name="status"
          label="What became of it"
          options={optionsOf(STATUS_LABELS).filter(
            ({ value }) => page.purpose !== "edit" || value !== "scheduled",
          )}
          defaultValue={firstValue(values, "status") || "held"}
          error={errors.status}
        />
        <Suspense fallback={<Kept values={values} fields={NOT_HELD_FIELDS} />}>
          <NotHeld {...props} />
        </Suspense>
      </div>
    </Fold>
  );
}
