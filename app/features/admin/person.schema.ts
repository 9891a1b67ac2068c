import { z } from "zod";
import { ROLES } from "#app/access/roles.ts";
import { pageNumber } from "#app/http/pagination.ts";
import { dayField } from "#app/time/day-field.ts";
import { ASSIGNMENT_KINDS } from "./admin.types.ts";

/** Line ends, marks that turn the direction of what follows, and what nobody can see. */
const UNSEEN = /[\p{Cc}\u00AD\u200B\u2028-\u202E\u2060-\u2069\u2800\uFEFF]+/gu;
const name = (message: string, max = 120) =>
  z
    .string(message)
    .transform((typed) => typed.replaceAll(UNSEEN, " ").trim())
    .pipe(z.string().min(1, message).max(max, `At most ${max} characters`));
const day = dayField("Choose a day");
const flag = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");

/** `site:<id>` or `unit:<id>`, the value of one list of all places. */
const place = z.string("Choose a place").transform((value, ctx) => {
  const [kind, id] = value.split(":");
  const parsed = z.object({ kind: z.enum(["region", "site", "unit"]), id: z.guid() }).safeParse({ kind, id });
  if (parsed.success) return parsed.data;
  ctx.addIssue({ code: "custom", message: "Choose a place" });
  return z.NEVER;
});

export const personParams = z.object({ personId: z.guid() });

export const peopleSearch = z.object({
  q: z.string().trim().max(120).catch("").default(""),
  role: z.enum(ROLES).optional().catch(undefined),
  page: pageNumber,
});

export const newPerson = z.object({
  givenName: name("Give the first name"),
  familyName: name("Give the last name"),
  email: z
    .email("Give an e-mail address, such as name@agency.gov")
    .max(254)
    .transform((address) => address.toLowerCase()),
  employeeId: z.string().trim().max(60).optional(),
  jobTitle: z.string().trim().max(120).optional(),
});

const span = { startsOn: day, endsOn: day.optional() };

const newRole = z.object({
  role: z.enum(ROLES, "Choose a role"),
  scope: z.union([z.literal("program"), place], "Choose where the role holds"),
  ...span,
});
const newSite = z.object({ place, ...span, endsCurrent: flag });
const newSupervisor = z.object({ supervisorId: z.guid(), ...span, endsCurrent: flag });
const newCoach = z.object({
  coachId: z.guid(),
  intensity: z.enum(["high", "moderate", "low"], "Choose how intense the coaching is"),
  ...span,
});
const assignmentEnd = z.object({ kind: z.enum(ASSIGNMENT_KINDS), id: z.guid(), endsOn: day });
const newCertification = z.object({
  kind: z.enum(["coach", "rater"], "Choose a certification"),
  awardedOn: day,
  validUntil: day,
  isProvisional: flag,
});
const revocation = z.object({ id: z.guid(), revokedOn: day });
const newLeave = z.object({ firstOn: day, lastOn: day });

/** Everything the page of a person posts. */
export const personForm = z.discriminatedUnion("intent", [
  newRole.extend({ intent: z.literal("role") }),
  newSite.extend({ intent: z.literal("site") }),
  newSupervisor.extend({ intent: z.literal("supervision") }),
  newCoach.extend({ intent: z.literal("coach") }),
  assignmentEnd.extend({ intent: z.literal("end") }),
  newCertification.extend({ intent: z.literal("certification") }),
  revocation.extend({ intent: z.literal("revoke") }),
  newLeave.extend({ intent: z.literal("leave") }),
  z.object({ intent: z.literal("invite") }),
  z.object({ intent: z.literal("leave-program"), leftOn: day }),
  z.object({ intent: z.literal("return-to-program") }),
]);

type Of<T> = { personId: string } & T;
export type PeopleSearch = z.infer<typeof peopleSearch>;
export type NewPerson = z.infer<typeof newPerson>;
export type NewRole = Of<z.infer<typeof newRole>>;
export type NewSite = Of<z.infer<typeof newSite>>;
export type NewSupervisor = Of<z.infer<typeof newSupervisor>>;
export type NewCoach = Of<z.infer<typeof newCoach>>;
export type AssignmentEnd = Of<z.infer<typeof assignmentEnd>>;
export type NewCertification = Of<z.infer<typeof newCertification>>;
export type Revocation = Of<z.infer<typeof revocation>>;
export type NewLeave = Of<z.infer<typeof newLeave>>;
export type PersonForm = z.infer<typeof personForm>;
