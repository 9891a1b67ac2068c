import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { getConfig } from "#app/config.server.ts";

const KEY_VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps private notes: encrypted for one author and one session, and unreadable for everybody else. */
export interface NoteSeal {
  /** Key version, initialisation vector, tag, then AES-256-GCM ciphertext with the session's id as additional data. */
  seal(note: string, place: { authorId: string; sessionId: string }): Buffer;
  /** @throws when the bytes were sealed for another author or session, or were changed */
  open(sealed: Uint8Array, place: { authorId: string; sessionId: string }): string;
  /** A fingerprint that tells nothing about the content to those without the key. */
  fingerprint(content: string): string;
}

/** @param key 32 bytes in base64 */
export function createNoteSeal(key: string): NoteSeal {
  const secret = Buffer.from(key, "base64");
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
  const fingerprintKey = derive("session content");
  return {
    seal(note, { authorId, sessionId }) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", derive(authorId), iv).setAAD(Buffer.from(sessionId));
      const body = Buffer.concat([cipher.update(note, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(KEY_VERSION), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, { authorId, sessionId }) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== KEY_VERSION) throw new Error(`A note of key version ${bytes[0]} cannot be read here`);
      const iv = bytes.subarray(1, 1 + IV_BYTES);
      const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", derive(authorId), iv)
        .setAAD(Buffer.from(sessionId))
        .setAuthTag(tag);
      const body = bytes.subarray(1 + IV_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
    },
    fingerprint: (content) => createHmac("sha256", fingerprintKey).update(content).digest("hex"),
  };
}

let seal: NoteSeal | undefined;

/** The seal with the key of this process. */
export function noteSeal(): NoteSeal {
  seal ??= createNoteSeal(getConfig().NOTE_KEY);
  return seal;
}
