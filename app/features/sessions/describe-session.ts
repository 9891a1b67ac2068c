import { type Day, dayIn, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { isDelivered, LATE_ENTRY_DAYS } from "./session.codes.ts";
import { isLocked, lapsesAfter, lockedFrom } from "./session.rules.ts";
import type { SessionFacts, SessionListItem } from "./session.types.ts";
import type { RecordDays, SessionRecord, SessionRow } from "./sessions.queries.server.ts";

type Asked = Pick<SessionRow, "status" | "acknowledgement" | "askedAt" | "zone">;

/** A line of a list as it leaves the server: whether it is late and locked is decided here, as of now. */
export function listItem(
  { zone, askedAt, ...row }: SessionRow,
  days: RecordDays,
  now: Date,
): SessionListItem {
  return {
    ...row,
    isLate: row.entryLagDays > LATE_ENTRY_DAYS,
    isLocked: isLocked(row, days.lockDays, dayIn(zone, now)),
    lapsesAfter: answerBy({ ...row, askedAt, zone }, days.acknowledgementDays),
  };
}

/** A record as it leaves the server, with its wall times at the site. */
export function sessionFacts(record: SessionRecord, now: Date): Omit<SessionFacts, "isAmended"> {
  const { startsAt, endsAt, plannedStartAt, plannedEndAt, recordedAt, askedAt, ...others } = record;
  const { sessionLockDays, acknowledgementDays, ...facts } = others;
  const { zone, sessionOn, status } = facts;
  return {
    ...facts,
    planned: plannedTimes({ startsAt, plannedStartAt, plannedEndAt, zone }),
    startTime: startsAt && timeIn(zone, startsAt),
    endTime: endsAt && timeIn(zone, endsAt),
    isLate: record.entryLagDays > LATE_ENTRY_DAYS,
    isLocked: isLocked(record, sessionLockDays, dayIn(zone, now)),
    isEnteredAfterLock: isLocked({ status, sessionOn }, sessionLockDays, dayIn(zone, recordedAt)),
    editableUntil: lastEditableDay(sessionOn, sessionLockDays),
    lapsesAfter: answerBy({ ...facts, askedAt }, acknowledgementDays),
  };
}

/** What was planned, where it is known and another time than the record's. */
function plannedTimes({
  startsAt,
  plannedStartAt,
  plannedEndAt,
  zone,
}: Pick<SessionRecord, "startsAt" | "plannedStartAt" | "plannedEndAt" | "zone">): SessionFacts["planned"] {
  if (!plannedStartAt || plannedStartAt.getTime() === startsAt?.getTime()) return null;
  return {
    on: dayIn(zone, plannedStartAt),
    startTime: timeIn(zone, plannedStartAt),
    endTime: plannedEndAt && timeIn(zone, plannedEndAt),
  };
}

function answerBy({ status, acknowledgement, askedAt, zone }: Asked, days: number): Day | null {
  return isDelivered(status) && acknowledgement === "pending" ? lapsesAfter(askedAt, zone, days) : null;
}

function lastEditableDay(sessionOn: Day, lockDays: number): Day {
  return addDays(parseCalendarDate(lockedFrom(sessionOn, lockDays)), -1);
}
