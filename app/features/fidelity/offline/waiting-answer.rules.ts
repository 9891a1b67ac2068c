/** The day and texts of a review count as one more item. */
export const NOTES = "notes";

/** What was typed into an item, as the server takes it. */
export type AnswerFields = Record<string, string>;

/** An item of a checklist, or its day and texts, that the server has not confirmed. */
export interface WaitingAnswer {
  accountId: string;
  assessmentId: string;
  /** The item, or `NOTES`. */
  itemId: string;
  coachName: string;
  /** The item in words, so that it can be read and copied without its checklist. */
  label: string;
  fields: AnswerFields;
  /** The version of the stored answer that this one is meant to replace. */
  baseVersion: number;
  /** Another for every change: what was changed while it was on its way is sent again. */
  revision: string;
  waitingSince: number;
  state: "waiting" | "conflict" | "refused";
  /** What the server has instead, for a conflict. */
  theirs: Record<string, unknown> | null;
  /** Why the server did not take it. */
  message: string | null;
}

export type Given = Pick<
  WaitingAnswer,
  "accountId" | "assessmentId" | "itemId" | "coachName" | "label" | "fields" | "baseVersion"
>;

/** What the server said about one answer. */
export type AnswerResult =
  | { kind: "saved"; version: number }
  | { kind: "conflict"; theirs: Record<string, unknown> }
  | { kind: "refused"; message: string };

/** An item after it was changed on this device. It waits since its first change that the server does not have. */
export function changed(
  before: WaitingAnswer | undefined,
  given: Given,
  { at, revision }: { at: number; revision: string },
): WaitingAnswer {
  return {
    ...given,
    baseVersion: Math.max(given.baseVersion, before?.baseVersion ?? 0),
    revision,
    waitingSince: before?.waitingSince ?? at,
    state: "waiting",
    theirs: null,
    message: null,
  };
}

/**
 * What is left to wait after the server answered; null when it has everything.
 * @param now the item as it is by now, which may have been changed while `sent` was on its way
 */
export function settled(now: WaitingAnswer, sent: WaitingAnswer, result: AnswerResult): WaitingAnswer | null {
  const isLatest = now.revision === sent.revision;
  if (result.kind === "saved") return isLatest ? null : { ...now, baseVersion: result.version };
  if (!isLatest) return now;
  if (result.kind === "conflict") return { ...now, state: "conflict", theirs: result.theirs };
  return { ...now, state: "refused", message: result.message };
}

/** The items of each review, the one that waits longest first. */
export function byReview(rows: readonly WaitingAnswer[]): WaitingAnswer[][] {
  const reviews = new Map<string, WaitingAnswer[]>();
  for (const row of [...rows].sort((a, b) => a.waitingSince - b.waitingSince))
    reviews.set(row.assessmentId, [...(reviews.get(row.assessmentId) ?? []), row]);
  return [...reviews.values()];
}

const FIELD_WORDS: Record<string, string> = {
  answer: "",
  reason: "why not applicable: ",
  comment: "comment: ",
  observedOn: "day observed: ",
  strengths: "what went well: ",
  nextSteps: "what could come next: ",
  evidence: "evidence: ",
};

/** An answer in one line. */
export function fieldsInWords(fields: AnswerFields): string {
  const words = Object.entries(fields).flatMap(([name, value]) =>
    value === "" ? [] : [`${FIELD_WORDS[name] ?? `${name}: `}${value.replaceAll("_", " ")}`],
  );
  return words.join("; ") || "left blank";
}

/** The answers of one review as text to be kept elsewhere. */
export function copyOf(rows: readonly WaitingAnswer[]): string {
  const [first] = rows;
  const lines = rows.map(({ label, fields }) => `${label}\n  ${fieldsInWords(fields)}`);
  return [`Review of ${first?.coachName ?? "a coach"}`, "", ...lines].join("\n");
}
