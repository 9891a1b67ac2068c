import { type AssessmentFacts, assessmentStatus } from "./assessment-status.ts";
import { addDays, type CalendarDate, daysBetween } from "./calendar.ts";

export const REMINDER_STEPS = [
  "open",
  "due-in-7",
  "due-in-1",
  "overdue-1",
  "overdue-5",
  "overdue-10",
] as const;
export const REMINDER_RECIPIENTS = ["rater", "rater-manager", "program-lead"] as const;

export type Reminder = {
  /** `occurrence key/step`; to be stored where it can exist once. */
  key: string;
  step: (typeof REMINDER_STEPS)[number];
  recipient: (typeof REMINDER_RECIPIENTS)[number];
  /** The day the notice fell due. */
  on: CalendarDate;
};

/** A notice nobody sent within this many days says nothing new any more. */
const STALE_AFTER_DAYS = 14;

/**
 * The notice of the reminder ladder that applies on a day: at opening, 7 and 1 days before the due day, 1 day after
 * it (to the rater), 5 (to the rater's manager) and 10 (to the program lead).
 *
 * There is at most one: the latest step reached. A worker that was down for days therefore sends that one and skips
 * those it overtook; a worker that runs twice finds the same key again. A step is offered for 14 days, so that an
 * old import does not write to anyone. The ladder stops once the work is submitted, final, waived or cancelled,
 * and goes on after the grace day, when the assessment is missed.
 *
 * @param occurrence key, window and facts of the assessment, calendar days of the site
 * @param asOf the day the question is asked for
 * @returns an array of no or one notice
 * @throws RangeError as `assessmentStatus`
 *
 * Source: escalation ladder of the program; one notice instead of a flood after an outage.
 */
export function dueReminders(occurrence: AssessmentFacts & { key: string }, asOf: CalendarDate): Reminder[] {
  const { status } = assessmentStatus(occurrence, asOf);
  if (!["open", "in_progress", "overdue", "missed"].includes(status)) return [];

  const { key, opensOn, dueOn } = occurrence;
  const ladder: Omit<Reminder, "key">[] = [
    { step: "open", recipient: "rater", on: opensOn },
    { step: "due-in-7", recipient: "rater", on: addDays(dueOn, -7) },
    { step: "due-in-1", recipient: "rater", on: addDays(dueOn, -1) },
    { step: "overdue-1", recipient: "rater", on: addDays(dueOn, 1) },
    { step: "overdue-5", recipient: "rater-manager", on: addDays(dueOn, 5) },
    { step: "overdue-10", recipient: "program-lead", on: addDays(dueOn, 10) },
  ];
  const reached = ladder.filter(({ on }) => opensOn <= on && on <= asOf);
  const latest = reached.reduce<(typeof reached)[number] | null>(
    (a, b) => (a === null || b.on >= a.on ? b : a),
    null,
  );
  if (latest === null || daysBetween(latest.on, asOf) > STALE_AFTER_DAYS) return [];
  return [{ key: `${key}/${latest.step}`, ...latest }];
}
