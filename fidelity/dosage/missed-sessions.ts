import type { CalendarDate } from "../schedule/calendar.ts";
import { isWithin } from "../schedule/date-spans.ts";
import type { DosageSession, SessionStatus } from "./dosage.schema.ts";
import { announcedClosures, type Eligibility } from "./eligible-spans.ts";

export type MissedSessions = {
  /** Sessions whose date has passed, without the originals of rescheduled ones and without closed ones. */
  dueSessions: number;
  cancelledSessions: number;
  cancelledByCoach: number;
  cancelledByCoachee: number;
  cancelledByAgency: number;
  noShowSessions: number;
  noShowCoach: number;
  noShowCoachee: number;
  /** Still `scheduled` although their date has passed: nobody said what became of them. */
  unresolvedSessions: number;
  rescheduledSessions: number;
  /** Cancelled by the agency on a closed day that was announced before it. */
  closedSessions: number;
  /** Cancelled with less notice than `lateNoticeHours`, among those whose notice is known. */
  lateCancelledSessions: number;
  cancelledWithKnownNotice: number;
  /** Of due sessions; null when there are none. */
  cancellationRate: number | null;
  noShowRate: number | null;
  /** Of cancelled sessions whose notice is known; null when there are none. */
  lateCancellationRate: number | null;
};

/**
 * What became of the sessions whose date has passed, by kind.
 *
 * A date has passed when it is before `asOf`, or on `asOf` and the session is no longer `scheduled`. The original of a
 * rescheduled session is counted by itself wherever its day lies, and in no denominator: its successor is.
 *
 * @param sessions those of the period, each once
 * @returns counts, and rates from 0 to 1 with the denominators named above
 *
 * Source: cancellation and no-show rates of scheduled sessions whose date has passed, without rescheduled originals
 * and without closed days announced beforehand; less than 24 hours of notice is a late cancellation.
 */
export function missedSessions(
  sessions: readonly DosageSession[],
  {
    asOf,
    closures,
    lateNoticeHours,
  }: { asOf: CalendarDate; closures: Eligibility["closures"]; lateNoticeHours: number },
): MissedSessions {
  const announced = announcedClosures(closures);
  const passed = sessions.filter(({ on, status }) => on < asOf || (on === asOf && status !== "scheduled"));
  const isClosed = ({ on, status }: DosageSession) =>
    status === "cancelled_agency" && announced.some((span) => isWithin(span, on));
  const due = passed.filter((session) => session.status !== "rescheduled" && !isClosed(session));
  const count = (status: SessionStatus) => due.filter((session) => session.status === status).length;
  const cancelled = due.filter(({ status }) => status.startsWith("cancelled_"));
  const notices = cancelled.flatMap(({ noticeHours }) => noticeHours ?? []);
  const noShowCoach = count("no_show_coach");
  const noShowCoachee = count("no_show_coachee");
  const late = notices.filter((hours) => hours < lateNoticeHours).length;
  return {
    dueSessions: due.length,
    cancelledSessions: cancelled.length,
    cancelledByCoach: count("cancelled_by_coach"),
    cancelledByCoachee: count("cancelled_by_coachee"),
    cancelledByAgency: count("cancelled_agency"),
    noShowSessions: noShowCoach + noShowCoachee,
    noShowCoach,
    noShowCoachee,
    unresolvedSessions: count("scheduled"),
    rescheduledSessions: sessions.filter(({ status }) => status === "rescheduled").length,
    closedSessions: passed.filter(isClosed).length,
    lateCancelledSessions: late,
    cancelledWithKnownNotice: notices.length,
    cancellationRate: share(cancelled.length, due.length),
    noShowRate: share(noShowCoach + noShowCoachee, due.length),
    lateCancellationRate: share(late, notices.length),
  };
}

/** A part of a whole: 1 is all, uncapped, unrounded; null when the whole is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
