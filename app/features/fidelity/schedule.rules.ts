import type { Day } from "#app/time/days.ts";
import { addDays, type CalendarDate, earlierOf, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { expectedOccurrences } from "#fidelity/schedule/expected-occurrences.ts";
import type { Occurrence, ScheduleRuleInput } from "#fidelity/schedule/schedule-rule.schema.ts";

/** A stretch of days; `endsOn` is the first day on which it no longer holds. */
export interface Dated {
  startsOn: Day;
  endsOn: Day | null;
}
export type Workplace = Dated & { siteId: string; unitId: string | null };
export type Supervision = Dated & { supervisorId: string; supervisorDeactivatedOn: Day | null };

/** What is known about a subject, each fact with its own dates. */
export interface SubjectFacts {
  subjectId: string;
  certifications: { validFrom: Day; validUntil: Day; revokedOn: Day | null }[];
  leaves: { firstOn: Day; lastOn: Day }[];
  workplaces: Workplace[];
  supervisions: Supervision[];
  /** Times as a coach; empty when the role is not recorded. */
  roles: Dated[];
  deactivatedOn: Day | null;
}

/** A rule in force with the versions of its instrument, oldest first. */
export interface RuleInForce {
  scheduleRuleId: string;
  code: string;
  title: string;
  rule: unknown;
  raterType: string;
  /** First day of the first version of the rule. */
  startsOn: Day;
  endsOn: Day | null;
  versions: {
    id: string;
    effectiveFrom: Day;
    /** Whether reviews that were planned before it run under it; otherwise they keep the version they were planned with. */
    takesPlanned: boolean;
  }[];
  /** Rater certifications for the instrument by person; null when the program certifies no raters for it. */
  raters: Map<string, { validFrom: Day; validUntil: Day; revokedOn: Day | null }[]> | null;
}

export interface StoredAssessment {
  id: string;
  occurrenceKey: string;
  scheduleRuleId: string;
  state: string;
  stateReason: string | null;
  siteId: string;
  unitId: string | null;
  instrumentVersionId: string;
  raterId: string | null;
  unassignedReason: string | null;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  scheduleReason: string;
}

/** How an assessment that nobody has started should stand. */
export interface Desired {
  occurrenceKey: string;
  scheduleRuleId: string;
  subjectId: string;
  raterType: string;
  state: "planned" | "open";
  siteId: string;
  unitId: string | null;
  instrumentVersionId: string;
  raterId: string | null;
  unassignedReason: string | null;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  scheduleReason: string;
}

export interface SeriesPlan {
  add: Desired[];
  change: { stored: StoredAssessment; desired: Desired }[];
  cancel: { stored: StoredAssessment; reason: string }[];
}

export interface SeriesOptions {
  /** The day at a site. */
  todayAt: (siteId: string) => Day;
  zoneOf: (siteId: string) => string;
  until: Day;
  /** First target day to look back to, for history entered afterwards. */
  from?: Day;
}

/** Marks a cancellation by the scheduler, which it may take back when the facts change again. */
const BY_SCHEDULE = "Schedule: ";
const LOOK_BACK_DAYS = 60;
/** Beyond the horizon nothing is added, but what moves past it is still known. */
const LOOK_AHEAD_DAYS = 190;

const holdsOn = ({ startsOn, endsOn }: Dated, day: Day) =>
  startsOn <= day && (endsOn === null || endsOn > day);
const lastDayOf = (validUntil: Day, revokedOn: Day | null) =>
  revokedOn === null ? day(validUntil) : earlierOf(day(validUntil), addDays(day(revokedOn), -1));
const day = (text: Day) => parseCalendarDate(text);
const isUntouched = ({ state }: StoredAssessment) => state === "planned" || state === "open";
const isRevivable = ({ state, stateReason }: StoredAssessment) =>
  state === "cancelled" && (stateReason ?? "").startsWith(BY_SCHEDULE);
const sequenceOf = (key: string) => key.slice(key.lastIndexOf("/") + 1);

/**
 * What the scheduler has to do so that one subject's assessments under one rule match the facts. An assessment is
 * the same one when rule, subject and number in the series agree, so a corrected certification moves what is planned
 * and never repeats what is done. Only assessments that nobody has started are changed or cancelled; an occurrence
 * is added while its window, grace included, has not passed.
 */
export function planSeries(
  rule: RuleInForce,
  facts: SubjectFacts,
  stored: readonly StoredAssessment[],
  { todayAt, zoneOf, until, from }: SeriesOptions,
): SeriesPlan {
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  const own = stored.filter(({ occurrenceKey }) =>
    occurrenceKey.startsWith(`${rule.code}/${facts.subjectId}/`),
  );
  const untouched = own.filter(isUntouched);
  const home = workplaceOn(facts, until);
  if (!home && untouched.length === 0) return plan;

  const history = historyOf(facts);
  const expected = home
    ? expectedOf(rule, history, untouched, {
        today: todayAt(home.siteId),
        zone: zoneOf(home.siteId),
        until,
        from,
      })
    : [];
  const matched = new Set<string>();
  for (const occurrence of expected) {
    const existing = matchOf(own, occurrence.key);
    if (existing) matched.add(existing.id);
    const desired = desiredOf(rule, facts, occurrence, existing, todayAt);
    if (!desired) continue;
    if (!existing) {
      const isOver = occurrence.graceEndsOn < todayAt(desired.siteId);
      if (occurrence.targetOn <= until && (from !== undefined || !isOver)) plan.add.push(desired);
    } else if ((isUntouched(existing) || isRevivable(existing)) && differs(existing, desired))
      plan.change.push({ stored: existing, desired });
  }
  for (const assessment of untouched)
    if (!matched.has(assessment.id))
      plan.cancel.push({
        stored: assessment,
        reason: BY_SCHEDULE + whyNot(rule, history, assessment.targetOn),
      });
  return plan;
}

function historyOf(facts: SubjectFacts) {
  const starts = facts.workplaces.map(({ startsOn }) => startsOn).sort();
  const exits = [endOf(facts.workplaces), endOf(facts.roles), facts.deactivatedOn].filter(
    (end) => end !== null,
  );
  const exit = exits.sort()[0];
  return {
    subjectId: facts.subjectId,
    startedOn: starts[0] ?? null,
    exitOn: exit ? addDays(day(exit), -1) : null,
    certified: facts.certifications
      .map(({ validFrom, validUntil, revokedOn }) => ({
        from: validFrom,
        to: lastDayOf(validUntil, revokedOn),
      }))
      .filter(({ from, to }) => from <= to),
    leave: facts.leaves.map(({ firstOn, lastOn }) => ({ from: firstOn, to: lastOn })),
  };
}

/** The first day after the last stretch, or null while one has no end (or none is recorded). */
function endOf(stretches: Dated[]): Day | null {
  if (stretches.length === 0 || stretches.some(({ endsOn }) => endsOn === null)) return null;
  return (
    stretches
      .map(({ endsOn }) => endsOn ?? "")
      .sort()
      .at(-1) ?? null
  );
}

function expectedOf(
  rule: RuleInForce,
  history: ReturnType<typeof historyOf>,
  untouched: readonly StoredAssessment[],
  { today, zone, until, from }: { today: Day; zone: string; until: Day; from?: Day },
): Occurrence[] {
  const targets = untouched.map(({ targetOn }) => targetOn);
  const first = [from ?? addDays(day(today), -LOOK_BACK_DAYS), ...targets].sort()[0] ?? today;
  const last = addDays(day([until, ...targets].sort().at(-1) ?? until), LOOK_AHEAD_DAYS);
  const window = {
    from: first > rule.startsOn ? first : rule.startsOn,
    until: rule.endsOn ? earlierOf(day(last), addDays(day(rule.endsOn), -1)) : last,
  };
  if (window.from > window.until) return [];
  const input = { ...(rule.rule as ScheduleRuleInput), id: rule.code, title: rule.title };
  return expectedOccurrences(input, history, { ...window, zone });
}

function matchOf(own: readonly StoredAssessment[], key: string): StoredAssessment | undefined {
  return (
    own.find(({ occurrenceKey }) => occurrenceKey === key) ??
    own.find(
      ({ occurrenceKey, state }) => state !== "cancelled" && sequenceOf(occurrenceKey) === sequenceOf(key),
    )
  );
}

function desiredOf(
  rule: RuleInForce,
  facts: SubjectFacts,
  occurrence: Occurrence,
  existing: StoredAssessment | undefined,
  todayAt: (siteId: string) => Day,
): Desired | null {
  const { key, opensOn, targetOn, dueOn, graceEndsOn, reason } = occurrence;
  const workplace = workplaceOn(facts, targetOn);
  if (!workplace) return null;
  const today = todayAt(workplace.siteId);
  const state = opensOn <= today ? "open" : "planned";
  const staysOpen = state === "open" && existing?.state === "open";
  const version = staysOpen ? existing.instrumentVersionId : versionOn(rule, opensOn, existing);
  if (!version) return null;
  return {
    occurrenceKey: key,
    scheduleRuleId: rule.scheduleRuleId,
    subjectId: facts.subjectId,
    raterType: rule.raterType,
    state,
    siteId: workplace.siteId,
    unitId: workplace.unitId,
    instrumentVersionId: version,
    ...raterOf(rule, facts, state === "open" ? today : opensOn, state, staysOpen ? existing : undefined),
    opensOn,
    targetOn,
    dueOn,
    graceEndsOn,
    scheduleReason: reason,
  };
}

/** Where the subject works on a day, or worked last before it, or will work first. */
function workplaceOn({ workplaces }: SubjectFacts, on: Day): Workplace | undefined {
  const sorted = [...workplaces].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  return (
    sorted.find((workplace) => holdsOn(workplace, on)) ??
    sorted.findLast(({ startsOn }) => startsOn <= on) ??
    sorted[0]
  );
}

/**
 * The version in force on a day; before the first, the first. What is planned already takes a later version only where
 * that one says so.
 */
function versionOn(
  { versions }: RuleInForce,
  on: Day,
  planned: StoredAssessment | undefined,
): string | undefined {
  const kept = versions.findIndex(({ id }) => id === planned?.instrumentVersionId);
  const isInForce = (version: RuleInForce["versions"][number], index: number) =>
    version.effectiveFrom <= on && (kept < 0 || index <= kept || version.takesPlanned);
  return (versions.findLast(isInForce) ?? versions[Math.max(0, kept)])?.id;
}

/**
 * Who rates: the subject's supervisor on the day. Whether the rater is certified is asked when the window opens,
 * as certifications are renewed until then. An open assessment keeps its rater while that person still qualifies.
 */
function raterOf(
  rule: RuleInForce,
  { subjectId, supervisions }: SubjectFacts,
  on: Day,
  state: Desired["state"],
  open: StoredAssessment | undefined,
): Pick<Desired, "raterId" | "unassignedReason"> {
  const nobody = (unassignedReason: string) => ({ raterId: null, unassignedReason });
  if (rule.raterType === "self") return { raterId: subjectId, unassignedReason: null };
  if (rule.raterType !== "supervisor") return nobody("This kind of rater is assigned by hand.");
  const hasLeft = ({ supervisorDeactivatedOn: left }: Supervision) => left !== null && left <= on;
  const mayRate = (personId: string) =>
    state === "planned" ||
    rule.raters === null ||
    (rule.raters.get(personId) ?? []).some(
      ({ validFrom, validUntil, revokedOn }) => validFrom <= on && on <= lastDayOf(validUntil, revokedOn),
    );
  const kept = open?.raterId;
  if (kept && mayRate(kept) && !supervisions.some((one) => one.supervisorId === kept && hasLeft(one)))
    return { raterId: kept, unassignedReason: null };
  const supervision = supervisions.find((one) => holdsOn(one, on));
  if (!supervision || hasLeft(supervision)) return nobody("The coach has no supervisor on this day.");
  if (supervision.supervisorId === subjectId) return nobody("Nobody rates themselves.");
  if (!mayRate(supervision.supervisorId))
    return nobody("The coach's supervisor is not certified as a rater of this instrument.");
  return { raterId: supervision.supervisorId, unassignedReason: null };
}

const COMPARED = [
  "occurrenceKey",
  "scheduleRuleId",
  "state",
  "siteId",
  "unitId",
  "instrumentVersionId",
  "raterId",
  "unassignedReason",
  "opensOn",
  "targetOn",
  "dueOn",
  "graceEndsOn",
  "scheduleReason",
] as const;

function differs(stored: StoredAssessment, desired: Desired): boolean {
  return COMPARED.some((field) => stored[field] !== desired[field]);
}

function whyNot(
  rule: RuleInForce,
  history: ReturnType<typeof historyOf>,
  targetOn: CalendarDate | Day,
): string {
  if (history.exitOn !== null && targetOn > history.exitOn)
    return `the coach's last day is ${history.exitOn}`;
  if (history.startedOn !== null && targetOn < history.startedOn)
    return `the coach's first day is ${history.startedOn}`;
  if (rule.endsOn !== null && targetOn >= rule.endsOn) return `the rule ends on ${rule.endsOn}`;
  if (!history.certified.some(({ from, to }) => from <= targetOn && targetOn <= to))
    return `there is no certification on ${targetOn}`;
  return "the rule no longer asks for it";
}
