import type { Day } from "#app/time/days.ts";
import { addDays, type CalendarDate, earlierOf, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { chooseRater, type RaterCandidate } from "#fidelity/schedule/choose-rater.ts";
import { combineOccurrences, type SettledAssessment } from "#fidelity/schedule/combine-occurrences.ts";
import { followsFacts, isBetweenSites, occurrencesBetween } from "#fidelity/schedule/expected-occurrences.ts";
import { satisfiedOccurrence } from "#fidelity/schedule/satisfied-occurrence.ts";
import type { Occurrence, ScheduleRule, SubjectHistory } from "#fidelity/schedule/schedule-rule.schema.ts";

/** A stretch of days; `endsOn` is the first day on which it no longer holds. */
export interface Dated {
  startsOn: Day;
  endsOn: Day | null;
}
export type Workplace = Dated & { siteId: string; unitId: string | null };
export type Supervision = Dated & { supervisorId: string; supervisorDeactivatedOn: Day | null };
export interface Certification {
  validFrom: Day;
  validUntil: Day;
  revokedOn: Day | null;
}

/** Whose reviews are scheduled; one person may be both. Instruments for units are not. */
export const SCHEDULED_SUBJECTS = ["coach", "practitioner"] as const;
export type SubjectKind = (typeof SCHEDULED_SUBJECTS)[number];

/** What is known about a subject, each fact with its own dates. */
export interface SubjectFacts {
  kind: SubjectKind;
  subjectId: string;
  certifications: Certification[];
  leaves: { firstOn: Day; lastOn: Day }[];
  workplaces: Workplace[];
  supervisions: Supervision[];
  /** Times as a coach, or as a coachee; empty when the role is not recorded. */
  roles: Dated[];
  /** By whom a practitioner is coached; a series counts from the first day and ends with the last. */
  coachings: (Dated & { coachId: string })[];
  deactivatedOn: Day | null;
  /** Finished assessments with their newest score, by instrument and kind of rater. */
  results: { instrumentId: string; raterType: string; on: Day; result: ScoredResult }[];
  /** Days of the sessions a coach held in the lead, or a practitioner was in, one entry per session. */
  sessionsHeld: Day[];
  /** Days on which another coach began with the subject. */
  coachChanges: Day[];
  /** Days of complaints on record. */
  complaints: Day[];
  /** What the draws of random rules took of the subject. */
  drawn: { ruleCode: string; periodOn: Day; unitId: string }[];
  /** Who has begun to rate a second time, by the assessment that is the first rating. */
  secondRaters?: ReadonlyMap<string, string>;
}
export type ScoredResult = "met" | "developing" | "not_met" | "not_scorable";

/** One version of a rule, from its day on until the next version begins. */
export interface RuleVersion {
  scheduleRuleId: string;
  version: number;
  title: string;
  rule: ScheduleRule;
  raterType: string;
  startsOn: Day;
  endsOn: Day | null;
}

/** A rule with its versions and those of its instrument, each by their first day. */
export interface RuleInForce {
  code: string;
  /** Whom the instrument rates. */
  subject: SubjectKind;
  instrumentId: string;
  versions: RuleVersion[];
  instrumentVersions: {
    id: string;
    effectiveFrom: Day;
    /** Whether reviews that were planned before it run under it; otherwise they keep the version they were planned with. */
    takesPlanned: boolean;
  }[];
  /** Rater certifications for the instrument by person; null when the program certifies no raters for it. */
  raters: Map<string, Certification[]> | null;
}

/** What is known about raters, over all subjects. */
export interface RaterFacts {
  /** Days on which a rater may not rate a subject, under `rater subject`. */
  conflicts: Map<string, Dated[]>;
  leaves: Map<string, { firstOn: Day; lastOn: Day }[]>;
  /** Days on which those who are chosen among many are supervisors, and so can complete reviews. */
  roles: Map<string, Dated[]>;
  /** Whether a rater is reliable, under `rater instrument`; raters without an entry have no record of it. */
  reliable: Map<string, boolean>;
  /** Assessments per rater that are to be done: their window is open or opens within a month. Planning counts on. */
  load: Map<string, number>;
}

export interface StoredAssessment {
  id: string;
  occurrenceKey: string;
  scheduleRuleId: string;
  raterType: string;
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
  countsFor: string[];
  /** Day of the observed work, or of its submission. */
  workedOn: Day | null;
  /** The day agreed inside the window, and one that was agreed until the window moved away. */
  plannedOn: Day | null;
  plannedLostOn: Day | null;
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
  countsFor: string[];
}

export interface SeriesPlan {
  add: Desired[];
  change: { stored: StoredAssessment; desired: Desired }[];
  cancel: { stored: StoredAssessment; reason: string }[];
}

export interface SeriesOptions {
  /** The day at a site. */
  todayAt: (siteId: string) => Day;
  /** Days on which the agency or the site is closed. */
  holidaysAt: (siteId: string) => ReadonlySet<Day>;
  raters: RaterFacts;
  until: Day;
  /** First target day to look back to, for history entered afterwards. */
  from?: Day;
}

/** Marks a cancellation by the scheduler, which it may take back when the facts change again. */
const BY_SCHEDULE = "Schedule: ";
const LOOK_BACK_DAYS = 60;
/** Beyond the horizon nothing is added, but what moves past it is still known. */
const LOOK_AHEAD_DAYS = 190;
/** Raters who are chosen among many are chosen so long before the window opens. */
export const CHOOSE_AHEAD_DAYS = 30;
/** Most assessments to do at once that somebody gets by choice. */
const MOST_AT_ONCE = 25;

const holdsOn = ({ startsOn, endsOn }: Dated, day: Day) =>
  startsOn <= day && (endsOn === null || endsOn > day);
const lastDayOf = (validUntil: Day, revokedOn: Day | null) =>
  revokedOn === null ? day(validUntil) : earlierOf(day(validUntil), addDays(day(revokedOn), -1));
const day = (text: Day) => parseCalendarDate(text);
const isUntouched = ({ state }: StoredAssessment) => state === "planned" || state === "open";
const isRevivable = ({ state, stateReason }: StoredAssessment) =>
  state === "cancelled" && (stateReason ?? "").startsWith(BY_SCHEDULE);
const isDone = ({ state }: StoredAssessment) => state === "submitted" || state === "final";
const sequenceOf = (key: string) => key.slice(key.lastIndexOf("/") + 1);

/**
 * What the scheduler has to do so that one subject's assessments match the facts. An assessment is the same one when
 * its key is; in a series that counts from a fact of the subject also when the number is, as long as the series is counted
 * alike, so a corrected certification moves what is planned. What is done counts for the window that holds it, and is
 * never repeated. Only assessments that nobody has started are changed or
 * cancelled; an occurrence is added, or revived, while its window, grace included, has not passed.
 *
 * Rules of one instrument and one kind of rater are planned together: see `combineOccurrences`.
 */
export function planSubject(
  groups: RuleGroups,
  given: SubjectFacts,
  stored: readonly StoredAssessment[],
  options: SeriesOptions,
): SeriesPlan {
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  const facts = {
    ...given,
    workplaces: [...given.workplaces].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1)),
  };
  const home = workplaceOn(facts, options.todayAt(workplaceOn(facts, options.until)?.siteId ?? ""));
  if (!home && !stored.some(isUntouched)) return plan;
  const history = historyOf(facts);
  const holidays = holidaysOf(facts, options);
  for (const group of groups)
    if (group[0]?.subject === facts.kind)
      planGroup(group, { facts, history, stored, home, holidays }, options, plan);
  return plan;
}

