import { z } from "zod";
import { pageNumber } from "#app/http/pagination.ts";
import { dayField } from "#app/time/day-field.ts";

const word = z
  .string()
  .regex(/^[a-zA-Z0-9._/-]{1,200}$/)
  .optional()
  .catch(undefined);

export const jobsSearch = z.object({ job: word, page: pageNumber });

const day = dayField("Choose a day");

/** `<instant>_<sequence>` of the last row of the page before. */
const cursor = z
  .string()
  .transform((value, ctx) => {
    const [at = "", sequence = ""] = value.split("_");
    const parsed = z
      .object({ at: z.iso.datetime({ offset: true }), day, sequence: z.coerce.number().int().min(0) })
      .safeParse({ at, day: at.slice(0, 10), sequence });
    if (parsed.success) return { at: parsed.data.at, sequence: parsed.data.sequence };
    ctx.addIssue({ code: "custom", message: "not a cursor" });
    return z.NEVER;
  })
  .optional()
  .catch(undefined);

export const auditSearch = z.object({
  type: word,
  subject: word,
  actor: z
    .union([z.guid(), z.literal("system")])
    .optional()
    .catch(undefined),
  day: day.optional().catch(undefined),
  before: cursor,
});

export const mailSearch = z.object({
  state: z.enum(["queued", "sending", "sent", "failed"]).optional().catch(undefined),
  page: pageNumber,
});

export type JobsSearch = z.infer<typeof jobsSearch>;
export type AuditSearch = z.infer<typeof auditSearch>;
export type MailSearch = z.infer<typeof mailSearch>;
