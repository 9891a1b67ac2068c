import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);

export const boardSearch = z.object({
  from: month.optional().catch(undefined),
  region: z.guid().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100).catch(1).default(1),
  /** The cell that is open. */
  site: z.guid().optional().catch(undefined),
  month: month.optional().catch(undefined),
});
export type BoardSearch = z.output<typeof boardSearch>;

/** What the board posts. `seen` is the move that set the day which was on the screen. */
export const boardForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("move"),
    id: z.guid(),
    about: z.guid(),
    seen: z.guid().nullable().default(null),
    to: dayField("Choose a day"),
  }),
  z.object({
    intent: z.literal("let-go"),
    id: z.guid(),
    about: z.guid(),
    seen: z.guid().nullable().default(null),
  }),
  z.object({ intent: z.literal("take-back"), about: z.guid() }),
]);
export type BoardForm = z.output<typeof boardForm>;
export type MoveForm = Extract<BoardForm, { intent: "move" | "let-go" }>;

export const shiftSearch = z.object({
  site: z.guid().optional().catch(undefined),
  month: month.optional().catch(undefined),
});

export const shiftForm = z
  .object({
    intent: z.enum(["preview", "apply"]),
    id: z.guid(),
    siteId: z.guid().optional(),
    month: month.optional(),
    ruleCode: z.string().max(80).optional(),
    by: z.enum(["days", "week"], "Choose how they move"),
    days: z.coerce
      .number("Give a number of days")
      .int("Give whole days")
      .min(-60, "At most 60 days back")
      .max(60, "At most 60 days on")
      .optional(),
    weekOf: dayField("Choose a day of the week they go to").optional(),
    /** What was shown. */
    mark: z.string().max(100).default(""),
  })
  .superRefine(({ by, days, weekOf }, check) => {
    if (by === "days" && !days)
      check.addIssue({ code: "custom", path: ["days"], message: "Give a number of days, such as 7 or -7" });
    if (by === "week" && weekOf === undefined)
      check.addIssue({
        code: "custom",
        path: ["weekOf"],
        message: "Choose a day of the week they go to",
      });
  });
export type ShiftForm = z.output<typeof shiftForm>;
