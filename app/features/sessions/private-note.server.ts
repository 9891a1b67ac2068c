import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { getConfig } from "#app/config.server.ts";

/** Notes of the first kind are sealed with a key derived from NOTE_KEY, those of the second with their author's own. */
const DERIVED = 1;
const OWN = 2;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The data key of an author's notes as it is stored: sealed by NOTE_KEY, or gone. */
export interface NoteKey {
  id: string;
  /** Empty once it was destroyed. */
  wrappedKey: Uint8Array | null;
}

export interface WrappedKey {
  wrappedKey: Buffer;
  /** Which NOTE_KEY sealed it: tells keys apart and nothing about them. */
  wrappedWith: string;
}

interface Place {
  authorId: string;
  sessionId: string;
}

/** Keeps private notes: encrypted for one author and one session, and unreadable for everybody else. */
export interface NoteSeal {
  /** A new random key for an author. */
  makeKey(authorId: string): WrappedKey & { id: string };
  /** The same key, sealed by the present NOTE_KEY. */
  rewrap(wrappedKey: Uint8Array, authorId: string): WrappedKey;
  /** What keys sealed by the present NOTE_KEY bear. */
  wrappedWith: string;
  /** Kind, initialisation vector, tag, then AES-256-GCM ciphertext that belongs to this author and session. */
  seal(note: string, place: Place, key: NoteKey): Buffer;
  /** @throws when the bytes were sealed for another author or session, or were changed, or the key is gone */
  open(sealed: Uint8Array, place: Place, key: NoteKey | null): string;
  /** A fingerprint that tells nothing about the content to those without NOTE_KEY. */
  fingerprint(content: string): string;
  /** Whether a fingerprint, of the present or the previous NOTE_KEY, is that of the content. */
  matches(fingerprint: string, content: string): boolean;
}

/**
 * @param key 32 bytes in base64
 * @param previous the key before a rotation: what it sealed still opens, and nothing new is sealed with it
 */
export function createNoteSeal(key: string, previous?: string): NoteSeal {
  const secrets = [key, previous]
    .filter((each) => each !== undefined)
    .map((each) => Buffer.from(each, "base64"));
  const [present] = secrets as [Buffer];
  const wrapping = secrets.map((secret) => derive(secret, "keys of authors"));
  const fingerprinting = secrets.map((secret) => derive(secret, "session content"));
  const wrappedWith = createHmac("sha256", derive(present, "name of the key")).digest("hex").slice(0, 16);

  const wrap = (dataKey: Buffer, authorId: string): WrappedKey => ({
    wrappedKey: encrypt(dataKey, wrapping[0] as Buffer, authorId),
    wrappedWith,
  });
  const unwrap = (wrappedKey: Uint8Array, authorId: string) => decryptWithAny(wrappedKey, wrapping, authorId);
  const dataKeyOf = ({ wrappedKey }: NoteKey, authorId: string) => {
    if (!wrappedKey) throw new Error("The key of this note was destroyed");
    return unwrap(wrappedKey, authorId);
  };
  const hmac = (secret: Buffer, content: string) =>
    createHmac("sha256", secret).update(content).digest("hex");
  const fingerprint = (content: string) => hmac(fingerprinting[0] as Buffer, content);

  return {
    makeKey: (authorId) => ({ id: randomUUID(), ...wrap(randomBytes(32), authorId) }),
    rewrap: (wrappedKey, authorId) => wrap(unwrap(wrappedKey, authorId), authorId),
    wrappedWith,
    seal: (note, place, noteKey) =>
      Buffer.concat([
        Buffer.of(OWN),
        encrypt(
          Buffer.from(note),
          dataKeyOf(noteKey, place.authorId),
          `${place.authorId} ${place.sessionId}`,
        ),
      ]),
    open(sealed, { authorId, sessionId }, noteKey) {
      const body = sealed.subarray(1);
      if (sealed[0] === OWN && noteKey)
        return decrypt(body, dataKeyOf(noteKey, authorId), `${authorId} ${sessionId}`).toString("utf8");
      if (sealed[0] !== DERIVED) throw new Error(`A note of kind ${sealed[0]} cannot be read here`);
      const keys = secrets.map((secret) => derive(secret, authorId));
      return decryptWithAny(body, keys, sessionId).toString("utf8");
    },
    fingerprint,
    matches: (given, content) => fingerprinting.some((secret) => hmac(secret, content) === given),
  };
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}

function encrypt(content: Buffer, key: Buffer, belongsTo: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(belongsTo));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(sealed: Uint8Array, key: Buffer, belongsTo: string): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(belongsTo))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

function decryptWithAny(sealed: Uint8Array, keys: readonly Buffer[], belongsTo: string): Buffer {
  let failure: unknown;
  for (const key of keys)
    try {
      return decrypt(sealed, key, belongsTo);
    } catch (error) {
      failure = error;
    }
  throw failure;
}

let seal: NoteSeal | undefined;

/** The seal with the keys of this process. */
export function noteSeal(): NoteSeal {
  const { NOTE_KEY, NOTE_KEY_PREVIOUS } = getConfig();
  seal ??= createNoteSeal(NOTE_KEY, NOTE_KEY_PREVIOUS);
  return seal;
}

/** The author's note; gone for good when its key was destroyed. */
export function openOwnNote(
  sealed: { ciphertext: Uint8Array | null; keyId: string | null; wrappedKey: Uint8Array | null },
  authorId: string,
  sessionId: string,
): { privateNote: string | null; isNoteGone: boolean } {
  const { ciphertext, keyId, wrappedKey } = sealed;
  if (!ciphertext) return { privateNote: null, isNoteGone: false };
  if (keyId && !wrappedKey) return { privateNote: null, isNoteGone: true };
  const key = keyId ? { id: keyId, wrappedKey } : null;
  return { privateNote: noteSeal().open(ciphertext, { authorId, sessionId }, key), isNoteGone: false };
}
