import { z } from "zod";
import { calendarDate, dateSpan } from "../schedule/schedule-rule.schema.ts";
import { LATE_ENTRY_DAYS, LATE_NOTICE_HOURS } from "./limits.ts";

export const SESSION_STATUSES = [
  "scheduled",
  "held",
  "held_partial",
  "cancelled_by_coach",
  "cancelled_by_coachee",
  "cancelled_agency",
  "no_show_coachee",
  "no_show_coach",
  "rescheduled",
] as const;

export const ATTENDANCES = ["full", "partial", "absent", "excused"] as const;

const minutes = z.number().min(0).max(1440);

export const sessionAttendee = z.object({
  personId: z.string().min(1),
  attendance: z.enum(ATTENDANCES).default("full"),
  /** Minutes present, for partial attendance; all of the session when absent. */
  minutes: minutes.nullable().optional(),
  /** Number of the coachee's own cycle with the coach, where it differs from the session's. */
  cycle: z.int().min(1).nullable().optional(),
});

/** A planned or held session. Preparation, travel and documentation are no dose and are not read. */
export const dosageSession = z.object({
  id: z.string().min(1),
  /** The day it was held or is planned for, in the site's zone. */
  on: calendarDate,
  status: z.enum(SESSION_STATUSES),
  observationMinutes: minutes.default(0),
  meetingMinutes: minutes.default(0),
  /** Coachees. Left out for an individual session of one coachee. */
  attendees: z.array(sessionAttendee).min(1).optional(),
  /** Coaches who led it together; their number when `coachIds` is given. */
  coaches: z.int().min(1).default(1),
  /** Who led it. */
  coachIds: z.array(z.string().min(1)).min(1).optional(),
  /**
   * The day it was entered, in the site's zone. The same id may be given several times with different days of entry:
   * the versions of one record, of which the newest known one counts.
   */
  recordedOn: calendarDate.nullable().optional(),
  /** The day it was written on a device, when it reached the records later: lateness counts to this day. */
  enteredOn: calendarDate.nullable().optional(),
  /** Hours between the notice and the planned start of a cancelled session; null when not known. */
  noticeHours: z.number().min(0).nullable().optional(),
  /** Whether feedback was given (a strength, a correction or data); null when not recorded. */
  feedbackGiven: z.boolean().nullable().optional(),
  /** Minutes the coachee studied alone for it. No dose: reported by itself. */
  selfStudyMinutes: minutes.nullable().optional(),
  /** Number of the coaching cycle it belongs to; see `coachingCycles`. */
  cycle: z.int().min(1).nullable().optional(),
  /** Whether there was an observation, also one without minutes; null to tell by the minutes. */
  observed: z.boolean().nullable().optional(),
  /** Whether goals were set or worked on; null when not recorded. */
  setGoals: z.boolean().nullable().optional(),
});

/** The intensity planned from a day on; without `to`, its last day, it ends where the next level begins. */
export const dosageLevel = z
  .object({
    from: calendarDate,
    to: calendarDate.nullable().default(null),
    sessionsPerMonth: z.number().min(0),
    minutesPerSession: minutes,
  })
  .refine(({ from, to }) => to === null || from <= to, { error: 'expected "from" on or before "to"' });

/** Approved leave; `recordedOn` is the day it was entered. */
export const leaveSpan = dateSpan.safeExtend({ recordedOn: calendarDate.nullable().optional() });

/** Days on which the agency is closed; `announcedOn` is the day people were told, long before when absent. */
export const closureSpan = dateSpan.safeExtend({ announcedOn: calendarDate.nullable().optional() });

/** A coach's days with the coachee. Assignments may overlap, as in a handover. */
export const coachSpan = dateSpan.safeExtend({ coachId: z.string().min(1) });

