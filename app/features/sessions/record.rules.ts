import { refuse, type Verdict } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { lockedFrom } from "#app/time/locked-from.ts";
import { addDays, daysBetween, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { type AcknowledgementState, isDelivered, type SessionStatus } from "./session.codes.ts";
import { AMENDMENT_REASON_LENGTH } from "./session-changes.rules.ts";

/** A clock that is off by less is right enough. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;
/** A log on its way for less than this was written as it was received. */
const AT_ONCE_MS = 60_000;

/** What a device says of a log that waited on it, by its own clock. */
export interface DeviceEntry {
  /** When the coach finished it. */
  enteredAt: Date;
  /** When it was sent. */
  sentAt: Date;
}

/** When a log was written, as far as its device can be believed. */
export interface Entry {
  /** Empty when it was written as it was received. */
  enteredAt: Date | null;
  isClockDoubtful: boolean;
}

/**
 * A device tells how long a log waited, whatever its clock shows. It is never taken to have been written before the session
 * ended, or after it was received; where the device says so, or its clock is off by far, that is marked.
 */
export function entryOf(
  { startsAt, endsAt }: { startsAt: Date | null; endsAt: Date | null },
  receivedAt: Date,
  device: DeviceEntry | undefined,
): Entry {
  if (!device) return { enteredAt: null, isClockDoubtful: false };
  const received = receivedAt.getTime();
  const waited = device.sentAt.getTime() - device.enteredAt.getTime();
  const written = received - waited;
  const isOff = Math.abs(received - device.sentAt.getTime()) > CLOCK_TOLERANCE_MS;
  const isTooEarly = startsAt !== null && written < startsAt.getTime();
  const earliest = Math.min(endsAt?.getTime() ?? Number.NEGATIVE_INFINITY, received);
  const enteredAt = Math.min(Math.max(written, earliest), received);
  return {
    enteredAt: received - enteredAt < AT_ONCE_MS ? null : new Date(enteredAt),
    isClockDoubtful: isOff || waited < 0 || isTooEarly,
  };
}

/** Days from the session to an instant, counted at the site. A planned session has none. */
export function entryLagDays(status: SessionStatus, sessionOn: Day, zone: string, at: Date): number {
  if (status === "scheduled") return 0;
  return Math.max(0, daysBetween(parseCalendarDate(sessionOn), parseCalendarDate(dayIn(zone, at))));
}

/** Whether a record is locked on this day of the site. What was only planned can always be completed. */
export function isLocked(
  { status, sessionOn }: { status: SessionStatus; sessionOn: Day },
  lockDays: number,
  today: Day,
): boolean {
  return status !== "scheduled" && today >= lockedFrom(sessionOn, lockDays);
}

/** What a record may become: once something has become of a planned session, it is no longer planned. */
export function checkStatusChange(before: SessionStatus, after: SessionStatus): Verdict {
  if (before === "scheduled" || after !== "scheduled") return { ok: true };
  const message = "This session is no longer only planned: say what became of it, or plan another one";
  return refuse("session-not-valid", message, { status: [message] });
}

/** A locked record is changed only with a reason. */
export function checkAmendment(reason: string): Verdict {
  if (reason.trim().length >= AMENDMENT_REASON_LENGTH) return { ok: true };
  const message = `This record is locked: say in at least ${AMENDMENT_REASON_LENGTH} characters why it has to change`;
  return refuse("reason-missing", message, { amendmentReason: [message] });
}

/** The last day on which a coachee may answer before the acknowledgement lapses. */
export function lapsesAfter(askedAt: Date, zone: string, days: number): Day {
  return addDays(parseCalendarDate(dayIn(zone, askedAt)), days);
}

/** A dispute needs its reason; a comment needs words. */
export function checkAcknowledgement(
  state: AcknowledgementState,
  comment: string,
  session: { status: SessionStatus },
): Verdict {
  if (!isDelivered(session.status))
    return refuse("not-held", "Only a session that took place can be acknowledged.");
  if (comment || state === "acknowledged") return { ok: true };
  const message =
    state === "disputed"
      ? "Say what is wrong with the record"
      : "Write your comment, or acknowledge without one";
  return refuse("comment-missing", message, { comment: [message] });
}
