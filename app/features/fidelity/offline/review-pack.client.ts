import { findRow, putRow } from "#app/offline/device-store.client.ts";
import type { SendState } from "#app/offline/send-state.ts";
import type { ReviewPack } from "../assessment.types.ts";
import { newerOf, withSaved } from "../review-pack.rules.ts";
import { NOTES, type WaitingAnswer } from "./waiting-answer.rules.ts";

const KEY = "reviews";
const LOCK = "throughline-review-pack";
/** Which pack of the server it is. */
type KeptPack = ReviewPack & { tag?: string };

const find = (accountId: string) => findRow<KeptPack>("packs", accountId, KEY).catch(() => undefined);

export const findReviewPack = (accountId: string): Promise<ReviewPack | undefined> => find(accountId);

/**
 * Brings this account's open checklists up to date. Says whether the server could be reached, and as whom; where this
 * browser keeps nothing, it says just that.
 */
export async function refreshReviewPack(accountId: string): Promise<SendState> {
  const tag = (await find(accountId))?.tag;
  let response: Response;
  try {
    response = await fetch("/api/reviews/offline", {
      redirect: "manual",
      headers: tag ? { "If-None-Match": tag } : {},
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return "offline";
  }
  if (response.type === "opaqueredirect") return "signed-out";
  if (response.status === 304) return "sent";
  if (response.status === 403) return "not-allowed";
  const fetched = response.ok ? ((await response.json().catch(() => null)) as ReviewPack | null) : null;
  if (!fetched) return "waiting";
  if (fetched.accountId !== accountId) return "other-account";
  const newTag = response.headers.get("ETag")?.replace(/^W\//, "");
  await change(accountId, (kept) => ({ ...newerOf(kept, fetched), tag: newTag }));
  return "sent";
}

/** Writes what the server has confirmed into the pack, so that it is there without a connection. */
export async function notePacked(
  { accountId, assessmentId, itemId, fields }: WaitingAnswer,
  version: number,
) {
  const {
    answer = "",
    reason = "",
    comment = "",
    observedOn,
    strengths = "",
    nextSteps = "",
    evidence,
  } = fields;
  const saved =
    itemId === NOTES
      ? { notes: { observedOn: observedOn || null, strengths, nextSteps, evidence, notesVersion: version } }
      : { itemId, answer: { answer, reason, comment, version } };
  await change(accountId, (kept) => kept && { ...withSaved(kept, assessmentId, saved), tag: kept.tag });
}

async function change(accountId: string, make: (kept: KeptPack | undefined) => KeptPack | undefined) {
  await navigator.locks
    ?.request(LOCK, async () => {
      const next = make(await find(accountId));
      if (next) await putRow("packs", accountId, KEY, next);
    })
    .catch(() => {});
}
