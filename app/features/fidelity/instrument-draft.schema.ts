import { z } from "zod";
import { dayField } from "#app/time/day-field.ts";
import { INSTRUMENT_SUBJECTS } from "#fidelity/instruments/instrument.schema.ts";

/** Longest definition that is kept, in characters of its JSON. */
export const LARGEST_DRAFT = 400_000;

const text = z.string().max(10_000, "Use at most 10,000 characters.");
const id = z.string().min(1).max(200);
/** A number, or what was typed in its place; judged when it is published. */
const typed = z.union([z.number(), z.string().max(200), z.null()]).optional();

export const draftBand = z.looseObject({ band: z.string(), from: typed, label: text.nullish() });
export const draftComparison = z.looseObject({ itemId: z.string(), is: z.string(), value: typed });
export const draftCondition = z.looseObject({
  match: z.string().optional(),
  comparisons: z.array(draftComparison).max(20),
});

export const draftSection = z.looseObject({
  id,
  title: text.default(""),
  thresholds: z.array(draftBand).max(20).default([]),
  showIf: draftCondition.nullish(),
});

/** Fields of every type side by side: what was written for one type is there again after another was tried. */
export const draftItem = z.looseObject({
  id,
  sectionId: id,
  type: z.string().max(40),
  label: text.default(""),
  guidance: text.default(""),
  essentialFunctionId: z.string().max(200).nullable().default(null),
  min: typed,
  max: typed,
  anchors: z
    .array(z.looseObject({ value: typed, text: text.default("") }))
    .max(200)
    .optional(),
  indicators: z
    .array(z.looseObject({ id, text: text.default("") }))
    .max(50)
    .optional(),
  critical: z.looseObject({ failsBelow: typed }).nullish(),
  showIf: draftCondition.nullish(),
});

/** A definition that may be unfinished: its shape is kept, what is wrong or missing in it is said beside it. */
export const draftDefinition = z.looseObject({
  code: text.default(""),
  title: text.default(""),
  subject: z.string().max(40).nullable().default(null),
  raterTypes: z.array(z.string().max(40)).max(20).default([]),
  dimensions: z.array(z.string().max(40)).max(20).default([]),
  purpose: text.default(""),
  instructions: text.default(""),
  sections: z.array(draftSection).max(100, "A hundred sections are the most.").default([]),
  items: z.array(draftItem).max(500, "Five hundred items are the most.").default([]),
  scoring: z
    .looseObject({
      method: z.string().default("percent-of-possible"),
      thresholds: z.array(draftBand).max(20).default([]),
      maxNotApplicableShare: typed,
      missing: z.looseObject({ policy: z.string(), minAnsweredShare: typed }).optional(),
    })
    .default({ method: "percent-of-possible", thresholds: [] }),
});

export type DraftBand = z.output<typeof draftBand>;
export type DraftCondition = z.output<typeof draftCondition>;
export type DraftComparison = z.output<typeof draftComparison>;
export type DraftSection = z.output<typeof draftSection>;
export type DraftItem = z.output<typeof draftItem>;
export type DraftDefinition = z.output<typeof draftDefinition>;

export const draftParams = z.object({ draftId: z.guid() });

/** What a page of the builder sends by itself while somebody writes. */
export const saveDraftInput = z.object({
  /** Whose page sent it; what one person wrote is never stored as another's who has signed in since. */
  accountId: z.string().max(100).optional(),
  baseVersion: z.int().min(1),
  definition: draftDefinition,
});
export type SaveDraftInput = z.output<typeof saveDraftInput>;

const title = z
  .string("Give the instrument a title.")
  .trim()
  .min(1, "Give the instrument a title.")
  .max(200, "Use at most 200 characters.");

/** How a draft begins. The id is made with the form, so that a repeated press begins one draft. */
export const newDraftInput = z.discriminatedUnion("from", [
  z.object({ id: z.guid(), from: z.literal("nothing"), title }),
  z.object({
    ...{ id: z.guid(), from: z.literal("profile"), title },
    subject: z.enum(INSTRUMENT_SUBJECTS, "Say whose fidelity is rated."),
    grouping: z.enum(["function", "component"]).default("function"),
  }),
  z.object({
    ...{ id: z.guid(), from: z.literal("file"), title },
    definition: z.string().max(LARGEST_DRAFT, "The definition is too large."),
  }),
  z.object({ id: z.guid(), from: z.literal("version"), versionId: z.guid() }),
]);
export type NewDraftInput = z.output<typeof newDraftInput>;

export const draftAction = z.object({ intent: z.enum(["delete", "restore"]) });

/** Which item of the new version an item of the old one goes on in, and which old item a new one was part of. */
const link = z.object({ from: z.string().max(200), to: z.string().max(200).default("") });

export const publishDraftInput = z
  .object({
    hash: z.string("Look at what would be published first.").max(100),
    effectiveFrom: dayField("Choose the day it comes into force."),
    continuity: z.enum(["crosswalk", "break"]).optional(),
    reason: z.string().trim().max(1000, "Use at most 1000 characters.").default(""),
    takesPlanned: z.enum(["yes", "no"]).default("yes"),
    goesOn: z.array(link).max(500).default([]),
    partOf: z.array(link).max(500).default([]),
  })
  .refine(({ continuity, reason }) => continuity !== "break" || reason.length >= 10, {
    path: ["reason"],
    message: "Say why the series breaks, in ten characters or more.",
  });
export type PublishDraftInput = z.output<typeof publishDraftInput>;
