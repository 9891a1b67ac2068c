import type { NextSessionDue } from "#fidelity/dosage/next-session-due.ts";

/** Which of a list of people: no zod here, so that the browser may load it. */
export const DUE_FILTERS = ["all", "overdue", "due-soon"] as const;
export type DueFilter = (typeof DUE_FILTERS)[number];

export function isShown({ status }: NextSessionDue, show: DueFilter): boolean {
  return show === "all" || show === status;
}
