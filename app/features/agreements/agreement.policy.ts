import { type Actor, hasRole } from "#app/access/roles.ts";
import { partyOf, type VersionParties } from "./agreement.rules.ts";

export interface OpenVersion extends VersionParties {
  isOpen: boolean;
  signedIds: readonly string[];
}

const personId = (actor: Actor) => (actor.kind === "person" ? actor.personId : "");

/** The coach of the pair writes the text and puts it to the parties. */
export function canWriteAgreement(actor: Actor, pair: { coachId: string }): boolean {
  return hasRole(actor, "coach") && pair.coachId === personId(actor);
}

/** Each party signs for itself, once. */
export function canSignVersion(actor: Actor, version: OpenVersion): boolean {
  const id = personId(actor);
  return version.isOpen && partyOf(version, id) !== null && !version.signedIds.includes(id);
}

/** Coaching is voluntary: either of the two may end what they agreed. */
export function canEndAgreement(actor: Actor, pair: { coachId: string; coacheeId: string }): boolean {
  return [pair.coachId, pair.coacheeId].includes(personId(actor));
}
