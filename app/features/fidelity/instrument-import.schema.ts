import { z } from "zod";
import {
  FIDELITY_DIMENSIONS,
  INSTRUMENT_SUBJECTS,
  RATER_TYPES,
} from "#fidelity/instruments/instrument.schema.ts";

const percent = (label: string) =>
  z.coerce
    .number(`${label}: enter a number from 0 to 100.`)
    .min(0, `${label}: at least 0.`)
    .max(100, `${label}: at most 100.`);

/** What completes an imported definition. `check` shows what would be published, `publish` does it. */
export const publishInput = z.object({
  intent: z.enum(["check", "publish"]),
  definition: z.string().max(400_000, "The definition is too large."),
  code: z
    .string("Give the instrument a code.")
    .trim()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "Use small letters, digits, hyphens and underscores, at most 64."),
  title: z.string("Give the instrument a title.").trim().min(1).max(200, "Use at most 200 characters."),
  subject: z.enum(INSTRUMENT_SUBJECTS, "Say whose fidelity is rated."),
  raterTypes: z.array(z.enum(RATER_TYPES)).min(1, "Choose who may rate."),
  dimensions: z.array(z.enum(FIDELITY_DIMENSIONS)).min(1, "Choose at least one dimension."),
  purpose: z.string().trim().max(2000, "Use at most 2000 characters.").default(""),
  met: percent("“Met” from"),
  developing: percent("“Developing” from").optional(),
  /** The content that was shown before it was confirmed. */
  hash: z.string().optional(),
});
export type PublishInput = z.output<typeof publishInput>;
