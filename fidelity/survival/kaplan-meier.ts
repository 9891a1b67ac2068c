import { z } from "zod";
import { normalQuantile } from "../intervals/normal-quantile.ts";
import { parseInput } from "../parse-input.ts";

export type SurvivalStep = {
  /** When events happened, in the unit of the times. */
  time: number;
  /** Subjects under observation just before. */
  atRisk: number;
  /** Events at this time. */
  events: number;
  /** Estimated share without an event beyond this time, 0 to 1. */
  survival: number;
  /** Greenwood's; null once nobody is left, when it cannot be worked out. */
  standardError: number | null;
  /** Pointwise interval on the log-log scale; null where the standard error is. */
  confidenceInterval: { lower: number; upper: number; confidence: number; method: string } | null;
};

const timesSchema = z.array(
  z.number({ error: ({ input }) => `found ${input}, expected a number of 0 or more` }).min(0),
);
const eventsSchema = z.array(
  z.union([z.boolean(), z.literal(0), z.literal(1)], {
    error: ({ input }) => `found ${JSON.stringify(input) ?? String(input)}, expected true or false, 1 or 0`,
  }),
);
const optionsSchema = z.strictObject({
  confidence: z
    .number()
    .gt(0)
    .lt(1, { error: ({ input }) => `found ${input}, expected a number between 0 and 1` })
    .default(0.95),
});

/**
 * Share of subjects to whom nothing has happened yet, from times of which some are cut short: a person still employed
 * today is known to have stayed at least so long, and is neither counted as leaving nor left out.
 *
 * @param times per subject, from the start to the event or to the end of observation; any unit, 0 or more
 * @param events per subject, whether the event happened (true or 1) or observation ended before it (false or 0)
 * @param options `confidence` of the pointwise intervals, strictly between 0 and 1, default 0.95
 * @returns one step per time with an event, in order; before the first the share is 1. A subject whose observation ends
 *   at the time of an event still counts as at risk then. Without events there are no steps. Nothing is said beyond the
 *   longest time
 * @throws TypeError for other values, all at once; RangeError when the lists differ in length
 *
 * Source: Kaplan & Meier 1958, JASA 53:457-481; variance Greenwood 1926; interval Kalbfleisch & Prentice 1980, The
 * Statistical Analysis of Failure Time Data.
 */
export function kaplanMeier(
  times: readonly number[],
  events: readonly (boolean | 0 | 1)[],
  options: { confidence?: number } = {},
): SurvivalStep[] {
  const durations = parseInput(timesSchema, times, "times");
  const happened = parseInput(eventsSchema, events, "events");
  const { confidence } = parseInput(optionsSchema, options, "options");
  if (durations.length !== happened.length) {
    throw new RangeError(`events: found ${happened.length} values, expected ${durations.length} as in times`);
  }
  const subjects = durations
    .map((time, subject) => ({ time, isEvent: Boolean(happened[subject]) }))
    .sort((one, other) => one.time - other.time);
  const z = normalQuantile((1 + confidence) / 2);

  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let first = 0;
  while (first < subjects.length) {
    const time = subjects[first]?.time ?? 0;
    let next = first;
    let count = 0;
    while (next < subjects.length && subjects[next]?.time === time) {
      if (subjects[next]?.isEvent) count += 1;
      next += 1;
    }
    const atRisk = subjects.length - first;
    if (count > 0) {
      survival *= (atRisk - count) / atRisk;
      greenwood += count / (atRisk * (atRisk - count));
      steps.push({ time, atRisk, events: count, survival, ...precision(survival, greenwood, z, confidence) });
    }
    first = next;
  }
  return steps;
}

function precision(survival: number, greenwood: number, z: number, confidence: number) {
  if (survival === 0) return { standardError: null, confidenceInterval: null };
  const spread = (z * Math.sqrt(greenwood)) / Math.log(survival);
  return {
    standardError: survival * Math.sqrt(greenwood),
    confidenceInterval: {
      lower: survival ** Math.exp(-spread),
      upper: survival ** Math.exp(spread),
      confidence,
      method: "log-log, Greenwood's variance",
    },
  };
}
