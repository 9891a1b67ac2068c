import { addDays, addMonths, type CalendarDate, parseCalendarDate } from "../schedule/calendar.ts";

export const RATER_STATES = ["none", "trained", "passed", "reliable", "due", "lapsed", "remedial"] as const;
export type RaterState = (typeof RATER_STATES)[number];

/** A finished test against master scores. */
export interface CalibrationFact {
  on: string;
  passed: boolean;
  /** How long a pass holds. */
  validMonths: number;
  /** The last days of a pass, in which it is to be renewed. */
  dueDays: number;
}

/** What is known of one rater of one instrument, each fact with its own day. */
export interface RaterFacts {
  /** Trained as a rater, both days included. */
  trained: readonly { from: string; to: string }[];
  /** In the order in which they were finished. */
  calibrations: readonly CalibrationFact[];
  /** Days on which training anew was agreed; it holds until a later pass. */
  retrainings: readonly { on: string }[];
}

export interface RaterStanding {
  state: RaterState;
  /** Last day of the newest pass; null without one. */
  validUntil: CalendarDate | null;
  /** Day of the newest pass; null without one. */
  passedOn: CalendarDate | null;
}

/**
 * How a rater stands on a day, from the facts up to that day.
 *
 * - `none`: neither training nor a pass. `trained`: training, no pass yet. `passed`: a pass, no training in force.
 * - `reliable`: both in force. `due`: the same, in the last `dueDays` of the pass.
 * - `lapsed`: the pass has run out. `remedial`: after a pass, a later test was failed or training anew was agreed.
 *
 * A pass holds `validMonths` from its day; one made in the last `dueDays` of the pass before it holds from the end of
 * that one. Failing before the first pass changes nothing.
 *
 * @param facts dated facts in any order but `calibrations`
 * @param asOf the day asked about; later facts are left out
 * @throws RangeError for a text that is no calendar day
 *
 * Source: the rater lifecycle of trained, tested against a gold standard, reliable for a time, due, lapsed, retrained.
 */
export function raterStanding(facts: RaterFacts, asOf: string): RaterStanding {
  const day = parseCalendarDate(asOf);
  const isTrained = facts.trained.some(({ from, to }) => from <= day && day <= to);
  const tests = facts.calibrations
    .map((test, place) => ({ ...test, on: parseCalendarDate(test.on), place }))
    .filter(({ on }) => on <= day)
    .sort((one, other) => (one.on === other.on ? one.place - other.place : one.on < other.on ? -1 : 1));

  const { pass, hasFailedSince } = tests.reduce(withTest, { pass: null, hasFailedSince: false });
  const of = (state: RaterState): RaterStanding => ({
    state,
    validUntil: pass?.validUntil ?? null,
    passedOn: pass?.on ?? null,
  });
  if (pass === null) return of(isTrained ? "trained" : "none");
  const isRetraining = facts.retrainings.some(({ on }) => pass.on <= on && on <= day);
  if (hasFailedSince || isRetraining) return of("remedial");
  if (day > pass.validUntil) return of("lapsed");
  if (!isTrained) return of("passed");
  return of(day > pass.dueFrom ? "due" : "reliable");
}

interface Tested {
  pass: { on: CalendarDate; validUntil: CalendarDate; dueFrom: CalendarDate } | null;
  hasFailedSince: boolean;
}

function withTest({ pass }: Tested, test: CalibrationFact & { on: CalendarDate }): Tested {
  if (!test.passed) return { pass, hasFailedSince: true };
  const isRenewal = pass !== null && pass.dueFrom <= test.on && test.on <= pass.validUntil;
  const end = addMonths(isRenewal ? pass.validUntil : test.on, test.validMonths);
  const validUntil = pass !== null && pass.validUntil > end ? pass.validUntil : end;
  return {
    pass: { on: test.on, validUntil, dueFrom: addDays(validUntil, -test.dueDays) },
    hasFailedSince: false,
  };
}

/** Whether somebody in this state may rate for the record. */
export function isReliable(state: RaterState): boolean {
  return state === "reliable" || state === "due";
}

/** Whether what somebody in this state rates is kept out of official trends: they were reliable and are no longer. */
export function isOutOfTrends(state: RaterState): boolean {
  return state === "lapsed" || state === "remedial";
}
