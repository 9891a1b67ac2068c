import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";

const INTENSITY = ["high", "moderate", "low"] as const;
export const CASELOAD_SORTS = ["name", "site", "people", "minutes", "used"] as const;
const day = dayField("Choose a day");
const intensity = z.enum(INTENSITY, "Choose how intense the coaching is");
const whole = (least: number, most: number) => {
  const message = `Enter a whole number from ${least} to ${most}`;
  return z.coerce.number(message).int(message).min(least, message).max(most, message);
};
const name = z.string("Give a name").trim().min(2, "Give a name").max(80, "At most 80 characters");

export const coachParams = z.object({ coachId: z.guid() });
export const groupParams = z.object({ groupId: z.guid() });
export const handoverParams = z.object({ handoverId: z.guid() });
export const coacheeParams = z.object({ personId: z.guid() });

export const caseloadSearch = z.object({
  site: z.guid().optional().catch(undefined),
  sort: z
    .string()
    .regex(new RegExp(`^-?(${CASELOAD_SORTS.join("|")})$`))
    .catch("site")
    .default("site"),
});
export type CaseloadSearch = z.infer<typeof caseloadSearch>;

/** What the page of a coach's caseload posts. */
export const caseloadForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("assign"),
    personId: z.guid("Choose a person"),
    intensity,
    startsOn: day,
    endsOn: day.optional(),
  }),
  z.object({ intent: z.literal("intensity"), id: z.guid(), intensity, fromOn: day }),
  z.object({ intent: z.literal("end"), id: z.guid(), endsOn: day }),
  z
    .object({
      intent: z.literal("capacity"),
      minutesPerMonth: whole(0, 20_000).optional(),
      coachees: whole(0, 200).optional(),
      startsOn: day,
    })
    .refine(({ minutesPerMonth, coachees }) => minutesPerMonth !== undefined || coachees !== undefined, {
      path: ["minutesPerMonth"],
      message: "Give minutes, people, or both",
    }),
  z.object({ intent: z.literal("accept-fade"), id: z.guid() }),
  z.object({ intent: z.literal("decline-fade"), id: z.guid() }),
]);
export type CaseloadForm = z.infer<typeof caseloadForm>;

export const newGroup = z
  .object({
    id: z.guid(),
    kind: z.enum(["pair", "group", "unit"], "Choose what it is"),
    name,
    siteId: z.guid("Choose a site").optional(),
    unitId: z.guid("Choose a unit").optional(),
  })
  .superRefine(({ kind, siteId, unitId }, ctx) => {
    if (kind === "unit" && !unitId)
      ctx.addIssue({ code: "custom", path: ["unitId"], message: "Choose the unit" });
    if (kind !== "unit" && !siteId)
      ctx.addIssue({ code: "custom", path: ["siteId"], message: "Choose the site" });
  });
export type NewGroup = z.infer<typeof newGroup>;

export const groupForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("add-member"), personId: z.guid("Choose a person"), startsOn: day }),
  z.object({ intent: z.literal("end-member"), id: z.guid(), endsOn: day }),
  z.object({
    intent: z.literal("assign-coach"),
    id: z.guid(),
    coachId: z.guid("Choose a coach"),
    intensity,
    startsOn: day,
    endsOn: day.optional(),
  }),
  z.object({ intent: z.literal("end-coach"), id: z.guid(), endsOn: day }),
]);
export type GroupForm = z.infer<typeof groupForm>;

const perMonth = z.coerce
  .number("Enter sessions a month, such as 2 or 0.5")
  .min(0.25, "At least 0.25, one session in four months")
  .max(31, "At most 31 a month");
export const dosageForm = z.object({
  intensity,
  sessionsPerMonth: perMonth,
  minutesPerSession: whole(5, 480),
  fadeAfterResults: whole(1, 24).optional(),
  fadeAfterSessions: whole(1, 200).optional(),
  startsOn: day,
});
export type DosageForm = z.infer<typeof dosageForm>;

/** Which people and groups go to whom: `to.<id>` is a person, `group.<id>` the assignment of a group. */
const byId = z
  .record(z.guid(), z.union([z.literal("").transform(() => null), z.guid()]))
  .default({})
  .transform(
    (given) =>
      Object.fromEntries(Object.entries(given).filter(([, each]) => each !== null)) as Record<string, string>,
  );
export const handoverForm = z.object({
  intent: z.enum(["preview", "confirm"]).default("preview"),
  id: z.guid(),
  /** The mark of the preview that is agreed to. */
  seen: z.string().max(64).optional(),
  effectiveOn: day,
  /** Who takes everybody for whom nobody else is chosen. */
  receiverId: z.guid().optional(),
  to: byId,
  group: byId,
});
export type HandoverForm = z.infer<typeof handoverForm>;

export const handoverAction = z.object({ intent: z.enum(["undo", "cancel"]) });
export type HandoverAction = z.infer<typeof handoverAction>;
