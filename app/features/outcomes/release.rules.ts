import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { lockedFrom } from "#app/time/locked-from.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import { lastDayOf, monthOf, shiftMonth } from "./months.rules.ts";
import type { Change, ChangeKind } from "./release.types.ts";

/** The day from which a month is released: its records have locked, so that from then on a change needs a reason. */
export function releaseDay(month: Day, lockDays: number): Day {
  return lockedFrom(lastDayOf(month), lockDays);
}

/** The newest month that may be released on a day. */
export function lastReleasableMonth(today: Day, lockDays: number): Day {
  let month = shiftMonth(monthOf(today), -1);
  while (releaseDay(month, lockDays) > today) month = shiftMonth(month, -1);
  return month;
}

/** Whether the newest release may be restated by somebody who saw `seen`. */
export function checkRestatement({
  latest,
  seen,
  isRestated,
}: {
  latest: number;
  seen: number;
  isRestated: boolean;
}): Verdict {
  if (seen !== latest)
    return refuse(
      "restated-meanwhile",
      `Release ${latest} was made after you opened this page. Look at it first; your reason is still here.`,
    );
  if (!isRestated)
    return refuse(
      "nothing-to-restate",
      "Today's figures are the released ones: there is nothing to restate.",
    );
  return { ok: true };
}

const SESSION_CHANGES: readonly ChangeKind[] = [
  ...(["entered", "imported", "changed", "taken-back", "leave", "closures"] as const),
];
const RELEVANT: Record<MeasureCode, readonly ChangeKind[]> = {
  "sessions-delivered": SESSION_CHANGES,
  "minutes-delivered": SESSION_CHANGES,
  reach: SESSION_CHANGES,
  "late-entry": ["entered", "changed"],
  acknowledgement: ["entered", "changed"],
  "fidelity-completeness": ["assessments"],
  "fidelity-missed": ["assessments"],
  "fidelity-met": ["assessments"],
  "coach-certification": [],
};

/** The changes that can have moved a measure, added up over sites. */
export function changesBehind(
  code: MeasureCode,
  changes: readonly Change[],
): Pick<Change, "kind" | "count">[] {
  return RELEVANT[code].flatMap((kind) => {
    const count = changes.reduce((sum, one) => sum + (one.kind === kind ? one.count : 0), 0);
    return count > 0 ? [{ kind, count }] : [];
  });
}
