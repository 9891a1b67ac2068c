import { type Actor, hasRole, OVERSIGHT_ROLES, type Role } from "#app/access/roles.ts";
import type { AssessmentPart } from "./assessment.types.ts";

/** Who may have a checklist to fill in: supervisors that of others, coaches and practitioners that of their own work. */
export const RATING_ROLES = ["supervisor", "coach", "coachee"] as const satisfies Role[];
/** Who may open the page of a review. */
export const REVIEW_ROLES = [...OVERSIGHT_ROLES, "coach", "coachee"] as const satisfies Role[];

interface Parties {
  raterId: string | null;
  subjectId: string;
  state: string;
  part: AssessmentPart;
  /** The other rating of its pair, or the score of record, is not there yet. */
  isHeld: boolean;
}

const isPerson = (actor: Actor, personId: string | null) =>
  actor.kind === "person" && actor.personId === personId;
/** Whether it is out: what the coach reads and figures count. A second rating is for knowing agreement alone. */
const isOut = ({ state, part, isHeld }: Parties) =>
  (state === "submitted" || state === "final") && part !== "second" && part !== "amendment" && !isHeld;

/** The assigned rater alone fills in and submits. */
export function canCompleteAssessment(actor: Actor, { raterId }: Pick<Parties, "raterId">): boolean {
  return isPerson(actor, raterId);
}

/** Item ratings and comments are for the rater, and for the coach once they are out. */
export function canSeeItems(actor: Actor, parties: Parties): boolean {
  return isPerson(actor, parties.raterId) || (isPerson(actor, parties.subjectId) && isOut(parties));
}

/**
 * The facts of an assessment: rater, the subject of a self-rating among them, and those with oversight of its site. The
 * coach has their own page.
 */
export function canSeeReview(actor: Actor, parties: Parties): boolean {
  return (
    isPerson(actor, parties.raterId) ||
    (hasRole(actor, ...OVERSIGHT_ROLES) && !isPerson(actor, parties.subjectId))
  );
}

/** The feedback: the coach it is about, once it is out. */
export function canSeeFeedback(actor: Actor, parties: Parties): boolean {
  return isPerson(actor, parties.subjectId) && parties.part === "first" && isOut(parties);
}