/** A rule with the days of each of its versions, and what each counts by its id; those with the same count alike. */
type PreparedRule = RuleInForce & { segments: Segment[]; counts: Map<string, string> };
export type RuleGroups = readonly (readonly PreparedRule[])[];

/** Rules made ready for many subjects: those whose assessments may count for one another together, the first in front. */
export function groupsOf(rules: readonly RuleInForce[]): RuleGroups {
  const groups = new Map<string, PreparedRule[]>();
  for (const rule of rules) {
    const key = `${rule.instrumentId} ${rule.versions.at(-1)?.raterType}`;
    const counts = new Map(
      rule.versions.map(({ scheduleRuleId, rule: one }) => [scheduleRuleId, countOf(one)]),
    );
    const prepared = { ...rule, segments: segmentsOf(rule), counts };
    const group = groups.get(key);
    if (group) group.push(prepared);
    else groups.set(key, [prepared]);
  }
  const precedence = ({ versions }: RuleInForce) => versions.at(-1)?.rule.precedence ?? 0;
  for (const group of groups.values())
    group.sort((a, b) => precedence(a) - precedence(b) || (a.code < b.code ? -1 : 1));
  return [...groups.values()];
}

/** What a rule counts from and how, whatever its windows. */
function countOf(rule: ScheduleRule): string {
  const { id, kind } = rule;
  if (rule.kind === "offset") return JSON.stringify([kind, rule.anchor, rule.first, rule.every]);
  if (rule.kind === "phased") return JSON.stringify([kind, rule.anchor, rule.first, rule.phases, rule.back]);
  if (rule.kind === "calendar") return JSON.stringify([kind, rule.startOn, rule.everyMonths, rule.day]);
  return id;
}

