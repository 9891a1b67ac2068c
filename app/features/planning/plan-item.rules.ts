import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { type ItemKind, isFinished, isSettled, type PlanStatus, STATUSES_OF } from "./statuses.ts";

interface ItemDates {
  status: PlanStatus;
  startsOn?: Day | undefined;
  dueOn?: Day | undefined;
  doneOn?: Day | undefined;
}

/** Whether a change makes sense. Statuses are recorded, never a gate: any may follow any other. */
export function checkPlanItem(kind: ItemKind, change: ItemDates, today: Day): Verdict {
  const fieldErrors: Record<string, string[]> = {};
  if (!STATUSES_OF[kind].includes(change.status))
    fieldErrors.status = [`That is not a status of this ${kind}`];
  if (change.startsOn && change.dueOn && change.dueOn < change.startsOn)
    fieldErrors.dueOn = [`The due day lies before the start on ${formatDay(change.startsOn)}`];
  if (change.doneOn && change.doneOn > today)
    fieldErrors.doneOn = [`Today is ${formatDay(today)}: a day of completion lies in the past or is today`];
  return Object.keys(fieldErrors).length === 0
    ? { ok: true }
    : refuse("plan-item.invalid", "Some fields need another look.", fieldErrors);
}

/**
 * The day of completion to store. A finished item without one was finished today; an unfinished item has none,
 * except a step, which keeps the first day on which it was complete when it is reopened.
 */
export function nextDoneOn(kind: ItemKind, change: ItemDates, today: Day): Day | null {
  if (isFinished(change.status)) return change.doneOn ?? today;
  return kind === "step" ? (change.doneOn ?? null) : null;
}

/** Open after its due day. What is finished, put off or not adopted is never late. */
export function isLate(item: { status: PlanStatus; dueOn: Day | null }, today: Day): boolean {
  return item.dueOn !== null && item.dueOn < today && !isSettled(item.status);
}
