import { refreshReviewPack } from "./review-pack.client.ts";
import { takeOverAll } from "./take-over.client.ts";

/** Fetches the open checklists, and takes over what an earlier release left. */
export async function refreshReviews(accountId: string): Promise<void> {
  await refreshReviewPack(accountId);
  // What cannot be read stays where it is, and holds up nothing else.
  await takeOverAll(accountId).catch(() => {});
}
