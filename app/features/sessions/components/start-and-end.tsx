import { useState } from "react";
import { TimeField } from "#app/components/time-field.tsx";
import { firstValue } from "../session-form-values.ts";
import { clockHours, timeAfter } from "./clock-hours.ts";
import type { PlanPartProps } from "./plan-form.tsx";

const hoursBetween = (start: string, end: string) => clockHours(`1970-01-01T${start}`, `1970-01-01T${end}`);

/** When something planned begins and ends. The end follows the start, so that it stays as long as it was. */
export function StartAndEnd({
  names: [startName, endName],
  required,
  values,
  errors,
}: PlanPartProps & { names: readonly [start: string, end: string]; required?: boolean }) {
  const [start, setStart] = useState(firstValue(values, startName));
  const [end, setEnd] = useState(firstValue(values, endName));
  // Kept apart: while a time is being typed, the field holds others on the way to it.
  const [hours, setHours] = useState(hoursBetween(start, end));

  function startAt(time: string) {
    setStart(time);
    const next = hours > 0 ? timeAfter(time, hours) : null;
    if (next) setEnd(next);
  }
  function endAt(time: string) {
    setEnd(time);
    const chosen = hoursBetween(start, time);
    if (chosen > 0) setHours(chosen);
  }
  return (
    <div className="grid grid-cols-2 gap-4">
      <TimeField
        name={startName}
        label="Start"
        required={required}
        value={start}
        onChange={(event) => startAt(event.currentTarget.value)}
        error={errors[startName]}
      />
      <TimeField
        name={endName}
        label="End"
        required={required}
        value={end}
        onChange={(event) => endAt(event.currentTarget.value)}
        error={errors[endName]}
      />
    </div>
  );
}
