import { z } from "zod";
import { codesOf, OPENED_PART_LABELS, OPENING_KIND_LABELS, OPENING_REASON } from "./session.codes.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Which part of which session, in what case and why. The session is named by its address or its id. */
export const openingInput = z.object({
  session: z
    .string("Paste the address of the session’s page")
    .transform((text) => UUID.exec(text)?.[0].toLowerCase() ?? "")
    .refine(
      (id) => id !== "",
      "Paste the address of the session’s page, such as …/sessions/3f0c…, or its id",
    ),
  part: z.enum(codesOf(OPENED_PART_LABELS), "Choose what has to be read"),
  kind: z.enum(codesOf(OPENING_KIND_LABELS), "Choose what kind of case it is"),
  reason: z
    .string("Say why this has to be read")
    .trim()
    .min(OPENING_REASON.min, `Say why this has to be read, in at least ${OPENING_REASON.min} characters`)
    .max(OPENING_REASON.max, `Use at most ${OPENING_REASON.max} characters`),
});
export type OpeningInput = z.infer<typeof openingInput>;

/** The second look: the same again, with the id of this one opening. */
export const confirmedOpening = openingInput.extend({
  openingId: z.guid(),
  confirmed: z.literal("on", "Tick this, or leave it closed"),
});
export type ConfirmedOpening = z.infer<typeof confirmedOpening>;
