import { redirect } from "@remix-run/react";
import type { Review, ReviewPack } from "../assessment.types.ts";

async function packOfThisDevice(): Promise<ReviewPack | null> {
  const [{ rememberedAccount }, { findReviewPack }] = await Promise.all([
    import("#app/offline/device-store.client.ts"),
    import("./review-pack.client.ts"),
  ]);
  const accountId = rememberedAccount();
  return (accountId && (await findReviewPack(accountId))) || null;
}

/** The open checklists of whoever was signed in here last, as they stand now; null when this device keeps none. */
export async function openOfflineReviews(): Promise<Review[] | null> {
  const pack = await packOfThisDevice();
  if (!pack) return null;
  const [{ reviewFromPack, withWaiting }, { listAnswers }] = await Promise.all([
    import("../review-pack.rules.ts"),
    import("./answer-store.client.ts"),
  ]);
  const now = new Date();
  const waiting = await listAnswers(pack.accountId);
  return pack.reviews.flatMap(({ id }) => {
    const review = reviewFromPack(pack, id, now);
    return review ? withWaiting(review, waiting) : [];
  });
}

/** One of them; whoever asks for another is told what this device has. */
export async function openOfflineReview(request: Request): Promise<Review | null> {
  const pack = await packOfThisDevice();
  if (!pack) return null;
  const id = new URL(request.url).searchParams.get("assessment") ?? "";
  const { reviewFromPack } = await import("../review-pack.rules.ts");
  const review = reviewFromPack(pack, id, new Date());
  if (!review) throw redirect(`/offline?wanted=${encodeURIComponent(`/reviews/${id}`)}`);
  return review;
}
