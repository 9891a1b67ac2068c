import { describe, expect, test } from "vitest";
import { lockedFrom } from "#app/time/locked-from.ts";
import { checkAcknowledgement, checkStatusChange, entryLagDays, entryOf, isLocked } from "./record.rules.ts";

const NOW = new Date("2026-11-16T20:00:00Z");

describe("when a log was written", () => {
  const session = { startsAt: new Date("2026-11-13T17:00:00Z"), endsAt: new Date("2026-11-13T18:00:00Z") };
  const HOUR = 3_600_000;
  /** A device that finished it so many hours before now, and whose clock is off by so many. */
  const written = (hoursAgo: number, clockOff = 0) =>
    entryOf(session, NOW, {
      enteredAt: new Date(NOW.getTime() + (clockOff - hoursAgo) * HOUR),
      sentAt: new Date(NOW.getTime() + clockOff * HOUR),
    });

  test("is when the device says it was finished, however wrong its clock", () => {
    const twoDays = { enteredAt: new Date("2026-11-14T20:00:00Z"), isClockDoubtful: false };
    expect(written(48)).toEqual(twoDays);
    expect(written(48, -2_000)).toEqual({ ...twoDays, isClockDoubtful: true });
  });

  test("is never before the session ended, and never after its receipt", () => {
    expect(written(74.5)).toEqual({ enteredAt: session.endsAt, isClockDoubtful: false });
    expect(written(100)).toEqual({ enteredAt: session.endsAt, isClockDoubtful: true });
    expect(written(-5)).toEqual({ enteredAt: null, isClockDoubtful: true });
  });

  test("is the receipt when it was sent at once, or no device says anything", () => {
    expect(written(0)).toEqual({ enteredAt: null, isClockDoubtful: false });
    expect(entryOf(session, NOW, undefined)).toEqual({ enteredAt: null, isClockDoubtful: false });
  });

  test("may lie before the day of what was called off", () => {
    const none = { startsAt: null, endsAt: null };
    const device = { enteredAt: new Date("2026-11-01T20:00:00Z"), sentAt: NOW };
    expect(entryOf(none, NOW, device)).toEqual({ enteredAt: device.enteredAt, isClockDoubtful: false });
  });
});

test("days of entry are counted at the site", () => {
  const justAfterMidnight = new Date("2026-11-14T07:30:00Z");
  expect(entryLagDays("held", "2026-11-13", "America/Los_Angeles", justAfterMidnight)).toBe(0);
  expect(entryLagDays("held", "2026-11-13", "America/Boise", justAfterMidnight)).toBe(1);
  expect(entryLagDays("scheduled", "2026-11-13", "America/Boise", NOW)).toBe(0);
});

test("a record locks when the days after its month have passed, a plan never", () => {
  expect(lockedFrom("2026-11-01", 10)).toBe("2026-12-11");
  expect(lockedFrom("2028-02-29", 0)).toBe("2028-03-01");
  const held = { status: "held" as const, sessionOn: "2026-11-30" };
  expect(isLocked(held, 10, "2026-12-10")).toBe(false);
  expect(isLocked(held, 10, "2026-12-11")).toBe(true);
  expect(isLocked({ ...held, status: "scheduled" }, 10, "2027-06-01")).toBe(false);
});

test("what has happened cannot become a plan again", () => {
  expect(checkStatusChange("scheduled", "held").ok).toBe(true);
  expect(checkStatusChange("held", "cancelled_agency").ok).toBe(true);
  expect(checkStatusChange("held", "scheduled").ok).toBe(false);
});

test("a dispute and a comment need words, and only what was held is acknowledged", () => {
  const held = { status: "held" as const };
  expect(checkAcknowledgement("acknowledged", "", held).ok).toBe(true);
  expect(checkAcknowledgement("disputed", "", held).ok).toBe(false);
  expect(checkAcknowledgement("acknowledged_with_comment", "", held).ok).toBe(false);
  expect(checkAcknowledgement("disputed", "Too long", held).ok).toBe(true);
  expect(checkAcknowledgement("acknowledged", "", { status: "no_show_coachee" }).ok).toBe(false);
});
