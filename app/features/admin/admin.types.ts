import type { Role } from "#app/access/roles.ts";
import type { Day } from "#app/time/days.ts";
import type { SpanState } from "./dated-fact.rules.ts";

export const ASSIGNMENT_KINDS = ["role", "site", "supervision", "coach"] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];

export interface PersonListItem {
  id: string;
  name: string;
  email: string;
  jobTitle: string | null;
  roles: Role[];
  siteName: string | null;
  hasAccount: boolean;
  deactivatedOn: Day | null;
}

export interface Assignment {
  id: string;
  kind: AssignmentKind;
  title: string;
  detail: string | null;
  /** The other person of the assignment, if there is one. */
  otherId: string | null;
  startsOn: Day;
  endsOn: Day | null;
  state: SpanState;
}

export interface CertificationItem {
  id: string;
  kind: "coach" | "rater";
  awardedOn: Day;
  validUntil: Day;
  isProvisional: boolean;
  revokedOn: Day | null;
}

export interface Option {
  value: string;
  label: string;
}

export interface PersonDetail {
  person: {
    id: string;
    name: string;
    email: string;
    employeeId: string | null;
    jobTitle: string | null;
    hasAccount: boolean;
    deactivatedOn: Day | null;
  };
  today: Day;
  assignments: Record<AssignmentKind, Assignment[]>;
  certifications: CertificationItem[];
  leaves: { id: string; firstOn: Day; lastOn: Day }[];
  options: {
    regions: Option[];
    places: { group: string; options: Option[] }[];
    supervisors: Option[];
    coaches: Option[];
  };
}

export interface SiteListItem {
  id: string;
  code: string;
  name: string;
  regionName: string;
  zone: string;
  wave: number;
  plannedStartOn: Day;
  startedOn: Day | null;
  people: number;
  units: string[];
  stages: { stage: string; startsOn: Day; reason: string; decidedBy: string | null }[];
}

export interface JobRunItem {
  id: string;
  name: string;
  key: string;
  startedOn: Day;
  startedAt: string;
  seconds: number | null;
  outcome: "running" | "succeeded" | "failed";
  result: Record<string, unknown>;
  error: string | null;
}

export interface AuditItem {
  id: string;
  sequence: number;
  type: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | null;
  actorId: string | null;
  actorName: string | null;
  siteName: string | null;
  requestId: string | null;
  payload: [key: string, value: string][];
  day: Day;
  time: string;
}

export interface MailItem {
  id: string;
  toAddress: string;
  subject: string;
  body: string;
  state: "queued" | "sending" | "sent" | "failed";
  attempts: number;
  error: string | null;
  createdOn: Day;
  createdAt: string;
  sentAt: string | null;
}

export interface AdminOverview {
  today: Day;
  counts: { people: number; withoutRole: number; sites: number; sitesStarted: number; regions: number };
  mail: { queued: number; failed: number; sentToday: number };
  refusalsInWeek: number;
  jobs: JobRunItem[];
  failedJobsInDay: number;
}

export interface ClosureItem {
  id: string;
  name: string;
  firstOn: string;
  lastOn: string;
  announcedOn: string;
  /** Null: the whole program. */
  siteName: string | null;
  isWithdrawn: boolean;
}

export interface ClosuresPage {
  today: string;
  closures: ClosureItem[];
  sites: { id: string; name: string }[];
}
