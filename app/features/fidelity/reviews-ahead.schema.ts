import { z } from "zod";

export const aheadSearch = z.object({
  site: z.guid().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
});

export const waiveForm = z.object({
  intent: z.literal("waive"),
  about: z.guid(),
  reason: z
    .string("Say why the review will not take place")
    .trim()
    .min(10, "Say in at least 10 characters why the review will not take place")
    .max(500, "Use at most 500 characters"),
});
export type WaiveForm = z.output<typeof waiveForm>;
