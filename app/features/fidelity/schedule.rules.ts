import type { Day } from "#app/time/days.ts";
import { addDays, type CalendarDate, earlierOf, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { chooseRater, type RaterCandidate } from "#fidelity/schedule/choose-rater.ts";
import { combineOccurrences, type SettledAssessment } from "#fidelity/schedule/combine-occurrences.ts";
import { expectedOccurrences } from "#fidelity/schedule/expected-occurrences.ts";
import type {
  Occurrence,
  ScheduleRule,
  SubjectHistoryInput,
} from "#fidelity/schedule/schedule-rule.schema.ts";

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

/** What is known about a subject, each fact with its own dates. */
export interface SubjectFacts {
  subjectId: string;
  certifications: Certification[];
  leaves: { firstOn: Day; lastOn: Day }[];
  workplaces: Workplace[];
  supervisions: Supervision[];
  /** Times as a coach; empty when the role is not recorded. */
  roles: Dated[];
  deactivatedOn: Day | null;
  /** Finished assessments with their newest score, by instrument and kind of rater. */
  results: { instrumentId: string; raterType: string; on: Day; result: ScoredResult }[];
  /** Days of the sessions the subject held as lead coach, one entry per session. */
  sessionsHeld: Day[];
  /** Days on which another coach began with the subject. */
  coachChanges: Day[];
  /** Days of complaints on record. */
  complaints: Day[];
  /** What the draws of random rules took of the subject. */
  drawn: { ruleCode: string; periodOn: Day; unitId: string }[];
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
  /** Whether a rater is reliable, under `rater instrument`; raters without an entry have no record of it. */
  reliable: Map<string, boolean>;
  /** Unfinished assessments per rater; planning counts on. */
  load: Map<string, number>;
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
  zoneOf: (siteId: string) => string;
  /** Days on which the agency or the site is closed. */
  holidaysAt: (siteId: string) => Day[];
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
const CHOOSE_AHEAD_DAYS = 30;
/** Most unfinished assessments somebody gets by choice. */
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
 * its key is; in a series that counts from a fact of the subject also when the number is, so a corrected certification
 * moves what is planned and never repeats what is done. Only assessments that nobody has started are changed or
 * cancelled; an occurrence is added while its window, grace included, has not passed.
 *
 * Rules of one instrument and one kind of rater are planned together: see `combineOccurrences`.
 */
export function planSubject(
  rules: readonly RuleInForce[],
  facts: SubjectFacts,
  stored: readonly StoredAssessment[],
  options: SeriesOptions,
): SeriesPlan {
  const plan: SeriesPlan = { add: [], change: [], cancel: [] };
  const home = workplaceOn(facts, options.until);
  if (!home && !stored.some(isUntouched)) return plan;
  for (const group of groupsOf(rules)) planGroup(group, facts, stored, home, options, plan);
  return plan;
}

/** Rules whose assessments may count for one another, those that go first in front. */
function groupsOf(rules: readonly RuleInForce[]): RuleInForce[][] {
  const groups = new Map<string, RuleInForce[]>();
  for (const rule of rules) {
    const key = `${rule.instrumentId} ${rule.versions.at(-1)?.raterType}`;
    const group = groups.get(key);
    if (group) group.push(rule);
    else groups.set(key, [rule]);
  }
  const precedence = ({ versions }: RuleInForce) => versions.at(-1)?.rule.precedence ?? 0;
  for (const group of groups.values())
    group.sort((a, b) => precedence(a) - precedence(b) || (a.code < b.code ? -1 : 1));
  return [...groups.values()];
}

interface Series {
  rule: RuleInForce;
  own: StoredAssessment[];
  untouched: StoredAssessment[];
  history: ReturnType<typeof historyOf>;
  expected: Expected[];
}
type Expected = { occurrence: Occurrence; version: RuleVersion; existing: StoredAssessment | undefined };

function planGroup(
  rules: readonly RuleInForce[],
  facts: SubjectFacts,
  stored: readonly StoredAssessment[],
  home: Workplace | undefined,
  options: SeriesOptions,
  plan: SeriesPlan,
): void {
  const { todayAt, until, from } = options;
  const series = rules.map((rule) => seriesOf(rule, facts, stored, home, options));
  const { planned, leftOut } = combined(series, (siteId) => todayAt(siteId), from !== undefined, facts);
  const matched = new Set<string>();
  for (const { rule, version, occurrence, existing, countsFor } of planned) {
    if (existing) matched.add(existing.id);
    const desired = desiredOf({ rule, version, facts, occurrence, existing, countsFor, options, stored });
    if (!desired) continue;
    if (!existing) {
      const isOver = occurrence.graceEndsOn < todayAt(desired.siteId);
      if (occurrence.targetOn <= until && (from !== undefined || !isOver)) {
        plan.add.push(desired);
        count(options.raters.load, desired.raterId, 1);
      }
    } else if ((isUntouched(existing) || isRevivable(existing)) && differs(existing, desired)) {
      plan.change.push({ stored: existing, desired });
      if (existing.raterId !== desired.raterId || !isUntouched(existing)) {
        if (isUntouched(existing)) count(options.raters.load, existing.raterId, -1);
        count(options.raters.load, desired.raterId, 1);
      }
    }
  }
  for (const { rule, untouched, history } of series)
    for (const assessment of untouched)
      if (!matched.has(assessment.id)) {
        const why = leftOut.get(assessment.id) ?? whyNot(rule, history, assessment.targetOn);
        plan.cancel.push({ stored: assessment, reason: BY_SCHEDULE + why });
        count(options.raters.load, assessment.raterId, -1);
      }
}

function count(load: Map<string, number>, raterId: string | null, more: number): void {
  if (raterId) load.set(raterId, (load.get(raterId) ?? 0) + more);
}

function seriesOf(
  rule: RuleInForce,
  facts: SubjectFacts,
  stored: readonly StoredAssessment[],
  home: Workplace | undefined,
  options: SeriesOptions,
): Series {
  const own = stored.filter(({ occurrenceKey }) =>
    occurrenceKey.startsWith(`${rule.code}/${facts.subjectId}/`),
  );
  const untouched = own.filter(isUntouched);
  const history = historyOf(facts, rule);
  if (!home) return { rule, own, untouched, history, expected: [] };
  const expected = expectedOf(rule, history, untouched, {
    today: options.todayAt(home.siteId),
    zone: options.zoneOf(home.siteId),
    holidays: options.holidaysAt(home.siteId),
    until: options.until,
    from: options.from,
  });
  return {
    rule,
    own,
    untouched,
    history,
    expected: expected.map((one) => ({
      ...one,
      existing: matchOf(own, one.occurrence.key, one.version.rule.kind),
    })),
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

function historyOf(facts: SubjectFacts, rule: RuleInForce) {
  const starts = facts.workplaces.map(({ startsOn }) => startsOn).sort();
  const exits = [endOf(facts.workplaces), endOf(facts.roles), facts.deactivatedOn].filter(
    (end) => end !== null,
  );
  const exit = exits.sort()[0];
  const raterType = rule.versions.at(-1)?.raterType;
  const results = facts.results
    .filter((one) => one.instrumentId === rule.instrumentId && one.raterType === raterType)
    .map(({ on, result }) => ({ on, result: RESULTS[result] }));
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
    results,
    sessionsHeld: facts.sessionsHeld,
    events: [
      ...results
        .filter(({ result }) => result === "developing" || result === "not-met")
        .map(({ on }) => ({ kind: "below-threshold" as const, on })),
      ...rule.instrumentVersions
        .slice(1)
        .map(({ effectiveFrom }) => ({ kind: "new-version" as const, on: effectiveFrom })),
      ...facts.coachChanges.map((on) => ({ kind: "coach-change" as const, on })),
      ...facts.complaints.map((on) => ({ kind: "complaint" as const, on })),
      ...facts.leaves.map(({ lastOn }) => ({
        kind: "return-from-leave" as const,
        on: addDays(day(lastOn), 1),
      })),
    ],
    drawn: facts.drawn.map(({ ruleCode, periodOn, unitId }) => ({ ruleId: ruleCode, periodOn, unitId })),
    sites: facts.workplaces.map(({ siteId, startsOn, endsOn }) => ({
      siteId,
      from: startsOn,
      to: endsOn === null ? null : addDays(day(endsOn), -1),
    })),
  } satisfies SubjectHistoryInput;
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
 * What the versions of a rule expect, each for its own days. A number that an earlier version has used and a later one
 * uses for another day gets the later version's number behind it, so that every key is one assessment.
 */
function expectedOf(
  rule: RuleInForce,
  history: ReturnType<typeof historyOf>,
  untouched: readonly StoredAssessment[],
  given: { today: Day; zone: string; holidays: Day[]; until: Day; from?: Day },
): { occurrence: Occurrence; version: RuleVersion }[] {
  const targets = untouched.map(({ targetOn }) => targetOn);
  const first =
    [given.from ?? addDays(day(given.today), -LOOK_BACK_DAYS), ...targets].sort()[0] ?? given.today;
  const last =
    targets.length === 0
      ? day(given.until)
      : addDays(day([given.until, ...targets].sort().at(-1) ?? given.until), LOOK_AHEAD_DAYS);
  const segments = segmentsOf(rule);
  const used = new Set<string>();
  const expected: { occurrence: Occurrence; version: RuleVersion }[] = [];
  for (const { version, from: begins, to: ends } of segments) {
    const from = segments.length > 1 || first < begins ? begins : first;
    const until = ends !== null && ends < last ? ends : last;
    if (from > until) continue;
    const input = { ...version.rule, id: rule.code, title: version.title };
    for (const occurrence of expectedOccurrences(input, history, {
      from,
      until,
      zone: given.zone,
      calendar: { holidays: given.holidays },
    })) {
      const key = used.has(occurrence.key) ? `${occurrence.key}.v${version.version}` : occurrence.key;
      used.add(key);
      if (occurrence.targetOn >= first) expected.push({ occurrence: { ...occurrence, key }, version });
    }
  }
  return expected;
}

/** The days for which each version of a rule plans, both ends included. */
export function segmentsOf({ versions }: Pick<RuleInForce, "versions">): {
  version: RuleVersion;
  from: CalendarDate;
  to: CalendarDate | null;
}[] {
  const lasting = versions.filter(
    (one) => !versions.some((other) => other.version > one.version && other.startsOn <= one.startsOn),
  );
  return lasting.map((version, index) => {
    const ends = [version.endsOn, lasting[index + 1]?.startsOn].filter((end) => end != null).sort();
    const end = ends[0];
    return { version, from: day(version.startsOn), to: end ? addDays(day(end), -1) : null };
  });
}

const COUNTS_FROM_FACTS: readonly ScheduleRule["kind"][] = ["offset", "phased"];

function matchOf(
  own: readonly StoredAssessment[],
  key: string,
  kind: ScheduleRule["kind"],
): StoredAssessment | undefined {
  return (
    own.find(({ occurrenceKey }) => occurrenceKey === key) ??
    (COUNTS_FROM_FACTS.includes(kind)
      ? own.find(
          ({ occurrenceKey, state }) =>
            state !== "cancelled" && sequenceOf(occurrenceKey) === sequenceOf(key),
        )
      : undefined)
  );
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
      existing: existing && isUntouched(existing) ? existing : undefined,
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
 * Who rates. Ratings by the supervisor: the subject's supervisor on the day; whether they are certified is asked when
 * the window opens, as certifications are renewed until then. Independent ratings and those by peers: whoever
 * `chooseRater` finds, from a month before the window opens. An assessment keeps its rater while that person qualifies.
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
  if (!supervision || hasLeft(supervision)) return nobody("The coach has no supervisor on this day.");
  const { supervisorId } = supervision;
  if (supervisorId === subjectId) return nobody("Nobody rates themselves.");
  if (!isCertified(supervisorId))
    return nobody("The coach's supervisor is not certified as a rater of this instrument.");
  if (!isReliable(supervisorId))
    return nobody("The coach's supervisor is not reliable as a rater at present.");
  if (hasConflictOn(raters, supervisorId, subjectId, on))
    return nobody("The coach's supervisor has a conflict of interest.");
  return { raterId: supervisorId, unassignedReason: null };
}

function chosenRater({
  rule,
  raterType,
  facts: { subjectId, supervisions },
  on,
  isNear,
  existing,
  raters,
  stored,
}: RaterQuestion): Pick<Desired, "raterId" | "unassignedReason"> {
  if (!isNear) return { raterId: null, unassignedReason: null };
  const supervisors = new Set(supervisions.filter((one) => holdsOn(one, on)).map((one) => one.supervisorId));
  const candidates = [...(rule.raters ?? [])].map(
    ([id, certifications]): RaterCandidate => ({
      id,
      isCertified: isCertifiedOn(certifications, on),
      isReliable: raters.reliable.get(`${id} ${rule.instrumentId}`) ?? null,
      supervisesSubject: supervisors.has(id),
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

function whyNot(
  rule: RuleInForce,
  history: ReturnType<typeof historyOf>,
  targetOn: CalendarDate | Day,
): string {
  const ends = rule.versions.at(-1)?.endsOn ?? null;
  if (history.exitOn !== null && targetOn > history.exitOn)
    return `the coach's last day is ${history.exitOn}`;
  if (history.startedOn !== null && targetOn < history.startedOn)
    return `the coach's first day is ${history.startedOn}`;
  if (ends !== null && targetOn >= ends) return `the rule ends on ${ends}`;
  if (
    rule.versions.some(({ rule: { kind } }) => COUNTS_FROM_FACTS.includes(kind)) &&
    !history.certified.some(({ from, to }) => from <= targetOn && targetOn <= to)
  )
    return `there is no certification on ${targetOn}`;
  return "the rule no longer asks for it";
}
