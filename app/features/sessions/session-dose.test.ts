import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayIn } from "#app/time/days.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { entryLagDays } from "./record.rules.ts";
import { doseOf, timesOf } from "./session.rules.ts";
import { sessionInput } from "./session.schema.ts";

/*
 * From what a coach enters to the dose: wall-clock times in both zones of Oregon, on and around the nights on which the
 * clocks change. The expectation walks minute by minute over a clock that asks Intl what it shows.
 */
const MINUTE_MS = 60_000;
const PERSON = "00000000-0000-4000-8000-000000000001";
const DAYS = ["2026-10-31", "2026-11-01", "2026-11-02", "2027-03-13", "2027-03-14", "2027-03-15"];
const clocks = new Map<string, Intl.DateTimeFormat>();

/** "2026-11-01 01:30" as a clock on the wall shows it. */
function shown(zone: string, ms: number): string {
  let clock = clocks.get(zone);
  if (!clock) {
    const parts = {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    } as const;
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...parts });
    clocks.set(zone, clock);
  }
  return clock.format(ms);
}

/** The minutes at which the clock shows a time of a day: none, one, or two. */
function minutesShowing(zone: string, day: string, time: string): number[] {
  const noon = Date.parse(`${day}T19:00:00Z`);
  const found: number[] = [];
  for (let ms = noon - 16 * 60 * MINUTE_MS; ms < noon + 16 * 60 * MINUTE_MS; ms += MINUTE_MS)
    if (shown(zone, ms) === `${day} ${time}`) found.push(ms);
  return found;
}

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const entered = fc
  .record({
    zone: fc.constantFrom("America/Los_Angeles", "America/Boise"),
    sessionOn: fc.constantFrom(...DAYS),
    // Most of them in the hours that clock changes repeat or skip.
    start: fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1300 })),
    length: fc.integer({ min: 1, max: 130 }),
    observed: fc.double({ min: 0, max: 1, noNaN: true }),
    recordedAfter: fc.integer({ min: 0, max: 12 * 24 * 60 }),
  })
  .map(({ start, length, ...rest }) => ({
    ...rest,
    startTime: time(start),
    endTime: time(start + length),
  }));

describe("from the clock on the wall to the dose", { timeout: 60_000 }, () => {
  test("a session counts what passed, by the shortest reading of its times, on the site's day", () => {
    fc.assert(
      fc.property(entered, ({ zone, sessionOn, startTime, endTime, observed, recordedAfter }) => {
        const readings = minutesShowing(zone, sessionOn, startTime).flatMap((startMs) =>
          minutesShowing(zone, sessionOn, endTime).map((endMs) => ({ startMs, endMs })),
        );
        const [shortest] = readings
          .filter(({ startMs, endMs }) => endMs > startMs)
          .sort((a, b) => a.endMs - a.startMs - (b.endMs - b.startMs));
        fc.pre(shortest !== undefined);
        const { startMs, endMs } = shortest;
        let expected = 0;
        for (let ms = startMs; ms < endMs; ms += MINUTE_MS) expected += 1;

        const observationMinutes = Math.floor(expected * observed);
        const input = sessionInput.parse({
          id: PERSON,
          attendeeIds: [PERSON],
          sessionOn,
          startTime,
          endTime,
          observationMinutes,
        });
        const times = timesOf(input, zone);
        const recordedAt = new Date(endMs + recordedAfter * MINUTE_MS);
        const session = {
          id: input.id,
          on: dayIn(zone, times.startsAt ?? expect.unreachable()),
          status: input.status,
          ...doseOf(input, times.minutes),
          recordedOn: dayIn(zone, recordedAt),
        };
        const dose = dosage([session], [], { from: sessionOn, until: sessionOn, leave: [] });
        expect(dose).toMatchObject({
          deliveredSessions: 1,
          deliveredMinutes: expected,
          process: { observationMinutes, meetingMinutes: expected - observationMinutes },
        });

        const recordedOn = shown(zone, recordedAt.getTime()).slice(0, 10);
        const lag = Math.round((Date.parse(recordedOn) - Date.parse(sessionOn)) / (24 * 60 * MINUTE_MS));
        expect(entryLagDays("held", sessionOn, zone, recordedAt)).toBe(lag);
        expect(dose.lateSessions).toBe(lag > 3 ? 1 : 0);
        const dayBefore = new Date(Date.parse(recordedOn) - 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
        const known = (knownOn: string) =>
          dosage([session], [], { from: sessionOn, until: sessionOn, leave: [], knownOn }).deliveredSessions;
        expect([known(recordedOn), known(dayBefore)]).toEqual([1, 0]);
      }),
      { numRuns: 150 },
    );
  });
});
