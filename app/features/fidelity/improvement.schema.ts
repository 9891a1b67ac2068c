import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { IMPROVEMENT_DRIVERS, IMPROVEMENT_HELPERS, SUPPORT_STATUSES } from "./improvement.types.ts";

export const PLAN_TEXT_LIMIT = 1000;
export const planParams = z.object({ planId: z.guid() });
export const plansSearch = z.object({
  show: z.enum(["open", "closed"]).catch("open").default("open"),
  page: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
});

const words = (ask: string, limit: number) =>
  z
    .string(ask)
    .trim()
    .min(10, `${ask}, in at least 10 characters`)
    .max(limit, `Use at most ${limit} characters`);
const rowVersion = z.coerce.number().int().min(1);

const content = z.object({
  intent: z.literal("save"),
  rowVersion,
  systemCauses: words("Say what around the work may have made it hard", PLAN_TEXT_LIMIT),
  drivers: z
    .preprocess(
      (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
      z.array(z.enum(IMPROVEMENT_DRIVERS)).min(1, "Choose at least one"),
    )
    .transform((chosen) => [...new Set(chosen)]),
  goals: words("Say what should be seen at the re-assessment", PLAN_TEXT_LIMIT),
  ownerId: z.guid("Choose who sees to the plan"),
  startsOn: dayField("Choose a start day"),
  recheckDueOn: dayField("Choose a day for the re-assessment"),
});
export type PlanContent = Omit<z.output<typeof content>, "intent" | "rowVersion">;

/** What the page of a plan posts. */
export const planAction = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("share") }),
  content,
  z.object({ intent: z.literal("agree"), rowVersion }),
  z.object({
    intent: z.literal("support"),
    id: z.guid(),
    what: z.string("Say what helps").trim().min(3, "Say what helps").max(300, "Use at most 300 characters"),
    helper: z.enum(IMPROVEMENT_HELPERS, "Choose who sees to it"),
    dueOn: dayField("Choose a day"),
  }),
  z.object({ intent: z.literal("mark"), about: z.guid(), status: z.enum(SUPPORT_STATUSES) }),
  z.object({ intent: z.literal("extend"), recheckDueOn: dayField("Choose a day") }),
  z.object({ intent: z.literal("close"), reason: words("Say why the plan ends", 500) }),
  z.object({ intent: z.literal("withdraw"), reason: words("Say why it is withdrawn", 500) }),
]);
export type PlanAction = z.output<typeof planAction>;
