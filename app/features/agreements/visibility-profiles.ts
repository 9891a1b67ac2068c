import { PROFILE_LABELS, type VisibilityProfile } from "./visibility-profile.types.ts";

/** What holds while no version is signed. */
export const STRICTEST: VisibilityProfile = "dose_only";

export interface ProfileText {
  /** A changed text is a new version, which old agreements do not take over. */
  version: number;
  label: string;
  supervisor: string;
  lead: string;
}

const DOSE = "That sessions took place, when, and for how long. No goals, no steps, no words.";
const GOALS =
  "That sessions took place, and the titles of active goals with how many of their steps are done. No steps, no words.";

export const PROFILE_TEXTS: Record<VisibilityProfile, ProfileText> = {
  dose_only: { version: 1, label: PROFILE_LABELS.dose_only, supervisor: DOSE, lead: DOSE },
  shared_goals: { version: 1, label: PROFILE_LABELS.shared_goals, supervisor: GOALS, lead: DOSE },
  shared_goals_and_lead: {
    version: 1,
    label: PROFILE_LABELS.shared_goals_and_lead,
    supervisor: GOALS,
    lead: GOALS,
  },
  supervisory: {
    version: 1,
    label: PROFILE_LABELS.supervisory,
    supervisor:
      "The coach is the supervisor: what is said to one is known to the other. Other supervisors see the dose alone.",
    lead: DOSE,
  },
};

/** What no profile ever opens. */
export const NEVER_SHARED =
  "Summaries, private notes, action steps, comments and remarks on checklist items stay between coach and coachee under every profile. Nothing here is used for evaluating a person.";
export const EXCEPTIONS =
  "Exceptions: a child or a colleague in danger, and what the law obliges to report. These records belong to the agency and may be public records.";
