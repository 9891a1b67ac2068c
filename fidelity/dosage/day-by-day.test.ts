import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DosageCoacheeInput,
  type DosageLevelInput,
  type DosagePeriodInput,
  type DosageSessionInput,
  SESSION_STATUSES,
} from "./dosage.schema.ts";
import { dosage } from "./dosage.ts";
import { dosageOfGroup } from "./dosage-of-group.ts";
import { nextSessionDue } from "./next-session-due.ts";

/*
 * The same measures counted a second time, slowly: one day after the other, one record after the other, with no
 * calendar, span or helper of the package.
 */
const DAY_MS = 86_400_000;
const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const plusDays = (day: string, days: number) =>
  new Date(toMs(day) + days * DAY_MS).toISOString().slice(0, 10);
const apart = (from: string, to: string) => (toMs(to) - toMs(from)) / DAY_MS;
const monthLength = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

type Session = DosageSessionInput & {
  coachIds: string[];
  attendees: NonNullable<DosageSessionInput["attendees"]>;
};
type Level = DosageLevelInput & { to: string | null };
type Stay = Pick<
  DosagePeriodInput,
  "leave" | "closures" | "assignments" | "startedOn" | "exitOn" | "knownOn"
>;

const covers = ({ from, to }: { from: string; to?: string | null }, day: string) =>
  day >= from && (to == null || day <= to);

function isEligible(
  day: string,
  { leave = [], closures = [], assignments, startedOn, exitOn, knownOn }: Stay,
) {
  if (startedOn && day < startedOn) return false;
  if (exitOn && day > exitOn) return false;
  if (assignments && !assignments.some((span) => covers(span, day))) return false;
  for (const span of leave)
    if (covers(span, day) && !(knownOn && span.recordedOn && span.recordedOn > knownOn)) return false;
  for (const span of closures)
    if (covers(span, day) && !(span.announcedOn && span.announcedOn >= day)) return false;
  return true;
}

function levelOn(day: string, levels: readonly Level[]) {
  return levels.find((level) => covers(level, day));
}

/** Of each record the version that was last entered by then. */
function asKnown(sessions: readonly Session[], knownOn: string | undefined): Session[] {
  const known: Session[] = [];
  for (const id of new Set(sessions.map((session) => session.id))) {
    let best: Session | undefined;
    for (const version of sessions) {
      if (version.id !== id) continue;
      if (knownOn && version.recordedOn && version.recordedOn > knownOn) continue;
      if (!best || (version.recordedOn ?? "") > (best.recordedOn ?? "")) best = version;
    }
    if (best) known.push(best);
  }
  return known;
}

const cameTo = (session: Session, person: string) =>
  session.attendees.find(
    ({ personId, attendance }) => personId === person && attendance !== "absent" && attendance !== "excused",
  );
const isHeld = ({ status }: Session) => status === "held" || status === "held_partial";
const length = (session: Session) => (session.observationMinutes ?? 0) + (session.meetingMinutes ?? 0);

