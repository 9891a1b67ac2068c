import { type CalendarDate, daysBetween, earlierOf, parseCalendarDate } from "./calendar.ts";

export const ASSESSMENT_STATUSES = [
  "planned",
  "open",
  "in_progress",
  "submitted",
  "returned",
  "final",
  "overdue",
  "missed",
  "waived",
  "cancelled",
] as const;

export type AssessmentStatus = (typeof ASSESSMENT_STATUSES)[number];

/** The stored facts of an assessment: its window and the day of each thing that happened, if it did. */
export type AssessmentFacts = {
  opensOn: CalendarDate;
  dueOn: CalendarDate;
  graceEndsOn: CalendarDate;
  startedOn?: CalendarDate | null;
  /** First submission. */
  submittedOn?: CalendarDate | null;
  /** Given back for correction, and not submitted again since. */
  returnedOn?: CalendarDate | null;
  finalisedOn?: CalendarDate | null;
  waivedOn?: CalendarDate | null;
  cancelledOn?: CalendarDate | null;
};

/**
 * Where an assessment stands at the end of a day, worked out from dated facts and never stored.
 * A fact counts from its own day. The first that applies wins: cancelled, waived, final, returned, submitted, missed (after
 * the grace day), overdue (after the due day), in progress, open, planned. Work started but not submitted is
 * overdue or missed like any other.
 *
 * @param assessment window and facts, calendar days of the site
 * @param asOf the day the question is asked for
 * @returns `status`, and `daysOverdue`: days from the due day to the submission, or to `asOf` while there is none;
 *   0 when in time, waived or cancelled
 * @throws RangeError when a day does not exist or opening, due and grace day are out of order
 *
 * Source: timeliness in fidelity assessment, due meaning the end of the local day.
 */
export function assessmentStatus(
  assessment: AssessmentFacts,
  asOf: CalendarDate,
): { status: AssessmentStatus; daysOverdue: number } {
  const today = parseCalendarDate(asOf, "asOf");
  const { opensOn, dueOn, graceEndsOn } = windowOf(assessment);
  const happened = (on: CalendarDate | null | undefined, what: string): on is CalendarDate =>
    on != null && parseCalendarDate(on, what) <= today;

  if (happened(assessment.cancelledOn, "cancelledOn")) return { status: "cancelled", daysOverdue: 0 };
  if (happened(assessment.waivedOn, "waivedOn")) return { status: "waived", daysOverdue: 0 };

  const { submittedOn, finalisedOn } = assessment;
  const isFinal = happened(finalisedOn, "finalisedOn");
  const isSubmitted = happened(submittedOn, "submittedOn");
  const settledOn = isSubmitted ? submittedOn : isFinal ? finalisedOn : today;
  const daysOverdue = Math.max(0, daysBetween(dueOn, earlierOf(settledOn, today)));

  if (isFinal) return { status: "final", daysOverdue };
  if (happened(assessment.returnedOn, "returnedOn")) return { status: "returned", daysOverdue };
  if (isSubmitted) return { status: "submitted", daysOverdue };
  if (today > graceEndsOn) return { status: "missed", daysOverdue };
  if (today > dueOn) return { status: "overdue", daysOverdue };
  if (happened(assessment.startedOn, "startedOn")) return { status: "in_progress", daysOverdue };
  return { status: today >= opensOn ? "open" : "planned", daysOverdue };
}

function windowOf(assessment: AssessmentFacts) {
  const opensOn = parseCalendarDate(assessment.opensOn, "opensOn");
  const dueOn = parseCalendarDate(assessment.dueOn, "dueOn");
  const graceEndsOn = parseCalendarDate(assessment.graceEndsOn, "graceEndsOn");
  if (opensOn > dueOn || dueOn > graceEndsOn) {
    throw new RangeError(
      `window: found ${opensOn}, ${dueOn}, ${graceEndsOn}, expected opening, due and grace day in this order`,
    );
  }
  return { opensOn, dueOn, graceEndsOn };
}
