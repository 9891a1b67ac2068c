import type { Fit } from "./load.rules.ts";

export type Intensity = "high" | "moderate" | "low";

export interface CoachLoad {
  id: string;
  name: string;
  siteId: string | null;
  siteName: string | null;
  coachees: number;
  onLeave: number;
  minutes: number;
  capacityMinutes: number | null;
  capacityCoachees: number | null;
  /** Share of the capacity that is used; null while none is set. */
  used: number | null;
  fit: Fit;
  /** Last day of a leave that runs today. */
  leaveUntil: string | null;
  nextLeaveFrom: string | null;
  /** First day no longer in the program. */
  leavesOn: string | null;
  /** Day of a planned handover. */
  handoverOn: string | null;
  agreements: number;
  openProposals: number;
}

export interface SiteVacancy {
  siteId: string;
  siteName: string;
  people: number;
}

export interface CaseloadPage {
  today: string;
  coaches: CoachLoad[];
  vacancies: SiteVacancy[];
  sites: { id: string; name: string }[];
  site: string | null;
  isOwnOnly: boolean;
}

export interface CaseloadPerson {
  assignmentId: string;
  id: string;
  name: string;
  siteName: string;
  intensity: Intensity;
  startsOn: string;
  endsOn: string | null;
  state: "planned" | "current";
  minutesPerMonth: number;
  groupName: string | null;
  onLeaveUntil: string | null;
  hasAgreement: boolean;
  canChange: boolean;
}

export interface FadeItem {
  id: string;
  assignmentId: string;
  coacheeName: string;
  from: Intensity;
  to: Intensity;
  basis: "results" | "sessions";
  count: number;
  metOn: string;
  /** The day of which the count is: later records let a proposal lapse, they do not change it. */
  proposedOn: string;
  canDecide: boolean;
}

export interface CoachCaseload {
  coach: CoachLoad;
  today: string;
  people: CaseloadPerson[];
  groups: {
    id: string;
    groupId: string;
    name: string;
    kind: "pair" | "group" | "unit";
    intensity: Intensity;
    startsOn: string;
    endsOn: string | null;
  }[];
  capacities: {
    startsOn: string;
    endsOn: string | null;
    minutesPerMonth: number | null;
    coachees: number | null;
  }[];
  proposals: FadeItem[];
  handovers: {
    id: string;
    state: HandoverState;
    effectiveOn: string;
    /** Whose people come to this coach; none when this coach's own people go. */
    fromName: string | null;
    people: number;
  }[];
  /** People who could be assigned; empty for whoever may not. */
  candidates: { id: string; name: string; siteName: string }[];
  isOwn: boolean;
  /** Where a person's page is for the viewer. */
  peopleAt: "/people" | "/coachees" | "/admin/people";
  permissions: { canManage: boolean };
}

export interface DosageRow {
  id: string;
  intensity: Intensity;
  sessionsPerMonth: number;
  minutesPerSession: number;
  fadeAfterResults: number | null;
  fadeAfterSessions: number | null;
  startsOn: string;
  endsOn: string | null;
  state: "planned" | "current" | "ended";
}
export interface DosagePage {
  today: string;
  rows: DosageRow[];
  people: Record<Intensity, number>;
  permissions: { canSet: boolean };
}

export interface GroupItem {
  id: string;
  name: string;
  kind: "pair" | "group" | "unit";
  siteName: string;
  people: number;
  coachNames: string[];
}
export interface GroupsPage {
  groups: GroupItem[];
  newId: string;
  sites: { id: string; name: string }[];
  units: { group: string; options: { value: string; label: string }[] }[];
  permissions: { canAdd: boolean };
}
export interface GroupPage {
  id: string;
  name: string;
  kind: "pair" | "group" | "unit";
  siteId: string;
  siteName: string;
  unitName: string | null;
  today: string;
  newId: string;
  members: { id: string; personId: string; name: string; startsOn: string; endsOn: string | null }[];
  coaching: {
    id: string;
    coachId: string;
    coachName: string;
    intensity: Intensity;
    startsOn: string;
    endsOn: string | null;
    state: "planned" | "current" | "ended";
    people: number;
  }[];
  candidates: { id: string; name: string }[];
  coaches: { id: string; name: string }[];
  permissions: { canManage: boolean };
}

export type HandoverState = "planned" | "carried_out" | "undone" | "cancelled";

export interface HandoverPerson {
  id: string;
  name: string;
  siteId: string;
  siteName: string;
  intensity: Intensity;
  /** The group with which the person goes. */
  groupAssignmentId: string | null;
}
export interface Receiver {
  id: string;
  name: string;
  siteName: string | null;
  coachees: number;
  minutes: number;
  capacityMinutes: number | null;
  capacityCoachees: number | null;
}
export interface HandoverFormPage {
  id: string;
  coach: { id: string; name: string };
  /** Proposed: what took place today can still be logged by the present coach. */
  tomorrow: string;
  people: HandoverPerson[];
  groups: { id: string; name: string; people: number }[];
  receivers: Receiver[];
  /** A handover of this coach that waits for its day. */
  plannedId: string | null;
}

export interface PreviewLine {
  coacheeId: string;
  name: string;
  receiverId: string;
  receiverName: string;
  goals: number;
  steps: number;
  assessments: number;
  sessions: { on: string; time: string | null }[];
  notes: string[];
}
export interface PreviewReceiver {
  id: string;
  name: string;
  people: number;
  before: { coachees: number; minutes: number };
  after: { coachees: number; minutes: number };
  capacityMinutes: number | null;
  capacityCoachees: number | null;
  fit: Fit;
  notes: string[];
}
export interface HandoverPreview {
  /** Of the choices that it is a preview of. */
  mark: string;
  effectiveOn: string;
  isToday: boolean;
  lines: PreviewLine[];
  receivers: PreviewReceiver[];
  /** Who stays with the coach because nobody was chosen. */
  staying: string[];
}

export interface HandoverFacts {
  heldSessions: number;
  minutes: number;
  heldLast90Days: number;
  firstOn: string | null;
  lastOn: string | null;
  metGoals: number;
  focus: { title: string; sessions: number }[];
}
export interface HandoverLineItem {
  coacheeId: string;
  coacheeName: string;
  receiverName: string;
  isMine: boolean;
  facts: HandoverFacts | null;
  goals: { title: string; reviewOn: string | null }[];
  steps: { what: string; dueOn: string | null }[];
}
export interface HandoverPage {
  id: string;
  coachId: string;
  coachName: string;
  state: HandoverState;
  effectiveOn: string;
  carriedOutAt: string | null;
  undoableUntil: string | null;
  requestedByName: string;
  today: string;
  lines: HandoverLineItem[];
  viewer: "manager" | "receiver" | "coach" | "oversight";
  permissions: { canUndo: boolean; canCancel: boolean };
}
