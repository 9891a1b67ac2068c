import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import { ATTENDEE_LIMIT, codesOf, MODALITY_LABELS, REASON_LIMIT } from "./session.codes.ts";
import { type SessionInput, sessionInput } from "./session.schema.ts";
import { MOST_TURNS, NOT_HELD_LABELS, REPEAT_LABELS, WEEK_LABELS } from "./session-plan.codes.ts";

const id = z.guid("This is not an id of ours: reload the page");
const day = dayField("Enter a day, such as 2026-11-16");
const time = z
  .string("Enter a time, such as 14:30")
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time, such as 14:30");
const rowVersion = z.coerce.number().int().min(1);
const turns = `Enter a whole number from 1 to ${MOST_TURNS}`;

/** When a planned session is, and how. Names are those of the form's fields, the same as in the log. */
const planned = z.object({
  sessionOn: day,
  startTime: time,
  endTime: time,
  modality: z.enum(codesOf(MODALITY_LABELS)).default("in_person_office"),
  focusIds: z.array(id).max(50).default([]),
});

/** Which days a plan repeats on. What is not said follows from the first day. */
const repeating = z.object({
  repeats: z.enum(codesOf(REPEAT_LABELS)).default("once"),
  every: z.coerce.number(turns).int(turns).min(1, turns).max(MOST_TURNS, turns).default(1),
  weekdays: z.array(z.enum(["1", "2", "3", "4", "5", "6", "7"])).default([]),
  week: z.enum(codesOf(WEEK_LABELS)).optional(),
  endsOn: day.optional(),
});

/** One session or a plan of many. The id was made by the form. */
export const planInput = planned.extend(repeating.shape).extend({
  id,
  /** A choice that was left open arrives as nothing, and somebody may be chosen in both of the form's places. */
  attendeeIds: z
    .array(id.optional())
    .default([])
    .transform((ids) => [...new Set(ids.filter((each) => each !== undefined))])
    .refine((ids) => ids.length > 0, "Choose at least one person")
    .refine((ids) => ids.length <= ATTENDEE_LIMIT, `Choose at most ${ATTENDEE_LIMIT}`),
});
export type PlanInput = z.infer<typeof planInput>;

/** A plan that changes from `sessionOn` on. `id` is that of the plan that may follow it. */
export const planChange = planInput.extend({ rowVersion });
export type PlanChange = z.infer<typeof planChange> & { planId: string };

export const planEnd = z.object({ rowVersion, lastOn: day });
export type PlanEnd = z.infer<typeof planEnd> & { planId: string };

/** Another day, time or way for one planned session. */
export const moveInput = planned.extend({ rowVersion });
export type MoveInput = z.infer<typeof moveInput> & { sessionId: string };

export const withdrawInput = z.object({ rowVersion });

/** A planned session that does not take place, and when it will instead. */
export const notHeldInput = z.object({
  rowVersion,
  status: z.enum(codesOf(NOT_HELD_LABELS), "Choose what happened").optional(),
  notHeldReason: z.enum(codesOf(NOT_HELD_REASON_LABELS)).optional(),
  statusReason: z.string().trim().max(REASON_LIMIT, `Use at most ${REASON_LIMIT} characters`).optional(),
  /** Of the session that takes its place; made by the form. */
  newId: id,
  newOn: day.optional(),
  newStartTime: time.optional(),
  newEndTime: time.optional(),
});
export type NotHeldInput = z.infer<typeof notHeldInput> & { sessionId: string };

/** `?on=2026-11-17&at=09:00&person=…`: what was chosen on the calendar. */
export const newPlanSearch = z.object({
  person: z.guid().optional().catch(undefined),
  on: day.optional().catch(undefined),
  at: time.optional().catch(undefined),
});
/** `?view=month&on=2026-11-17`: what the calendar shows. */
export const agendaSearch = z.object({
  view: z.enum(["week", "month"]).catch("week"),
  on: day.optional().catch(undefined),
  /** A session that was just taken out. */
  out: id.optional().catch(undefined),
});
/** What is done on the calendar itself: one tap for one session. */
export const agendaForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("put-back"), sessionId: id }),
  z.object({ intent: z.literal("call-off"), sessionId: id, rowVersion }),
]);
/** `?from=2026-12-01`: the session of a plan from which on it is changed. */
export const planSearch = z.object({ from: day.optional().catch(undefined) });
export const planParams = z.object({ planId: z.guid() });

/** A planned session as the log that it would be: what is checked and stored is the same. */
export function plannedLog(
  given: Pick<
    PlanInput,
    "id" | "attendeeIds" | "sessionOn" | "startTime" | "endTime" | "modality" | "focusIds"
  >,
): SessionInput {
  const { id, attendeeIds, sessionOn, startTime, endTime, modality, focusIds } = given;
  const fields = { id, attendeeIds, sessionOn, startTime, endTime, modality, focusIds };
  return sessionInput.parse({ ...fields, status: "scheduled" });
}
