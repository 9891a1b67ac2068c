import { isOnlyAccount } from "#app/offline/device-store.client.ts";
import { findAnswer, keepAnswer } from "./answer-store.client.ts";
import { findReviewPack } from "./review-pack.client.ts";
import { NOTES } from "./waiting-answer.rules.ts";

const BEFORE = /^review-([\da-f-]{36})$/;

interface Known {
  id: string;
  accountId: string;
  coachName: string;
}

/**
 * Takes over what an earlier release kept in clear of one review, which its rater is looking at. It did not write down
 * whose it was.
 */
export async function takeOverReview({ id, accountId, coachName }: Known): Promise<void> {
  const name = `review-${id}`;
  const kept = localStorage.getItem(name);
  if (!kept) return;
  const changes: [string, { fields: Record<string, string>; baseVersion: number }][] = JSON.parse(kept);
  for (const [itemId, { fields, baseVersion }] of changes) {
    // What was typed since then is newer.
    if (await findAnswer({ accountId, assessmentId: id, itemId })) continue;
    const label = itemId === NOTES ? "Overall" : `Item ${itemId}`;
    const given = { accountId, assessmentId: id, itemId, coachName, label, fields, baseVersion };
    const { isOnDevice } = await keepAnswer(given);
    if (!isOnDevice) return;
  }
  localStorage.removeItem(name);
}

/** Takes over what is this account's: reviews in its pack, and on a device of one person whatever else is left. */
export async function takeOverAll(accountId: string): Promise<void> {
  const left = Object.keys(localStorage).flatMap((name) => BEFORE.exec(name)?.[1] ?? []);
  if (left.length === 0) return;
  const pack = await findReviewPack(accountId);
  const isAlone = await isOnlyAccount(accountId);
  for (const id of left) {
    const known = pack?.reviews.find((review) => review.id === id);
    if (known) await takeOverReview(known);
    else if (pack && isAlone) await takeOverReview({ id, accountId, coachName: "a coach" });
  }
}
