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
  subjectId: string;
  coachName: string;
  raterId: string | null;
  /** The other rater of a pair, who is not to hear of this rating. */
  blindToId: string | null;
  raterManagerId: string | null;
  /** A self-rating. */
  isSelf: boolean;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  plannedOn: Day | null;
}

export interface DueReminder {
  assessmentId: string;
  recipientId: string;
  step: Reminder["step"] | "to-accept" | "to-correct";
  dueOn: Day;
  /** The day agreed, if there is one. */
  plannedOn: Day | null;
  coachName: string;
  /** Whether the recipient is the one who completes the assessment. */
  isOwn: boolean;
  /** Whether they rate their own work. */
  isSelf: boolean;
}

/**
 * Who is to be reminded of an assessment on a day. Where the ladder's next person does not exist (no rater, no
 * supervisor of the rater), it goes on to the leads of the site. Whoever is rated, or is the other rater of a pair, is nobody
 * to be told. Of a self-rating nobody hears but whoever makes it: it is theirs, and late it is nothing for others to act on.
 */
export function remindersOf(
  assessment: RemindableAssessment,
  today: Day,
  leadIds: readonly string[],
): DueReminder[] {
  const { id, occurrenceKey, opensOn, dueOn, graceEndsOn, plannedOn, raterId, coachName, isSelf } =
    assessment;
  const mayHear = (personId: string) =>
    personId !== assessment.subjectId && personId !== assessment.blindToId;
  const manager =
    assessment.raterManagerId && mayHear(assessment.raterManagerId) ? assessment.raterManagerId : null;
  const window = {
    opensOn: parseCalendarDate(opensOn),
    dueOn: parseCalendarDate(dueOn),
    graceEndsOn: parseCalendarDate(graceEndsOn),
  };
  return dueReminders({ key: occurrenceKey, ...window }, parseCalendarDate(today)).flatMap(
    ({ step, recipient }) => {
      const person =
        recipient === "rater" ? raterId : recipient === "rater-manager" && raterId ? manager : null;
      const isLate = step.startsWith("overdue");
      const others = isLate && !isSelf ? leadIds.filter(mayHear) : [];
      const recipients = isSelf && recipient !== "rater" ? [] : person ? [person] : others;
      return recipients.map((recipientId) => ({
        assessmentId: id,
        recipientId,
        step,
        dueOn,
        plannedOn,
        coachName,
        isOwn: recipientId === raterId,
        isSelf,
      }));
    },
  );
}

/** Of a submission that waits too long the leads are told who may decide, of one that was given back its rater. */
export function waitingRemindersOf(
  { id, subjectId, raterId, coachName, state, sinceOn }: TooLong,
  leadIds: readonly string[],
): DueReminder[] {
  const isOwn = state === "returned";
  const others = leadIds.filter((leadId) => leadId !== raterId && leadId !== subjectId);
  const recipients = isOwn ? (raterId ? [raterId] : []) : others;
  // Of each submission once: the day on which it began to wait stands where others have their due day.
  return recipients.map((recipientId) => ({
    ...{
      assessmentId: id,
      recipientId,
      step: isOwn ? "to-correct" : "to-accept",
      dueOn: sinceOn,
      plannedOn: null,
      coachName,
      isOwn,
      isSelf: false,
    },
  }));
}

interface TooLong {
  id: string;
  subjectId: string;
  raterId: string | null;
  coachName: string;
  state: "submitted" | "returned";
  sinceOn: Day;
}

export function isWaking(time: string): boolean {
  return WAKING_HOURS.from <= time && time < WAKING_HOURS.until;
}

/**
 * One notice for everything a person is reminded of on a day: names, due days and links, never a rating. By mail, which
 * administrators read, nobody is named whose review is waiting: that it is says that something about it is unusual.
 */
export function digestOf(
  reminders: readonly DueReminder[],
  { byMail = false }: { byMail?: boolean } = {},
): { title: string; body: string } {
  const sorted = [...reminders].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const late = sorted.filter(({ step }) => step.startsWith("overdue")).length;
  const toAccept = sorted.filter(({ step }) => step === "to-accept").length;
  const noun = sorted.every(({ isSelf }) => isSelf) ? "self-rating" : "fidelity review";
  const many = sorted.length === 1 ? `1 ${noun}` : `${sorted.length} ${noun}s`;
  const lines = sorted.map(
    ({ coachName, dueOn, plannedOn, step, assessmentId, isSelf }) =>
      `${isSelf ? "Your self-rating" : byMail && step.startsWith("to-") ? "A review" : coachName}: ${plannedOn ? `agreed for ${inWords(plannedOn)}, ` : ""}${stepInWords(step)} ${inWords(dueOn)} (/reviews/${assessmentId})`,
  );
  const title =
    toAccept === sorted.length
      ? `${many} to accept`
      : late > 0
        ? `${many}, ${late} late`
        : `${many} to ${toAccept > 0 ? "see to" : "complete"}`;
  return { title, body: lines.join("\n") };
}

function stepInWords(step: DueReminder["step"]): string {
  if (step === "to-accept") return "waits to be accepted since";
  if (step === "to-correct") return "waits for your correction since";
  return step.startsWith("overdue") ? "was due" : "due";
}

function inWords(day: Day): string {
  return DateTime.fromISO(day).toFormat("ccc d LLL yyyy");
}
