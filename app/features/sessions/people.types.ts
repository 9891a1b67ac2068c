import type { AgreementMark } from "#app/features/agreements/agreement.types.ts";
import type { Page } from "#app/http/pagination.ts";
import type { NextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import type { DueFilter } from "./due-filter.ts";
import type { ActionStepStatus, CoachingIntensity, GoalQuality, GoalStatus } from "./session.codes.ts";
import type { SessionListItem } from "./session.types.ts";
import type { PlanItem } from "./session-plan.types.ts";

export interface PersonCard {
  id: string;
  name: string;
  siteName: string;
  intensity: CoachingIntensity;
  /** The newest session with any coach. */
  lastContactOn: string | null;
  /** It was one of the acting coach's own. A device of an earlier release keeps no others. */
  isLastContactOwn?: boolean;
  nextSessionOn: string | null;
  /** The planned session behind that day, when there is a record of it. */
  plannedSessionId: string | null;
  openSteps: number;
  goalTitles: string[];
  /** Whether coach and coachee have a signed agreement that holds. */
  hasAgreement: boolean;
  dose: MonthDose;
  due: NextSessionDue;
}

/** A card before its dose is worked out. */
export type ContactCard = Omit<PersonCard, "dose" | "due" | "hasAgreement">;

export interface PeoplePage {
  accountId: string;
  today: string;
  show: DueFilter;
  /** Of all the coach's people. */
  counts: Record<DueFilter, number>;
  people: PersonCard[];
}

export interface GoalItem {
  id: string;
  title: string;
  baselineLevel: string;
  targetLevel: string;
  /** What will show that it was reached. */
  evidence: string;
  quality: GoalQuality[];
  reviewOn: string | null;
  status: GoalStatus;
  essentialFunctionId: string | null;
  functionTitle: string | null;
  rowVersion: number;
}

export interface StepItem {
  id: string;
  what: string;
  ownerId: string;
  ownerName: string;
  isOwn: boolean;
  dueOn: string | null;
  supportNeeded: string | null;
  status: ActionStepStatus;
}

interface Period {
  from: string;
  until: string;
}

/** Planned against delivered coaching in a month; see `fidelity/dosage`. */
export interface MonthDose extends Period {
  plannedSessions: number;
  deliveredSessions: number;
  plannedMinutes: number;
  deliveredMinutes: number;
}

/** How the last quarter of a year went between a coach and a person. */
export interface DosePattern extends Period {
  deliveredSessions: number;
  sessionsPerWeek: number | null;
  meanMinutes: number | null;
  cancelledSessions: number;
  noShowSessions: number;
  dueSessions: number;
  cyclesCompleted: number | null;
  cyclesWithKnownOrder: number;
  cyclesInOrder: number;
}

export interface FunctionChoice {
  id: string;
  label: string;
  componentTitle: string;
}

export interface PersonPage {
  person: { id: string; name: string; jobTitle: string | null; siteName: string };
  assignment: { intensity: CoachingIntensity; startsOn: string; endsOn: string | null };
  today: string;
  dose: MonthDose;
  due: NextSessionDue;
  lastContact: Pick<ContactCard, "lastContactOn" | "isLastContactOwn">;
  pattern: DosePattern;
  goals: GoalItem[];
  /** Of the goal that the form may add. */
  newGoalId: string;
  steps: StepItem[];
  /** Planned sessions: those whose day has passed, and the next ones. */
  planned: { id: string; on: string; startTime: string | null }[];
  plans: PlanItem[];
  /** One's own notes of planned sessions that went to another coach; a note is null when its key was destroyed. */
  keptNotes: { id: string; on: string; note: string | null }[];
  sessions: Page<SessionListItem>;
  functions: FunctionChoice[];
  /** The pair's agreement; empty when nobody has begun one. */
  agreement: AgreementMark | null;
  permissions: { canLog: boolean };
}

export interface MyCoachingPage {
  today: string;
  waiting: SessionListItem[];
  sessions: Page<SessionListItem>;
  steps: StepItem[];
  goals: GoalItem[];
  next: { on: string; coachName: string } | null;
  agreements: AgreementMark[];
}
