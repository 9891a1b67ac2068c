import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  addDays,
  addMonths,
  type CalendarDate,
  compareDates,
  type DateSpan,
  daysBetween,
  earlierOf,
  endOfMonth,
  isBusinessDay,
  laterOf,
  nextBusinessDay,
  startOfMonth,
  weekday,
} from "./calendar.ts";
import { isWithin, mergeSpans } from "./date-spans.ts";
import {
  calendarDate,
  type Interval,
  type Occurrence,
  type SCHEDULE_EVENTS,
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

/** A day a series plans, before leave and business days. */
type Planned = {
  /** Number or name in the series. */
  sequence: string;
  /** The dated fact it counts from. */
  anchor: CalendarDate;
  on: CalendarDate;
  /** First day on which it can open. */
  notBefore: CalendarDate | null;
  basis: string;
};
type Plan = {
  rule: ScheduleRule;
  history: SubjectHistory;
  leave: DateSpan[];
  holidays: ReadonlySet<string>;
  workable(day: CalendarDate): CalendarDate;
};
type Step = { planned: Planned; targetOn: CalendarDate; notes: string[] };

/**
 * The assessments a rule expects of one subject, whose target lies from `from` to `until`, both included.
 *
 * An offset or phased series counts from its anchor: the first day ever certified, or the first day in the program.
 * A renewal or a lapse does not start it anew; a target on a day without certification is left out and its number
 * is not used again, so the keys of the others stay. Months are counted from the anchor (January 31, February 28,
 * March 31), also when a phased series adds intervals of several lengths. Days of leave shift or pause the windows by
 * the rule's policy; while leave has no known end, windows that wait for the return are not generated. A series has no
 * targets before the subject's start, and after the exit, or between two stays at sites, only what the exit policy leaves.
 *
 * Work done never moves a series: see `satisfiedOccurrence` for what a finished assessment counts for. A phased series
 * chooses its next interval by the results inside its windows; results that could not be scored neither count nor
 * break a row. Sessions, events and draws are facts, so what follows from them is planned once they are known.
 *
 * Under `shift`, several windows of an offset, calendar or phased series moved to one return, or past the next window's
 * target, become the last of them. Under `businessDays: 'next'` target, due and grace day move forward from weekends
 * and holidays, the opening does not.
 *
 * @param rule the schedule rule, version in force
 * @param history dated facts of the subject
 * @param options `from`, `until`: calendar days of the site; `calendar.holidays`: days; `zone`: IANA name of the
 *   site's zone, in which all these days are days (checked for its form, not used in arithmetic)
 * @returns occurrences by target day, then key; the key is rule id, subject id, anchor day and number or name in the series, and
 *   does not depend on `from` and `until`; empty when the anchor is not known
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
  return occurrencesBetween(parsedRule, parsedHistory, { from, until, holidays: new Set(calendar.holidays) });
}

/**
 * `expectedOccurrences` for whoever has read rule and history already and asks for many subjects: nothing is checked
 * again.
 *
 * @param options.facts only what follows from sessions, draws and events of these days; a series of days has none
 * @throws RangeError for more than 1000 occurrences or 20 000 steps
 */
export function occurrencesBetween(
  rule: ScheduleRule,
  history: SubjectHistory,
  {
    from,
    until,
    holidays,
    facts,
  }: { from: CalendarDate; until: CalendarDate; holidays: ReadonlySet<string>; facts?: DateSpan },
): Occurrence[] {
  const plan: Plan = {
    ...{ rule, history, holidays },
    leave: mergeSpans(history.leave),
    workable: (day) => (rule.businessDays === "next" ? nextBusinessDay(day, holidays) : day),
  };
  const occurrences: Occurrence[] = [];
  for (const step of stepsBetween(plan, from, until)) {
    if (step.targetOn < from || step.targetOn > until) continue;
    if (facts && followsFacts(rule) && !isWithin(facts, step.planned.notBefore ?? step.planned.on)) continue;
    const occurrence = occurrenceOf(plan, step);
    if (!isExpected(plan, occurrence)) continue;
    occurrences.push(occurrence);
    if (occurrences.length > MOST_OCCURRENCES) {
      throw new RangeError(
        `until: found more than ${MOST_OCCURRENCES} occurrences from ${from} to ${until}, expected a shorter period`,
      );
    }
  }
  // By key on the same day, so that the order of the facts changes nothing.
  return occurrences.sort((a, b) => compareDates(a.targetOn, b.targetOn) || (a.key < b.key ? -1 : 1));
}

/** Whether the rule plans after sessions, draws or events, and not by a series of days. */
export function followsFacts({ kind }: Pick<ScheduleRule, "kind">): boolean {
  return kind === "sessions" || kind === "random" || kind === "event";
}

/** The steps planned up to a day. Those of a steady series that leave moved onto or past the step after them are left out. */
function* stepsBetween(plan: Plan, from: CalendarDate, until: CalendarDate): Generator<Step> {
  const { rule, history } = plan;
  if (rule.kind === "sessions") yield* stepsOf(plan, afterSessions(rule, history));
  else if (rule.kind === "random") yield* stepsOf(plan, afterDraws(rule, history));
  else if (rule.kind === "event") yield* stepsOf(plan, afterEvents(rule, history));
  else if (rule.kind === "sweep") yield* stepsOf(plan, inSweeps(rule, history));
  else {
    let waiting: Step | null = null;
    for (const planned of inSeries(plan, rule, from)) {
      const step = stepOf(plan, planned);
      if (waiting !== null && !(step !== null && step.targetOn <= waiting.targetOn)) yield waiting;
      waiting = step;
      if (planned.on > until) return;
    }
    if (waiting !== null) yield waiting;
  }
}

function* stepsOf(plan: Plan, planned: Iterable<Planned>): Generator<Step> {
  for (const one of planned) {
    const step = stepOf(plan, one);
    if (step !== null) yield step;
  }
}

function* inSeries(
  plan: Plan,
  rule: ScheduleRule & { kind: "offset" | "calendar" | "phased" },
  from: CalendarDate,
): Generator<Planned> {
  if (rule.kind === "calendar") {
    const first = firstSequence(plan, rule.startOn, { count: rule.everyMonths, unit: "months" }, from);
    yield* numbered(first, rule.startOn, null, (sequence) => ({
      on: dayInMonth(rule, sequence, plan.holidays),
      basis: `every ${plural(rule.everyMonths, "month")} from ${rule.startOn}`,
    }));
    return;
  }
  const anchor = rule.anchor === "started" ? plan.history.startedOn : firstCertifiedOn(plan.history);
  if (anchor === null) return;
  const basis = `${inWords(rule.first)} after ${rule.anchor === "started" ? "the start" : "certification"} on ${anchor}`;
  if (rule.kind === "phased") yield* inPhases(plan, rule, anchor, basis);
  else {
    const { first, every } = rule;
    const start = every === null ? 1 : firstSequence(plan, later(anchor, sum(NOTHING, first)), every, from);
    const steps = numbered(start, anchor, anchor, (sequence) => ({
      on: later(anchor, sum(sum(NOTHING, first), every ?? first, sequence - 1)),
      basis: every === null ? basis : `${basis}, then every ${inWords(every)}`,
    }));
    if (every !== null) yield* steps;
    else for (const step of steps) return yield step;
  }
}

/** More days than closures in a row move a target. */
const LONGEST_MOVE = 400;

/**
 * A number of a series from which on nothing is missed after a day: what comes before it lies before that day, whatever
 * the length of its months. Leave moves any number of days, so with leave a series is followed from its first.
 */
function firstSequence(
  { rule, leave }: Plan,
  first: CalendarDate,
  every: Interval,
  from: CalendarDate,
): number {
  if (leave.length > 0 && rule.leave !== "none") return 1;
  const longest = every.unit === "months" ? every.count * 31 : every.count;
  return Math.max(
    1,
    Math.floor((daysBetween(first, from) - (rule.businessDays === "next" ? LONGEST_MOVE : 31)) / longest),
  );
}

function* numbered(
  start: number,
  anchor: CalendarDate,
  notBefore: CalendarDate | null,
  stepAt: (sequence: number) => Pick<Planned, "on" | "basis">,
): Generator<Planned> {
  for (let sequence = start; sequence <= MOST_STEPS; sequence += 1)
    yield { sequence: String(sequence), anchor, notBefore, ...stepAt(sequence) };
  throw tooManySteps(anchor);
}

function tooManySteps(anchor: CalendarDate): RangeError {
  return new RangeError(
    `until: found a period that is too long, expected at most ${MOST_STEPS} steps after ${anchor}`,
  );
}

/** The day of the nth month of a calendar rule. */
function dayInMonth(
  { startOn, everyMonths, day }: ScheduleRule & { kind: "calendar" },
  sequence: number,
  holidays: ReadonlySet<string>,
): CalendarDate {
  const months = (sequence - 1) * everyMonths;
  if (day === null) return addMonths(startOn, months);
  const first = addMonths(startOfMonth(startOn), months);
  if (day.kind === "first-business-day") return nextBusinessDay(first, holidays);
  const last = endOfMonth(first);
  if (day.kind === "last-business-day") {
    let on = last;
    while (!isBusinessDay(on, holidays)) on = addDays(on, -1);
    return on;
  }
  if (day.week === -1) return addDays(last, -((weekday(last) - day.weekday + 7) % 7));
  return addDays(first, ((day.weekday - weekday(first) + 7) % 7) + (day.week - 1) * 7);
}

/** A series whose interval follows the results: each step's window says which result counts for it. */
function* inPhases(
  plan: Plan,
  rule: ScheduleRule & { kind: "phased" },
  anchor: CalendarDate,
  basis: string,
): Generator<Planned> {
  const results = plan.history.results
    .filter(({ result }) => result !== "not-scorable")
    .sort((a, b) => compareDates(a.on, b.on));
  let passed = sum(NOTHING, rule.first);
  let phase = { at: 0, planned: 0, met: 0, notMet: 0 };
  let used = 0;
  for (let sequence = 1; sequence <= MOST_STEPS; sequence += 1) {
    const every = rule.phases[phase.at]?.every ?? rule.first;
    const planned = {
      sequence: String(sequence),
      anchor,
      notBefore: anchor,
      on: later(anchor, passed),
      basis: sequence === 1 ? basis : `${basis}; phase ${phase.at + 1}, every ${inWords(every)}`,
    };
    yield planned;
    const step = stepOf(plan, planned);
    if (step !== null) {
      const { opensOn, graceEndsOn } = occurrenceOf(plan, step);
      while (used < results.length && (results[used]?.on ?? opensOn) < opensOn) used += 1;
      const counted = results[used];
      const isMet = counted && counted.on <= graceEndsOn ? counted.result === "met" : null;
      if (isMet !== null) used += 1;
      phase = nextPhase(rule, phase, isMet);
    }
    passed = sum(passed, rule.phases[phase.at]?.every ?? every);
  }
  throw tooManySteps(anchor);
}

type Phase = { at: number; planned: number; met: number; notMet: number };

/** The phase after one more step, whose result may be unknown. */
function nextPhase(
  { phases, back }: ScheduleRule & { kind: "phased" },
  phase: Phase,
  isMet: boolean | null,
): Phase {
  const next = {
    at: phase.at,
    planned: phase.planned + 1,
    met: isMet === null ? phase.met : isMet ? phase.met + 1 : 0,
    notMet: isMet === null ? phase.notMet : isMet ? 0 : phase.notMet + 1,
  };
  const enter = (at: number): Phase => ({ at, planned: 0, met: 0, notMet: 0 });
  if (back !== null && isMet === false && next.notMet >= back.notMetInARow)
    return enter(back.to === "first" ? 0 : Math.max(0, phase.at - 1));
  const until = phases[phase.at]?.until ?? null;
  if (until === null) return next;
  return (until.kind === "met-in-a-row" ? next.met : next.planned) >= until.count
    ? enter(phase.at + 1)
    : next;
}

function* afterSessions(
  { startOn, every, targetDaysAfter }: ScheduleRule & { kind: "sessions" },
  { sessionsHeld }: SubjectHistory,
): Generator<Planned> {
  const held = sessionsHeld.filter((day) => day >= startOn).sort(compareDates);
  for (let number = 1; number * every <= held.length; number += 1) {
    const day = held[number * every - 1] as CalendarDate;
    yield {
      sequence: String(number),
      anchor: startOn,
      on: addDays(day, targetDaysAfter),
      notBefore: day,
      basis: `${plural(number * every, "session")} held from ${startOn}, the last on ${day}`,
    };
  }
}

function* afterDraws(
  { id, of, targetDaysAfter }: ScheduleRule & { kind: "random" },
  { drawn }: SubjectHistory,
): Generator<Planned> {
  for (const { periodOn, unitId } of drawn.filter(({ ruleId }) => ruleId === id))
    yield {
      sequence: unitId,
      anchor: periodOn,
      on: addDays(periodOn, targetDaysAfter),
      notBefore: periodOn,
      basis: of === "people" ? `drawn for the period from ${periodOn}` : `a session drawn on ${periodOn}`,
    };
}

const EVENT_WORDS: Record<(typeof SCHEDULE_EVENTS)[number], string> = {
  "below-threshold": "a result below the threshold",
  "new-version": "a new version of the instrument",
  "coach-change": "a change of coach",
  "return-from-leave": "the return from leave",
  // The rater is not to know: what they expect would colour what they see.
  complaint: "an event on record",
};

function* afterEvents(
  { startOn, events, after }: ScheduleRule & { kind: "event" },
  history: SubjectHistory,
): Generator<Planned> {
  const seen = new Set<string>();
  for (const { kind, on } of history.events) {
    if (on < startOn || !events.includes(kind) || seen.has(`${on} ${kind}`)) continue;
    seen.add(`${on} ${kind}`);
    const basis = `${inWords(after)} after ${EVENT_WORDS[kind]} on ${on}`;
    yield { sequence: kind, anchor: on, on: later(on, sum(NOTHING, after)), notBefore: on, basis };
  }
}

function* inSweeps(
  { days, siteIds }: ScheduleRule & { kind: "sweep" },
  { sites }: SubjectHistory,
): Generator<Planned> {
  for (const on of new Set(days)) {
    const isThere = sites.some(
      (site) => (siteIds.length === 0 || siteIds.includes(site.siteId)) && isWithin(site, on),
    );
    if (isThere) yield { sequence: "1", anchor: on, on, notBefore: null, basis: `everybody on ${on}` };
  }
}

function firstCertifiedOn({ certified }: SubjectHistory): CalendarDate | null {
  return certified
    .map(({ from }) => from)
    .reduce<CalendarDate | null>((a, b) => (a === null ? b : earlierOf(a, b)), null);
}

type Length = { months: number; days: number };
const NOTHING: Length = { months: 0, days: 0 };

/** A length of time and so many intervals. */
function sum({ months, days }: Length, { count, unit }: Interval, times = 1): Length {
  return unit === "months"
    ? { months: months + count * times, days }
    : { months, days: days + count * times };
}

/** Adds all months in one step from the anchor, then all days. */
function later(anchor: CalendarDate, { months, days }: Length): CalendarDate {
  return addDays(addMonths(anchor, months), days);
}

/** The target after leave and business days, or null while it waits for a return that is not known. */
function stepOf({ rule, leave, workable }: Plan, planned: Planned): Step | null {
  const returned = afterLeave(rule, planned.anchor, leave, planned.on);
  if (returned === null) return null;
  const targetOn = workable(returned);
  const notes = [];
  if (returned !== planned.on)
    notes.push(`moved ${plural(daysBetween(planned.on, returned), "day")} by leave`);
  if (targetOn !== returned) notes.push("moved to the next business day");
  return { planned, targetOn, notes };
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
  { rule, history, workable }: Plan,
  { planned: { sequence, anchor, notBefore, basis }, targetOn, notes }: Step,
): Occurrence {
  const opensOn = addDays(targetOn, -rule.opensDaysBefore);
  const dueOn = workable(addDays(targetOn, rule.dueDaysAfter));
  const name = /^\d+$/.test(sequence) && rule.kind !== "sweep" ? `${rule.title} ${sequence}` : rule.title;
  return {
    key: `${rule.id}/${history.subjectId}/${anchor}/${sequence}`,
    opensOn: notBefore === null ? opensOn : laterOf(opensOn, notBefore),
    targetOn,
    dueOn,
    graceEndsOn: workable(addDays(dueOn, rule.graceDays)),
    reason: [`${name}: ${basis}`, ...notes].join("; "),
  };
}

function isExpected({ rule, history }: Plan, { opensOn, targetOn }: Occurrence): boolean {
  const { startedOn, exitOn } = history;
  if (startedOn !== null && targetOn < startedOn) return false;
  if (rule.kind === "calendar" && targetOn < rule.startOn) return false;
  if (exitOn !== null && (rule.exit === "finish" ? opensOn : targetOn) > exitOn) return false;
  if (isBetweenSites(history, rule.exit === "finish" ? opensOn : targetOn)) return false;
  const countsFromCertification =
    (rule.kind === "offset" || rule.kind === "phased") && rule.anchor === "certified";
  if (!(rule.whileCertified ?? countsFromCertification)) return true;
  const asked = rule.exit === "finish" && exitOn !== null ? earlierOf(targetOn, exitOn) : targetOn;
  return history.certified.some((span) => isWithin(span, asked));
}

/** Whether the subject had left by a day and came back after it. */
export function isBetweenSites({ sites }: SubjectHistory, day: string): boolean {
  return (
    sites.some(({ to }) => to !== null && to < day) &&
    sites.some(({ from }) => from > day) &&
    !sites.some(({ from, to }) => from <= day && (to === null || day <= to))
  );
}

function inWords({ count, unit }: Interval): string {
  return plural(count, unit === "days" ? "day" : "month");
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
