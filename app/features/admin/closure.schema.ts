import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";

const day = dayField("Choose a day");

/** A new closure. The id was made by the form, so that a retry is the same closure. */
export const newClosure = z.object({
  id: z.guid(),
  name: z
    .string("Say what it is, such as Thanksgiving")
    .trim()
    .min(1, "Say what it is, such as Thanksgiving")
    .max(80, "Use at most 80 characters"),
  firstOn: day,
  lastOn: day.optional(),
  announcedOn: day,
  /** None: the whole program. */
  siteId: z.guid().optional(),
});
export type NewClosure = z.infer<typeof newClosure>;

const standing = z.object({ id: z.guid() });

/** Everything the page of closures posts. */
export const closureForm = z.discriminatedUnion("intent", [
  newClosure.extend({ intent: z.literal("add") }),
  standing.extend({ intent: z.literal("withdraw") }),
  standing.extend({ intent: z.literal("put-back") }),
]);
