import type { FidelityResult } from "#app/features/fidelity/assessment.types.ts";
import type { SessionFormat, SessionStatus } from "#app/features/sessions/session.codes.ts";
import type { Day } from "#app/time/days.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { MonthFigure } from "./figure.types.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { Period, SiteRow } from "./rollout.types.ts";

export interface StageEntry {
  id: string;
  stage: string;
  startsOn: Day;
  reason: string;
  /** Null when nobody is named or the name is outside the person's view. */
  decidedBy: string | null;
}

/** A coach's dose at the site in the period: for support and workload, not evaluation. */
export interface CoachRow {
  coachId: string;
  name: string | null;
  coachees: number;
  sessions: number;
  minutes: number;
  lastOn: Day | null;
  isOnLeave: boolean;
  isActive: boolean;
  /** Last day of the award in force; null without one. */
  certifiedUntil: Day | null;
  /** Whether certification and leave of this coach are in the person's view at all. */
  isKnown: boolean;
}

export interface MeasureMonths {
  code: MeasureCode;
  name: string;
  months: MonthFigure[];
}

export interface SiteView {
  site: SiteRow;
  period: Period;
  stages: StageEntry[];
  measures: MeasureMonths[];
  /** Null when figures of persons are not for this person. */
  coaches: CoachRow[] | null;
  assessments: AssessmentRow[];
  today: Day;
}

export interface SessionRow {
  id: string;
  on: Day;
  coach: string | null;
  format: SessionFormat;
  status: SessionStatus;
  minutes: number;
  /** Coachees present at a delivered session: how often it counts in the figure. */
  counted: number;
  lagDays: number;
  /** From an earlier log: neither late nor in time. */
  isImported: boolean;
  isLate: boolean;
}

export interface RecordsPage<Row> {
  site: { id: string; name: string };
  month: Day;
  isProvisional: boolean;
  rows: Row[];
  page: number;
  hasNext: boolean;
  canSeePeople: boolean;
}

export interface SessionsBehind extends RecordsPage<SessionRow> {
  show: "counted" | "all";
  /** Over all pages. */
  totals: { records: number; sessions: number; counted: number; late: number; imported: number };
  /** What came after the month had ended and moves its figures; null while it runs. */
  restated: Restatement | null;
  /** What the rollout shows for the month, if it was computed yet. */
  figure: MonthFigure | null;
}

export interface Restatement {
  /** Delivered sessions entered only then, with their minutes. */
  entered: number;
  enteredMinutes: number;
  /** Sessions entered in time and changed then, with the minutes they added or took away. */
  changed: number;
  changedMinutes: number;
}

export interface AssessmentRow {
  id: string;
  subject: string | null;
  instrument: string;
  /** Rated by the subject: in no figure. */
  isSelf: boolean;
  opensOn: Day;
  dueOn: Day;
  status: AssessmentStatus;
  daysOverdue: number;
  submittedOn: Day | null;
  result: FidelityResult | null;
  percent: number | null;
  criticalFailures: number;
}

export interface AssessmentsBehind extends RecordsPage<AssessmentRow> {
  by: "due" | "submitted";
  totals: { records: number; numerator: number; denominator: number };
  figure: MonthFigure | null;
}

export interface FigureBreakdown {
  code: MeasureCode;
  name: string;
  period: Period;
  total: MonthFigure;
  /** One row a site, one figure a month of the period, and the site's figure over all of them. */
  sites: { siteId: string; name: string; months: MonthFigure[]; total: MonthFigure }[];
  hiddenSites: number;
}