function slowly(
  sessions: readonly Session[],
  levels: readonly Level[],
  period: DosagePeriodInput & { coacheeId: string },
) {
  const { from, until, asOf = until, coacheeId: me, since, closures = [] } = period;
  const known = asKnown(sessions, period.knownOn);
  const sum = {
    eligibleDays: 0,
    plannedSessions: 0,
    plannedMinutes: 0,
    deliveredSessions: 0,
    deliveredMinutes: 0,
    contacts: 0,
    absences: 0,
    coachMinutes: 0,
    dueSessions: 0,
    cancelledByCoach: 0,
    cancelledByCoachee: 0,
    cancelledByAgency: 0,
    noShowCoach: 0,
    noShowCoachee: 0,
    unresolvedSessions: 0,
    rescheduledSessions: 0,
    closedSessions: 0,
    lateCancelledSessions: 0,
    cancelledWithKnownNotice: 0,
    sessionsWithAssignedCoach: 0,
    sessionsWhileAssigned: 0,
    lateSessions: 0,
  };
  const process = { observationMinutes: 0, meetingMinutes: 0, observedSessions: 0, feedbackSessions: 0 };
  const minutesByCoach: Record<string, number> = {};
  const heldDays: string[] = [];
  let selfStudyMinutes: number | null = null;

  for (let day = from; day <= until; day = plusDays(day, 1)) {
    if (isEligible(day, period)) {
      sum.eligibleDays += 1;
      const level = levelOn(day, levels);
      if (level) {
        sum.plannedSessions += level.sessionsPerMonth / monthLength(day);
        sum.plannedMinutes += (level.sessionsPerMonth * level.minutesPerSession) / monthLength(day);
      }
    }
    for (const session of known) {
      if (session.on !== day) continue;
      const { status, noticeHours } = session;
      if (isHeld(session)) {
        const attendee = cameTo(session, me);
        if (day > asOf) continue;
        if (!attendee) {
          if (session.attendees.some(({ personId }) => personId === me)) sum.absences += 1;
          continue;
        }
        sum.dueSessions += 1;
        sum.deliveredSessions += 1;
        sum.contacts += 1;
        sum.deliveredMinutes += attendee.minutes ?? length(session);
        heldDays.push(day);
        for (const coach of session.coachIds) {
          sum.coachMinutes += length(session);
          minutesByCoach[coach] = (minutesByCoach[coach] ?? 0) + length(session);
        }
        process.observationMinutes += session.observationMinutes ?? 0;
        process.meetingMinutes += session.meetingMinutes ?? 0;
        if (session.observationMinutes) process.observedSessions += 1;
        if (session.feedbackGiven) process.feedbackSessions += 1;
        if (session.selfStudyMinutes != null)
          selfStudyMinutes = (selfStudyMinutes ?? 0) + session.selfStudyMinutes;
        const assigned = (period.assignments ?? []).filter((span) => covers(span, day));
        if (assigned.length > 0) sum.sessionsWhileAssigned += 1;
        if (assigned.some(({ coachId }) => session.coachIds.includes(coachId)))
          sum.sessionsWithAssignedCoach += 1;
        if (session.recordedOn && apart(day, session.enteredOn ?? session.recordedOn) > 3)
          sum.lateSessions += 1;
        continue;
      }
      if (!session.attendees.some(({ personId }) => personId === me)) continue;
      if (status === "rescheduled") sum.rescheduledSessions += 1;
      if (status === "rescheduled" || day > asOf || (day === asOf && status === "scheduled")) continue;
      const closed = closures.some(
        (span) => covers(span, day) && !(span.announcedOn && span.announcedOn >= day),
      );
      if (status === "cancelled_agency" && closed) {
        sum.closedSessions += 1;
        continue;
      }
      sum.dueSessions += 1;
      if (status === "scheduled") sum.unresolvedSessions += 1;
      if (status === "cancelled_by_coach") sum.cancelledByCoach += 1;
      if (status === "cancelled_by_coachee") sum.cancelledByCoachee += 1;
      if (status === "cancelled_agency") sum.cancelledByAgency += 1;
      if (status === "no_show_coach") sum.noShowCoach += 1;
      if (status === "no_show_coachee") sum.noShowCoachee += 1;
      if (status.startsWith("cancelled") && noticeHours != null) {
        sum.cancelledWithKnownNotice += 1;
        if (noticeHours < 24) sum.lateCancelledSessions += 1;
      }
    }
  }
  const ever = known
    .filter((session) => isHeld(session) && session.on <= asOf && cameTo(session, me))
    .map(({ on }) => on)
    .sort();
  const first = ever.find((day) => !since || day >= since) ?? null;
  const last = ever.at(-1) ?? null;
  const cancelledSessions = sum.cancelledByCoach + sum.cancelledByCoachee + sum.cancelledByAgency;
  const noShowSessions = sum.noShowCoach + sum.noShowCoachee;
  return {
    ...sum,
    cancelledSessions,
    noShowSessions,
    minutesByCoach,
    selfStudyMinutes,
    process,
    ...cyclesSlowly(known, me, period),
    sessionRate: over(sum.deliveredSessions, sum.plannedSessions),
    minuteRate: over(sum.deliveredMinutes, sum.plannedMinutes),
    cancellationRate: over(cancelledSessions, sum.dueSessions),
    noShowRate: over(noShowSessions, sum.dueSessions),
    lateCancellationRate: over(sum.lateCancelledSessions, sum.cancelledWithKnownNotice),
    continuity: over(sum.sessionsWithAssignedCoach, sum.sessionsWhileAssigned),
    sessionsPerWeek: over(sum.deliveredSessions * 7, sum.eligibleDays),
    meanMinutes: over(sum.deliveredMinutes, sum.deliveredSessions),
    spanDays: heldDays.length === 0 ? null : apart(heldDays[0] ?? "", heldDays.at(-1) ?? ""),
    firstHeldOn: first,
    daysToFirstSession: since && first ? apart(since, first) : null,
    daysWithoutFirstSession: since && !first && since <= asOf ? apart(since, asOf) : null,
    lastHeldOn: last,
    daysSinceLastHeld: last && apart(last, asOf),
  };
}

