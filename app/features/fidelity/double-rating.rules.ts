import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinition, Item } from "#fidelity/instruments/instrument.schema.ts";
import { shownResponses } from "#fidelity/instruments/shown-items.ts";
import { meanScore, type RecordRule } from "#fidelity/raters/score-of-record.ts";
import { addMonths, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { encodeAnswer, type StoredResponse, toItemResponses } from "./answers.rules.ts";
import type { OwnPair, StoredScore } from "./assessment.types.ts";
import type { Difference, DrawPeriod } from "./double-rating.types.ts";

/** How many days before a period its ratings are drawn. */
export const DRAW_DAYS_BEFORE = 7;

/** How many days two raters have to begin what they agree on; once it is begun, its own window counts. */
export const AGREE_DAYS = 14;
/** How many days before the end both are reminded. */
export const AGREE_REMINDER_DAYS = 7;

/** The first day of the period that holds a day. */
export function periodOf(period: DrawPeriod, on: Day): Day {
  const month = startOfMonth(parseCalendarDate(on));
  if (period === "month") return month;
  return addMonths(month, -((Number(month.slice(5, 7)) - 1) % 3));
}

export function nextPeriod(period: DrawPeriod, periodOn: Day): Day {
  return addMonths(parseCalendarDate(periodOn), period === "month" ? 1 : 3);
}

/** A change holds from a month whose draw has not been made: what is drawn stays drawn. */
export function checkRuleStart(
  { startsOn, period }: { startsOn: Day; period: DrawPeriod },
  today: Day,
): Verdict {
  const at = (message: string) => refuse("bad-start", message, { startsOn: [message] });
  if (startsOn !== periodOf(period, startsOn))
    return at(
      period === "month" ? "Begin on the first of a month." : "Begin with January, April, July or October.",
    );
  if (startsOn < earliestStart(period, today))
    return at("Choose a later month: the lots of this one may be drawn already.");
  return { ok: true };
}

/** The first period that no draw can have touched yet. */
export function earliestStart(period: DrawPeriod, today: Day): Day {
  return nextPeriod(period, nextPeriod(period, periodOf(period, today)));
}

/** Ids of the items that are on the form of a rating, given its answers. */
export function shownIds(
  definition: InstrumentDefinition,
  responses: readonly StoredResponse[],
): ReadonlySet<string> {
  return new Set(shownResponses(definition, toItemResponses(responses)).map(({ itemId }) => itemId));
}

/** The items that two raters answered differently; words, and what neither was asked in the end, are left out. */
export function differences(
  definition: InstrumentDefinition,
  first: readonly StoredResponse[],
  second: readonly StoredResponse[],
): Omit<Difference, "consensus">[] {
  const shown = new Map([first, second].map((responses) => [responses, shownIds(definition, responses)]));
  const of = (responses: readonly StoredResponse[], item: Item) => {
    const isShown = shown.get(responses)?.has(item.id);
    const row = isShown ? responses.find(({ itemId }) => itemId === item.id) : undefined;
    return row ? encodeAnswer(item, row) : { answer: "", reason: "", comment: "", version: 0 };
  };
  return definition.items.flatMap((item) => {
    if (item.type === "text") return [];
    const [one, other] = [of(first, item), of(second, item)];
    return one.answer === other.answer ? [] : [{ itemId: item.id, first: one, second: other }];
  });
}

export interface SettleFacts {
  recordRule: RecordRule;
  isClosed: boolean;
  /** The time to agree is over. */
  isOver: boolean;
  first: StoredScore | null;
  second: StoredScore | null;
  /** Of what both agreed on, once it is submitted. */
  consensus: StoredScore | null;
}

/**
 * The score of record of a pair, by the rule that was fixed beforehand. `own`: the first rating's own score stands. Where
 * both raters should agree and did not in time, it is the mean.
 * Null while it is waited for.
 */
export function scoreOfRecord(
  definition: InstrumentDefinition,
  { recordRule, isClosed, isOver, first, second, consensus }: SettleFacts,
):
  | { basis: "own" }
  | { basis: "mean" | "consensus"; score: Omit<StoredScore, "scoreVersion" | "basis"> }
  | null {
  if (!first) return null;
  if (isClosed || recordRule === "first") return { basis: "own" };
  if (recordRule === "consensus" && consensus) return { basis: "consensus", score: consensus };
  if (recordRule === "consensus" && !isOver) return null;
  if (!second) return null;
  const { criticalFailures, sections, ...mean } = meanScore(definition, first, second);
  return {
    basis: "mean",
    score: { ...mean, criticalFailures: [...criticalFailures], sections: [...sections] },
  };
}

export interface OwnPairRow {
  id: string;
  firstId: string;
  secondId: string;
  versionId: string;
  coachName: string;
  firstRaterId: string;
  firstRaterName: string | null;
  secondRaterName: string | null;
  completedOn: Day;
  consensusState: string | null;
}

/** A pair as one of its raters finds it in the list. */
export const ownPairOf =
  (personId: string, differing: ReadonlyMap<string, number>) =>
  (row: OwnPairRow): OwnPair => ({
    id: row.id,
    coachName: row.coachName,
    otherRater: (row.firstRaterId === personId ? row.secondRaterName : row.firstRaterName) ?? "Another rater",
    completedOn: row.completedOn,
    differing: differing.get(row.id) ?? 0,
    consensus: agreementOf(row.consensusState),
  });

/** How far what both agree on is. */
export function agreementOf(state: string | null): OwnPair["consensus"] {
  if (state === null) return "none";
  if (state === "final") return "recorded";
  return state === "cancelled" ? "over" : "begun";
}
