export const RULE_SETS = ["shewhart", "nhs", "ihi", "nelson"] as const;

export type RuleSet = (typeof RULE_SETS)[number];

export type RuleName =
  | "beyond-limits"
  | "run-on-one-side"
  | "trend"
  | "two-of-three-beyond-two-sigma"
  | "four-of-five-beyond-one-sigma"
  | "fifteen-within-one-sigma"
  | "eight-beyond-one-sigma"
  | "fourteen-alternating";

export type Signal = {
  rule: RuleName;
  /** Indexes of all points that take part, in order. */
  points: number[];
};

/** A plotted point; `z` is its distance from the centre in sigmas. */
export type PlottedPoint = { index: number; value: number; z: number };

type Rule = {
  name: RuleName;
  /** How many points in a row are looked at. */
  length: number;
  /** Which of them make the signal; none when there is no signal. */
  find(window: PlottedPoint[]): PlottedPoint[];
};

const ROUNDING = 1e-9;

const beyondLimits: Rule = {
  name: "beyond-limits",
  length: 1,
  find: (window) => window.filter(({ z }) => Math.abs(z) > 3 + ROUNDING),
};

const SETS: Record<RuleSet, Rule[]> = {
  shewhart: [beyondLimits],
  nhs: [beyondLimits, oneSide(7), trend(7), share("two-of-three-beyond-two-sigma", 2, 3, 2)],
  ihi: [beyondLimits, oneSide(8), trend(6), share("two-of-three-beyond-two-sigma", 2, 3, 2), nearCentre()],
  nelson: [
    beyondLimits,
    oneSide(9),
    trend(6),
    alternating(),
    share("two-of-three-beyond-two-sigma", 2, 3, 2),
    share("four-of-five-beyond-one-sigma", 4, 5, 1),
    nearCentre(),
    offCentre(),
  ],
};

/**
 * Signs that a series is more than chance, by a named set of rules. More rules find more, and raise more false alarms.
 *
 * `shewhart`: a point beyond three sigma. `nhs`: also 7 in a row on one side, 7 rising or falling, 2 of 3 beyond two
 * sigma on one side. `ihi`: 8 on one side, 6 rising or falling, 2 of 3 beyond two sigma, 15 within one sigma. `nelson`:
 * 9 on one side, 6 rising or falling, 14 alternating up and down, 2 of 3 beyond two sigma, 4 of 5 beyond one sigma on
 * one side, 15 within one sigma, 8 beyond one sigma on either side. A point on the centre is on no side; equal
 * neighbours neither rise nor fall.
 *
 * @param points those with a value, in time order; gaps are stepped over
 * @param ruleSet name of the set
 * @returns one entry per rule that found something
 *
 * Source: Shewhart 1931; Making Data Count (NHS England); Provost & Murray 2011, The Health Care Data Guide; Nelson 1984,
 * Journal of Quality Technology 16:237-239.
 */
export function signalsOf(points: readonly PlottedPoint[], ruleSet: RuleSet): Signal[] {
  return SETS[ruleSet].flatMap(({ name, length, find }) => {
    const found = new Set<number>();
    for (let start = 0; start + length <= points.length; start += 1) {
      for (const { index } of find(points.slice(start, start + length))) found.add(index);
    }
    return found.size === 0 ? [] : [{ rule: name, points: [...found].sort((one, other) => one - other) }];
  });
}

function oneSide(length: number): Rule {
  const find = (window: PlottedPoint[]) =>
    window.every(({ z }) => z > ROUNDING) || window.every(({ z }) => z < -ROUNDING) ? window : [];
  return { name: "run-on-one-side", length, find };
}

function trend(length: number): Rule {
  const find = (window: PlottedPoint[]) =>
    steps(window).every((step) => step > 0) || steps(window).every((step) => step < 0) ? window : [];
  return { name: "trend", length, find };
}

function alternating(): Rule {
  const find = (window: PlottedPoint[]) =>
    steps(window).every((step, place, all) => step !== 0 && (place === 0 || step === -(all[place - 1] ?? 0)))
      ? window
      : [];
  return { name: "fourteen-alternating", length: 14, find };
}

function share(name: RuleName, least: number, length: number, sigmas: number): Rule {
  const find = (window: PlottedPoint[]) => {
    const above = window.filter(({ z }) => z > sigmas + ROUNDING);
    const below = window.filter(({ z }) => z < -sigmas - ROUNDING);
    if (above.length >= least) return above;
    return below.length >= least ? below : [];
  };
  return { name, length, find };
}

function nearCentre(): Rule {
  const find = (window: PlottedPoint[]) =>
    window.every(({ z }) => Math.abs(z) < 1 - ROUNDING) ? window : [];
  return { name: "fifteen-within-one-sigma", length: 15, find };
}

function offCentre(): Rule {
  const find = (window: PlottedPoint[]) =>
    window.every(({ z }) => Math.abs(z) > 1 + ROUNDING) ? window : [];
  return { name: "eight-beyond-one-sigma", length: 8, find };
}

/** Direction from each point to the next: 1, 0 or -1. */
function steps(window: PlottedPoint[]): number[] {
  return window.slice(1).map(({ value }, place) => Math.sign(value - (window[place]?.value ?? 0)));
}
