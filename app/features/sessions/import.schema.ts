import { z } from "zod";
import { pageNumber } from "#app/http/pagination.ts";
import { DAY_ORDERS } from "./import.types.ts";
import { IMPORT_COLUMNS, type ImportField } from "./import-columns.ts";

const fields = IMPORT_COLUMNS.map(({ field }) => field) as [ImportField, ...ImportField[]];

export const importParams = z.object({ importId: z.guid() });
export const problemSearch = z.object({
  page: pageNumber.default(1),
  column: z.string().max(200).default("").catch(""),
});

/** How the columns and words of a file are read. A column that is not chosen is left alone. */
export const mappingForm = z.object({
  fields: z.array(z.enum(fields, "Choose one of the list").optional()).max(100).default([]),
  dayOrder: z.enum(DAY_ORDERS, "Choose how days are written").default("iso"),
  /** Words that were not recognised, and what was chosen for each. */
  words: z
    .array(
      z.object({
        field: z.enum(fields),
        word: z.string().max(300),
        /** `-` leaves the word out. */
        code: z.string().max(60).optional(),
      }),
    )
    .max(500)
    .default([]),
});
export type MappingForm = z.infer<typeof mappingForm>;

export const STEPS = ["store", "cancel", "discard", "undo"] as const;
export const steerForm = z.object({ intent: z.enum(STEPS) });
export type Step = (typeof STEPS)[number];
