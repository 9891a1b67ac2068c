import type { SendState } from "#app/offline/send-state.ts";
import { findWords, putWords, removeWords } from "#app/offline/word-store.client.ts";
import { type DraftDefinition, draftDefinition } from "../instrument-draft.schema.ts";
import type { StoredDraft } from "../instrument-draft.types.ts";

/** What of a draft is on this device only, with what it was made on. */
export interface KeptDraft {
  definition: DraftDefinition;
  base: DraftDefinition;
  rowVersion: number;
}

const keyOf = (draftId: string) => `instrument-draft ${draftId}`;
const SEND_MS = 20_000;

export const keepDraft = (accountId: string, draftId: string, { definition, base, rowVersion }: KeptDraft) =>
  putWords(accountId, keyOf(draftId), {
    definition: [JSON.stringify(definition)],
    base: [JSON.stringify(base)],
    rowVersion: [String(rowVersion)],
  });

export const dropDraft = (accountId: string, draftId: string) => removeWords(accountId, keyOf(draftId));

/** Undefined when nothing is kept, or what is kept is of another shape. */
export async function findKeptDraft(accountId: string, draftId: string): Promise<KeptDraft | undefined> {
  const words = await findWords(accountId, keyOf(draftId));
  if (!words) return undefined;
  const read = (name: string) => draftDefinition.safeParse(JSON.parse(words[name]?.[0] ?? "null"));
  const [definition, base] = [read("definition"), read("base")];
  const rowVersion = Number(words.rowVersion?.[0]);
  if (!definition.success || !base.success || !rowVersion) return undefined;
  return { definition: definition.data, base: base.data, rowVersion };
}

export type SentDraft =
  | { kind: "saved"; rowVersion: number }
  | { kind: "stale"; stored: StoredDraft }
  | { kind: "refused"; message: string; publishedVersionId?: string }
  | { kind: "held"; state: Exclude<SendState, "sent"> };

export async function sendDraft(
  draftId: string,
  body: { accountId: string; baseVersion: number; definition: DraftDefinition },
): Promise<SentDraft> {
  const held = (state: Exclude<SendState, "sent">): SentDraft => ({ kind: "held", state });
  let response: Response;
  try {
    response = await fetch(`/api/instrument-drafts/${draftId}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_MS),
    });
  } catch {
    return held("offline");
  }
  // Whoever is not signed in is sent to the sign-in page.
  if (response.type === "opaqueredirect" || response.status === 401) return held("signed-out");
  const answer = await response.json().catch(() => null);
  if (response.ok && answer?.ok) return { kind: "saved", rowVersion: Number(answer.rowVersion) };
  if (answer?.code === "other-account") return held("other-account");
  if (response.status === 403) return held("not-allowed");
  // Not the word of this use case: the server is busy, or something stands in front of it.
  if (response.status === 429 || response.status >= 500 || !answer) return held("waiting");
  if (answer.stored) return { kind: "stale", stored: answer.stored };
  return {
    kind: "refused",
    message: String(answer.message ?? "This could not be saved."),
    publishedVersionId: answer.publishedVersionId,
  };
}
