import { type Actor, hasRole, OVERSIGHT_ROLES } from "#app/access/roles.ts";
import { isDelivered, type SessionStatus } from "./session.codes.ts";

/** What a decision about a session needs to know of it. */
export interface SessionParties {
  leadCoachId: string;
  coacheeIds: readonly string[];
  status: SessionStatus;
  isLocked: boolean;
}

const personId = (actor: Actor) => (actor.kind === "person" ? actor.personId : null);

export function canEditSession(actor: Actor, session: SessionParties): boolean {
  return hasRole(actor, "coach") && session.leadCoachId === personId(actor) && !session.isLocked;
}

/** A locked record is changed by its coach with a reason, and what it said stays readable beside it. */
export function canAmendSession(actor: Actor, session: SessionParties): boolean {
  return hasRole(actor, "coach") && session.leadCoachId === personId(actor) && session.isLocked;
}

/** The coach answers what a coachee said of the record. */
export function canReplyToCoachee(actor: Actor, session: Pick<SessionParties, "leadCoachId">): boolean {
  return hasRole(actor, "coach") && session.leadCoachId === personId(actor);
}

/** In a safety case administrators open one protected part of one session; see docs/decisions. */
export function canOpenSession(actor: Actor): boolean {
  return hasRole(actor, "admin");
}

/** Acknowledging says that it took place and is accurate, so only those who are in the record may. */
export function canAcknowledgeSession(actor: Actor, session: Omit<SessionParties, "isLocked">): boolean {
  const id = personId(actor);
  return id !== null && session.coacheeIds.includes(id) && isDelivered(session.status);
}

/** Summary, goals and action steps: coach and coachee. */
export function canReadConversation(actor: Actor, session: SessionParties): boolean {
  const id = personId(actor);
  return id !== null && (session.leadCoachId === id || session.coacheeIds.includes(id));
}

/** The dose: the parties, and those who oversee the site where it happened. */
export function canReadFacts(actor: Actor, session: SessionParties): boolean {
  return canReadConversation(actor, session) || hasRole(actor, ...OVERSIGHT_ROLES);
}

export function viewerOf(actor: Actor, session: SessionParties): "coach" | "coachee" | "oversight" {
  if (session.leadCoachId === personId(actor)) return "coach";
  return canReadConversation(actor, session) ? "coachee" : "oversight";
}

/** An action step is moved on by the one who does it. */
export function canUpdateStep(actor: Actor, step: { ownerId: string }): boolean {
  return step.ownerId === personId(actor);
}
