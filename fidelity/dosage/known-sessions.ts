import type { CalendarDate } from "../schedule/calendar.ts";
import { type DosageSession, doseMinutes, isDelivered } from "./dosage.schema.ts";

/**
 * The sessions as they stood in the records of a day: of each the newest version entered by then.
 *
 * @param sessions in any order; several with one id are versions and need different days of entry
 * @param knownOn the day; every entry counts when undefined. A session without a day of entry was always known
 * @returns one session per id
 * @throws RangeError naming a repeated id without different days of entry, a repeated attendee or coach, and an
 *   attendee with more minutes than the session
 *
 * Source: two times of a record, when it happened and when it was entered.
 */
export function knownSessions(
  sessions: readonly DosageSession[],
  knownOn: CalendarDate | undefined,
): DosageSession[] {
  checkSessions(sessions);
  const newest = new Map<string, DosageSession>();
  for (const session of sessions) {
    if (knownOn !== undefined && session.recordedOn != null && session.recordedOn > knownOn) continue;
    const other = newest.get(session.id);
    if (other === undefined || entry(session) > entry(other)) newest.set(session.id, session);
  }
  return [...newest.values()];
}

const entry = ({ recordedOn }: DosageSession): string => recordedOn ?? "";

function checkSessions(sessions: readonly DosageSession[]): void {
  const versions = new Map<string, Set<string>>();
  const problems: string[] = [];
  for (const [index, session] of sessions.entries()) {
    const at = `sessions[${index}] (${session.id})`;
    const entered = versions.get(session.id);
    if (entered && (entered.has("") || entry(session) === "" || entered.has(entry(session))))
      problems.push(
        `${at}: found the id a second time, expected each session once, or its versions with different recordedOn`,
      );
    versions.set(session.id, (entered ?? new Set()).add(entry(session)));
    const coaches = session.coachIds ?? [];
    if (new Set(coaches).size < coaches.length)
      problems.push(`${at}: found a coach twice in ${coaches.join(", ")}, expected each once`);
    const people = new Set<string>();
    for (const { personId, minutes } of session.attendees ?? []) {
      if (people.has(personId))
        problems.push(`${at}: found attendee ${personId} twice, expected each person once`);
      people.add(personId);
      if (isDelivered(session) && minutes != null && minutes > doseMinutes(session)) {
        problems.push(
          `${at}: found ${minutes} minutes for ${personId}, expected at most ${doseMinutes(session)}`,
        );
      }
    }
  }
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
}