export const dosagePeriod = z
  .object({
    from: calendarDate,
    until: calendarDate,
    /** Approved leave and other days that do not count as eligible. */
    leave: z.array(leaveSpan).default([]),
    /** Closed days announced before they came are not eligible, and what the agency cancels on them is not due. */
    closures: z.array(closureSpan).default([]),
    /** When given, days without an assigned coach are not eligible, and continuity can be told. */
    assignments: z.array(coachSpan).optional(),
    /** First and last day in the program, where they fall in the period. */
    startedOn: calendarDate.nullable().default(null),
    exitOn: calendarDate.nullable().default(null),
    /** The day the question is asked for; the end of the period when absent. */
    asOf: calendarDate.optional(),
    /** Leave out what was entered after this day: the answer that was given then. */
    knownOn: calendarDate.optional(),
    /** Count only this coachee's attendance. When absent, whole sessions count. */
    coacheeId: z.string().min(1).optional(),
    /** Count only sessions this coach led, alone or with others. */
    coachId: z.string().min(1).optional(),
    /** Certification, training or start of the assignment: from here the time to the first session counts. */
    since: calendarDate.nullable().default(null),
    /** The least share of the planned sessions that is still the plan's minimum dose. */
    minimumShare: z.number().min(0).max(1).default(1),
    /** A delivered session entered more than this many days later is a late entry. */
    lateAfterDays: z.int().min(0).default(LATE_ENTRY_DAYS),
    /** A cancellation with less notice is a late one. */
    lateNoticeHours: z.number().min(0).default(LATE_NOTICE_HOURS),
  })
  .refine(({ from, until }) => from <= until, { error: 'expected "from" on or before "until"' });

export type SessionStatus = (typeof SESSION_STATUSES)[number];
export type DosageSession = z.output<typeof dosageSession>;
export type DosageSessionInput = z.input<typeof dosageSession>;
export type DosageLevel = z.output<typeof dosageLevel>;
export type DosageLevelInput = z.input<typeof dosageLevel>;
export type DosagePeriodInput = z.input<typeof dosagePeriod>;

/** What the next session's due day is worked out from. */
export const dosagePace = z.object({
  /** Days of delivered sessions, in any order; at least all of the newest one's month. */
  heldOn: z.array(calendarDate).default([]),
  leave: z.array(leaveSpan).default([]),
  closures: z.array(closureSpan).default([]),
  assignments: z.array(coachSpan).optional(),
  startedOn: calendarDate.nullable().default(null),
  exitOn: calendarDate.nullable().default(null),
  asOf: calendarDate,
  /** How many days before its due day a session is due soon. */
  soonDays: z.int().min(0).max(366).default(7),
});
export type DosagePaceInput = z.input<typeof dosagePace>;

/** One of the coachees of a group, with what is their own. */
export const dosageCoachee = z.object({
  id: z.string().min(1),
  schedule: z.array(dosageLevel),
  leave: z.array(leaveSpan).default([]),
  /** Closures of the coachee's own site, beside those of the period. */
  closures: z.array(closureSpan).default([]),
  assignments: z.array(coachSpan).optional(),
  startedOn: calendarDate.nullable().default(null),
  exitOn: calendarDate.nullable().default(null),
});
export type DosageCoacheeInput = z.input<typeof dosageCoachee>;

/**
 * Whether a session is dose: `held` or `held_partial`. Of any other status it is not; nothing is checked.
 *
 * Source: delivered = held or partly held, minutes as recorded.
 */
export function isDelivered({ status }: Pick<DosageSession, "status">): boolean {
  return status === "held" || status === "held_partial";
}

/**
 * Minutes of dose of a session, observation + meeting. Preparation, travel and documentation are none; nothing is checked.
 *
 * Source: component minutes of coaching logs, of which the first two are dose.
 */
export function doseMinutes({
  observationMinutes,
  meetingMinutes,
}: Pick<DosageSession, "observationMinutes" | "meetingMinutes">): number {
  return observationMinutes + meetingMinutes;
}

/**
 * The attendees of a session who were there, `full` or `partial`; none when there is no list. Nothing is checked.
 *
 * Source: attendance as coaching logs record it.
 */
export function presentAt({ attendees = [] }: Pick<DosageSession, "attendees">) {
  return attendees.filter(({ attendance }) => attendance === "full" || attendance === "partial");
}
