import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { EXPORT_SCOPES } from "./export.types.ts";

const day = dayField("Enter a day, such as 2026-11-16");

export const exportInput = z
  .object({
    /** Made with the form, so that a request sent twice is one. */
    id: z.guid("This is not an id of ours: reload the page"),
    scope: z.enum(EXPORT_SCOPES, "Choose which sessions"),
    fromOn: day,
    untilOn: day,
  })
  .refine(({ fromOn, untilOn }) => untilOn >= fromOn, {
    path: ["untilOn"],
    message: "Choose a last day that is not before the first",
  });
export type ExportInput = z.infer<typeof exportInput>;

export const exportParams = z.object({ exportId: z.guid() });
