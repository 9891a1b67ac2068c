import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";

/** What the page of conflicts of interest posts. */
export const raterConflictForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("record"),
    id: z.guid(),
    raterId: z.guid("Choose a rater"),
    subjectId: z.guid("Choose a coach"),
    startsOn: dayField("Choose the first day"),
    endsOn: dayField("Choose a day").optional(),
    reason: z
      .string("Say what the conflict is")
      .trim()
      .min(3, "Say what the conflict is")
      .max(500, "Use at most 500 characters"),
  }),
  z.object({
    intent: z.literal("end"),
    about: z.guid(),
    endsOn: dayField("Choose the day on which it no longer holds"),
  }),
]);
export type RaterConflictForm = z.output<typeof raterConflictForm>;
