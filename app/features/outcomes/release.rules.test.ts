import { expect, test } from "vitest";
import { isRestated, pooledFigure } from "./pooled-figures.rules.ts";
import { changesBehind, checkRestatement, lastReleasableMonth, releaseDay } from "./release.rules.ts";
import type { FigureRow } from "./rollout.types.ts";

test("a month is releasable from the day its records lock", () => {
  expect(releaseDay("2026-10-01", 10)).toBe("2026-11-11");
  expect(lastReleasableMonth("2026-11-10", 10)).toBe("2026-09-01");
  expect(lastReleasableMonth("2026-11-11", 10)).toBe("2026-10-01");
  expect(lastReleasableMonth("2026-11-01", 0)).toBe("2026-10-01");
  expect(lastReleasableMonth("2026-11-10", 366)).toBe("2025-10-01");
});

test("a restatement is made against the newest release, and only where something differs", () => {
  expect(checkRestatement({ latest: 2, seen: 2, isRestated: true })).toEqual({ ok: true });
  expect(checkRestatement({ latest: 3, seen: 2, isRestated: true })).toMatchObject({
    code: "restated-meanwhile",
  });
  expect(checkRestatement({ latest: 2, seen: 2, isRestated: false })).toMatchObject({
    code: "nothing-to-restate",
  });
});

test("only what can move a measure is named as its reason, added up over sites", () => {
  const changes = [
    { siteId: "a", kind: "entered" as const, count: 2 },
    { siteId: "b", kind: "entered" as const, count: 1 },
    { siteId: "b", kind: "assessments" as const, count: 4 },
  ];
  expect(changesBehind("reach", changes)).toEqual([{ kind: "entered", count: 3 }]);
  expect(changesBehind("fidelity-met", changes)).toEqual([{ kind: "assessments", count: 4 }]);
  expect(changesBehind("coach-certification", changes)).toEqual([]);
});

const row = (siteId: string, month: string, given: Partial<FigureRow>): FigureRow => ({
  ...{ siteId, code: "sessions-delivered", month, numerator: 4, denominator: 8, asOf: "2026-11-16" },
  ...{ releasedOn: null, now: { numerator: 4, denominator: 8 } },
  ...given,
});

test("released figures pool as they were released, with today's beside them", () => {
  const rows = [
    row("a", "2026-10-01", { releasedOn: "2026-11-11", now: { numerator: 6, denominator: 8 } }),
    row("b", "2026-10-01", { releasedOn: "2026-11-11" }),
  ];
  expect(rows.map(isRestated)).toEqual([true, false]);
  expect(pooledFigure("sessions-delivered", rows, ["2026-10-01"])).toMatchObject({
    ...{ numerator: 8, denominator: 16, value: 50 },
    released: { on: "2026-11-11", today: { numerator: 10, denominator: 16, value: 62.5 } },
  });
  expect(pooledFigure("sessions-delivered", rows.slice(1), ["2026-10-01"]).released).toEqual({
    ...{ on: "2026-11-11", today: null },
  });
});

test("a period with a month that was never released has no day of release", () => {
  const rows = [row("a", "2026-10-01", { releasedOn: "2026-11-11" }), row("a", "2026-11-01", {})];
  const of = (months: string[]) => pooledFigure("sessions-delivered", rows, months).released;
  expect(of(["2026-10-01", "2026-11-01"])).toEqual({ on: null, today: null });
  expect(of(["2026-11-01"])).toBeNull();
});
