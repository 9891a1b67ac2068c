import { z } from "zod";
import { DOSE_SORT } from "./dose-sort.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";

const monthText = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);

/** `?period=3&month=2026-10&region=…&wave=2`; what does not fit is left out. */
export const rolloutSearch = z.object({
  period: z.enum(["1", "3", "6"]).catch("3"),
  month: monthText.optional().catch(undefined),
  region: z.guid().optional().catch(undefined),
  wave: z.coerce.number().int().min(1).max(100).optional().catch(undefined),
});
export type RolloutSearch = z.infer<typeof rolloutSearch>;

/** Records behind a figure: of one month, counted ones or all. */
export const recordsSearch = z.object({
  month: monthText.optional().catch(undefined),
  show: z.enum(["counted", "all"]).catch("counted"),
  by: z.enum(["due", "submitted"]).catch("due"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type RecordsSearch = z.infer<typeof recordsSearch>;

/** A site's coachees: those overdue or due soon, or all. */
export const doseSearch = z.object({
  show: z.enum(["late", "all"]).catch("late"),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});
export type DoseSearch = z.infer<typeof doseSearch>;

/** Columns by which the sites of the program's dose sort. */
export const DOSE_SORTS = [
  "site",
  "people",
  "overdue",
  "due-soon",
  "sessions",
  "minutes",
  "reach",
  "late",
  "minimum",
  "frequency",
  "continuity",
  "cancelled",
  "no-show",
] as const;
/** `?month=2026-10&sort=-overdue&site=…&page=2`: the month of the figures, the site of the people listed. */
export const programDoseSearch = z.object({
  month: monthText.optional().catch(undefined),
  sort: z
    .string()
    .refine((text) => DOSE_SORTS.some((name) => text === name || text === `-${name}`))
    .catch(DOSE_SORT),
  site: z.guid().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});
export type ProgramDoseSearch = z.infer<typeof programDoseSearch>;

export const siteParams = z.object({ siteId: z.guid() });
export const measureParams = z.object({ code: z.enum(MEASURE_CODES) });
