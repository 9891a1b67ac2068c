import { z } from "zod";

const days = (least: number, most: number) => {
  const message = `Enter whole days from ${least} to ${most}`;
  return z.coerce.number(message).int(message).min(least, message).max(most, message);
};

/** What a program sets for its session records. Each has the value that was on the page beside it. */
export const programSettings = z.object({
  sessionLockDays: days(0, 366),
  acknowledgementDays: days(5, 120),
  sessionLockDaysBefore: z.coerce.number().int(),
  acknowledgementDaysBefore: z.coerce.number().int(),
  reason: z
    .string("Say why this changes")
    .trim()
    .min(10, "Say why this changes, in at least 10 characters")
    .max(300, "Use at most 300 characters"),
});
export type ProgramSettingsInput = z.infer<typeof programSettings>;
