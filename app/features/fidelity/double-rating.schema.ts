import { z } from "zod";
import { RECORD_RULES } from "#fidelity/raters/score-of-record.ts";

export const pairParams = z.object({ pairId: z.guid() });

/** What the page of two ratings posts. The id of a note was made by the form, so that a retry is the same note. */
export const pairForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("note"),
    id: z.guid(),
    itemId: z.string().max(200).optional(),
    text: z
      .string("Write a sentence first")
      .trim()
      .min(1, "Write a sentence first")
      .max(2000, "Use at most 2000 characters"),
  }),
  z.object({ intent: z.literal("consensus") }),
  z.object({ intent: z.literal("take-over") }),
]);
export type NoteInput = Extract<z.output<typeof pairForm>, { intent: "note" }>;

/** Which share is rated twice, from a month on. */
export const ruleForm = z.object({
  id: z.guid(),
  instrumentId: z.guid("Choose an instrument"),
  share: z.coerce.number("Give a share").min(0, "Give 0 to 100 %").max(100, "Give 0 to 100 %"),
  period: z.enum(["month", "quarter"]),
  recordRule: z.enum(RECORD_RULES),
  startsOn: z.iso.date("Choose a month"),
});
export type RuleInput = z.output<typeof ruleForm>;
