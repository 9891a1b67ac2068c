import type { Day } from "#app/time/days.ts";
import type { CalibrationResult, PassRule } from "#fidelity/raters/judge-calibration.ts";
import type { RaterState } from "#fidelity/raters/rater-standing.ts";
import type { ChecklistSection, ItemAnswer } from "./assessment.types.ts";

export interface SetListItem {
  id: string;
  title: string;
  instrument: string;
  caseCount: number;
  passRule: PassRule;
  validMonths: number;
  state: "draft" | "in-use" | "retired";
  /** Of the viewer as a rater: the newest attempt. */
  own: { state: "none" | "open" | "practice" | "passed" | "not-passed"; on: Day | null };
}

export interface OwnStanding {
  instrumentId: string;
  instrument: string;
  state: RaterState;
  validUntil: Day | null;
}

export interface CalibrationHome {
  sets: SetListItem[];
  standings: OwnStanding[];
  permissions: { canAuthor: boolean; canRate: boolean };
  today: Day;
}

export interface AttemptItem {
  id: string;
  personName: string;
  number: number;
  submittedOn: Day;
  passed: boolean;
  figure: number | null;
  reason: string | null;
  isOwn: boolean;
  isPractice: boolean;
}

export interface CalibrationSetPage {
  id: string;
  title: string;
  instrument: { versionId: string; title: string; version: number };
  passRule: PassRule;
  validMonths: number;
  dueDays: number;
  state: SetListItem["state"];
  cases: { id: string; number: number; title: string; reference: string; answered: number; total: number }[];
  /** Whose ratings the list of cases counts, and whether they can be handed in. */
  work: "master" | "attempt" | "none";
  /** What the viewer rates of it now counts for nothing: they know the master's answers. */
  isPractice: boolean;
  isReady: boolean;
  master: { by: string; submittedOn: Day | null } | null;
  attempts: AttemptItem[];
  permissions: { canMaster: boolean; canPublish: boolean; canRetire: boolean; canRate: boolean };
}

export interface CaseRatingPage {
  set: { id: string; title: string };
  case: {
    id: string;
    number: number;
    title: string;
    reference: string;
    isLast: boolean;
    nextId: string | null;
  };
  instrument: { versionId: string; title: string; version: number; instructions: string };
  isMaster: boolean;
  /** The number of the attempt that is being worked on, or of the one that the first answer begins. */
  attempt: number;
  sections: ChecklistSection[];
  answers: Record<string, ItemAnswer>;
  rowVersion: number;
}

export interface AttemptPage {
  set: { id: string; title: string };
  personName: string;
  isOwn: boolean;
  isPractice: boolean;
  number: number;
  submittedOn: Day;
  passRule: PassRule;
  result: CalibrationResult;
  sections: ChecklistSection[];
  cases: {
    number: number;
    title: string;
    /** By item: the answer and the master's. */
    answers: Record<string, { given: string; master: string; masterComment: string }>;
  }[];
}
