import type { VisibilityProfile } from "./visibility-profile.types.ts";

export const AGREEMENT_PARTIES = ["coach", "coachee", "supervisor", "lead"] as const;
export type AgreementParty = (typeof AGREEMENT_PARTIES)[number];

/** `waiting`: put to the parties, not all have signed. `planned`: signed by all, begins later. */
export type AgreementState = "none" | "draft" | "waiting" | "planned" | "in-force" | "ended";

/** What is known of a pair's agreement without its text. */
export interface AgreementMark {
  id: string;
  coachId: string;
  coacheeId: string;
  /** Empty when the viewer does not know the coach by name. */
  coachName: string | null;
  state: AgreementState;
  /** Whether a version waits for the viewer's signature. */
  waitsForViewer: boolean;
}

export interface PartyLine {
  party: AgreementParty;
  personId: string;
  name: string;
  signedOn: string | null;
  isViewer: boolean;
}

export interface VersionItem {
  id: string;
  version: number;
  state: "draft" | "waiting" | "withdrawn" | "signed";
  isInForce: boolean;
  isSupervisory: boolean;
  purpose: string;
  profile: VisibilityProfile;
  profileVersion: number;
  startsOn: string;
  endsOn: string | null;
  draftedOn: string;
  signedOn: string | null;
  parties: PartyLine[];
}

export interface AgreementPage {
  id: string;
  coach: { id: string; name: string };
  coachee: { id: string; name: string };
  siteName: string;
  today: string;
  viewer: AgreementParty;
  state: AgreementState;
  endsOn: string | null;
  endedByName: string | null;
  /** The coach supervises the coachee today, which the version in force does not say. */
  isSupervisoryUnsaid: boolean;
  /** What the page is about: the version that waits for the viewer, else the one in force, else the newest. */
  current: VersionItem;
  earlier: VersionItem[];
  permissions: { canSign: boolean; canChange: boolean; canWithdraw: boolean; canEnd: boolean };
}

export interface AgreementForm {
  person: { id: string; name: string };
  agreementId: string | null;
  /** Of the version that the form writes. */
  versionId: string;
  version: number;
  rowVersion: number | null;
  isSupervisory: boolean;
  today: string;
  supervisors: { id: string; name: string }[];
  leads: { id: string; name: string }[];
  values: {
    purpose: string;
    profile: VisibilityProfile;
    supervisorId: string;
    leadId: string;
    startsOn: string;
    endsOn: string;
  };
  /** A version that waits for signatures has to be withdrawn first. */
  waitingVersion: number | null;
}
