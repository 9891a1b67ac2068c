import { z } from "zod";
import { type CalendarDate, isCalendarDate, parseCalendarDate } from "./calendar.ts";

/** A calendar day, `YYYY-MM-DD`. */
export const calendarDate = z
  .string()
  .refine(isCalendarDate, {
    error: ({ input }) => `found ${JSON.stringify(input)}, expected an existing day as YYYY-MM-DD`,
  })
  .transform((text) => parseCalendarDate(text));

/** A stretch of days, both ends included; `to: null` means that no end is known. */
export const dateSpan = z
  .object({ from: calendarDate, to: calendarDate.nullable().default(null) })
  .refine(({ from, to }) => to === null || from <= to, { error: 'expected "from" on or before "to"' });

/** Ids become parts of an occurrence key, which is joined by slashes. */
const keyPart = z
  .string()
  .min(1)
  .regex(/^[^/]+$/, { error: "expected an id without a slash" });

const days = z.int().min(0).max(366);

/** What moves a target, due or grace day that is a weekend or a holiday. */
export const BUSINESS_DAY_POLICIES = ["none", "next"] as const;

/**
 * What approved leave does to a window.
 * `shift`: a window whose target or due day is in the leave moves to the return; later windows stay where they were.
 * `pause`: the clock stands still during the leave; this window and all later ones move by its length.
 * `none`: leave changes nothing.
 */
export const LEAVE_POLICIES = ["shift", "pause", "none"] as const;

/** What an exit does: `cancel` ends the series. */
export const EXIT_POLICIES = ["cancel"] as const;

/** The dated facts a series may count from: first certified, or started in the program. */
export const ANCHOR_FACTS = ["certified", "started"] as const;

/** A length of calendar time. */
export const interval = z.strictObject({ count: z.int().min(1).max(3660), unit: z.enum(["days", "months"]) });

const common = {
  id: keyPart,
  title: z.string().min(1).default("Assessment"),
  /** Days before the target on which the window opens. */
  opensDaysBefore: days.default(14),
  /** Days after the target that are still in time. */
  dueDaysAfter: days.default(7),
  /** Days after the due day on which late work still counts; then the assessment is missed. */
  graceDays: days.default(7),
  businessDays: z.enum(BUSINESS_DAY_POLICIES).default("none"),
  leave: z.enum(LEAVE_POLICIES).default("shift"),
  exit: z.enum(EXIT_POLICIES).default("cancel"),
  /** Leave out targets on days without certification. When absent: yes if the series counts from certification. */
  whileCertified: z.boolean().optional(),
};

/** So long after a dated fact, then again at a steady interval; `every: null` means once. */
export const offsetRule = z.strictObject({
  ...common,
  kind: z.literal("offset"),
  anchor: z.enum(ANCHOR_FACTS),
  first: interval,
  every: interval.nullable(),
});

/** Every so many months from a start date that is the same for everyone; 1 is monthly. */
export const calendarRule = z.strictObject({
  ...common,
  kind: z.literal("calendar"),
  startOn: calendarDate,
  everyMonths: z.int().min(1).max(120),
});

/**
 * How a series of assessments is scheduled. A further kind is a further member of the union;
 * stored rules of the present kinds stay valid.
 */
export const scheduleRule = z.discriminatedUnion("kind", [offsetRule, calendarRule]);

/** What is known about the subject, each fact with its own dates. */
export const subjectHistory = z.object({
  subjectId: keyPart,
  /** First day in the program. */
  startedOn: calendarDate.nullable().default(null),
  /** Days on which the subject is certified, in any order; a renewal without a gap may touch or overlap. */
  certified: z.array(dateSpan).default([]),
  /** Approved leave. */
  leave: z.array(dateSpan).default([]),
  /** Last day in the program. */
  exitOn: calendarDate.nullable().default(null),
});

export type Interval = z.output<typeof interval>;
export type ScheduleRule = z.output<typeof scheduleRule>;
export type ScheduleRuleInput = z.input<typeof scheduleRule>;
export type SubjectHistory = z.output<typeof subjectHistory>;
export type SubjectHistoryInput = z.input<typeof subjectHistory>;

/** One expected assessment. All days are calendar days of the site. */
export type Occurrence = {
  /** `rule id/subject id/anchor day/sequence number`; the same on every run. */
  key: string;
  opensOn: CalendarDate;
  targetOn: CalendarDate;
  /** Last day in time, until its end. */
  dueOn: CalendarDate;
  /** Last day late work counts. */
  graceEndsOn: CalendarDate;
  /** Why these days, in words. */
  reason: string;
};
