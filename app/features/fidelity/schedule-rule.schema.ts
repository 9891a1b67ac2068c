import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { isCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { ScheduleRule, ScheduleRuleInput } from "#fidelity/schedule/schedule-rule.schema.ts";

export const RULE_KINDS = ["offset", "calendar", "phased", "sessions", "random", "event", "sweep"] as const;
/** Those who can complete a review: supervisors, the coach's own or others, and whoever it is about. */
export const FORM_RATERS = ["supervisor", "independent", "self"] as const;
/** Events that the program's own records tell. */
export const FORM_EVENTS = ["below-threshold", "new-version", "coach-change", "return-from-leave"] as const;

const whole = (message: string, min: number, max: number) =>
  z.coerce.number<string>(message).int(message).min(min, message).max(max, message);
const days = whole("Enter a number of days from 0 to 366", 0, 366);
const count = whole("Enter a whole number from 1 to 3660", 1, 3660);
const unit = z.enum(["days", "months"], "Choose days or months");
const many = <T extends z.ZodType>(item: T, message: string) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(item).min(1, message),
  );

const seen = {
  intent: z.enum(["preview", "save"]),
  /** Names the preview that was shown. */
  mark: z.string().max(200).optional(),
};

const common = {
  title: z
    .string("Give the rule a name")
    .trim()
    .min(1, "Give the rule a name")
    .max(120, "Use at most 120 characters"),
  raterType: z.enum(FORM_RATERS, "Choose who rates"),
  startsOn: dayField("Choose the day from which it holds"),
  opensDaysBefore: days,
  dueDaysAfter: days,
  graceDays: days,
  businessDays: z.enum(["none", "next"]),
  leave: z.enum(["shift", "pause", "none"]),
  exit: z.enum(["cancel", "finish"]),
  transfer: z.enum(["inherit", "stay"]),
  precedence: whole("Enter a whole number from 0 to 999", 0, 999),
  minimumSpacingDays: days,
  ...seen,
  /** For a rule that is new. */
  instrumentId: z.guid("Choose an instrument").optional(),
};
const anchored = {
  anchor: z.enum(["certified", "started"], "Choose what it counts from"),
  firstCount: count,
  firstUnit: unit,
};
const everyMonths = whole("Choose how often", 1, 120);

/** What the form of a new rule, or of a rule's new version, posts. */
export const ruleForm = z.discriminatedUnion("kind", [
  z.object({
    ...common,
    ...anchored,
    kind: z.literal("offset"),
    everyCount: count.optional(),
    everyUnit: unit,
  }),
  z.object({
    ...common,
    kind: z.literal("calendar"),
    everyMonths,
    dayKind: z.enum(["start", "weekday", "first-business-day", "last-business-day"]),
    week: z.enum(["1", "2", "3", "4", "-1"]),
    weekday: z.enum(["1", "2", "3", "4", "5", "6", "7"]),
  }),
  z.object({
    ...common,
    ...anchored,
    kind: z.literal("phased"),
    everyCount: count,
    everyUnit: unit,
    metInARow: whole("Enter a whole number from 1 to 20", 1, 20),
    thenCount: count,
    thenUnit: unit,
    notMetInARow: whole("Enter a whole number from 1 to 20", 1, 20),
  }),
  z.object({
    ...common,
    kind: z.literal("sessions"),
    everySessions: whole("Enter a whole number from 1 to 500", 1, 500),
    targetDaysAfter: days,
  }),
  z.object({
    ...common,
    kind: z.literal("random"),
    of: z.enum(["people", "sessions"]),
    everyMonths,
    sharePercent: z.coerce
      .number<string>("Enter a percentage over 0, up to 100")
      .gt(0, "Enter a percentage over 0, up to 100")
      .max(100, "Enter a percentage over 0, up to 100"),
    atLeast: whole("Enter a whole number from 0 to 100", 0, 100),
    stratifyBy: z.enum(["none", "site", "unit", "coach"]),
    targetDaysAfter: days,
  }),
  z.object({
    ...common,
    kind: z.literal("event"),
    events: many(z.enum(FORM_EVENTS), "Choose at least one event"),
    afterCount: count,
    afterUnit: unit,
  }),
  z.object({
    ...common,
    kind: z.literal("sweep"),
    days: z
      .string("Enter at least one day")
      .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
      .pipe(
        z
          .array(z.string())
          .min(1, "Enter at least one day")
          .max(100, "Enter at most 100 days")
          .refine(
            (list) => list.every(isCalendarDate),
            "Write every day as 2027-03-15, with commas between them",
          ),
      ),
    siteId: z.guid().optional(),
  }),
]);

export type RuleForm = z.output<typeof ruleForm>;

/** What the form of a rule's end posts: the first day without the rule, or that it goes on. */
const ruleEndForm = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("end"),
    endsOn: dayField("Choose the first day on which it no longer holds"),
    ...seen,
  }),
  z.object({ kind: z.literal("go-on"), ...seen }),
]);
export type RuleEndForm = z.output<typeof ruleEndForm>;

/** What the page of a rule posts: its next version, or its end. */
export const changedRuleForm = z.discriminatedUnion("kind", [ruleForm, ruleEndForm]);

export function isAboutEnd(form: RuleForm | RuleEndForm): form is RuleEndForm {
  return form.kind === "end" || form.kind === "go-on";
}

export const ruleParams = z.object({ code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });
export const newRuleSearch = z.object({ kind: z.enum(RULE_KINDS).optional().catch(undefined) });

/** What was typed, for the form that comes back. */
export function valuesOfForm(posted: FormData): Record<string, string | string[]> {
  const texts = [...posted].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...Object.fromEntries(texts), events: posted.getAll("events").map(String) };
}

