import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { ITEM_KINDS, type PlanStatus, STATUSES_OF, STEP_STATUSES } from "./statuses.ts";
import { STEPS } from "./steps.ts";

const ALL_STATUSES = [...new Set([...STEP_STATUSES, ...Object.values(STATUSES_OF).flat()])] as [
  PlanStatus,
  ...PlanStatus[],
];
const day = dayField("Give a day as year-month-day").optional();
const person = z.guid().optional();

export const stepParams = z.object({
  stepNumber: z.coerce.number().refine((number) => STEPS.some((step) => step.number === number)),
});
export const planItemParams = z.object({ kind: z.enum(ITEM_KINDS), itemId: z.guid() });

const itemChange = z.object({
  baseVersion: z.coerce.number().int().min(1),
  status: z.enum(ALL_STATUSES, "Choose a status"),
  ownerId: person,
  approverId: person,
  startsOn: day,
  dueOn: day,
  doneOn: day,
  note: z.string().trim().max(4000, "At most 4,000 characters").default(""),
});
const evidence = z.object({
  title: z.string("Say what it is").trim().min(1, "Say what it is").max(200, "At most 200 characters"),
  link: z
    .url({ protocol: /^https?$/, message: "Give the whole address, beginning with https://" })
    .max(2000)
    .optional(),
});

/** What the page of a plan item posts: the item itself, or a piece of evidence. */
export const planItemForm = z.discriminatedUnion("intent", [
  itemChange.extend({ intent: z.literal("save") }),
  evidence.extend({ intent: z.literal("evidence") }),
]);

export type PlanItemChange = z.infer<typeof itemChange>;
export type NewEvidence = z.infer<typeof evidence>;
export type PlanItemRef = z.infer<typeof planItemParams>;
