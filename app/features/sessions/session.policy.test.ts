import { describe, expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import {
  canAcknowledgeSession,
  canEditSession,
  canReadConversation,
  canReadFacts,
  canUpdateStep,
  viewerOf,
} from "./session.policy.ts";

const actor = (personId: string, ...roles: Role[]): PersonActor => ({
  kind: "person",
  personId,
  accountId: personId,
  name: personId,
  email: `${personId}@example.test`,
  programId: "program",
  programName: "Program",
  zone: "America/Los_Angeles",
  isDemo: false,
  roles: roles.map((role) => ({ role, siteIds: ["site"], unitIds: [] })),
});
const session = {
  leadCoachId: "coach",
  coacheeIds: ["coachee", "absentee"],
  attendedIds: ["coachee"],
  coCoachIds: ["colleague"],
  presentIds: ["shadow"],
  status: "held" as const,
  isLocked: false,
};
const system = { kind: "system", programId: "program", zone: "UTC" } as const;

const [coach, coachee, lead] = [actor("coach", "coach"), actor("coachee", "coachee"), actor("lead", "lead")];

describe("a session", () => {
  test("is edited by its coach alone, while unlocked and still a coach", () => {
    expect(canEditSession(coach, session)).toBe(true);
    expect(canEditSession(coach, { ...session, isLocked: true })).toBe(false);
    expect(canEditSession(actor("coach"), session)).toBe(false);
    for (const other of [coachee, lead, actor("other", "coach"), system])
      expect(canEditSession(other, session)).toBe(false);
  });

  test("is acknowledged by those who were coached, when it took place", () => {
    expect(canAcknowledgeSession(coachee, session)).toBe(true);
    expect(canAcknowledgeSession(coachee, { ...session, status: "rescheduled" })).toBe(false);
    expect(canAcknowledgeSession(actor("absentee", "coachee"), session)).toBe(false);
    for (const other of [coach, lead, actor("other", "coachee"), system])
      expect(canAcknowledgeSession(other, session)).toBe(false);
  });

  test("shows its conversation to the parties, its dose to oversight as well, and nothing to others", () => {
    for (const party of [coach, coachee, actor("colleague", "coach")])
      expect(canReadConversation(party, session)).toBe(true);
    for (const role of ["supervisor", "lead", "evaluator"] as const) {
      expect(canReadConversation(actor("somebody", role), session)).toBe(false);
      expect(canReadFacts(actor("somebody", role), session)).toBe(true);
    }
    for (const role of ["coach", "coachee", "planner", "admin"] as const)
      expect(canReadFacts(actor("somebody", role), session)).toBe(false);
    expect(canReadFacts(system, session)).toBe(false);
  });

  test("keeps its conversation from the coachee who did not come, not its facts", () => {
    const absentee = actor("absentee", "coachee");
    expect(canReadConversation(absentee, session)).toBe(false);
    expect(canReadFacts(absentee, session)).toBe(true);
    expect(viewerOf(absentee, session)).toBe("coachee");
    const missed = { ...session, attendedIds: [], status: "no_show_coachee" as const };
    for (const party of [coachee, absentee]) expect(canReadConversation(party, missed)).toBe(true);
  });

  test("is read as what one is in it, whatever other roles one has", () => {
    expect(viewerOf(actor("coach", "coach", "lead"), session)).toBe("coach");
    expect(viewerOf(actor("coachee", "coachee", "supervisor"), session)).toBe("coachee");
    expect(viewerOf(lead, session)).toBe("oversight");
    expect(viewerOf(actor("colleague", "coach", "lead"), session)).toBe("co_coach");
    expect(viewerOf(actor("shadow", "coach"), session)).toBe("present");
  });

  test("whoever was only present reads its dose, and a co-coach changes and acknowledges nothing", () => {
    const [shadow, colleague] = [actor("shadow", "coach"), actor("colleague", "coach")];
    expect(canReadFacts(shadow, session)).toBe(true);
    expect(canReadConversation(shadow, session)).toBe(false);
    for (const other of [shadow, colleague]) {
      expect(canEditSession(other, session)).toBe(false);
      expect(canAcknowledgeSession(other, session)).toBe(false);
    }
  });
});

test("a step is moved on by the one who does it", () => {
  expect(canUpdateStep(coachee, { ownerId: "coachee" })).toBe(true);
  expect(canUpdateStep(coach, { ownerId: "coachee" })).toBe(false);
});
