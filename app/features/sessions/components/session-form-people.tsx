import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { ATTENDANCE_LABELS, COMPANION_LABELS, COMPANION_LIMIT, optionsOf } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { Fold, type FormPartProps, hasError, peopleThere } from "./form-part.tsx";
import { Goals } from "./session-form-goals.tsx";
import type { MoreProps } from "./session-form-more.tsx";
import { StepReviews } from "./session-form-steps.tsx";

/** Who was coached together, who came for a part, and who coached, learned or watched beside the coach. */
export function WhoWasThere(props: MoreProps) {
  return (
    <div className="grid gap-4">
      <OtherCoachees {...props} />
      <StepReviews {...props} people={props.page.others} />
      <div className={props.onlyIfHeld}>
        <Goals {...props} people={props.page.others} />
      </div>
      <div className={props.onlyIfHeld}>
        <Attendance {...props} />
      </div>
      <Companions {...props} />
    </div>
  );
}

function OtherCoachees({ page, values, errors }: FormPartProps) {
  if (page.others.length === 0) return null;
  return (
    <>
      <ChoiceChips
        multiple
        name="attendeeIds"
        label="Who else was coached"
        hint="Two make a pair, three or more a group. It stays one session with one summary."
        options={page.others.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={values.attendeeIds ?? []}
        error={errors.attendeeIds}
      />
      <Checkbox
        name="format"
        value="unit"
        id="format-unit"
        label="This was a whole unit together"
        defaultChecked={firstValue(values, "format") === "unit"}
      />
    </>
  );
}

function Attendance({ page, values, current, errors }: FormPartProps) {
  const there = new Set(peopleThere({ page, current }).map(({ id }) => id));
  return (
    <Fold
      summary="Somebody was there for a part only"
      open={
        hasError(errors, "attendance", "attendeeMinutes") ||
        Object.keys(values).some((name) => name.startsWith("attendance."))
      }
    >
      {[page.person, ...page.others].map(({ id, name }) => (
        <div key={id} className={there.has(id) ? "grid grid-cols-2 gap-4" : "hidden"}>
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
  );
}

/** A row for everybody who is named, and one more. */
function Companions({ page, values, errors }: FormPartProps) {
  const named = Object.keys(values).filter(
    (name) => /^alsoThere\[\d+\]\.personId$/.test(name) && firstValue(values, name),
  ).length;
  const [more, setMore] = useState(1);
  const people = (is: "isCoach" | "isSupervisor") =>
    page.companions.filter((each) => each[is]).map(({ id, name }) => ({ value: id, label: name }));
  const groups = [
    { group: "Coaches", options: people("isCoach") },
    { group: "Supervisors", options: people("isSupervisor") },
  ].filter(({ options }) => options.length > 0);
  if (groups.length === 0 && named === 0) return null;
  const rows = Math.min(named + more, COMPANION_LIMIT);
  return (
    <Fold
      summary="A colleague or a supervisor was there"
      hint="A co-coach sees the summary of this session; a shadow, a supervisor or an observer only that it took place."
      open={named > 0 || hasError(errors, "alsoThere")}
    >
      {Array.from({ length: rows }, (_, row) => `alsoThere[${row}]`).map((row) => (
        <div key={row} className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name={`${row}.personId`}
            label="Who"
            placeholder="Nobody"
            options={groups}
            defaultValue={firstValue(values, `${row}.personId`)}
            error={errors[`${row}.personId`]}
          />
          <SelectField
            name={`${row}.role`}
            label="As"
            options={optionsOf(COMPANION_LABELS)}
            defaultValue={firstValue(values, `${row}.role`) || "co_coach"}
            error={errors[`${row}.role`]}
          />
        </div>
      ))}
      {rows < COMPANION_LIMIT ? (
        <Button
          type="button"
          variant="secondary"
          size="small"
          icon={UserPlus}
          className="justify-self-start"
          onClick={() => setMore(more + 1)}
        >
          One more
        </Button>
      ) : null}
    </Fold>
  );
}