/** What is planned for, with the facts as a history. */
interface Subject {
  facts: SubjectFacts;
  history: SubjectHistory;
  stored: readonly StoredAssessment[];
  /** Where the subject works today. */
  home: Workplace | undefined;
  holidays: ReadonlySet<Day>;
}

/** Days on which the site is closed where the subject works on that day. */
function holidaysOf(facts: SubjectFacts, { holidaysAt }: SeriesOptions): ReadonlySet<Day> {
  const sites = [...new Set(facts.workplaces.map(({ siteId }) => siteId))];
  const [only] = sites;
  if (sites.length < 2) return holidaysAt(only ?? "");
  return new Set(
    sites.flatMap((siteId) =>
      [...holidaysAt(siteId)].filter((on) => workplaceOn(facts, on)?.siteId === siteId),
    ),
  );
}

interface Series {
  rule: PreparedRule;
  own: StoredAssessment[];
  untouched: StoredAssessment[];
  history: SubjectHistory;
  expected: Expected[];
}
type Expected = { occurrence: Occurrence; version: RuleVersion; existing: StoredAssessment | undefined };

function planGroup(
  rules: readonly PreparedRule[],
  subject: Subject,
  options: SeriesOptions,
  plan: SeriesPlan,
): void {
  const { facts, stored } = subject;
  const { todayAt, until, from } = options;
  const series = rules.map((rule) => seriesOf(rule, subject, options));
  const { planned, leftOut } = combined(series, (siteId) => todayAt(siteId), from !== undefined, facts);
  const matched = new Set<string>();
  for (const { rule, version, occurrence, existing, countsFor } of planned) {
    if (existing) matched.add(existing.id);
    const desired = desiredOf({ rule, version, facts, occurrence, existing, countsFor, options, stored });
    if (!desired) continue;
    const isToCome =
      occurrence.targetOn <= until &&
      (from !== undefined || occurrence.graceEndsOn >= todayAt(desired.siteId));
    if (!existing) {
      if (isToCome) {
        plan.add.push(desired);
        count(options, desired, 1);
      }
    } else if ((isUntouched(existing) || (isRevivable(existing) && isToCome)) && differs(existing, desired)) {
      plan.change.push({ stored: existing, desired });
      if (isUntouched(existing)) count(options, existing, -1);
      count(options, desired, 1);
    }
  }
  for (const { rule, untouched, history } of series)
    for (const assessment of untouched)
      if (!matched.has(assessment.id)) {
        const why = leftOut.get(assessment.id) ?? whyNot(rule, history, assessment.targetOn);
        plan.cancel.push({ stored: assessment, reason: BY_SCHEDULE + why });
        count(options, assessment, -1);
      }
}

function count(
  { raters: { load }, todayAt }: SeriesOptions,
  {
    raterId,
    raterType,
    siteId,
    opensOn,
    graceEndsOn,
  }: Pick<Desired, "raterId" | "raterType" | "siteId" | "opensOn" | "graceEndsOn">,
  more: number,
): void {
  // What people do for themselves is no reason to give them less of others.
  if (raterType === "self") return;
  const today = day(todayAt(siteId));
  if (raterId && opensOn <= addDays(today, CHOOSE_AHEAD_DAYS) && graceEndsOn >= today)
    load.set(raterId, (load.get(raterId) ?? 0) + more);
}

function seriesOf(
  rule: PreparedRule,
  { facts, history: all, stored, home, holidays }: Subject,
  options: SeriesOptions,
): Series {
  const prefix = `${rule.code}/${facts.subjectId}/`;
  const own = stored.filter(({ occurrenceKey }) => occurrenceKey.startsWith(prefix));
  const untouched = own.filter(isUntouched);
  const history = historyUnder(rule, all, facts);
  if (!home) return { rule, own, untouched, history, expected: [] };
  const { first, expected } = expectedOf(rule, history, own, {
    today: options.todayAt(home.siteId),
    holidays,
    until: options.until,
    from: options.from,
  });
  const matches = matchesOf(rule, own, expected, first);
  return {
    ...{ rule, own, untouched, history },
    expected: expected.map((one) => ({ ...one, existing: matches.get(one.occurrence.key) })),
  };
}