const over = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** A cycle is complete on the first day by which an observation was followed, that day or later, by feedback. */
function cyclesSlowly(
  known: readonly Session[],
  me: string,
  { from, until, asOf = until }: DosagePeriodInput,
) {
  const mine = known.filter(
    (session) => session.cycle != null && isHeld(session) && session.on <= asOf && cameTo(session, me),
  );
  let [cyclesCompleted, cyclesWithKnownOrder, cyclesInOrder] = [0, 0, 0];
  const wasObserved = (session: Session) => session.observed ?? Boolean(session.observationMinutes);
  const completedOn = (cycle: number) => {
    const own = mine.filter((session) => session.cycle === cycle);
    const answers = own.filter(
      (session) =>
        session.meetingMinutes &&
        session.feedbackGiven !== false &&
        own.some((other) => wasObserved(other) && other.on <= session.on),
    );
    return answers.map(({ on }) => on).sort()[0] ?? null;
  };
  for (const cycle of new Set(mine.map((session) => session.cycle ?? 0))) {
    const done = completedOn(cycle);
    if (!done || done < from || done > until) continue;
    cyclesCompleted += 1;
    const own = mine.filter((session) => session.cycle === cycle);
    const first =
      own
        .filter(wasObserved)
        .map(({ on }) => on)
        .sort()[0] ?? "";
    const talk = mine.filter(
      (session) => session.cycle === cycle - 1 && session.on === completedOn(cycle - 1),
    );
    const before = [...own, ...talk].filter((session) => session.on <= first);
    if (before.every((session) => session.setGoals == null)) continue;
    cyclesWithKnownOrder += 1;
    if (before.some((session) => session.setGoals)) cyclesInOrder += 1;
  }
  return {
    cyclesCompleted: mine.length === 0 ? null : cyclesCompleted,
    cyclesWithKnownOrder,
    cyclesInOrder,
    orderAdherence: over(cyclesInOrder, cyclesWithKnownOrder),
  };
}

const COACHEES = ["ana", "ben", "cal"];
const COACHES = ["kim", "lou", "max"];
const START = "2026-10-01";
/** Half a year with both clock changes in it. */
const LENGTH = 180;
const CLOCK_CHANGES = ["2026-11-01", "2027-03-14"];

const day = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: LENGTH }).map((days) => plusDays(START, days)) },
  { weight: 1, arbitrary: fc.constantFrom(...CLOCK_CHANGES) },
);
const spanOf = (most: number) =>
  fc
    .tuple(day, fc.integer({ min: 0, max: most }))
    .map(([from, days]) => ({ from, to: plusDays(from, days) }));
