import type { Day } from "#app/time/days.ts";

export interface ScheduleRuleItem {
  code: string;
  title: string;
  instrumentTitle: string;
  raterType: string;
  /** The rule in words. */
  words: string;
  version: number;
  since: Day;
  state: "in-force" | "to-come" | "ended";
  /** The first day on which the rule no longer holds. */
  endsOn: Day | null;
  /** The day and words of the version that follows. */
  next: { on: Day; words: string } | null;
  /** Assessments that are planned or open and not finished, within the viewer's sight. */
  planned: number;
  unassigned: number;
}

export interface ScheduleRulesPage {
  rules: ScheduleRuleItem[];
  /** How many submissions wait for the acting lead to accept them. */
  waiting: number;
  permissions: { canChange: boolean; canRead: boolean; canAccept: boolean; canRecord: boolean };
}

export interface RuleVersionItem {
  version: number;
  title: string;
  words: string;
  details: string[];
  raterType: string;
  from: Day;
  to: Day | null;
  /** `never` where the rule ends before the version begins. */
  state: "in-force" | "to-come" | "past" | "never";
}

export interface ScheduleRulePage {
  code: string;
  title: string;
  instrumentTitle: string;
  today: Day;
  versions: RuleVersionItem[];
  /** The first day on which the rule no longer holds, also when it has passed. */
  endsOn: Day | null;
  /** What the form starts from: the newest version. */
  values: Record<string, string | string[]>;
  kind: string;
  sites: { id: string; name: string }[];
  permissions: { canChange: boolean };
}

export interface NewScheduleRulePage {
  today: Day;
  instruments: { id: string; title: string; subject: string }[];
  sites: { id: string; name: string }[];
  kind: string | null;
}

/** What a new version would do to assessments of the next twelve months. */
export interface SchedulePreview {
  totals: PreviewCounts;
  /** Occurrences of the changed rule that need no review of their own: one of another rule counts for them. */
  covered: number;
  months: Day[];
  sites: { id: string; name: string; totals: PreviewCounts; months: PreviewCounts[] }[];
  /** Names this preview: what is saved is what was shown. */
  mark: string;
}
export interface PreviewCounts {
  added: number;
  moved: number;
  /** Kept, on the same days or others, and given to another rater. */
  reassigned: number;
  cancelled: number;
}