/**
 * The rule that a form describes.
 *
 * @param before the versions before it, the first in front: what they count from goes on being counted from
 */
export function ruleOfFields(
  fields: RuleForm,
  code: string,
  subject: "coach" | "practitioner",
  before: readonly ScheduleRule[] = [],
): ScheduleRuleInput {
  // Nobody certifies practitioners.
  const whileCertified = subject === "coach";
  const shared = {
    id: code,
    title: fields.title,
    opensDaysBefore: fields.opensDaysBefore,
    dueDaysAfter: fields.dueDaysAfter,
    graceDays: fields.graceDays,
    businessDays: fields.businessDays,
    leave: fields.leave,
    exit: fields.exit,
    transfer: fields.transfer,
    precedence: fields.precedence,
    minimumSpacingDays: fields.minimumSpacingDays,
  };
  const first = before.find(({ kind }) => kind === fields.kind);
  const startsOn =
    first && "startOn" in first && first.startOn < fields.startsOn ? first.startOn : fields.startsOn;
  switch (fields.kind) {
    case "offset":
      return {
        ...shared,
        kind: "offset",
        anchor: fields.anchor,
        first: { count: fields.firstCount, unit: fields.firstUnit },
        every: fields.everyCount === undefined ? null : { count: fields.everyCount, unit: fields.everyUnit },
      };
    case "phased":
      return {
        ...shared,
        kind: "phased",
        anchor: fields.anchor,
        first: { count: fields.firstCount, unit: fields.firstUnit },
        phases: [
          {
            every: { count: fields.everyCount, unit: fields.everyUnit },
            until: { kind: "met-in-a-row", count: fields.metInARow },
          },
          { every: { count: fields.thenCount, unit: fields.thenUnit }, until: null },
        ],
        back: { notMetInARow: fields.notMetInARow, to: "first" },
      };
    case "calendar":
      return {
        ...shared,
        kind: "calendar",
        startOn: startsOn,
        everyMonths: fields.everyMonths,
        whileCertified,
        day:
          fields.dayKind === "start"
            ? null
            : fields.dayKind === "weekday"
              ? {
                  kind: "weekday",
                  week: Number(fields.week) as -1 | 1 | 2 | 3 | 4,
                  weekday: Number(fields.weekday),
                }
              : { kind: fields.dayKind },
      };
    case "sessions":
      return {
        ...shared,
        kind: "sessions",
        startOn: startsOn,
        every: fields.everySessions,
        targetDaysAfter: fields.targetDaysAfter,
      };
    case "random":
      return {
        ...shared,
        kind: "random",
        of: fields.of,
        startOn: startsOn,
        everyMonths: fields.everyMonths,
        share: fields.sharePercent / 100,
        atLeast: fields.atLeast,
        stratifyBy: fields.stratifyBy,
        targetDaysAfter: fields.targetDaysAfter,
      };
    case "event":
      return {
        ...shared,
        kind: "event",
        startOn: startsOn,
        events: fields.events,
        after: { count: fields.afterCount, unit: fields.afterUnit },
      };
    case "sweep":
      return {
        ...shared,
        kind: "sweep",
        days: fields.days,
        siteIds: fields.siteId === undefined ? [] : [fields.siteId],
        whileCertified,
      };
  }
}

/** What a form starts with for a rule. */
export function fieldsOfRule(rule: ScheduleRule): Record<string, string | string[]> {
  const shared = {
    opensDaysBefore: String(rule.opensDaysBefore),
    dueDaysAfter: String(rule.dueDaysAfter),
    graceDays: String(rule.graceDays),
    businessDays: rule.businessDays,
    leave: rule.leave,
    exit: rule.exit,
    transfer: rule.transfer,
    precedence: String(rule.precedence),
    minimumSpacingDays: String(rule.minimumSpacingDays),
  };
  switch (rule.kind) {
    case "offset":
      return {
        ...shared,
        anchor: rule.anchor,
        firstCount: String(rule.first.count),
        firstUnit: rule.first.unit,
        everyCount: rule.every === null ? "" : String(rule.every.count),
        everyUnit: rule.every?.unit ?? "days",
      };
    case "phased":
      return {
        ...shared,
        anchor: rule.anchor,
        firstCount: String(rule.first.count),
        firstUnit: rule.first.unit,
        everyCount: String(rule.phases[0]?.every.count ?? ""),
        everyUnit: rule.phases[0]?.every.unit ?? "days",
        metInARow: String(rule.phases[0]?.until?.count ?? 3),
        thenCount: String(rule.phases.at(-1)?.every.count ?? ""),
        thenUnit: rule.phases.at(-1)?.every.unit ?? "months",
        notMetInARow: String(rule.back?.notMetInARow ?? 1),
      };
    case "calendar":
      return {
        ...shared,
        everyMonths: String(rule.everyMonths),
        dayKind: rule.day === null ? "start" : rule.day.kind,
        week: rule.day?.kind === "weekday" ? String(rule.day.week) : "1",
        weekday: rule.day?.kind === "weekday" ? String(rule.day.weekday) : "1",
      };
    case "sessions":
      return { ...shared, everySessions: String(rule.every), targetDaysAfter: String(rule.targetDaysAfter) };
    case "random":
      return {
        ...shared,
        of: rule.of,
        everyMonths: String(rule.everyMonths),
        sharePercent: String(Number((rule.share * 100).toFixed(6))),
        atLeast: String(rule.atLeast),
        stratifyBy: rule.stratifyBy,
        targetDaysAfter: String(rule.targetDaysAfter),
      };
    case "event":
      return {
        ...shared,
        events: [...rule.events],
        afterCount: String(rule.after.count),
        afterUnit: rule.after.unit,
      };
    case "sweep":
      return { ...shared, days: rule.days.join(", "), siteId: rule.siteIds[0] ?? "" };
  }
}
