import { z } from "zod";
import { calendarDate, dateSpan } from "../schedule/schedule-rule.schema.ts";

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
  /** Coaches who led it together. */
  coaches: z.int().min(1).default(1),
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

export const dosagePeriod = z
  .object({
    from: calendarDate,
    until: calendarDate,
    /** Approved leave and other days that do not count as eligible, such as announced closures. */
    leave: z.array(dateSpan).default([]),
    /** First and last day in the program, where they fall in the period. */
    startedOn: calendarDate.nullable().default(null),
    exitOn: calendarDate.nullable().default(null),
    /** The day the question is asked for; the end of the period when absent. */
    asOf: calendarDate.optional(),
    /** Count only this coachee's attendance. When absent, whole sessions count. */
    coacheeId: z.string().min(1).optional(),
  })
  .refine(({ from, until }) => from <= until, { error: 'expected "from" on or before "until"' });

export type SessionStatus = (typeof SESSION_STATUSES)[number];
export type DosageSession = z.output<typeof dosageSession>;
export type DosageSessionInput = z.input<typeof dosageSession>;
export type DosageLevel = z.output<typeof dosageLevel>;
export type DosageLevelInput = z.input<typeof dosageLevel>;
export type DosagePeriodInput = z.input<typeof dosagePeriod>;
