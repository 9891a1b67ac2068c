import { expect, test } from "vitest";
import { withEverybody } from "./open-queued.client.ts";

const form = {
  person: { id: "a", name: "Ana" },
  others: [{ id: "b", name: "Ben" }],
  companions: [{ id: "k", name: "Kim", isCoach: true, isSupervisor: false }],
};

test("a coachee and a colleague who are not on the device stay in the log that names them", () => {
  const values = {
    attendeeIds: ["a", "b", "c", "d"],
    "alsoThere[0].personId": ["k"],
    "alsoThere[1].personId": ["s"],
    "alsoThere[1].role": ["supervisor"],
  };
  const entries = [{ people: [{ id: "c", name: "Cleo" }], companions: [] }];
  const { others, companions } = withEverybody(form, values, entries);
  expect(others).toEqual([
    { id: "b", name: "Ben" },
    { id: "c", name: "Cleo" },
    { id: "d", name: expect.stringContaining("not on this device") },
  ]);
  expect(companions.map(({ id, isSupervisor }) => [id, isSupervisor])).toEqual([
    ["k", false],
    ["s", true],
  ]);
});

test("nobody is added to a log that names those on the device alone", () => {
  expect(withEverybody(form, { attendeeIds: ["a", "b"] })).toEqual({
    others: form.others,
    companions: form.companions,
  });
});
