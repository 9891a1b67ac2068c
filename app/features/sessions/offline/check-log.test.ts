import { expect, test } from "vitest";
import type { SessionFormPage } from "../session-form.types.ts";
import { checkLog } from "./check-log.client.ts";

const PERSON = "11111111-1111-4111-8111-111111111111";
const FOCUS = "22222222-2222-4222-8222-222222222222";
const NOW = new Date("2026-11-16T20:00:00Z");
const page: SessionFormPage = {
  ...{ accountId: "a", purpose: "log", sessionId: "s", rowVersion: 0, today: "2026-11-16" },
  ...{ zone: "America/Los_Angeles", editableUntil: null, isAmendment: false },
  coach: { id: "33333333-3333-4333-8333-333333333333", name: "Coach" },
  person: { id: PERSON, name: "Person" },
  ...{ others: [], functions: [], companions: [], goals: [], openSteps: [], values: {} },
};

function log(changes: Record<string, string> = {}): FormData {
  const form = new FormData();
  const fields = {
    id: "44444444-4444-4444-8444-444444444444",
    ...{ attendeeIds: PERSON, status: "held", sessionOn: "2026-11-16" },
    ...{ startTime: "10:00", endTime: "11:00", focusIds: FOCUS },
    ...changes,
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  return form;
}
const errorsOf = (form: FormData, asksServer = false) =>
  checkLog(page, form, { now: NOW, asksServer })?.fieldErrors ?? null;

test("a log that is right as far as a device can tell has nothing against it", () => {
  expect(errorsOf(log())).toBeNull();
});

test("what needs no server is said on the device in the words of the server", () => {
  expect(errorsOf(log({ startTime: "16:00", endTime: "15:00", focusIds: "" }))).toEqual({
    endTime: ["It ended before it started (16:00 to 15:00)"],
    focusIds: ["Choose what the session was about"],
  });
  expect(errorsOf(log({ summary: "x".repeat(4_001) }))).toEqual({
    summary: ["Use at most 4000 characters"],
  });
});

test("a day that is still to come is refused without a connection, and left to the server with one", () => {
  expect(Object.keys(errorsOf(log({ sessionOn: "2026-11-17" })) ?? {})).toEqual(["sessionOn"]);
  expect(errorsOf(log({ sessionOn: "2026-11-17" }), true)).toBeNull();
  expect(errorsOf(log({ endTime: "09:00" }), true)).not.toBeNull();
});
