import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import {
  type FocusItem,
  focusItems,
  type ItemRating,
  itemRatings,
  type RatedReview,
} from "#fidelity/focus/focus-items.ts";

/** A review on its day, for what it suggests. */
export type DatedReview = RatedReview & { on: Day };

/** What became of an item that a review suggested to work on. */
export interface ItemCourse {
  itemId: string;
  label: string;
  functionTitle: string;
  before: { on: Day; words: string };
  /** Sessions of the coach with the item's function in focus, after the one rating and up to the other. */
  sessions: number;
  /** Null until it is rated again. */
  after: { on: Day; words: string; isHigher: boolean | null } | null;
}

/** "1 of 3"; a share of one as a percentage. */
export function ratingWords({ earned, of }: ItemRating): string {
  const shown = (value: number) => String(Math.round(value * 100) / 100);
  return of === 1 && !Number.isInteger(earned)
    ? `${shown(earned * 100)}\u00a0%`
    : `${shown(earned)} of ${shown(of)}`;
}

/** Why a function is suggested, in a few words: "Rated 1 of 3 on 4 Mar 2026". */
export function reasonWords({ reason, rating, before }: FocusItem, on: Day): string {
  const rated = `ated ${ratingWords(rating)} on ${formatDay(on, { weekday: false })}`;
  if (reason === "critical") return `Critical item, r${rated}`;
  return reason === "fell" && before ? `R${rated}, ${ratingWords(before)} before` : `R${rated}`;
}

/**
 * The items that earlier reviews suggested, with the sessions spent on their function and the next rating: those of the
 * last two reviews, newest first.
 *
 * @param reviews of one person and instrument, the newest first
 * @param sessionsOn how many sessions had a function in focus after one day and up to another
 */
export function itemCourses(
  reviews: readonly DatedReview[],
  {
    today,
    titleOf,
    sessionsOn,
  }: {
    today: Day;
    titleOf: (code: string) => string;
    sessionsOn: (code: string, after: Day, until: Day) => number;
  },
): ItemCourse[] {
  return reviews.slice(0, 2).flatMap((review, place): ItemCourse[] => {
    const next = place === 0 ? null : reviews[place - 1];
    const ratedNext = next ? itemRatings(next) : null;
    return focusItems(review, reviews[place + 1] ?? null).map((found) => {
      const { itemId, label, essentialFunctionId: code, rating } = found;
      const now = ratedNext?.get(itemId);
      return {
        itemId,
        label,
        functionTitle: titleOf(code),
        before: { on: review.on, words: ratingWords(rating) },
        sessions: sessionsOn(code, review.on, next?.on ?? today),
        after: next
          ? {
              on: next.on,
              words: now ? ratingWords(now) : "not rated",
              isHigher: now ? now.position > rating.position : null,
            }
          : null,
      };
    });
  });
}
