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
