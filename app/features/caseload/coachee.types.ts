import type { VisibilityProfile } from "#app/features/agreements/visibility-profile.types.ts";
import type { Intensity } from "./caseload.types.ts";

export interface CoacheeCoach {
  id: string;
  coachName: string;
  siteName: string;
  intensity: Intensity;
  startsOn: string;
  endsOn: string | null;
  agreementId: string | null;
  /** What is in force today; empty when nothing is signed. */
  profile: VisibilityProfile | null;
  /** Whether the viewer may read the agreement. */
  isParty: boolean | null;
  isViewer: boolean;
}
export interface SharedGoal {
  id: string;
  title: string;
  functionTitle: string | null;
  reviewOn: string | null;
  stepsOpen: number;
  stepsDone: number;
}
export interface CoacheePage {
  person: { id: string; name: string; jobTitle: string | null };
  today: string;
  months: { month: string; sessions: number; minutes: number }[];
  lastOn: string | null;
  coaching: (CoacheeCoach & { state: "planned" | "current" | "ended" })[];
  goals: SharedGoal[];
}
