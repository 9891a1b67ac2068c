import { expect, test } from "vitest";
import { type DateSpan, parseCalendarDate } from "./calendar.ts";
import { isWithin, mergeSpans } from "./date-spans.ts";

const span = (from: string, to: string | null): DateSpan => ({
  from: parseCalendarDate(from),
  to: to === null ? null : parseCalendarDate(to),
});

test("a span holds its ends", () => {
  expect(isWithin(span("2026-01-01", "2026-01-02"), parseCalendarDate("2026-01-02"))).toBe(true);
  expect(isWithin(span("2026-01-01", "2026-01-02"), parseCalendarDate("2026-01-03"))).toBe(false);
  expect(isWithin(span("2026-01-01", null), parseCalendarDate("2099-01-01"))).toBe(true);
});

test("spans that overlap or touch become one, and the input stays as it is", () => {
  const given = [
    span("2026-02-01", "2026-02-03"),
    span("2026-01-01", "2026-01-10"),
    span("2026-01-11", "2026-01-12"),
  ];
  const copy = structuredClone(given);
  expect(mergeSpans(given)).toEqual([span("2026-01-01", "2026-01-12"), span("2026-02-01", "2026-02-03")]);
  expect(given).toEqual(copy);
  expect(mergeSpans([span("2026-01-01", null), span("2026-05-01", "2026-05-02")])).toEqual([
    span("2026-01-01", null),
  ]);
  expect(mergeSpans([span("2026-01-01", "2026-01-31"), span("2026-01-05", "2026-01-06")])).toEqual([
    span("2026-01-01", "2026-01-31"),
  ]);
});
