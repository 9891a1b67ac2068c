import { type Day, dayIn, timeIn } from "#app/time/days.ts";
import { lockedFrom } from "#app/time/locked-from.ts";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { type CycleFact, placesOf } from "./dose.rules.ts";
import { entryLagDays, isLocked, lapsesAfter } from "./record.rules.ts";
import { isDelivered } from "./session.codes.ts";
import { isLong, noticeHours } from "./session.rules.ts";
import type { SessionFacts, SessionListItem } from "./session.types.ts";
import type { SessionRow } from "./session-lists.queries.server.ts";
import type { RecordDays, SessionRecord } from "./session-records.queries.server.ts";

type Asked = Pick<SessionRow, "status" | "acknowledgement" | "askedAt" | "zone">;

/** A line of a list as it leaves the server: whether it is late and locked is decided here, as of now. */
export function listItem(
  { zone, askedAt, ...row }: SessionRow,
  days: RecordDays,
  now: Date,
): SessionListItem {
  return {
    ...row,
    isLate: !row.isImported && row.entryLagDays > LATE_ENTRY_DAYS,
    isLocked: isLocked(row, days.lockDays, dayIn(zone, now)),
    lapsesAfter: answerBy({ ...row, askedAt, zone }, days.acknowledgementDays),
  };
}

/** A record as it leaves the server, with its wall times at the site. `history` numbers its coaching cycles. */
export function sessionFacts(
  record: SessionRecord,
  history: readonly CycleFact[],
  now: Date,
): Omit<SessionFacts, "isAmended"> {
  const {
    startsAt,
    endsAt,
    recordedAt,
    askedAt,
    scheduledStartAt,
    scheduledEndAt,
    cancellationKnownAt,
    sessionLockDays,
    acknowledgementDays,
    ...facts
  } = record;
  const { zone, sessionOn, status } = facts;
  const isHeld = isDelivered(status);
  return {
    ...facts,
    startTime: startsAt && timeIn(zone, startsAt),
    endTime: endsAt && timeIn(zone, endsAt),
    plannedOn: isHeld ? scheduledStartAt && dayIn(zone, scheduledStartAt) : null,
    plannedStart: isHeld ? scheduledStartAt && timeIn(zone, scheduledStartAt) : null,
    plannedEnd: isHeld ? scheduledEndAt && timeIn(zone, scheduledEndAt) : null,
    isLong: isHeld && startsAt !== null && endsAt !== null && isLong(startsAt, endsAt),
    knownOn: cancellationKnownAt && dayIn(zone, cancellationKnownAt),
    knownTime: cancellationKnownAt && timeIn(zone, cancellationKnownAt),
    noticeHours: noticeHours(record),
    cycles: cyclesOf(history, record.id),
    isLate: !record.isImported && record.entryLagDays > LATE_ENTRY_DAYS,
    receivedLagDays: entryLagDays(status, sessionOn, zone, recordedAt),
    isLocked: isLocked(record, sessionLockDays, dayIn(zone, now)),
    isEnteredAfterLock: isLocked({ status, sessionOn }, sessionLockDays, dayIn(zone, recordedAt)),
    editableUntil: lastEditableDay(sessionOn, sessionLockDays),
    lapsesAfter: answerBy({ ...facts, askedAt }, acknowledgementDays),
  };
}

function cyclesOf(history: readonly CycleFact[], sessionId: string): SessionFacts["cycles"] {
  return [...placesOf(history)].flatMap(([coacheeId, places]) => {
    const place = places.get(sessionId);
    return place ? [{ coacheeId, ...place }] : [];
  });
}

function answerBy({ status, acknowledgement, askedAt, zone }: Asked, days: number): Day | null {
  return isDelivered(status) && acknowledgement === "pending" ? lapsesAfter(askedAt, zone, days) : null;
}

function lastEditableDay(sessionOn: Day, lockDays: number): Day {
  return addDays(parseCalendarDate(lockedFrom(sessionOn, lockDays)), -1);
}
