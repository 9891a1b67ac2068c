import { createHash, randomBytes } from "node:crypto";

/** The secret part of a feed's address. */
export function newFeedToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token. It is random and long, so a plain hash cannot be turned back. */
export function feedTokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
