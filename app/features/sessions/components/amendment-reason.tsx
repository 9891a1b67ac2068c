import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { REASON_LIMIT } from "../session.codes.ts";

/** Why a locked record is changed. */
export function AmendmentReason({
  value,
  error,
  known,
}: {
  value: string;
  error: string[] | undefined;
  known: readonly string[];
}) {
  return (
    <GuardedTextArea
      name="amendmentReason"
      label="Why this record has to change"
      hint="The record is locked. Whoever sees the record sees this reason: say nothing of the conversation here."
      required
      rows={2}
      limit={REASON_LIMIT}
      known={known}
      defaultValue={value}
      error={error}
    />
  );
}
