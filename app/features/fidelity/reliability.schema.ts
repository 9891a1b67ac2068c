import { z } from "zod";
import { RATER_TYPES } from "#fidelity/instruments/instrument.schema.ts";

const months = z.coerce.number().int().min(1).max(60);

/** What is looked at; whatever does not fit falls back to what there is most of. */
export const reliabilitySearch = z.object({
  version: z.guid().optional().catch(undefined),
  months: months.default(12).catch(12),
  type: z.enum(RATER_TYPES).exclude(["self"]).optional().catch(undefined),
});
export type ReliabilitySearch = z.output<typeof reliabilitySearch>;

export const itemParams = z.object({ itemId: z.string().min(1).max(200) });
export const raterParams = z.object({ personId: z.guid() });
