import { DateTime } from "luxon";
import type { Day } from "#app/time/days.ts";
import { parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { dueReminders, type Reminder } from "#fidelity/schedule/due-reminders.ts";

/** Local hours in which people are written to. */
export const WAKING_HOURS = { from: "07:00", until: "19:00" } as const;

export interface RemindableAssessment {
  id: string;
  occurrenceKey: string;
  siteId: string;
  coachName: string;
  raterId: string | null;
  raterManagerId: string | null;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  plannedOn: Day | null;
}

export interface DueReminder {
  assessmentId: string;
  recipientId: string;
  step: Reminder["step"];
  dueOn: Day;
  /** The day agreed, if there is one. */
  plannedOn: Day | null;
  coachName: string;
  /** Whether the recipient is the one who completes the assessment. */
  isOwn: boolean;
}

/**
 * Who is to be reminded of an assessment on a day. Where the ladder's next person does not exist (no rater, no
 * supervisor of the rater), it goes on to the leads of the site.
 */
export function remindersOf(
  assessment: RemindableAssessment,
  today: Day,
  leadIds: readonly string[],
): DueReminder[] {
  const { id, occurrenceKey, opensOn, dueOn, graceEndsOn, plannedOn, raterId, raterManagerId, coachName } =
    assessment;
  const window = {
    opensOn: parseCalendarDate(opensOn),
    dueOn: parseCalendarDate(dueOn),
    graceEndsOn: parseCalendarDate(graceEndsOn),
  };
  return dueReminders({ key: occurrenceKey, ...window }, parseCalendarDate(today)).flatMap(
    ({ step, recipient }) => {
      const person =
        recipient === "rater" ? raterId : recipient === "rater-manager" && raterId ? raterManagerId : null;
      const isLate = step.startsWith("overdue");
      const recipients = person ? [person] : isLate ? leadIds : [];
      return recipients.map((recipientId) => ({
        assessmentId: id,
        recipientId,
        step,
        dueOn,
        plannedOn,
        coachName,
        isOwn: recipientId === raterId,
      }));
    },
  );
}

export function isWaking(time: string): boolean {
  return WAKING_HOURS.from <= time && time < WAKING_HOURS.until;
}

/** One notice for everything a person is reminded of on a day: names, due days and links, never a rating. */
export function digestOf(reminders: readonly DueReminder[]): { title: string; body: string } {
  const sorted = [...reminders].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const late = sorted.filter(({ step }) => step.startsWith("overdue")).length;
  const many = sorted.length === 1 ? "1 fidelity review" : `${sorted.length} fidelity reviews`;
  const lines = sorted.map(
    ({ coachName, dueOn, plannedOn, step, assessmentId }) =>
      `${coachName}: ${plannedOn ? `agreed for ${inWords(plannedOn)}, ` : ""}${step.startsWith("overdue") ? "was due" : "due"} ${inWords(dueOn)} (/reviews/${assessmentId})`,
  );
  return { title: late > 0 ? `${many}, ${late} late` : `${many} to complete`, body: lines.join("\n") };
}

function inWords(day: Day): string {
  return DateTime.fromISO(day).toFormat("ccc d LLL yyyy");
}
