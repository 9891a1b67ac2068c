import { expect, test } from "vitest";
import { noticeWords } from "./notice-words.ts";

test("notice in words, late under a day", () => {
  expect(noticeWords(0)).toBe("No notice (late: under 24 hours)");
  expect(noticeWords(0.4)).toBe("Less than an hour of notice (late: under 24 hours)");
  expect(noticeWords(1)).toBe("1 hour of notice (late: under 24 hours)");
  expect(noticeWords(23.9)).toBe("23 hours of notice (late: under 24 hours)");
  expect(noticeWords(24)).toBe("24 hours of notice");
  expect(noticeWords(47.9)).toBe("47 hours of notice");
  expect(noticeWords(48)).toBe("2 days of notice");
  expect(noticeWords(333)).toBe("13 days of notice");
});
