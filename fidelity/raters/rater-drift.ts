import type { Agreement } from "./compare-ratings.ts";

/** One comparison of a rater with the master or with a partner. */
export interface DriftPoint {
  on: string;
  against: "master" | "partner";
  comparison: Agreement & { items: readonly (Agreement & { itemId: string })[] };
}

export interface DriftWindow {
  /** Day of its newest comparison. */
  on: string;
  exactShare: number | null;
  withinOneShare: number | null;
  /** Above 0: rates higher than the others do. */
  meanDifference: number | null;
  compared: number;
  isMiss: boolean;
}

export interface RaterDrift {
  windows: DriftWindow[];
  /** Items of the newest window with the least exact agreement, worst first. */
  hotSpots: { itemId: string; compared: number; exact: number; meanDifference: number | null }[];
  /** Two windows in a row missed, the newest among them. */
  needsAction: boolean;
}

/**
 * Whether a rater drifts away from the others: the comparisons in windows side by side, counted back from the newest, so
 * that each comparison is in one window and an outlier misses once.
 *
 * A window misses when less than `least` of its items agree exactly. Two misses in a row ask for action; one does not.
 * Hot spots are items compared at least twice in the newest window that agree less often than `least`.
 *
 * @param points in any order
 * @param options `size` comparisons in a window, `least` share of exact agreement
 * @returns full windows, the oldest first; what is too old to fill one is left out
 *
 * Source: drift tests of observers at intervals, with action at two consecutive misses.
 */
export function raterDrift(
  points: readonly DriftPoint[],
  { size, least }: { size: number; least: number },
): RaterDrift {
  const sorted = [...points].sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1));
  const full = Math.floor(sorted.length / size);
  const spans = Array.from({ length: full }, (_, place) => {
    const end = sorted.length - (full - 1 - place) * size;
    return sorted.slice(end - size, end);
  });
  const windows = spans.map((span): DriftWindow => {
    const total = sumOf(span.map(({ comparison }) => comparison));
    const exactShare = share(total.exact, total.compared);
    return {
      on: span.at(-1)?.on ?? "",
      exactShare,
      withinOneShare: share(total.withinOne, total.values),
      meanDifference: share(total.signed, total.values),
      compared: total.compared,
      isMiss: exactShare !== null && exactShare < least,
    };
  });
  const newest = spans.at(-1) ?? [];
  const ids = [...new Set(newest.flatMap(({ comparison }) => comparison.items.map(({ itemId }) => itemId)))];
  const hotSpots = ids
    .map((itemId) => {
      const parts = newest.flatMap(({ comparison }) =>
        comparison.items.filter((item) => item.itemId === itemId),
      );
      const { compared, exact, signed, values } = sumOf(parts);
      return { itemId, compared, exact, meanDifference: share(signed, values) };
    })
    .filter(({ compared, exact }) => compared >= 2 && exact / compared < least)
    .sort((a, b) => a.exact / a.compared - b.exact / b.compared);
  return { windows, hotSpots, needsAction: windows.slice(-2).filter(({ isMiss }) => isMiss).length === 2 };
}

function sumOf(parts: readonly Agreement[]): Agreement {
  const total: Agreement = { compared: 0, exact: 0, values: 0, withinOne: 0, signed: 0 };
  for (const part of parts)
    for (const key of ["compared", "exact", "values", "withinOne", "signed"] as const)
      total[key] += part[key];
  return total;
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
