import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";

/** What the page of complaints posts. */
export const complaintForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("record"),
    id: z.guid(),
    subjectId: z.guid("Choose a coach"),
    happenedOn: dayField("Choose the day on which it was made"),
    note: z
      .string("Say in a few neutral words what it is about")
      .trim()
      .min(3, "Say in a few neutral words what it is about")
      .max(300, "Use at most 300 characters"),
  }),
  z.object({ intent: z.literal("take-back"), about: z.guid() }),
]);
export type ComplaintForm = z.output<typeof complaintForm>;
