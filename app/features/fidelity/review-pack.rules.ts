import { dayIn } from "#app/time/days.ts";
import { statusOn } from "./assessment.rules.ts";
import type { AssessmentState, ItemAnswer, Review, ReviewPack } from "./assessment.types.ts";

/** Reviews as a device keeps them. */
export function packOf(
  accountId: string,
  given: readonly { review: Review; state: AssessmentState }[],
): ReviewPack {
  const pack: ReviewPack = { accountId, instruments: {}, reviews: [] };
  for (const { review, state } of given) {
    const { instrument, sections, thresholds, today: _, status: __, daysOverdue: ___, ...rest } = review;
    pack.instruments[instrument.versionId] = { instrument, sections, thresholds };
    pack.reviews.push({ ...rest, state, versionId: instrument.versionId });
  }
  return pack;
}

/** A review of the pack as it stands at a moment; null for any other. */
export function reviewFromPack(pack: ReviewPack, assessmentId: string, now: Date): Review | null {
  const found = pack.reviews.find(({ id }) => id === assessmentId);
  const checklist = found && pack.instruments[found.versionId];
  if (!found || !checklist) return null;
  const { versionId: _, state, ...review } = found;
  const today = dayIn(review.zone, now);
  return { ...review, ...checklist, today, ...statusOn({ ...review, state }, today) };
}

/** A pack with one answer, or the day and texts, that the server has confirmed since. */
export function withSaved(
  pack: ReviewPack,
  assessmentId: string,
  saved:
    | { itemId: string; answer: ItemAnswer }
    | { notes: Pick<Review, "observedOn" | "strengths" | "nextSteps" | "evidence" | "notesVersion"> },
): ReviewPack {
  const reviews = pack.reviews.map((review) => {
    if (review.id !== assessmentId) return review;
    const { state } = review;
    const begun = { ...review, state: state === "open" ? "in_progress" : state } as const;
    if ("notes" in saved)
      return saved.notes.notesVersion < review.notesVersion ? review : { ...begun, ...saved.notes };
    const { itemId, answer } = saved;
    if (answer.version < (review.answers[itemId]?.version ?? 0)) return review;
    return { ...begun, answers: { ...review.answers, [itemId]: answer } };
  });
  return { ...pack, reviews };
}

/** The pack that was fetched, with answers that were confirmed while it was on its way. */
export function newerOf(kept: ReviewPack | undefined, fetched: ReviewPack): ReviewPack {
  const before = new Map(kept?.reviews.map((review) => [review.id, review]));
  const reviews = fetched.reviews.map((review) => {
    const old = before.get(review.id);
    if (!old) return review;
    const answers = { ...review.answers };
    for (const [itemId, answer] of Object.entries(old.answers))
      if (answer.version > (answers[itemId]?.version ?? 0)) answers[itemId] = answer;
    const { observedOn, strengths, nextSteps, evidence, notesVersion } = old;
    const notes =
      notesVersion > review.notesVersion ? { observedOn, strengths, nextSteps, evidence, notesVersion } : {};
    return { ...review, ...notes, answers };
  });
  return { ...fetched, reviews };
}

/** A review with what was answered on this device and is not sent yet. */
export function withWaiting(
  review: Review,
  waiting: readonly { assessmentId: string; itemId: string; fields: Record<string, string> }[],
): Review {
  const answers = { ...review.answers };
  for (const { assessmentId, itemId, fields } of waiting)
    if (assessmentId === review.id && "answer" in fields)
      answers[itemId] = { answer: "", reason: "", comment: "", version: 0, ...fields };
  return { ...review, answers };
}
