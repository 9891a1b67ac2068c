import type { Day } from "#app/time/days.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { SessionClash } from "./agenda.types.ts";
import type { NotHeldStatus } from "./session-plan.codes.ts";

export interface ClashFacts {
  coachId: string;
  leave: readonly { personId: string; from: Day; to: Day }[];
  /** `siteId` null: of the whole program. */
  closures: readonly { siteId: string | null; from: Day; to: Day; name: string }[];
}

/**
 * What stands in the way of a planned session: the agency or its site is closed, its coach is on leave, or everybody it is
 * for. One of several who is away does not keep the others from meeting.
 */
export function clashOf(
  { on, siteId, people }: { on: Day; siteId: string; people: readonly { id: string; name: string }[] },
  { coachId, leave, closures }: ClashFacts,
): SessionClash | null {
  const covers = (span: { from: Day; to: Day }) => span.from <= on && on <= span.to;
  const isAway = (personId: string) => leave.some((span) => span.personId === personId && covers(span));
  const closure = closures.find((each) => (each.siteId === null || each.siteId === siteId) && covers(each));
  if (closure) return { kind: "closure", words: `Closed: ${closure.name}` };
  if (isAway(coachId)) return { kind: "coach", words: "You are on leave" };
  if (people.length === 0 || !people.every(({ id }) => isAway(id))) return null;
  const [first] = people;
  return { kind: "coachee", words: people.length === 1 ? `${first?.name} is on leave` : "All are on leave" };
}

/** What a session that is called off because of it counts as, and why. */
export function calledOffFor({ kind, words }: SessionClash): {
  status: NotHeldStatus;
  notHeldReason: NotHeldReason;
  statusReason: string;
} {
  if (kind === "closure")
    return { status: "cancelled_agency", notHeldReason: "office_closed", statusReason: words };
  return kind === "coach"
    ? { status: "cancelled_by_coach", notHeldReason: "coach_away", statusReason: "The coach is on leave" }
    : { status: "cancelled_by_coachee", notHeldReason: "coachee_away", statusReason: "On leave" };
}
