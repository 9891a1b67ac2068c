import { type Actor, hasRole, OVERSIGHT_ROLES } from "#app/access/roles.ts";

interface Parties {
  raterId: string | null;
  subjectId: string;
  state: string;
}

const isPerson = (actor: Actor, personId: string | null) =>
  actor.kind === "person" && actor.personId === personId;
const isSettled = (state: string) => state === "submitted" || state === "final";

/** The assigned rater alone fills in and submits. */
export function canCompleteAssessment(actor: Actor, { raterId }: Parties): boolean {
  return isPerson(actor, raterId);
}

/** Item ratings and comments are for the rater, and for the coach once they are submitted. */
export function canSeeItems(actor: Actor, { raterId, subjectId, state }: Parties): boolean {
  return isPerson(actor, raterId) || (isPerson(actor, subjectId) && isSettled(state));
}

/** The facts of an assessment: rater, and those with oversight of its site. The coach has their own page. */
export function canSeeReview(actor: Actor, parties: Parties): boolean {
  return (
    isPerson(actor, parties.raterId) ||
    (hasRole(actor, ...OVERSIGHT_ROLES) && !isPerson(actor, parties.subjectId))
  );
}

/** The feedback: the coach it is about, once it is submitted. */
export function canSeeFeedback(actor: Actor, { subjectId, state }: Parties): boolean {
  return isPerson(actor, subjectId) && isSettled(state);
}
