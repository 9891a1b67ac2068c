import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { joinParts } from "./checklist.rules.ts";

export const assessmentParams = z.object({ assessmentId: z.guid() });
export const versionParams = z.object({ versionId: z.guid() });

const text = z.string().max(4000, "Use at most 4000 characters.").default("");
/** Absent from devices of an earlier release, which leave what is stored as it is. */
const evidence = z.string().trim().max(500, "Use at most 500 characters.").optional();

const version = z.coerce.number().int().min(0).default(0);

/** One item of the checklist as a device sends it; an empty answer is a blank. */
export const answerInput = z.object({
  itemId: z.string().min(1).max(200),
  answer: z.string().trim().max(4000, "Use at most 4000 characters.").default(""),
  reason: text,
  comment: text,
  baseVersion: version,
});
export type AnswerInput = z.output<typeof answerInput>;

const short = z.string().trim().max(40).optional();

/** `part0` and so on: a posted form knows no lists within lists. */
const partFields = Object.fromEntries(Array.from({ length: 50 }, (_, place) => [`part${place}`, short]));

/** The same from a form, where what is typed, its parts, and what is chosen instead are fields of their own. */
const formAnswer = answerInput
  .extend({ code: short, ...partFields })
  .transform(({ itemId, answer, reason, comment, baseVersion, code, ...parts }) => {
    const given = Object.values(parts as Record<string, string | undefined>);
    const last = given.findLastIndex((part) => part !== undefined);
    const joined = joinParts(given.slice(0, last + 1).map((part) => part ?? ""));
    return { itemId, reason, comment, baseVersion, answer: code || joined || answer };
  });

/** The observed day, the overall texts and the evidence, saved together. */
export const notesInput = z.object({
  observedOn: dayField("Choose a day.").or(z.literal("")).default(""),
  strengths: text,
  nextSteps: text,
  evidence,
  baseVersion: version,
});
export type NotesInput = z.output<typeof notesInput>;

/** The whole checklist. `save` keeps it, `submit` finishes it. */
export const checklistInput = z.object({
  intent: z.enum(["save", "submit"]).default("save"),
  items: z.array(formAnswer).max(500).default([]),
  observedOn: dayField("Choose the day on which you observed.").optional(),
  strengths: text,
  nextSteps: text,
  evidence,
  notesVersion: version,
  /** How often it had been submitted when the page was opened. Pages of an earlier release do not say. */
  submission: z.coerce.number().int().min(0).optional(),
});
export type ChecklistInput = z.output<typeof checklistInput>;

/** Whose device it is: what one account wrote is never stored as another's. Devices of an earlier release do not say. */
const accountId = z.string().min(1).max(100).optional();

/** What a device saves as the rater works. */
export const progressInput = z.discriminatedUnion("kind", [
  answerInput.extend({ kind: z.literal("answer"), accountId }),
  notesInput.extend({ kind: z.literal("notes"), accountId }),
]);
export type ProgressInput = z.output<typeof progressInput>;

export const INSTRUMENT_FORMATS = ["xlsform", "redcap", "json"] as const;
export type InstrumentFormat = (typeof INSTRUMENT_FORMATS)[number];
export const exportParams = versionParams.extend({ format: z.enum(INSTRUMENT_FORMATS) });