type Planned = Expected & { rule: RuleInForce; countsFor: string[] };

/** The occurrences of a group that are to be done, and why the stored ones that are not among them are left out. */
function combined(
  series: readonly Series[],
  todayAt: (siteId: string) => Day,
  isHistory: boolean,
  facts: SubjectFacts,
): { planned: Planned[]; leftOut: Map<string, string> } {
  const of = ({ rule, expected }: Series): Planned[] =>
    expected.map((one) => ({ ...one, rule, countsFor: [] }));
  const spacingOf = ({ rule }: Series) => rule.versions.at(-1)?.rule.minimumSpacingDays ?? 0;
  const [only] = series;
  if (series.length === 1 && only && spacingOf(only) === 0) return { planned: of(only), leftOut: new Map() };

  const candidates = new Map(series.flatMap(of).map((one) => [one.occurrence.key, one]));
  const isAlive = ({ occurrence, existing }: Planned) => {
    const siteId = workplaceOn(facts, occurrence.targetOn)?.siteId ?? "";
    return existing !== undefined || isHistory || occurrence.graceEndsOn >= todayAt(siteId);
  };
  const keyOf = new Map(
    [...candidates.values()].flatMap(({ existing, occurrence }) =>
      existing ? [[existing.id, occurrence.key] as const] : [],
    ),
  );
  const settled = series.flatMap(({ own }) =>
    own
      .filter((one) => !isUntouched(one) && !isRevivable(one))
      .map(
        (one): SettledAssessment => ({
          key: keyOf.get(one.id) ?? one.occurrenceKey,
          on: day(one.workedOn ?? one.targetOn),
          countsFor: one.countsFor,
          isDone: isDone(one),
          takesPlace: one.state !== "waived" && one.state !== "cancelled",
        }),
      ),
  );
  const { planned, leftOut } = combineOccurrences(
    series.map((one) => ({
      minimumSpacingDays: spacingOf(one),
      occurrences: of(one)
        .filter(isAlive)
        .map(({ occurrence }) => occurrence),
    })),
    settled,
  );
  return {
    planned: planned.flatMap(({ occurrence, countsFor }) => {
      const candidate = candidates.get(occurrence.key);
      return candidate ? [{ ...candidate, occurrence, countsFor }] : [];
    }),
    leftOut: new Map(
      leftOut.flatMap(({ occurrence, reason }) => {
        const existing = candidates.get(occurrence.key)?.existing;
        return existing ? [[existing.id, reason] as const] : [];
      }),
    ),
  };
}

const RESULTS = {
  met: "met",
  developing: "developing",
  not_met: "not-met",
  not_scorable: "not-scorable",
} as const;

/** The facts as a history, without what depends on the rule. */
function historyOf(facts: SubjectFacts): SubjectHistory {
  const starts = (facts.kind === "coach" ? facts.workplaces : facts.coachings)
    .map(({ startsOn }) => startsOn)
    .sort();
  const exits = [
    ...[endOf(facts.workplaces), endOf(facts.roles), endOf(facts.coachings)],
    facts.deactivatedOn,
  ].filter((end) => end !== null);
  const exit = exits.sort()[0];
  return {
    subjectId: facts.subjectId,
    startedOn: starts[0] === undefined ? null : day(starts[0]),
    exitOn: exit ? addDays(day(exit), -1) : null,
    certified: facts.certifications
      .map(({ validFrom, validUntil, revokedOn }) => ({
        from: day(validFrom),
        to: lastDayOf(validUntil, revokedOn),
      }))
      .filter(({ from, to }) => from <= to),
    leave: facts.leaves.map(({ firstOn, lastOn }) => ({ from: day(firstOn), to: day(lastOn) })),
    results: [],
    sessionsHeld: facts.sessionsHeld.map(day),
    events: [
      ...facts.coachChanges.map((on) => ({ kind: "coach-change" as const, on: day(on) })),
      ...facts.complaints.map((on) => ({ kind: "complaint" as const, on: day(on) })),
      ...facts.leaves.map(({ lastOn }) => ({
        kind: "return-from-leave" as const,
        on: addDays(day(lastOn), 1),
      })),
    ],
    drawn: facts.drawn.map(({ ruleCode, periodOn, unitId }) => ({
      ruleId: ruleCode,
      periodOn: day(periodOn),
      unitId,
    })),
    sites: facts.workplaces.map(({ siteId, startsOn, endsOn }) => ({
      siteId,
      from: day(startsOn),
      to: endsOn === null ? null : addDays(day(endsOn), -1),
    })),
  };
}

