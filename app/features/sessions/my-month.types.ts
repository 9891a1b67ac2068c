import type { NotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";
import type { SessionStatus } from "./session.codes.ts";

/** One of the coach's people in a month: planned against delivered. */
export interface MonthPerson {
  id: string;
  name: string;
  siteName: string;
  plannedSessions: number;
  deliveredSessions: number;
  plannedMinutes: number;
  deliveredMinutes: number;
  /** Days of approved leave in the month; they plan nothing. */
  leaveDays: number;
}

/** Minutes of a coach by what they were spent on. Dose is the first two. */
export interface ComponentMinutes {
  observation: number;
  meeting: number;
  preparation: number;
  travel: number;
  documentation: number;
}

export interface LateEntry {
  id: string;
  sessionOn: string;
  status: SessionStatus;
  attendeeNames: string[];
  entryLagDays: number;
}

/** A coach's month: the dose of their people and what became of their sessions. No content. */
export interface MyMonthPage {
  /** First day of the month. */
  month: string;
  until: string;
  today: string;
  isRunning: boolean;
  previousMonth: string;
  nextMonth: string | null;
  dose: {
    plannedSessions: number;
    plannedMinutes: number;
    /** Attendances: a group of three counts three times, as in the plan. */
    contacts: number;
    contactMinutes: number;
    eligibleCoachees: number;
    reachedCoachees: number;
    /** Each once, whoever came. */
    sessions: number;
    /** Those that one of the coach's own people came to. */
    sessionsWithOwn: number;
    sessionMinutes: number;
    observedSessions: number;
    feedbackSessions: number;
    /** Coaching cycles that ended in the month, those of which the order is known, and those in the planned order. */
    cyclesCompleted: number;
    cyclesWithKnownOrder: number;
    cyclesInOrder: number;
  };
  people: MonthPerson[];
  minutes: ComponentMinutes;
  missed: {
    dueSessions: number;
    byCoach: number;
    byCoachee: number;
    byAgency: number;
    noShowCoach: number;
    noShowCoachee: number;
    rescheduled: number;
    unresolved: number;
    lateCancelled: number;
    knownNotice: number;
    cancellationRate: number | null;
    noShowRate: number | null;
  };
  /** Why what did not take place did not. */
  reasons: NotHeldReasons;
  late: { count: number; entries: LateEntry[]; deliveredByMonthEnd: number };
  /** Days of the coach's own approved leave in the month. */
  ownLeaveDays: number;
}
