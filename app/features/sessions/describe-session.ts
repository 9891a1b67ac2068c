import { type Day, dayIn, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { LATE_ENTRY_DAYS } from "./session.codes.ts";
import { isLocked, lockedFrom } from "./session.rules.ts";
import type { SessionFacts, SessionListItem } from "./session.types.ts";
import type { SessionRecord, SessionRow } from "./sessions.queries.server.ts";

/** A line of a list as it leaves the server: whether it is late and locked is decided here, as of now. */
export function listItem({ zone, ...row }: SessionRow, lockDays: number, now: Date): SessionListItem {
  return {
    ...row,
    isLate: row.entryLagDays > LATE_ENTRY_DAYS,
    isLocked: isLocked(row, lockDays, dayIn(zone, now)),
  };
}

/** A record as it leaves the server, with its wall times at the site. */
export function sessionFacts(record: SessionRecord, now: Date): SessionFacts {
  const { startsAt, endsAt, sessionLockDays, ...facts } = record;
  return {
    ...facts,
    startTime: startsAt && timeIn(record.zone, startsAt),
    endTime: endsAt && timeIn(record.zone, endsAt),
    isLate: record.entryLagDays > LATE_ENTRY_DAYS,
    isLocked: isLocked(record, sessionLockDays, dayIn(record.zone, now)),
    editableUntil: lastEditableDay(record.sessionOn, sessionLockDays),
  };
}

function lastEditableDay(sessionOn: Day, lockDays: number): Day {
  return addDays(parseCalendarDate(lockedFrom(sessionOn, lockDays)), -1);
}
