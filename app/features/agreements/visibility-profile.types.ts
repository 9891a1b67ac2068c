/** What others than coach and coachee may see of one coaching relationship, from the strictest on. */
export const VISIBILITY_PROFILES = [
  "dose_only",
  "shared_goals",
  "shared_goals_and_lead",
  "supervisory",
] as const;
export type VisibilityProfile = (typeof VISIBILITY_PROFILES)[number];

export const PROFILE_LABELS: Record<VisibilityProfile, string> = {
  dose_only: "Dose only",
  shared_goals: "Goal titles for the supervisor",
  shared_goals_and_lead: "Goal titles for supervisor and coaching lead",
  supervisory: "Supervisory coaching",
};
