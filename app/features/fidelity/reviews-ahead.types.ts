import type { Day } from "#app/time/days.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";

export interface ReviewAhead {
  id: string;
  coachName: string;
  siteId: string;
  siteName: string;
  ruleTitle: string;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  state: string;
  status: AssessmentStatus;
  raterName: string | null;
  unassignedReason: string | null;
  scheduleReason: string;
  /** How many further rules it counts for. */
  alsoCounts: number;
  /** A second, independent rating, drawn by lot. */
  isSecond: boolean;
  /** By the one it is about. */
  isSelf: boolean;
  /** Begun by somebody who has a conflict of interest with the coach today. */
  hasConflict: boolean;
  canWaive: boolean;
}

export interface ReviewsAheadPage {
  reviews: ReviewAhead[];
  site: string;
  sites: { id: string; name: string }[];
  page: number;
  pageSize: number;
  hasNext: boolean;
}
