import { PROFILE_LABELS, type VisibilityProfile } from "./visibility-profile.types.ts";

/** What holds while no version is signed. */
export const STRICTEST: VisibilityProfile = "dose_only";

interface Seen {
  supervisor: string;
  lead: string;
}

export interface ProfileText extends Seen {
  /** A changed text is a new version, which old agreements do not take over. */
  version: number;
  label: string;
}

const FIRST_DOSE = "That sessions took place, when, and for how long. No goals, no steps, no words.";
const FIRST_GOALS =
  "That sessions took place, and the titles of active goals with how many of their steps are done. No steps, no words.";
const DOSE =
  "When sessions took place, how and for how long, or why they did not; what they were about as the log ticks it (functions, strategies, obstacles); whether the record was acknowledged, and why it was corrected. No summary, no goals, no steps, no notes.";
const GOALS =
  "The dose, and the titles of active goals with how many of their steps are done. No summary, no steps, no notes.";
const SUPERVISORY =
  "The coach is the supervisor: what is said to one is known to the other. Other supervisors see the dose alone.";

/** The text that holds, and the texts it was signed with before, the oldest first. */
const TEXTS: Record<VisibilityProfile, [Seen, ...Seen[]]> = {
  dose_only: [
    { supervisor: FIRST_DOSE, lead: FIRST_DOSE },
    { supervisor: DOSE, lead: DOSE },
  ],
  shared_goals: [
    { supervisor: FIRST_GOALS, lead: FIRST_DOSE },
    { supervisor: GOALS, lead: DOSE },
  ],
  shared_goals_and_lead: [
    { supervisor: FIRST_GOALS, lead: FIRST_GOALS },
    { supervisor: GOALS, lead: GOALS },
  ],
  supervisory: [
    { supervisor: SUPERVISORY, lead: FIRST_DOSE },
    { supervisor: SUPERVISORY, lead: DOSE },
  ],
};

/** What a profile says: today, or in the version that somebody signed. */
export function profileText(profile: VisibilityProfile, version = TEXTS[profile].length): ProfileText {
  const seen = TEXTS[profile][version - 1] ?? TEXTS[profile][0];
  return { version, label: PROFILE_LABELS[profile], ...seen };
}

/** What no profile ever opens. */
export const NEVER_SHARED =
  "Summaries, action steps, comments and remarks on checklist items stay between those who were in the session under every profile, and a private note with its author. Nothing here is used for evaluating a person.";
export const EXCEPTIONS =
  "Exceptions: a child or a colleague in danger, and what the law obliges to report. These records belong to the agency and may be public records.";
