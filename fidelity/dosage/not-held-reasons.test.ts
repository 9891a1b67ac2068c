import fc from "fast-check";
import { expect, test } from "vitest";
import { SESSION_STATUSES } from "./dosage.schema.ts";
import { dosage } from "./dosage.ts";
import { countNotHeldReasons, NOT_HELD_REASONS } from "./not-held-reasons.ts";

const period = { from: "2026-11-01", until: "2026-11-30" };
const AS_OF = "2026-11-16";
const CLOSURES = [{ from: "2026-11-10", to: "2026-11-11", announcedOn: "2026-11-02" }];

test("six sessions, by hand: a closing day, a day to come and what was held are left out", () => {
  const told = (
    on: string,
    status: (typeof SESSION_STATUSES)[number],
    notHeldReason: "court" | null = null,
  ) => ({
    ...{ on, status, notHeldReason },
  });
  const counts = countNotHeldReasons(
    [
      told("2026-11-03", "cancelled_by_coachee", "court"),
      told("2026-11-04", "no_show_coachee"),
      told("2026-11-05", "held"),
      told("2026-11-10", "cancelled_agency", "court"),
      told("2026-11-20", "cancelled_by_coach", "court"),
      told("2026-11-25", "rescheduled", "court"),
    ],
    { asOf: AS_OF, closures: CLOSURES },
  );
  expect(counts).toMatchObject({ sessions: 3, withoutReason: 1 });
  expect(counts.reasons[0]).toEqual({ reason: "court", sessions: 2 });
  expect(counts.reasons.slice(1).every(({ sessions }) => sessions === 0)).toBe(true);
});

test("nothing fell through: every reason is a zero", () => {
  const counts = countNotHeldReasons([], { asOf: AS_OF });
  expect(counts).toMatchObject({ sessions: 0, withoutReason: 0 });
  expect(counts.reasons.map(({ reason }) => reason)).toEqual([...NOT_HELD_REASONS]);
});

test("the reasons are of the very sessions that the dosage counts as cancelled, missed and moved", () => {
  const session = fc.record({
    day: fc.integer({ min: 1, max: 30 }),
    status: fc.constantFrom(...SESSION_STATUSES),
    notHeldReason: fc.option(fc.constantFrom(...NOT_HELD_REASONS), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(session, { maxLength: 40 }), fc.boolean(), (given, hasClosures) => {
      const sessions = given.map(({ day, ...each }, at) => ({
        ...each,
        id: String(at),
        on: `2026-11-${String(day).padStart(2, "0")}`,
      }));
      const closures = hasClosures ? CLOSURES : [];
      const counts = countNotHeldReasons(sessions, { asOf: AS_OF, closures: closures });
      const missed = dosage(sessions, [], { ...period, asOf: AS_OF, closures, leave: [] });
      expect(counts.sessions).toBe(
        missed.cancelledSessions + missed.noShowSessions + missed.rescheduledSessions,
      );
      expect(counts.reasons.reduce((sum, each) => sum + each.sessions, counts.withoutReason)).toBe(
        counts.sessions,
      );
    }),
  );
});
