import type { Day } from "#app/time/days.ts";
import type { NextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import type { NotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";

/** One coachee of a site: dose and dates, never what a session was about. */
export interface CoacheeDose {
  id: string;
  name: string;
  /** Coaches assigned today; one outside the viewer's sight has no name. */
  coaches: (string | null)[];
  plannedSessions: number;
  deliveredSessions: number;
  lastOn: Day | null;
  nextPlannedOn: Day | null;
  due: NextSessionDue;
}

export interface SiteDose {
  site: { id: string; name: string };
  today: Day;
  month: Day;
  show: "late" | "all";
  counts: Record<"all" | "overdue" | "dueSoon", number>;
  /** Of all people of the site, this month. */
  reach: { reached: number; eligible: number; atMinimum: number };
  /** Why sessions of the month did not take place. */
  reasons: NotHeldReasons;
  rows: CoacheeDose[];
  page: number;
  hasNext: boolean;
  shown: number;
  /** Still at the site, once coached there, and nobody's now. */
  vacant: { id: string; name: string; since: Day }[];
}
