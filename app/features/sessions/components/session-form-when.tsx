import { Callout } from "#app/components/callout.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import {
  LONG_SESSION_HOURS,
  MODALITY_LABELS,
  optionsOf,
  REASON_LIMIT,
  type SessionModality,
  type SessionStatus,
  STATUS_LABELS,
} from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold, type FormPartProps, hasError } from "./form-part.tsx";
import { noticeWords } from "./notice-words.ts";

function whenWords(values: FormValues): string {
  const day = firstValue(values, "sessionOn");
  const [start, end] = [firstValue(values, "startTime"), firstValue(values, "endTime")];
  const times = start && end ? `${start}–${end}` : "no times yet";
  return `${day ? formatDay(day) : "no day yet"}, ${times}`;
}

const NOT_IF_HELD =
  "group-has-[option[value=held]:checked]/status:hidden group-has-[option[value=held_partial]:checked]/status:hidden";
const NOT_IF_PLANNED = "group-has-[option[value=scheduled]:checked]/status:hidden";
const NOT_IF_MISSED =
  "group-has-[option[value=no_show_coachee]:checked]/status:hidden group-has-[option[value=no_show_coach]:checked]/status:hidden";

const HOUR_MS = 3_600_000;

/** Hours from one wall time to another as the clock shows them; 0 when one of them is missing. */
function clockHours(from: string, to: string): number {
  const hours = (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / HOUR_MS;
  return Number.isFinite(hours) ? hours : 0;
}

function hoursBetween(values: FormValues): number {
  const day = firstValue(values, "sessionOn");
  return clockHours(`${day}T${firstValue(values, "startTime")}`, `${day}T${firstValue(values, "endTime")}`);
}

function noticeSentence(values: FormValues): string {
  const [on, at] = [firstValue(values, "knownOn"), firstValue(values, "knownTime")];
  const start = firstValue(values, "startTime");
  if (!on || !at || !start)
    return "When you learned that it would not take place. Leave it blank if you do not know.";
  return noticeWords(Math.max(0, clockHours(`${on}T${at}`, `${firstValue(values, "sessionOn")}T${start}`)));
}

/** Day, times, place and what became of it: right most of the time as they stand, so they are folded. */
export function WhenAndHow({ page, values, errors, current }: FormPartProps) {
  const status = (firstValue(current, "status") || "held") as SessionStatus;
  const modality = firstValue(current, "modality") as SessionModality;
  const fields = [
    ...["sessionOn", "startTime", "endTime", "status", "statusReason", "modality"],
    ...["knownOn", "knownTime"],
  ];
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
        <GuardedTextField
          name="statusReason"
          label="Why it did not take place as planned"
          optional
          hint="A few words, without anything about a client or anybody’s health."
          maxLength={REASON_LIMIT}
          known={[page.person.name, page.coach.name]}
          defaultValue={firstValue(values, "statusReason")}
          error={errors.statusReason}
          className={`${NOT_IF_HELD} ${NOT_IF_PLANNED}`}
        />
        <div className={`grid gap-2 ${NOT_IF_HELD} ${NOT_IF_PLANNED} ${NOT_IF_MISSED}`}>
          <div className="grid grid-cols-2 gap-4">
            <DateField
              name="knownOn"
              label="Known on"
              defaultValue={firstValue(values, "knownOn")}
              error={errors.knownOn}
            />
            <TimeField
              name="knownTime"
              label="Known at"
              defaultValue={firstValue(values, "knownTime")}
              error={errors.knownTime}
            />
          </div>
          <p className="text-sm text-ink-muted">{noticeSentence(current)}</p>
        </div>
      </div>
    </Fold>
  );
}