const openSpan = fc.oneof(
  { weight: 4, arbitrary: spanOf(90) },
  { weight: 1, arbitrary: day.map((from) => ({ from, to: null })) },
);
const minutes = fc.integer({ min: 0, max: 120 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** One record: a session of one, two or three coachees with one or two coaches, with the versions before it. */
const record: fc.Arbitrary<Session[]> = fc
  .record({
    id: fc.uuid(),
    on: day,
    status: fc.constantFrom(...SESSION_STATUSES, "held" as const, "held" as const),
    observationMinutes: minutes,
    meetingMinutes: minutes,
    attendees: fc.subarray(COACHEES, { minLength: 1 }),
    attendance: fc.array(fc.constantFrom("full", "full", "partial", "absent", "excused"), {
      minLength: 3,
      maxLength: 3,
    }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    coachIds: fc.subarray(COACHES, { minLength: 1, maxLength: 2 }),
    lag: fc.integer({ min: 0, max: 30 }),
    noticeHours: maybe(fc.integer({ min: 0, max: 72 })),
    feedbackGiven: maybe(fc.boolean()),
    selfStudyMinutes: maybe(fc.integer({ min: 0, max: 60 })),
    cycle: maybe(fc.integer({ min: 1, max: 3 })),
    observed: maybe(fc.boolean()),
    setGoals: maybe(fc.boolean()),
    enteredBefore: fc.integer({ min: 0, max: 4 }),
    before: fc.constantFrom("nothing", "planned", "planned for another day", "moved here"),
    plannedOn: day,
  })
  .map(({ attendance, share, lag, before, plannedOn, enteredBefore, ...session }) => {
    const dose = session.observationMinutes + session.meetingMinutes;
    const attendees = session.attendees.map((personId, index) => ({
      personId,
      attendance: attendance[index] as "full",
      minutes: attendance[index] === "partial" ? Math.floor(dose * share) : null,
    }));
    const recordedOn = plusDays(session.on, lag);
    const last: Session = {
      ...session,
      attendees,
      recordedOn,
      enteredOn: plusDays(recordedOn, -Math.min(lag, enteredBefore)),
    };
    const plan: Session = {
      ...last,
      status: "scheduled",
      observationMinutes: 0,
      meetingMinutes: 0,
      attendees: session.attendees.map((personId) => ({ personId })),
      recordedOn: plusDays(session.on, -9),
    };
    if (before === "planned") return [plan, last];
    if (before === "planned for another day") return [{ ...plan, on: plannedOn }, last];
    if (before === "moved here")
      return [{ ...plan, id: `${last.id} original`, on: plannedOn, status: "rescheduled" }, last];
    return [last];
  });
const history = fc
  .uniqueArray(record, { selector: (versions) => versions.at(-1)?.id, maxLength: 25 })
  .map((records) => records.flat());

/** Levels that fade or rise, with gaps between some of them. */
const schedule: fc.Arbitrary<Level[]> = fc
  .uniqueArray(
    fc.record({
      from: day,
      sessionsPerMonth: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constantFrom(0.5, 1.25, 2.75)),
      minutesPerSession: minutes,
      gap: fc.integer({ min: 0, max: 20 }),
    }),
    { selector: ({ from }) => from, minLength: 0, maxLength: 4 },
  )
  .map((levels) => {
    const sorted = [...levels].sort((a, b) => (a.from < b.from ? -1 : 1));
    return sorted.map(({ gap, ...level }, index) => {
      const next = sorted[index + 1];
      if (!next) return { ...level, to: null };
      const to = plusDays(next.from, -1 - gap);
      return { ...level, to: to < level.from ? level.from : to };
    });
  });

/** Reassignments, handovers in which two are assigned, and vacancies between them. */
const stay = fc.record({
  leave: fc.array(
    fc.tuple(openSpan, maybe(day)).map(([span, recordedOn]) => ({ ...span, recordedOn })),
    { maxLength: 3 },
  ),
  closures: fc.array(
    fc.tuple(spanOf(5), maybe(day)).map(([span, announcedOn]) => ({ ...span, announcedOn })),
    { maxLength: 2 },
  ),
  assignments: fc.option(
    fc.array(
      fc.tuple(openSpan, fc.constantFrom(...COACHES)).map(([span, coachId]) => ({ ...span, coachId })),
      { maxLength: 4 },
    ),
    { nil: undefined },
  ),
  startedOn: maybe(day),
  exitOn: maybe(day),
});
const window = fc
  .tuple(day, day, day, fc.option(day, { nil: undefined }), maybe(day))
  .map(([one, other, asOf, knownOn, since]) => ({
    from: one < other ? one : other,
    until: one < other ? other : one,
    asOf,
    knownOn,
    since,
  }));

/** Whole numbers, days and marks are equal; what adds up parts of days is equal up to the last bits. */
function expectSame(found: unknown, expected: unknown, at = ""): void {
  if (typeof expected === "number" && typeof found === "number") {
    if (Number.isInteger(expected) && Number.isInteger(found)) expect(found, at).toBe(expected);
    else expect(Math.abs(found - expected), at).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  } else if (
    typeof expected === "object" &&
    expected !== null &&
    typeof found === "object" &&
    found !== null
  ) {
    for (const [key, value] of Object.entries(expected))
      expectSame((found as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else expect(found, at).toBe(expected);
}

const RUNS = { numRuns: 300 };

describe("counted day by day", { timeout: 120_000 }, () => {
  test("the dose of a coachee is the same", () => {
    fc.assert(
      fc.property(
        history,
        schedule,
        stay,
        window,
        fc.constantFrom(...COACHEES),
        (all, levels, facts, when, me) => {
          const period = { ...facts, ...when, coacheeId: me };
          expectSame(dosage(all, levels, period), slowly(all, levels, period));
        },
      ),
      RUNS,
    );
  });

  test("the dose of a group is that of its people, and a session of three is one session", () => {
    const coachee = fc
      .tuple(schedule, stay)
      .map(([levels, { closures, ...facts }]) => ({ schedule: levels, ...facts }));
    fc.assert(
      fc.property(
        history,
        fc.tuple(coachee, coachee),
        window,
        fc.constantFrom(0, 0.5, 0.8, 1),
        (all, facts, when, minimumShare) => {
          const period = { ...when, minimumShare };
          const group: (DosageCoacheeInput & { schedule: Level[] })[] = facts.map((own, index) => ({
            id: COACHEES[index] ?? "",
            ...own,
          }));
          const found = dosageOfGroup(all, group, period);
          const people = group.map(({ id, schedule: levels, ...own }) => ({
            id,
            dose: slowly(all, levels, { ...period, ...own, leave: own.leave ?? [], coacheeId: id }),
          }));
          const eligible = people.filter(({ dose }) => dose.plannedSessions > 0);
          expectSame(found, {
            coachees: Object.fromEntries(people.map(({ id, dose }) => [id, dose])),
            plannedSessions: people.reduce((sum, { dose }) => sum + dose.plannedSessions, 0),
            contacts: people.reduce((sum, { dose }) => sum + dose.deliveredSessions, 0),
            contactMinutes: people.reduce((sum, { dose }) => sum + dose.deliveredMinutes, 0),
            eligibleCoachees: eligible.length,
            reachedCoachees: eligible.filter(({ dose }) => dose.deliveredSessions > 0).length,
          });
          const sessions = asKnown(all, when.knownOn).filter(
            (session) =>
              isHeld(session) &&
              session.on >= when.from &&
              session.on <= when.until &&
              session.on <= when.asOf &&
              group.some(({ id }) => cameTo(session, id)),
          );
          expect(found.deliveredSessions).toBe(sessions.length);
          expect(found.coachMinutes).toBe(
            sessions.reduce((sum, session) => sum + length(session) * session.coachIds.length, 0),
          );
          expect(found.coacheesAtMinimum).toBe(
            eligible.filter(({ dose }) => dose.deliveredSessions + 1e-7 > dose.plannedSessions * minimumShare)
              .length,
          );
        },
      ),
      RUNS,
    );
  });

  test("the next session is due on the same day", () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 8 }), schedule, stay, day, (heldOn, levels, facts, asOf) => {
        const found = nextSessionDue(levels, { ...facts, heldOn, asOf });
        expect(found.dueOn).toBe(dueSlowly(heldOn, levels, facts, asOf));
        if (found.dueOn === null) {
          expect(found.status).toBe("none");
          return;
        }
        let late = 0;
        for (let on = plusDays(found.dueOn, 1); on <= asOf; on = plusDays(on, 1))
          if (isEligible(on, facts)) late += 1;
        const left = apart(asOf, found.dueOn);
        const expected = late > 0 ? "overdue" : left <= 7 ? "due-soon" : "on-track";
        const isAsked = isEligible(asOf, { ...facts, closures: [] });
        expect(found.status).toBe(isAsked ? expected : "paused");
        expect(found.daysOverdue).toBe(isAsked ? late : 0);
      }),
      RUNS,
    );
  });
});

