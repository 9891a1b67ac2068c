import { z } from "zod";
import { answerInput } from "./assessment.schema.ts";

export const setParams = z.object({ setId: z.guid() });
export const caseParams = setParams.extend({ caseId: z.guid() });
export const attemptParams = setParams.extend({ attemptId: z.guid() });

const line = (what: string, most: number) =>
  z.string(what).trim().min(1, what).max(most, `Use at most ${most} characters`);

const caseInput = z.object({
  title: z.string().trim().max(120, "Use at most 120 characters").default(""),
  reference: z.string().trim().max(500, "Use at most 500 characters").default(""),
});

/** A new set. The id was made by the form, so that a retry is the same set. Empty lines of cases are left out. */
export const newSet = z.object({
  id: z.guid(),
  title: line("Name the set", 120),
  instrumentVersionId: z.guid("Choose an instrument"),
  ruleKind: z.enum(["exact", "icc"]),
  least: z.coerce.number("Give a number").min(1, "Give at least 1").max(100, "Give at most 100"),
  validMonths: z.coerce
    .number("Give a number of months")
    .int()
    .min(1, "Give 1 to 60 months")
    .max(60, "Give 1 to 60 months"),
  dueDays: z.coerce
    .number("Give a number of days")
    .int()
    .min(0, "Give 0 to 180 days")
    .max(180, "Give 0 to 180 days"),
  cases: z.array(caseInput).max(20, "Use at most 20 cases").default([]),
});
export type NewSet = z.output<typeof newSet>;

/**
 * One case as a form sends it, with the number of the attempt that it was opened for. `keep` is sent while somebody works,
 * `save` when they go on.
 */
export const caseRatingInput = z.object({
  intent: z.enum(["keep", "save"]).default("save"),
  attempt: z.coerce.number("Reload the page").int().min(1),
  rowVersion: z.coerce.number().int().min(0).default(0),
  items: z.array(answerInput).max(500).default([]),
});
export type CaseRatingInput = z.output<typeof caseRatingInput>;

/** What the page of a set posts. */
export const setForm = z.object({ intent: z.enum(["submit", "publish", "retire"]) });

/** What the page of the raters posts. */
export const retrainingForm = z.object({
  id: z.guid(),
  personId: z.guid(),
  instrumentId: z.guid(),
  reason: z
    .string("Say what would help, in a sentence")
    .trim()
    .min(10, "Say what would help, in a sentence")
    .max(500, "Use at most 500 characters"),
});
export type RetrainingInput = z.output<typeof retrainingForm>;
