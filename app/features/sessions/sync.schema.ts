import { z } from "zod";
import { BATCH } from "./sync.limits.ts";

/** Milliseconds since 1970, as a device counts them. */
const instant = z.number().int().min(0).max(8_640_000_000_000_000);
/** Longer than any text may be: what is too long is refused at its field, by the schema of the form. */
const entry = z.tuple([z.string().max(200), z.string().max(200_000)]);

/** One log as it waits on a device. */
export const syncItem = z.object({
  /** Of the session; the form made it. */
  id: z.guid(),
  /** A record that is new to the server, or a change of one. */
  kind: z.enum(["log", "edit"]),
  /** The fields of the form, in order, as it would post them. */
  entries: z.array(entry).min(1).max(500),
  /** SHA-256 of the entries as JSON, in hex: the receipt repeats it. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** When it was finished, by the clock of the device; devices of an earlier release do not say. */
  enteredAt: instant.optional(),
});
export type SyncItem = z.infer<typeof syncItem>;

export const syncInput = z.object({
  /** Whose device it is: what one account wrote is never stored as another's. */
  accountId: z.string().min(1).max(100),
  /** When this was sent, by the same clock. */
  sentAt: instant.optional(),
  /** Each is read by itself, so that one that cannot be read holds up no other. */
  items: z
    .array(z.looseObject({ id: z.guid() }))
    .min(1)
    .max(BATCH),
});
