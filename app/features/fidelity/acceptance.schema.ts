import { z } from "zod";
import { pageNumber } from "#app/http/pagination.ts";

/** Which page of what waits, and of what was given back. */
export const acceptanceSearch = z.object({ page: pageNumber, returned: pageNumber });
export type AcceptanceSearch = z.output<typeof acceptanceSearch>;

/** The limits from a day on. The id was made by the form, so that a retry is the same version. */
export const acceptanceForm = z.object({
  id: z.guid(),
  startsOn: z.iso.date("Choose a day"),
  isOn: z.enum(["on", "off"], "Choose one"),
  needsMet: z.literal("on").optional(),
  needsWindow: z.literal("on").optional(),
  needsCertified: z.literal("on").optional(),
  mostLeftOut: z.coerce
    .number("Give a number from 0 to 100")
    .int("Give a whole number")
    .min(0, "Give a number from 0 to 100")
    .max(100, "Give a number from 0 to 100")
    .optional(),
  tellAfterDays: z.coerce
    .number("Give a number from 1 to 60")
    .int("Give a whole number")
    .min(1, "Give a number from 1 to 60")
    .max(60, "Give a number from 1 to 60"),
  amendDays: z.coerce
    .number("Give a number from 0 to 365")
    .int("Give a whole number")
    .min(0, "Give a number from 0 to 365")
    .max(365, "Give a number from 0 to 365"),
});
export type AcceptanceInput = z.output<typeof acceptanceForm>;

const reason = z.string("Say why").trim().min(1, "Say why").max(1000, "Use at most 1000 characters");
const submission = z.coerce.number().int().min(0);

/** What is done with a submitted or final review, beside filling it in. */
export const reviewStep = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("accept"), submission }),
  z.object({
    intent: z.literal("return"),
    submission,
    reason,
    itemIds: z
      .union([z.string().max(200), z.array(z.string().max(200)).max(500)])
      .optional()
      .transform((given) => (given === undefined ? [] : [given].flat())),
  }),
  z.object({ intent: z.literal("allow-amendment"), reason }),
  z.object({ intent: z.literal("amend"), reason: reason.max(500, "Use at most 500 characters") }),
  z.object({ intent: z.literal("drop-amendment"), resultId: z.guid() }),
]);
export type ReviewStep = z.output<typeof reviewStep>;
export const isReviewStep = (intent: unknown): boolean =>
  reviewStep.options.some((option) => option.shape.intent.value === intent);

/** A coach's word on a result. */
export const replyForm = z.object({
  id: z.guid(),
  scoreVersion: z.coerce.number().int().min(1),
  verdict: z.enum(["read", "disagrees"], "Choose one"),
  text: z.string().trim().max(2000, "Use at most 2000 characters").default(""),
});
export type ReplyInput = z.output<typeof replyForm>;
