import { expect, test } from "vitest";
import {
  byReview,
  changed,
  copyOf,
  type Given,
  settled,
  type WaitingAnswer,
} from "./waiting-answer.rules.ts";

const given = (answer: string, more: Partial<Given> = {}): Given => ({
  accountId: "account",
  assessmentId: "review",
  itemId: "a1",
  coachName: "Ana Coach",
  label: "1. Listens",
  fields: { answer, reason: "", comment: "" },
  baseVersion: 0,
  ...more,
});
const put = (answer: string, before?: WaitingAnswer, more: Partial<Given> = {}, at = 1) =>
  changed(before, given(answer, more), { at, revision: `${answer} at ${at}` });

test("an item waits since its first change, with what was typed last", () => {
  const first = put("1");
  const second = put("2", first, {}, 9);
  expect(second).toMatchObject({ fields: { answer: "2" }, waitingSince: 1, state: "waiting" });
});

test("the server's word takes an item off the device", () => {
  const sent = put("1");
  expect(settled(sent, sent, { kind: "saved", version: 1 })).toBeNull();
});

test("what was changed while it was on its way goes out on the version that one got", () => {
  const sent = put("1");
  const now = put("2", sent, {}, 9);
  const left = settled(now, sent, { kind: "saved", version: 4 });
  expect(left).toMatchObject({ fields: { answer: "2" }, baseVersion: 4, state: "waiting" });
  expect(settled(now, sent, { kind: "refused", message: "No" })).toBe(now);
});

test("a conflict keeps both; the next change goes out on a version no older than before", () => {
  const sent = put("1", undefined, { baseVersion: 3 });
  const left = settled(sent, sent, { kind: "conflict", theirs: { answer: "2", version: 5 } });
  expect(left).toMatchObject({ fields: { answer: "1" }, state: "conflict", theirs: { answer: "2" } });
  expect(put("0", left ?? undefined, { baseVersion: 5 })).toMatchObject({ baseVersion: 5, state: "waiting" });
  expect(put("0", left ?? undefined, { baseVersion: 0 })).toMatchObject({ baseVersion: 3 });
});

test("reviews come in the order in which they wait, and read as text", () => {
  const rows = [put("1", undefined, { assessmentId: "late" }, 7), put("na", undefined, {}, 2)];
  expect(byReview(rows).map(([row]) => row?.assessmentId)).toEqual(["review", "late"]);
  expect(copyOf([put("1", undefined, { fields: { answer: "not_observed", comment: "Phone" } })])).toBe(
    "Review of Ana Coach\n\n1. Listens\n  not observed; comment: Phone",
  );
  expect(copyOf([put("", undefined, { fields: { answer: "" } })])).toContain("left blank");
});
