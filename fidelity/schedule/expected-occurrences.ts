import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  addDays,
  addMonths,
  type CalendarDate,
  type DateSpan,
  daysBetween,
  earlierOf,
  laterOf,
  nextBusinessDay,
} from "./calendar.ts";
import { isWithin, mergeSpans } from "./date-spans.ts";
import {
  calendarDate,
  type Interval,
  type Occurrence,
  type ScheduleRule,
  type ScheduleRuleInput,
  type SubjectHistory,
  type SubjectHistoryInput,
  scheduleRule,
  subjectHistory,
} from "./schedule-rule.schema.ts";

const MOST_OCCURRENCES = 1000;
const MOST_STEPS = 20_000;

const periodSchema = z
  .object({
    from: calendarDate,
    until: calendarDate,
    calendar: z.object({ holidays: z.array(calendarDate).default([]) }).default({ holidays: [] }),
    zone: z.string().regex(/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2})$/, {
      error: ({ input }) =>
        `found ${JSON.stringify(input)}, expected an IANA time zone such as America/Boise`,
    }),
  })
  .refine(({ from, until }) => from <= until, { error: 'expected "from" on or before "until"' });

type Series = { anchor: CalendarDate; basis: string; target(sequence: number): CalendarDate };
type Plan = {
  rule: ScheduleRule;
  history: SubjectHistory;
  series: Series;
  leave: DateSpan[];
  workable(day: CalendarDate): CalendarDate;
};
type Step = { sequence: number; targetOn: CalendarDate; notes: string[] };

/**
 * The assessments a rule expects of one subject, whose target lies from `from` to `until`, both included.
 *
 * A series counts from its anchor: the first day ever certified, the first day in the program, or the rule's start date.
 * A renewal or a lapse does not start it anew; a target on a day without certification is left out and its number
 * is not used again, so the keys of the others stay. Months are counted from the anchor (January 31, February 28,
 * March 31). Days of leave shift or pause the windows by the rule's policy; while leave has no known end, windows
 * that wait for the return are not generated. A series has no targets before the subject's start or after its exit.
 * Work done never moves the series: see `satisfiedOccurrence` for what a finished assessment counts for.
 *
 * Under `shift`, several windows moved to one return, or past the next window's target, become the last of them.
 * Under `businessDays: 'next'` target, due and grace day move forward from weekends and holidays, the opening does not.
 *
 * @param rule the schedule rule, version in force
 * @param history dated facts of the subject
 * @param options `from`, `until`: calendar days of the site; `calendar.holidays`: days; `zone`: IANA name of the
 *   site's zone, in which all these days are days (checked for its form, not used in arithmetic)
 * @returns occurrences by target day; the key is rule id, subject id, anchor day and sequence number, and does not
 *   depend on `from` and `until`; empty when the anchor is not known
 * @throws TypeError naming every malformed field; RangeError for more than 1000 occurrences or 20 000 steps
 *
 * Source: fixed-interval assessment windows with grace and business-day adjustment; end-of-month rule as in
 * ISO 8601 duration arithmetic (XML Schema Part 2, appendix E).
 */
export function expectedOccurrences(
  rule: ScheduleRuleInput,
  history: SubjectHistoryInput,
  options: z.input<typeof periodSchema>,
): Occurrence[] {
  const parsedRule = parseInput(scheduleRule, rule, "rule");
  const parsedHistory = parseInput(subjectHistory, history, "history");
  const { from, until, calendar } = parseInput(periodSchema, options, "options");
  const series = seriesOf(parsedRule, parsedHistory);
  if (series === null) return [];

  const holidays = new Set<string>(calendar.holidays);
  const plan: Plan = {
    rule: parsedRule,
    history: parsedHistory,
    series,
    leave: mergeSpans(parsedHistory.leave),
    workable: (day) => (parsedRule.businessDays === "next" ? nextBusinessDay(day, holidays) : day),
  };
  const occurrences: Occurrence[] = [];
  for (const step of stepsUntil(plan, until)) {
    if (step.targetOn < from || step.targetOn > until || !isExpected(plan, step.targetOn)) continue;
    occurrences.push(occurrenceOf(plan, step));
    if (occurrences.length > MOST_OCCURRENCES) {
      throw new RangeError(
        `until: found more than ${MOST_OCCURRENCES} occurrences from ${from} to ${until}, expected a shorter period`,
      );
    }
  }
  return occurrences;
}

