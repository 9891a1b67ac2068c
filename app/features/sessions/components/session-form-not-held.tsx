import { DateField } from "#app/components/date-field.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import type { SessionStatus } from "../session.codes.ts";
import type { FormValues } from "../session-form.types.ts";
import { firstValue } from "../session-form-values.ts";
import { clockHours } from "./clock-hours.ts";
import type { FormPartProps } from "./form-part.tsx";
import { NotHeldReason } from "./not-held-reason.tsx";
import { noticeWords } from "./notice-words.ts";

const NOT_IF_HELD =
  "group-has-[option[value=held]:checked]/status:hidden group-has-[option[value=held_partial]:checked]/status:hidden";
const NOT_IF_PLANNED = "group-has-[option[value=scheduled]:checked]/status:hidden";
const NOT_IF_MISSED =
  "group-has-[option[value=no_show_coachee]:checked]/status:hidden group-has-[option[value=no_show_coach]:checked]/status:hidden";

function noticeSentence(values: FormValues): string {
  const [on, at] = [firstValue(values, "knownOn"), firstValue(values, "knownTime")];
  const start = firstValue(values, "startTime");
  if (!on || !at || !start)
    return "When you learned that it would not take place. Leave both blank if you do not know.";
  return noticeWords(Math.max(0, clockHours(`${on}T${at}`, `${firstValue(values, "sessionOn")}T${start}`)));
}

/** What a log says of a session that did not take place: why, and since when that was known. */
export function NotHeld({ page, values, errors, current }: FormPartProps) {
  return (
    <>
      <NotHeldReason
        status={firstValue(current, "status") as SessionStatus}
        known={[page.person.name, page.coach.name]}
        {...{ values, errors }}
        className={`${NOT_IF_HELD} ${NOT_IF_PLANNED}`}
      />
      <div className={`grid gap-2 ${NOT_IF_HELD} ${NOT_IF_PLANNED} ${NOT_IF_MISSED}`}>
        <div className="grid grid-cols-2 gap-4">
          <DateField
            name="knownOn"
            label="Known since (day)"
            defaultValue={firstValue(values, "knownOn")}
            error={errors.knownOn}
          />
          <TimeField
            name="knownTime"
            label="Known since (time)"
            defaultValue={firstValue(values, "knownTime")}
            error={errors.knownTime}
          />
        </div>
        <p className="text-sm text-ink-muted">{noticeSentence(current)}</p>
      </div>
    </>
  );
}
