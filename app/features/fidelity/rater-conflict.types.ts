import type { Day } from "#app/time/days.ts";

export interface RaterConflictItem {
  id: string;
  raterId: string;
  raterName: string;
  subjectId: string;
  subjectName: string;
  startsOn: Day;
  /** First day on which it no longer holds. */
  endsOn: Day | null;
  reason: string;
}

export interface RaterConflictsPage {
  today: Day;
  conflicts: RaterConflictItem[];
  raters: { id: string; name: string }[];
  subjects: { id: string; name: string }[];
}