/** Walks from the last session's month on, adding up what each day plans, until both conditions are met. */
function dueSlowly(heldOn: string[], levels: Level[], facts: Stay, asOf: string): string | null {
  const held = heldOn.filter((on) => on <= asOf && (!facts.startedOn || on >= facts.startedOn)).sort();
  const last = held.at(-1);
  const start = last ? `${last.slice(0, 8)}01` : levels.map(({ from }) => from).sort()[0];
  if (!start) return null;
  const heldInMonth = last ? held.filter((on) => on.slice(0, 7) === last.slice(0, 7)).length : 0;
  let ofMonth = 0;
  let sinceLast = 0;
  for (let on = start; on <= plusDays(asOf, 730); on = plusDays(on, 1)) {
    if (!isEligible(on, facts)) continue;
    const planned = (levelOn(on, levels)?.sessionsPerMonth ?? 0) / monthLength(on);
    ofMonth += planned;
    if (!last || on > last) sinceLast += planned;
    if (sinceLast > 1 - 1e-7 && ofMonth > heldInMonth - 1e-7) return on;
  }
  return null;
}

describe("laws", () => {
  const ADDITIVE = [
    "eligibleDays",
    "plannedSessions",
    "plannedMinutes",
    "deliveredSessions",
    "deliveredMinutes",
    "contacts",
    "absences",
    "coachMinutes",
    "dueSessions",
    "cancelledSessions",
    "noShowSessions",
    "unresolvedSessions",
    "rescheduledSessions",
    "closedSessions",
    "lateCancelledSessions",
    "sessionsWithAssignedCoach",
    "sessionsWhileAssigned",
    "lateSessions",
    "cyclesCompleted",
    "cyclesWithKnownOrder",
    "cyclesInOrder",
  ] as const;

  test("two parts of a period add up to the whole", () => {
    fc.assert(
      fc.property(
        history,
        schedule,
        stay,
        window,
        day,
        fc.constantFrom(...COACHEES),
        (all, levels, facts, when, cut, me) => {
          fc.pre(when.from <= cut && cut < when.until);
          const period = { ...facts, ...when, coacheeId: me };
          const whole = dosage(all, levels, period);
          const first = dosage(all, levels, { ...period, until: cut });
          const second = dosage(all, levels, { ...period, from: plusDays(cut, 1) });
          for (const measure of ADDITIVE)
            expectSame((first[measure] ?? 0) + (second[measure] ?? 0), whole[measure] ?? 0, measure);
        },
      ),
    );
  });

  test("two groups add up to both together, except for the sessions they share", () => {
    fc.assert(
      fc.property(history, schedule, window, (all, levels, when) => {
        const group = (ids: string[]) =>
          dosageOfGroup(
            all,
            ids.map((id) => ({ id, schedule: levels })),
            when,
          );
        const [both, one, other] = [group(["ana", "ben"]), group(["ana"]), group(["ben"])];
        for (const measure of ["contacts", "contactMinutes", "reachedCoachees", "eligibleCoachees"] as const)
          expect(one[measure] + other[measure]).toBe(both[measure]);
        expect(both.deliveredSessions).toBeLessThanOrEqual(one.deliveredSessions + other.deliveredSessions);
      }),
    );
  });

  test("the order of records, versions, levels and spans does not matter", () => {
    fc.assert(
      fc.property(history, schedule, stay, window, (all, levels, facts, when) => {
        const turned = <T>(list: readonly T[] | undefined) => list && [...list].reverse();
        const period = { ...facts, ...when, coacheeId: "ana" };
        const backward = {
          ...period,
          leave: turned(facts.leave),
          closures: turned(facts.closures),
          assignments: turned(facts.assignments),
        };
        expect(dosage([...all].reverse(), [...levels].reverse(), backward)).toEqual(
          dosage(all, levels, period),
        );
      }),
    );
  });

  test("what is entered later changes no answer of an earlier day", () => {
    fc.assert(
      fc.property(history, schedule, stay, window, day, (all, levels, facts, when, knownOn) => {
        const period = { ...facts, ...when, knownOn, coacheeId: "ana" };
        const entered = <T extends { recordedOn?: string | null }>(list: readonly T[] = []) =>
          list.filter(({ recordedOn }) => !recordedOn || recordedOn <= knownOn);
        const then = dosage(entered(all), levels, {
          ...period,
          leave: entered(facts.leave),
          knownOn: undefined,
        });
        expect(dosage(all, levels, period)).toEqual(then);
      }),
    );
  });
});
