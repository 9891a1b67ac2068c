import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";

/** A coachee is reminded this many days before the acknowledgement lapses. */
export const REMIND_DAYS_AHEAD = 3;

const MOST_LINES = 20;

interface Waiting {
  sessionId: string;
  sessionOn: Day;
  coachName: string;
  lapsesAfter: Day;
}

/** The notice about one record. Day and coach, and nothing of what was said. */
export function reminderOf({ sessionOn, coachName, lapsesAfter }: Waiting): { title: string; body: string } {
  return {
    title: `Is the record of ${formatDay(sessionOn)} right?`,
    body: `${coachName} logged a session with you. Say until ${formatDay(lapsesAfter)} whether it took place as recorded. That is no agreement with everything in it.`,
  };
}

/** One mail a day for all records of a person. */
export function mailOf(waiting: readonly Waiting[]): { title: string; body: string } {
  const [only] = waiting;
  if (waiting.length === 1 && only) return reminderOf(only);
  const lines = waiting
    .slice(0, MOST_LINES)
    .map(
      ({ sessionId, sessionOn, coachName, lapsesAfter }) =>
        `${formatDay(sessionOn)} with ${coachName}, answer by ${formatDay(lapsesAfter)}\n/sessions/${sessionId}`,
    );
  const more = waiting.length - lines.length;
  return {
    title: `${waiting.length} session records wait for your word`,
    body: [
      "Say whether each took place as recorded. That is no agreement with everything in it.",
      ...lines,
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join("\n\n"),
  };
}
