import type { Day } from "#app/time/days.ts";
import type { ItemKind, PlanStatus } from "./statuses.ts";

export interface PlanItem {
  kind: ItemKind;
  id: string;
  stepNumber: number;
  number: number;
  title: string;
  detail: string;
  status: PlanStatus;
  ownerId: string | null;
  ownerName: string | null;
  startsOn: Day | null;
  dueOn: Day | null;
  doneOn: Day | null;
  note: string;
  version: number;
  evidenceCount: number;
  isLate: boolean;
}

export interface StepSummary extends PlanItem {
  phaseNumber: number;
  milestones: PlanItem[];
  activities: { done: number; total: number };
  lateCount: number;
}

export interface PlanOverview {
  plan: { version: number; title: string; desiredChange: string; status: string; approvedOn: Day | null };
  today: Day;
  phases: { number: number; title: string; steps: StepSummary[] }[];
  /** Open items that the reader owns, soonest first. */
  myTasks: PlanItem[];
  /** Open items past their due day, oldest first. */
  late: PlanItem[];
  permissions: { canEdit: boolean };
}

export interface Evidence {
  id: string;
  itemId: string;
  title: string;
  link: string | null;
  addedOn: Day;
  addedBy: string | null;
}

export interface StepDetail {
  step: PlanItem;
  phase: { number: number; title: string };
  desiredChange: string;
  today: Day;
  activities: PlanItem[];
  milestones: PlanItem[];
  /** Milestone numbers of the step that this plan does not adopt. */
  notAdopted: number[];
  outcomes: PlanItem[];
  evidence: Evidence[];
  previous: { number: number; title: string } | null;
  next: { number: number; title: string } | null;
  permissions: { canEdit: boolean };
}

export interface PlanItemDetail {
  item: PlanItem & { approverId: string | null; approverName: string | null };
  desiredChange: string;
  today: Day;
  evidence: Evidence[];
  /** Who may own an item; empty when the reader may not edit. */
  people: { id: string; name: string }[];
  permissions: { canEdit: boolean };
}

export interface PracticeProfileView {
  version: number;
  title: string;
  principles: string;
  publishedOn: Day | null;
  components: {
    number: number;
    title: string;
    definition: string;
    functions: {
      code: string;
      title: string;
      description: string;
      activities: { number: number; title: string; levels: { label: string; description: string }[] }[];
    }[];
  }[];
  /** Where the profile comes from: the step of the plan that defined it. */
  origin: { stepNumber: number; milestone: string; desiredChange: string } | null;
}
