import { expect, test } from "vitest";
import { EVENTS } from "./catalog.ts";
import { eventChoices, eventWords } from "./event-words.ts";

test("every event is offered once, in words that no other has, but for complaints and improvement plans", () => {
  const options = eventChoices().flatMap((group) => group.options);
  expect(options.map(({ value }) => value).sort()).toEqual(
    Object.keys(EVENTS)
      .filter((type) => !/^(schedule-event|improvement-plan)\./.test(type))
      .sort(),
  );
  expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
  for (const { label } of options) expect(label).toMatch(/^[A-Z][a-z']+( [a-z']+)*$/);
});

test("what the type does not say is said, and so is a type of a later release", () => {
  expect(eventWords("access.signed-in")).toBe("Signed in");
  expect(eventWords("session-plan.made")).toBe("Session plan made");
  expect(eventWords("something-new.has-happened")).toBe("Something new has happened");
});
