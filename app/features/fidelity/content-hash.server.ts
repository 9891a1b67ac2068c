import { createHash } from "node:crypto";
import { canonicalJson } from "#fidelity/instruments/canonical-json.ts";

/** The name of a definition's content: SHA-256 of its canonical JSON, in hexadecimal. */
export function contentHash(definition: unknown): string {
  return createHash("sha256").update(canonicalJson(definition)).digest("hex");
}
