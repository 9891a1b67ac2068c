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

/**
 * What an exit does. `cancel`: nothing has its target after the last day. `finish`: what has opened by the last day is
 * still to be done.
 */
export const EXIT_POLICIES = ["cancel", "finish"] as const;

/**
 * To which site an assessment belongs when its subject moves. `inherit`: to the one of the target day. `stay`: to the
 * one of the opening day.
 */
export const TRANSFER_POLICIES = ["inherit", "stay"] as const;

/** What may ask for an assessment of its own. */
export const SCHEDULE_EVENTS = [
  "below-threshold",
  "new-version",
  "coach-change",
  "return-from-leave",
  "complaint",
] as const;

/** Results as `scoreAssessment` gives them. */
export const SCHEDULE_RESULTS = ["met", "developing", "not-met", "not-scorable"] as const;

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
  transfer: z.enum(TRANSFER_POLICIES).default("inherit"),
  /** Where windows of several rules meet, the rule with the lowest number is planned and counts for the others. */
  precedence: z.int().min(0).max(999).default(100),
  /** Days that have to lie between two assessments of one subject with one instrument. */
  minimumSpacingDays: days.default(0),
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

/**
 * The day of a month: its nth or last (-1) such weekday, by ISO 8601 (1 is Monday), or its first or last business day.
 */
export const dayOfMonth = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("weekday"),
    week: z.union([z.literal(-1), z.int().min(1).max(4)]),
    weekday: z.int().min(1).max(7),
  }),
  z.strictObject({ kind: z.literal("first-business-day") }),
  z.strictObject({ kind: z.literal("last-business-day") }),
]);

const everyMonths = z.int().min(1).max(120);

/**
 * Every so many months from a start date that is the same for everyone; 1 is monthly. Without `day` on the start
 * date's day of the month; with it on that day, and never before the start date.
 */
export const calendarRule = z.strictObject({
  ...common,
  kind: z.literal("calendar"),
  startOn: calendarDate,
  everyMonths,
  day: dayOfMonth.nullable().default(null),
});

/** How a phase ends: after so many met in a row, or after so many assessments. */
const phaseEnd = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("met-in-a-row"), count: z.int().min(1).max(20) }),
  z.strictObject({ kind: z.literal("planned"), count: z.int().min(1).max(100) }),
]);

/**
 * An interval that follows the results: every phase has its own, the last one has no end. So many assessments in a row
 * that did not meet the threshold lead back to the first phase, or to the one before.
 */
export const phasedRule = z
  .strictObject({
    ...common,
    kind: z.literal("phased"),
    anchor: z.enum(ANCHOR_FACTS),
    first: interval,
    phases: z
      .array(z.strictObject({ every: interval, until: phaseEnd.nullable() }))
      .min(2)
      .max(6),
    back: z
      .strictObject({ notMetInARow: z.int().min(1).max(20), to: z.enum(["first", "previous"]) })
      .nullable()
      .default({ notMetInARow: 1, to: "first" }),
  })
  .refine(
    ({ phases }) => phases.every(({ until }, index) => (until === null) === (index === phases.length - 1)),
    { error: "expected an end for every phase but the last" },
  );

const targetDaysAfter = days.default(14);

/** After every so many sessions that were held from `startOn`. */
export const sessionsRule = z.strictObject({
  ...common,
  kind: z.literal("sessions"),
  startOn: calendarDate,
  every: z.int().min(1).max(500),
  targetDaysAfter,
});

/**
 * A random share of people or of held sessions, drawn per period; see `drawSample`. People are drawn on the first day
 * of a period, sessions on the day after it. What was drawn is part of the history.
 */
export const randomRule = z.strictObject({
  ...common,
  kind: z.literal("random"),
  of: z.enum(["people", "sessions"]),
  startOn: calendarDate,
  everyMonths,
  share: z.number().gt(0).max(1),
  /** So many of every stratum, if it has them. */
  atLeast: z.int().min(0).max(100).default(1),
  stratifyBy: z.enum(["none", "site", "unit", "coach"]).default("unit"),
  targetDaysAfter,
});

/** So long after each event of some kinds from `startOn`. */
export const eventRule = z.strictObject({
  ...common,
  kind: z.literal("event"),
  startOn: calendarDate,
  events: z.array(z.enum(SCHEDULE_EVENTS)).min(1),
  after: interval,
});

/** Everybody of some sites, or of all when none is named, on the same days. */
export const sweepRule = z.strictObject({
  ...common,
  kind: z.literal("sweep"),
  days: z.array(calendarDate).min(1).max(100),
  siteIds: z.array(keyPart).max(1000).default([]),
});

/**
 * How a series of assessments is scheduled. A further kind is a further member of the union;
 * stored rules of the present kinds stay valid.
 */
export const scheduleRule = z.discriminatedUnion("kind", [
  offsetRule,
  calendarRule,
  phasedRule,
  sessionsRule,
  randomRule,
  eventRule,
  sweepRule,
]);

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
  /** Finished assessments that count for a phased rule, each with the day of the observed work, in any order. */
  results: z.array(z.object({ on: calendarDate, result: z.enum(SCHEDULE_RESULTS) })).default([]),
  /** Days of held sessions, one entry per session, in any order. */
  sessionsHeld: z.array(calendarDate).default([]),
  events: z.array(z.object({ kind: z.enum(SCHEDULE_EVENTS), on: calendarDate })).default([]),
  /** What the draws of random rules took: the subject itself, or a session. */
  drawn: z.array(z.object({ ruleId: keyPart, periodOn: calendarDate, unitId: keyPart })).default([]),
  /** Where the subject works; a sweep asks. */
  sites: z.array(z.object({ siteId: keyPart, from: calendarDate, to: calendarDate.nullable() })).default([]),
});

export type Interval = z.output<typeof interval>;
export type ScheduleRule = z.output<typeof scheduleRule>;
export type ScheduleRuleInput = z.input<typeof scheduleRule>;
export type SubjectHistory = z.output<typeof subjectHistory>;
export type SubjectHistoryInput = z.input<typeof subjectHistory>;

/** One expected assessment. All days are calendar days of the site. */
export type Occurrence = {
  /** `rule id/subject id/anchor day/number or name in the series`; the same on every run. */
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
