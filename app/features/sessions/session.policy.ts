import { type Actor, hasRole, OVERSIGHT_ROLES } from "#app/access/roles.ts";
import { isDelivered, type SessionStatus } from "./session.codes.ts";

/** What a decision about a session needs to know of it. */
export interface SessionParties {
  leadCoachId: string;
  coacheeIds: readonly string[];
  /** Coachees who came, all or part of the time. */
  attendedIds: readonly string[];
  /** Coached beside the lead. */
  coCoachIds: readonly string[];
  /** Was there without a part in the conversation: a shadow, a supervisor, an observer. */
  presentIds: readonly string[];
  status: SessionStatus;
  isLocked: boolean;
}

const personId = (actor: Actor) => (actor.kind === "person" ? actor.personId : null);

export function canEditSession(
  actor: Actor,
  session: Pick<SessionParties, "leadCoachId" | "isLocked">,
): boolean {
  return hasRole(actor, "coach") && session.leadCoachId === personId(actor) && !session.isLocked;
}

/** A locked record is changed by its coach with a reason, and what it said stays readable beside it. */
export function canAmendSession(
  actor: Actor,
  session: Pick<SessionParties, "leadCoachId" | "isLocked">,
): boolean {
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

/** Acknowledging says that it took place and is accurate, so only those who were there may. */
export function canAcknowledgeSession(
  actor: Actor,
  session: Pick<SessionParties, "attendedIds" | "status">,
): boolean {
  const id = personId(actor);
  return id !== null && session.attendedIds.includes(id) && isDelivered(session.status);
}

type Read = Pick<
  SessionParties,
  "leadCoachId" | "coacheeIds" | "attendedIds" | "coCoachIds" | "presentIds" | "status"
>;

/**
 * Summary, goals and action steps: coaches and coachees of this session. Of one that was held, the coachees who came: the
 * others had no part in what was said; see docs/decisions.
 */
export function canReadConversation(actor: Actor, session: Read): boolean {
  const { leadCoachId, coacheeIds, attendedIds, coCoachIds, status } = session;
  const id = personId(actor);
  const coachees = isDelivered(status) ? attendedIds : coacheeIds;
  return id !== null && [leadCoachId, ...coachees, ...coCoachIds].includes(id);
}

/** The dose: whoever was there or expected, and those who oversee the site where it happened. */
export function canReadFacts(actor: Actor, session: Read): boolean {
  const id = personId(actor);
  const isNamed = id !== null && [...session.coacheeIds, ...session.presentIds].includes(id);
  return isNamed || canReadConversation(actor, session) || hasRole(actor, ...OVERSIGHT_ROLES);
}

export function viewerOf(
  actor: Actor,
  session: Read,
): "coach" | "co_coach" | "coachee" | "present" | "oversight" {
  const id = personId(actor) ?? "";
  if (session.leadCoachId === id) return "coach";
  if (session.coacheeIds.includes(id)) return "coachee";
  if (session.coCoachIds.includes(id)) return "co_coach";
  return session.presentIds.includes(id) ? "present" : "oversight";
}

/** An action step is moved on by the one who does it. */
export function canUpdateStep(actor: Actor, step: { ownerId: string }): boolean {
  return step.ownerId === personId(actor);
}
