import { useState } from "react";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { NOT_HELD_REASON_LABELS, reasonsOf } from "../not-held.codes.ts";
import { needsReason, REASON_LIMIT, type SessionStatus } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import type { FormPartProps } from "./form-part.tsx";

interface NotHeldReasonProps extends Pick<FormPartProps, "values" | "errors"> {
  /** What became of the session, as far as it is said: the reasons that go with it are offered. */
  status: SessionStatus | undefined;
  /** Names that may be written. */
  known: readonly string[];
  className?: string;
}

/** Why a session did not take place: one press, and words only where no reason fits or something is to be added. */
export function NotHeldReason({ status, known, values, errors, className }: NotHeldReasonProps) {
  const [reason, setReason] = useState(firstValue(values, "notHeldReason"));
  const isOther = reason === "other";
  return (
    <div className={`grid gap-5 ${className ?? ""}`}>
      <ChoiceChips
        name="notHeldReason"
        label="Why it did not take place as planned"
        hint="Everyone who sees that it did not take place also sees this reason."
        required
        options={reasonsOf(status && needsReason(status) ? status : undefined).map((value) => ({
          value,
          label: NOT_HELD_REASON_LABELS[value],
        }))}
        defaultValue={reason}
        onChange={setReason}
        error={errors.notHeldReason}
      />
      <GuardedTextField
        name="statusReason"
        label={isOther ? "What the reason was" : "More about it"}
        optional={!isOther}
        required={isOther}
        hint="Only coaches and coachee see these words. Keep it short, with nothing about a client or anybody’s health."
        maxLength={REASON_LIMIT}
        known={known}
        defaultValue={firstValue(values, "statusReason")}
        error={errors.statusReason}
      />
    </div>
  );
}
