import { expect, test } from "vitest";
import { type CalendarSession, calendarSpan, reviewEntry, sessionEntry } from "./calendar.rules.ts";

const session: CalendarSession = {
  id: "11111111-1111-4111-8111-111111111111",
  isCancelled: false,
  sessionOn: "2026-11-16",
  zone: "America/Boise",
  startsAt: new Date("2026-11-16T17:00:00Z"),
  endsAt: new Date("2026-11-16T18:00:00Z"),
  rowVersion: 3,
  updatedAt: new Date("2026-11-16T20:00:00Z"),
  isLead: true,
  coachName: "Cora Coach",
  attendeeNames: ["Ann Able"],
};
const titled = (given: Partial<CalendarSession>) => sessionEntry({ ...session, ...given }).title;

test("a coach reads with whom, up to three names; whoever takes part reads the coach's", () => {
  expect(titled({})).toBe("Coaching session with Ann Able");
  expect(titled({ attendeeNames: ["Ann", "Bo"] })).toBe("Coaching session with Ann and Bo");
  expect(titled({ attendeeNames: ["Ann", "Bo", "Cy"] })).toBe("Coaching session with Ann, Bo and Cy");
  expect(titled({ attendeeNames: ["Ann", "Bo", "Cy", "Di", "Ed"] })).toBe(
    "Coaching session with Ann, Bo, Cy and 2 more",
  );
  expect(titled({ attendeeNames: [] })).toBe("Coaching session with somebody");
  expect(titled({ isLead: false })).toBe("Coaching session with Cora Coach");
});

test("a session without times is a day", () => {
  expect(sessionEntry({ ...session, startsAt: null }).when).toEqual({
    firstOn: "2026-11-16",
    lastOn: "2026-11-16",
  });
});

test("an assessment is the day agreed, otherwise the window from its opening to its due day", () => {
  const review = {
    ...{ id: session.id, subjectName: "Cora Coach", opensOn: "2026-11-10", dueOn: "2026-11-24" },
    ...{ isSelf: false, plannedOn: null, rowVersion: 1, changedAt: session.updatedAt },
  };
  const { when, title } = reviewEntry(review);
  expect(reviewEntry({ ...review, plannedOn: "2026-11-12" }).when).toEqual({
    firstOn: "2026-11-12",
    lastOn: "2026-11-12",
  });
  expect({ when, title }).toEqual({
    when: { firstOn: "2026-11-10", lastOn: "2026-11-24" },
    title: "Fidelity assessment of Cora Coach",
  });
  expect(reviewEntry({ ...review, isSelf: true }).title).toBe("Your self-rating");
});

test("a feed covers 90 days back and a year ahead", () => {
  expect(calendarSpan("2026-11-16")).toEqual({ from: "2026-08-18", until: "2027-11-17" });
});