/**
 * The history a rule asks: with the results of its own instrument and kinds of rater, self-ratings never among others, and
 * what follows from those of its instrument, whoever rated but the subject.
 */
function historyUnder(rule: RuleInForce, history: SubjectHistory, facts: SubjectFacts): SubjectHistory {
  const kinds = new Set(rule.versions.map(({ raterType }) => raterType));
  const isOfOneself = rule.versions.at(-1)?.raterType === "self";
  const rated = facts.results
    .filter(({ instrumentId }) => instrumentId === rule.instrumentId)
    .map(({ on, result, raterType }) => ({ on: day(on), result: RESULTS[result], raterType }));
  const results = rated
    .filter(({ raterType }) => kinds.has(raterType) && (raterType === "self") === isOfOneself)
    .map(({ on, result }) => ({ on, result }));
  return {
    ...history,
    results,
    events: [
      ...rated
        .filter(
          ({ result, raterType }) =>
            raterType !== "self" && (result === "developing" || result === "not-met"),
        )
        .map(({ on }) => ({ kind: "below-threshold" as const, on })),
      ...rule.instrumentVersions
        .slice(1)
        .map(({ effectiveFrom }) => ({ kind: "new-version" as const, on: day(effectiveFrom) })),
      ...history.events,
    ],
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

/**
 * From the first target day that is looked at, what the versions of a rule expect, each for its own days: those of the target, or those of the session, draw or
 * event that it follows. A number that an earlier version has used and a later one
 * uses for another day gets the later version's number behind it, so that every key is one assessment; so does a number
 * under which work of another count was begun or done.
 */
function expectedOf(
  { segments, counts }: PreparedRule,
  history: SubjectHistory,
  own: readonly StoredAssessment[],
  given: { today: Day; holidays: ReadonlySet<Day>; until: Day; from?: Day | undefined },
): { first: Day; expected: Omit<Expected, "existing">[] } {
  const targets = own.filter(isUntouched).map(({ targetOn }) => targetOn);
  const first = day(earliest(given.from ?? addDays(day(given.today), -LOOK_BACK_DAYS), targets));
  const last =
    targets.length === 0 ? day(given.until) : addDays(day(latest(given.until, targets)), LOOK_AHEAD_DAYS);
  const used = new Set<string>();
  const settled = new Map(
    own.filter((one) => !isUntouched(one) && !isRevivable(one)).map((one) => [one.occurrenceKey, one]),
  );
  const isOfAnother = ({ key, targetOn }: Occurrence, { scheduleRuleId }: RuleVersion) => {
    const one = settled.get(key);
    return (
      one !== undefined &&
      one.targetOn !== targetOn &&
      counts.get(one.scheduleRuleId) !== counts.get(scheduleRuleId)
    );
  };
  const expected: Omit<Expected, "existing">[] = [];
  for (const [index, { version, rule, from: begins, to, endsOn }] of segments.entries()) {
    const from = segments.length > 1 || first < begins ? begins : first;
    const ends = followsFacts(rule) ? endsOn : to;
    const until = ends !== null && ends < last ? ends : last;
    if (from > until) continue;
    const facts = { from: index === 0 ? BEFORE_ALL : begins, to };
    for (const occurrence of occurrencesBetween(rule, history, {
      ...{ from, until, facts, holidays: given.holidays },
    })) {
      const isUsed = used.has(occurrence.key) || isOfAnother(occurrence, version);
      const key = isUsed ? `${occurrence.key}.v${version.version}` : occurrence.key;
      used.add(key);
      if (occurrence.targetOn >= first) expected.push({ occurrence: { ...occurrence, key }, version });
    }
  }
  return { first, expected };
}

const BEFORE_ALL = day("1900-01-01");
const earliest = (first: Day, days: readonly Day[]) => days.reduce((a, b) => (b < a ? b : a), first);
const latest = (first: Day, days: readonly Day[]) => days.reduce((a, b) => (b > a ? b : a), first);

export interface Segment {
  version: RuleVersion;
  /** The version's rule under the code that its keys begin with, and the title that its reasons name. */
  rule: ScheduleRule;
  from: CalendarDate;
  to: CalendarDate | null;
  /** The last day of the rule itself, whatever version follows. */
  endsOn: CalendarDate | null;
}

/** The days for which each version of a rule plans, both ends included. */
export function segmentsOf({ versions }: Pick<RuleInForce, "versions">): Segment[] {
  const lasting = versions.filter(
    (one) => !versions.some((other) => other.version > one.version && other.startsOn <= one.startsOn),
  );
  return lasting.map((version, index) => {
    const firstOf = (ends: readonly (Day | null | undefined)[]) => {
      const end = ends.filter((one) => one != null).sort()[0];
      return end ? addDays(day(end), -1) : null;
    };
    return {
      version,
      rule: { ...version.rule, title: version.title },
      from: day(version.startsOn),
      to: firstOf([version.endsOn, lasting[index + 1]?.startsOn]),
      endsOn: firstOf([version.endsOn, lasting.at(-1)?.endsOn]),
    };
  });
}

const COUNTS_FROM_FACTS: readonly ScheduleRule["kind"][] = ["offset", "phased"];

/**
 * The stored assessments that expected occurrences are, by the occurrences' keys: those of the same key; then, in a
 * series that counts from a fact of the subject, begun, finished or waived ones whose day lies in the window, and of a
 * series that is counted alike those of the same target or number.
 */
function matchesOf(
  { counts }: PreparedRule,
  own: readonly StoredAssessment[],
  expected: readonly Omit<Expected, "existing">[],
  first: Day,
): Map<string, StoredAssessment> {
  const byKey = new Map(own.map((one) => [one.occurrenceKey, one]));
  const matches = new Map(
    expected.flatMap(({ occurrence: { key } }) => {
      const existing = byKey.get(key);
      return existing ? [[key, existing] as const] : [];
    }),
  );
  const taken = new Set([...matches.values()].map(({ id }) => id));
  const free = own.filter(({ id, state }) => state !== "cancelled" && !taken.has(id));
  const series = expected.filter(({ version }) => COUNTS_FROM_FACTS.includes(version.rule.kind));
  if (free.length === 0 || series.length === 0) return matches;
  const match = (key: string, existing: StoredAssessment) => {
    matches.set(key, existing);
    taken.add(existing.id);
  };
  for (const one of free.filter((stored) => !isUntouched(stored) && stored.targetOn >= first)) {
    const unmet = series.flatMap(({ occurrence }) => {
      const existing = matches.get(occurrence.key);
      return existing && !isRevivable(existing) ? [] : [occurrence];
    });
    const satisfied = satisfiedOccurrence(unmet, day(one.workedOn ?? one.targetOn));
    if (satisfied) match(satisfied.key, one);
  }
  const isSame = [
    (one: StoredAssessment, { targetOn }: Occurrence) => isUntouched(one) && one.targetOn === targetOn,
    (one: StoredAssessment, { key }: Occurrence) => sequenceOf(one.occurrenceKey) === sequenceOf(key),
  ];
  for (const same of isSame)
    for (const { occurrence, version } of series) {
      if (matches.has(occurrence.key)) continue;
      const existing = free.find(
        (one) =>
          !taken.has(one.id) &&
          counts.get(one.scheduleRuleId) === counts.get(version.scheduleRuleId) &&
          same(one, occurrence),
      );
      if (existing) match(occurrence.key, existing);
    }
  return matches;
}

function desiredOf({
  rule,
  version,
  facts,
  occurrence,
  existing,
  countsFor,
  options,
  stored,
}: {
  rule: RuleInForce;
  version: RuleVersion;
  facts: SubjectFacts;
  occurrence: Occurrence;
  existing: StoredAssessment | undefined;
  countsFor: string[];
  options: SeriesOptions;
  stored: readonly StoredAssessment[];
}): Desired | null {
  const { key, opensOn, targetOn, dueOn, graceEndsOn, reason } = occurrence;
  const workplace = workplaceOn(facts, version.rule.transfer === "stay" ? opensOn : targetOn);
  if (!workplace) return null;
  const today = options.todayAt(workplace.siteId);
  const state = opensOn <= today ? "open" : "planned";
  const staysOpen = state === "open" && existing?.state === "open";
  const instrumentVersionId = staysOpen ? existing.instrumentVersionId : versionOn(rule, opensOn, existing);
  if (!instrumentVersionId) return null;
  return {
    occurrenceKey: key,
    scheduleRuleId: version.scheduleRuleId,
    subjectId: facts.subjectId,
    raterType: version.raterType,
    state,
    siteId: workplace.siteId,
    unitId: workplace.unitId,
    instrumentVersionId,
    ...raterOf({
      rule,
      raterType: version.raterType,
      facts,
      on: state === "open" ? today : opensOn,
      state,
      isNear: opensOn <= addDays(day(today), CHOOSE_AHEAD_DAYS),
      existing:
        existing && isUntouched(existing) && existing.raterType === version.raterType ? existing : undefined,
      raters: options.raters,
      stored,
    }),
    opensOn,
    targetOn,
    dueOn,
    graceEndsOn,
    scheduleReason: reason,
    countsFor,
  };
}

/** Where the subject works on a day, or worked last before it, or will work first; the workplaces are in order. */
function workplaceOn({ workplaces }: SubjectFacts, on: Day): Workplace | undefined {
  return (
    workplaces.find((workplace) => holdsOn(workplace, on)) ??
    workplaces.findLast(({ startsOn }) => startsOn <= on) ??
    workplaces[0]
  );
}

/**
 * The version in force on a day; before the first, the first. What is planned already takes a later version only where
 * that one says so.
 */
function versionOn(
  { instrumentVersions }: RuleInForce,
  on: Day,
  planned: StoredAssessment | undefined,
): string | undefined {
  const kept = instrumentVersions.findIndex(({ id }) => id === planned?.instrumentVersionId);
  const isInForce = (version: RuleInForce["instrumentVersions"][number], index: number) =>
    version.effectiveFrom <= on && (kept < 0 || index <= kept || version.takesPlanned);
  return (instrumentVersions.findLast(isInForce) ?? instrumentVersions[Math.max(0, kept)])?.id;
}

interface RaterQuestion {
  rule: RuleInForce;
  raterType: string;
  facts: SubjectFacts;
  on: Day;
  state: Desired["state"];
  isNear: boolean;
  existing: StoredAssessment | undefined;
  raters: RaterFacts;
  stored: readonly StoredAssessment[];
}

/**
 * Who rates. Self-ratings: the subject, whatever else they are. Ratings by the supervisor: the subject's supervisor on the
 * day; whether they are certified is asked when the window opens, as certifications are renewed until then. Independent
 * ratings and those by peers: whoever `chooseRater` finds, from a month before the window opens. An assessment keeps its
 * rater while that person qualifies.
 */
function raterOf(question: RaterQuestion): Pick<Desired, "raterId" | "unassignedReason"> {
  const { raterType, facts } = question;
  if (raterType === "self") return { raterId: facts.subjectId, unassignedReason: null };
  if (raterType === "supervisor") return supervisorOf(question);
  if (raterType === "independent" || raterType === "peer_coach") return chosenRater(question);
  return { raterId: null, unassignedReason: "This kind of rater is assigned by hand." };
}

function isCertifiedOn(certifications: readonly Certification[] | undefined, on: Day): boolean {
  return (certifications ?? []).some(
    ({ validFrom, validUntil, revokedOn }) => validFrom <= on && on <= lastDayOf(validUntil, revokedOn),
  );
}

const hasConflictOn = ({ conflicts }: RaterFacts, raterId: string, subjectId: string, on: Day) =>
  (conflicts.get(`${raterId} ${subjectId}`) ?? []).some((one) => holdsOn(one, on));

function supervisorOf({
  rule,
  facts: { subjectId, supervisions },
  on,
  state,
  existing,
  raters,
}: RaterQuestion): Pick<Desired, "raterId" | "unassignedReason"> {
  const nobody = (unassignedReason: string) => ({ raterId: null, unassignedReason });
  const hasLeft = ({ supervisorDeactivatedOn: left }: Supervision) => left !== null && left <= on;
  const isCertified = (personId: string) =>
    state === "planned" || rule.raters === null || isCertifiedOn(rule.raters.get(personId), on);
  const isReliable = (personId: string) =>
    state === "planned" || raters.reliable.get(`${personId} ${rule.instrumentId}`) !== false;
  const mayRate = (personId: string) =>
    isCertified(personId) && isReliable(personId) && !hasConflictOn(raters, personId, subjectId, on);
  const kept = state === "open" && existing?.state === "open" ? existing.raterId : null;
  if (kept && mayRate(kept) && !supervisions.some((one) => one.supervisorId === kept && hasLeft(one)))
    return { raterId: kept, unassignedReason: null };
  const supervision = supervisions.find((one) => holdsOn(one, on));
  if (!supervision || hasLeft(supervision))
    return nobody(`The ${rule.subject} has no supervisor on this day.`);
  const { supervisorId } = supervision;
  if (supervisorId === subjectId) return nobody("Nobody rates themselves.");
  if (!isCertified(supervisorId))
    return nobody(`The ${rule.subject}'s supervisor is not certified as a rater of this instrument.`);
  if (!isReliable(supervisorId))
    return nobody(`The ${rule.subject}'s supervisor is not reliable as a rater at present.`);
  if (hasConflictOn(raters, supervisorId, subjectId, on))
    return nobody(`The ${rule.subject}'s supervisor has a conflict of interest.`);
  return { raterId: supervisorId, unassignedReason: null };
}

function chosenRater({
  rule,
  raterType,
  facts,
  on,
  isNear,
  existing,
  raters,
  stored,
}: RaterQuestion): Pick<Desired, "raterId" | "unassignedReason"> {
  if (!isNear) return { raterId: null, unassignedReason: null };
  const { subjectId, supervisions, coachings } = facts;
  const supervisors = new Set(supervisions.filter((one) => holdsOn(one, on)).map((one) => one.supervisorId));
  const coaches = new Set(coachings.filter((one) => holdsOn(one, on)).map((one) => one.coachId));
  const others = [...(rule.raters ?? [])].filter(
    ([id]) => facts.secondRaters?.get(existing?.id ?? "") !== id,
  );
  const candidates = others.map(
    ([id, certifications]): RaterCandidate => ({
      id,
      isCertified: isCertifiedOn(certifications, on),
      isReliable: raters.reliable.get(`${id} ${rule.instrumentId}`) ?? null,
      isAtWork: (raters.roles.get(id) ?? []).some((one) => holdsOn(one, on)),
      supervisesSubject: supervisors.has(id),
      coachesSubject: coaches.has(id),
      hasConflict: hasConflictOn(raters, id, subjectId, on),
      isAway: (raters.leaves.get(id) ?? []).some(({ firstOn, lastOn }) => firstOn <= on && on <= lastOn),
      load: raters.load.get(id) ?? 0,
      lastRatedOn: stored.reduce<Day | null>(
        (last, one) =>
          one.raterId === id && one.id !== existing?.id && isDone(one) && one.targetOn > (last ?? "")
            ? one.targetOn
            : last,
        null,
      ),
    }),
  );
  const { raterId, reason } = chooseRater(candidates, {
    subjectId,
    mustBeIndependent: raterType === "independent",
    mostAtOnce: MOST_AT_ONCE,
    currentId: existing?.raterId ?? null,
  });
  return { raterId, unassignedReason: reason };
}

const COMPARED = [
  "occurrenceKey",
  "scheduleRuleId",
  "raterType",
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
  return (
    COMPARED.some((field) => stored[field] !== desired[field]) ||
    stored.countsFor.join(" ") !== desired.countsFor.join(" ")
  );
}

function whyNot(rule: RuleInForce, history: SubjectHistory, targetOn: CalendarDate | Day): string {
  const ends = rule.versions.at(-1)?.endsOn ?? null;
  if (history.exitOn !== null && targetOn > history.exitOn)
    return `the ${rule.subject}'s last day is ${history.exitOn}`;
  if (history.startedOn !== null && targetOn < history.startedOn)
    return `the ${rule.subject}'s first day is ${history.startedOn}`;
  if (isBetweenSites(history, targetOn)) return `the ${rule.subject} was not at work on ${targetOn}`;
  if (ends !== null && targetOn >= ends) return `the rule ends on ${ends}`;
  if (
    rule.subject === "coach" &&
    rule.versions.some(({ rule: { kind } }) => COUNTS_FROM_FACTS.includes(kind)) &&
    !history.certified.some(({ from, to }) => from <= targetOn && (to === null || targetOn <= to))
  )
    return `there is no certification on ${targetOn}`;
  return "the rule no longer asks for it";
}
