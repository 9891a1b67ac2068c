import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { VISIBILITY_PROFILES } from "./visibility-profile.types.ts";

export const PURPOSE_LIMIT = 2000;
const day = dayField("Choose a day");

export const agreementParams = z.object({ agreementId: z.guid() });
export const agreementPersonParams = z.object({ personId: z.guid() });

/** One text of an agreement, as its form sends it. */
export const agreementDraft = z.object({
  intent: z.enum(["save", "propose"]).default("save"),
  versionId: z.guid(),
  rowVersion: z.coerce.number().int().min(1).optional(),
  purpose: z
    .string("Say what the coaching is for")
    .trim()
    .min(10, "Say what the coaching is for, in at least 10 characters")
    .max(PURPOSE_LIMIT, `Use at most ${PURPOSE_LIMIT} characters`),
  profile: z.enum(VISIBILITY_PROFILES, "Choose what others may see"),
  supervisorId: z.guid().optional(),
  leadId: z.guid().optional(),
  startsOn: day,
  endsOn: day.optional(),
});
export type AgreementDraft = z.infer<typeof agreementDraft>;

/** What the page of an agreement posts. */
export const agreementAction = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("sign"),
    versionId: z.guid(),
    agreed: z.literal("on", "Tick that you have read it and agree"),
  }),
  z.object({ intent: z.literal("withdraw"), versionId: z.guid() }),
  z.object({ intent: z.literal("end") }),
]);
export type AgreementAction = z.infer<typeof agreementAction>;
