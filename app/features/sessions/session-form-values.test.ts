import { expect, test } from "vitest";
import { valuesOfNewLog, valuesOfRecord, withKept } from "./session-form-values.ts";

const record = (minutes: { observation: number; meeting: number }) =>
  valuesOfRecord(
    {
      ...{ id: "session", rowVersion: 1, status: "held", format: "individual", sessionOn: "2026-11-16" },
      ...{ plannedStart: null, plannedEnd: null, knownOn: null, knownTime: null },
      ...{ startTime: "09:00", endTime: "10:00", modality: "phone", observationKind: "live" },
      ...{ notHeldReason: null, statusReason: null, escalation: "none", feedbackAfterHours: null },
      ...{ nextSessionOn: null, strengthNoted: false, correctiveFeedback: false, dataShared: false },
      ...{ strategies: [], barriers: [], focus: [], attendees: [], companions: [] },
      minutes: { preparation: 0, travel: 0, documentation: 0, ...minutes },
    } as unknown as Parameters<typeof valuesOfRecord>[0],
    { summary: null, detail: null, progress: [], reviews: [], steps: [] } as unknown as Parameters<
      typeof valuesOfRecord
    >[1],
    null,
    "step",
  );

test("minutes of the meeting that follow from the times are left to follow from corrected times", () => {
  expect(record({ observation: 0, meeting: 60 }).meetingMinutes).toBeUndefined();
  expect(record({ observation: 20, meeting: 40 }).meetingMinutes).toBeUndefined();
  expect(record({ observation: 20, meeting: 30 })).toMatchObject({
    ...{ meetingMinutes: ["30"], observationMinutes: ["20"] },
  });
});

test.each([
  ["14:38", 60, "2026-11-26", "13:35", "14:35"],
  ["01:00", 60, "2026-11-26", "00:00", "01:00"],
  ["00:45", 60, "2026-11-25", "22:55", "23:55"],
  ["00:00", 45, "2026-11-25", "23:10", "23:55"],
])(
  "a log opened at %s after sessions of %i minutes starts with the last ones",
  (time, minutes, day, start, end) => {
    const ids = { sessionId: "session", stepId: "step", personId: "person" };
    const days = { today: "2026-11-26", yesterday: "2026-11-25", stepDueOn: "2026-12-10" };
    expect(valuesOfNewLog({ ...ids, ...days, time, minutes, modality: "phone" })).toMatchObject({
      sessionOn: [day],
      startTime: [start],
      endTime: [end],
    });
  },
);

test("what was kept about a step, goal or person that is not listed any more stays in the form", () => {
  const id = (last: string) => `00000000-0000-4000-8000-00000000000${last}`;
  const [ana, ben, step, goal] = [id("a"), id("b"), id("1"), id("2")];
  const page = { person: { id: ana, name: "Ana" }, others: [], goals: [], openSteps: [] };
  const told = {
    [`reviews.${step}`]: ["dropped"],
    [`dropReasons.${step}`]: ["Moved"],
    [`selfScale.${goal}`]: ["7"],
  };
  expect(withKept(page, { attendeeIds: [ana], ...told })).toMatchObject({
    ...{ others: [], openSteps: [{ id: step, personId: ana }], goals: [{ id: goal, personId: ana }] },
  });
  expect(withKept(page, { attendeeIds: [ana, ben], ...told })).toMatchObject({
    ...{
      others: [{ id: ben }],
      openSteps: [{ id: step, personId: ben }],
      goals: [{ id: goal, personId: ben }],
    },
  });
  const nothing = { attendeeIds: [ana], [`dropReasons.${step}`]: [""], [`progress.${goal}`]: [""] };
  expect(withKept(page, nothing)).toBe(page);
});
