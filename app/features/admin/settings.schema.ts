import { z } from "zod";

const whole = (what: string, least: number, most: number) => {
  const message = `Enter ${what} from ${least} to ${most}`;
  return z.coerce.number(message).int(message).min(least, message).max(most, message);
};

const days = (least: number, most: number) => whole("whole days", least, most);
const before = z.coerce.number().int();

/** What a program sets for its records and plans. Each has the value that was on the page beside it. */
export const programSettings = z.object({
  sessionLockDays: days(0, 366),
  acknowledgementDays: days(5, 120),
  improvementRecheckDays: days(30, 45),
  improvementSuccesses: whole("a whole number", 1, 5),
  sessionLockDaysBefore: before,
  acknowledgementDaysBefore: before,
  improvementRecheckDaysBefore: before,
  improvementSuccessesBefore: before,
  reason: z
    .string("Say why this changes")
    .trim()
    .min(10, "Say why this changes, in at least 10 characters")
    .max(300, "Use at most 300 characters"),
});
export type ProgramSettingsInput = z.infer<typeof programSettings>;
