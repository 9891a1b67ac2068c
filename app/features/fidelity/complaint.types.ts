import type { Day } from "#app/time/days.ts";

export interface Complaint {
  id: string;
  coachName: string;
  siteName: string;
  happenedOn: Day;
  note: string;
  recordedByName: string | null;
  takenBackOn: Day | null;
  /** The review it asked for: not there yet, to come, or begun. */
  review: "none" | "ahead" | "begun";
}

export interface ComplaintsPage {
  today: Day;
  complaints: Complaint[];
  coaches: { id: string; name: string }[];
  /** Titles of the rules that ask for a review after a complaint. */
  rules: string[];
}
