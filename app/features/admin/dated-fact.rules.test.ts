import { expect, test } from "vitest";
import {
  checkAward,
  checkEnd,
  checkLeave,
  checkRevocation,
  checkSpan,
  spanState,
} from "./dated-fact.rules.ts";

const TODAY = "2026-11-16";

test("a fact holds from its first day until the day before its end", () => {
  expect(spanState({ startsOn: TODAY, endsOn: null }, TODAY)).toBe("current");
  expect(spanState({ startsOn: "2026-11-17" }, TODAY)).toBe("planned");
  expect(spanState({ startsOn: "2026-01-01", endsOn: TODAY }, TODAY)).toBe("ended");
  expect(spanState({ startsOn: "2026-01-01", endsOn: "2026-11-17" }, TODAY)).toBe("current");
});

test("an end lies after the start, not on it", () => {
  expect(checkSpan({ startsOn: TODAY, endsOn: "2026-11-17" })).toEqual({ ok: true });
  expect(checkSpan({ startsOn: TODAY, endsOn: TODAY })).toMatchObject({
    fieldErrors: { endsOn: [expect.any(String)] },
  });
});

test("what has ended is not ended again, what ends later may end sooner", () => {
  const span = { startsOn: "2026-01-01", endsOn: "2026-11-16" };
  expect(checkEnd(span, "2026-12-01", TODAY)).toMatchObject({ code: "dated-fact.ended" });
  expect(checkEnd({ ...span, endsOn: "2026-12-31" }, "2026-12-01", TODAY)).toEqual({ ok: true });
});

test("an award is not in the future and is valid after it was given", () => {
  expect(checkAward({ awardedOn: TODAY, validUntil: "2027-11-16" }, TODAY)).toEqual({ ok: true });
  const verdict = checkAward({ awardedOn: "2026-11-17", validUntil: "2026-11-17" }, TODAY);
  expect(verdict).toMatchObject({
    fieldErrors: { awardedOn: [expect.any(String)], validUntil: [expect.any(String)] },
  });
});

test("an award is revoked once, between the award and today", () => {
  const award = { awardedOn: "2026-05-01", revokedOn: null };
  expect(checkRevocation(award, TODAY, TODAY)).toEqual({ ok: true });
  expect(checkRevocation(award, "2026-04-30", TODAY)).toMatchObject({
    fieldErrors: { revokedOn: [expect.any(String)] },
  });
  expect(checkRevocation(award, "2026-11-17", TODAY)).toMatchObject({ ok: false });
  expect(checkRevocation({ ...award, revokedOn: TODAY }, TODAY, TODAY)).toMatchObject({
    code: "certification.revoked",
  });
});

test("a leave of one day has the same first and last day", () => {
  expect(checkLeave({ firstOn: TODAY, lastOn: TODAY })).toEqual({ ok: true });
  expect(checkLeave({ firstOn: TODAY, lastOn: "2026-11-15" })).toMatchObject({ ok: false });
});