/** The steps planned up to a day, without those that leave moved onto or past the step after them. */
function* stepsUntil(plan: Plan, until: CalendarDate): Generator<Step> {
  const lastSequence = isOnce(plan.rule) ? 1 : MOST_STEPS;
  let next = stepOf(plan, 1);
  for (let sequence = 1; plan.series.target(sequence) <= until; sequence += 1) {
    const step = next;
    next = sequence < lastSequence ? stepOf(plan, sequence + 1) : null;
    const isOvertaken = step !== null && next !== null && next.targetOn <= step.targetOn;
    if (step !== null && !isOvertaken) yield step;
    if (isOnce(plan.rule)) return;
    if (sequence === MOST_STEPS) {
      throw new RangeError(
        `until: found ${until}, expected at most ${MOST_STEPS} steps after ${plan.series.anchor}`,
      );
    }
  }
}

function isOnce(rule: ScheduleRule): boolean {
  return rule.kind === "offset" && rule.every === null;
}

function seriesOf(rule: ScheduleRule, history: SubjectHistory): Series | null {
  if (rule.kind === "calendar") {
    const { startOn, everyMonths } = rule;
    const basis = `every ${plural(everyMonths, "month")} from ${startOn}`;
    return { anchor: startOn, basis, target: (sequence) => addMonths(startOn, (sequence - 1) * everyMonths) };
  }
  const anchor = rule.anchor === "started" ? history.startedOn : firstCertifiedOn(history);
  if (anchor === null) return null;
  const { first, every } = rule;
  const repeat = every === null ? "" : `, then every ${inWords(every)}`;
  return {
    anchor,
    basis: `${inWords(first)} after ${rule.anchor === "started" ? "the start" : "certification"} on ${anchor}${repeat}`,
    target: (sequence) =>
      later(anchor, [
        { times: 1, ...first },
        { times: sequence - 1, ...(every ?? first) },
      ]),
  };
}

function firstCertifiedOn({ certified }: SubjectHistory): CalendarDate | null {
  return certified
    .map(({ from }) => from)
    .reduce<CalendarDate | null>((a, b) => (a === null ? b : earlierOf(a, b)), null);
}

/** Adds all months in one step from the anchor, then all days. */
function later(anchor: CalendarDate, lengths: (Interval & { times: number })[]): CalendarDate {
  const total = (unit: Interval["unit"]) =>
    lengths
      .filter((length) => length.unit === unit)
      .reduce((sum, { count, times }) => sum + count * times, 0);
  return addDays(addMonths(anchor, total("months")), total("days"));
}

/** The target after leave and business days, or null while it waits for a return that is not known. */
function stepOf({ rule, series, leave, workable }: Plan, sequence: number): Step | null {
  const planned = series.target(sequence);
  const returned = afterLeave(rule, series.anchor, leave, planned);
  if (returned === null) return null;
  const targetOn = workable(returned);
  const notes = [];
  if (returned !== planned) notes.push(`moved ${plural(daysBetween(planned, returned), "day")} by leave`);
  if (targetOn !== returned) notes.push("moved to the next business day");
  return { sequence, targetOn, notes };
}

function afterLeave(
  rule: ScheduleRule,
  anchor: CalendarDate,
  leave: DateSpan[],
  planned: CalendarDate,
): CalendarDate | null {
  let targetOn = planned;
  for (const { from, to } of leave) {
    if (rule.leave === "none" || (to !== null && to < anchor)) continue;
    const dueOn = addDays(targetOn, rule.dueDaysAfter);
    const isPaused = rule.leave === "pause" && from <= targetOn;
    const isShifted =
      rule.leave === "shift" && (isWithin({ from, to }, targetOn) || isWithin({ from, to }, dueOn));
    if (!isPaused && !isShifted) continue;
    if (to === null) return null;
    targetOn = isPaused ? addDays(targetOn, daysBetween(laterOf(from, anchor), to) + 1) : addDays(to, 1);
  }
  return targetOn;
}

function occurrenceOf(
  { rule, history, series, workable }: Plan,
  { sequence, targetOn, notes }: Step,
): Occurrence {
  const opensOn = addDays(targetOn, -rule.opensDaysBefore);
  const dueOn = workable(addDays(targetOn, rule.dueDaysAfter));
  return {
    key: `${rule.id}/${history.subjectId}/${series.anchor}/${sequence}`,
    opensOn: rule.kind === "offset" ? laterOf(opensOn, series.anchor) : opensOn,
    targetOn,
    dueOn,
    graceEndsOn: workable(addDays(dueOn, rule.graceDays)),
    reason: [`${rule.title} ${sequence}: ${series.basis}`, ...notes].join("; "),
  };
}

function isExpected({ rule, history }: Plan, targetOn: CalendarDate): boolean {
  if (history.startedOn !== null && targetOn < history.startedOn) return false;
  if (history.exitOn !== null && targetOn > history.exitOn) return false;
  const needsCertification = rule.whileCertified ?? (rule.kind === "offset" && rule.anchor === "certified");
  return !needsCertification || history.certified.some((span) => isWithin(span, targetOn));
}

function inWords({ count, unit }: Interval): string {
  return plural(count, unit === "days" ? "day" : "month");
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
