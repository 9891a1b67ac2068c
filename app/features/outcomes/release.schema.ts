import { z } from "zod";

export const releaseParams = z.object({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) });

const WHY = "Say in at least 10 characters why the figures are restated";

/** A restatement. The id was made by the form, so that a retry is the same release. */
export const restatementForm = z.object({
  id: z.guid(),
  /** The number of the release that was on the screen. */
  seen: z.coerce.number().int().min(1),
  reason: z.string(WHY).trim().min(10, WHY).max(500, "Use at most 500 characters"),
});
export type RestatementForm = z.infer<typeof restatementForm>;
