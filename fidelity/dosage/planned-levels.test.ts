import { describe, expect, test } from "vitest";
import { type Assignment, plannedLevels, type Schedule } from "./planned-levels.ts";

const assignment = (given: Partial<Assignment>): Assignment => ({
  id: "a",
  coacheeId: "ana",
  intensity: "high",
  startsOn: "2026-01-15",
  endsOn: null,
  ...given,
});
const schedule = (given: Partial<Schedule>): Schedule => ({
  intensity: "high",
  sessionsPerMonth: 4,
  minutesPerSession: 60,
  startsOn: "2026-01-01",
  endsOn: null,
  ...given,
});
const high = { sessionsPerMonth: 4, minutesPerSession: 60 };
const low = { sessionsPerMonth: 1, minutesPerSession: 30 };

describe("planned levels", () => {
  test("the day an assignment ends is planned no more", () => {
    expect(plannedLevels([assignment({ endsOn: "2026-03-01" })], [schedule({})])).toEqual([
      { from: "2026-01-15", to: "2026-02-28", ...high },
    ]);
  });

  test("a new schedule takes over on its first day", () => {
    const schedules = [
      schedule({ endsOn: "2026-02-01" }),
      schedule({ startsOn: "2026-02-01", sessionsPerMonth: 2 }),
    ];
    expect(plannedLevels([assignment({})], schedules)).toEqual([
      { from: "2026-01-15", to: "2026-01-31", ...high },
      { from: "2026-02-01", to: null, sessionsPerMonth: 2, minutesPerSession: 60 },
    ]);
  });

  test("during a handover the assignment that began later plans the day, once", () => {
    const assignments = [
      assignment({ endsOn: "2026-03-11" }),
      assignment({ id: "b", intensity: "low", startsOn: "2026-03-01" }),
    ];
    expect(plannedLevels(assignments, [schedule({}), schedule({ intensity: "low", ...low })])).toMatchObject([
      { from: "2026-01-15", to: "2026-02-28", ...high },
      { from: "2026-03-01", to: "2026-03-10", ...low },
      { from: "2026-03-11", to: null, ...low },
    ]);
  });

  test("an intensity without a schedule plans nothing", () => {
    expect(plannedLevels([assignment({ intensity: "low" })], [schedule({})])).toEqual([]);
  });

  test("a day that is none is an error, whatever else is planned", () => {
    expect(() => plannedLevels([assignment({ endsOn: "2026-02-30" })], [schedule({})])).toThrow(
      'date: found "2026-02-30", expected an existing day',
    );
  });
});
