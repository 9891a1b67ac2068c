import { expect, test } from "vitest";
import { loggedPath, withoutValues } from "./log.server.ts";

test("an error of the database is logged without the row it quotes", () => {
  const error = Object.assign(new Error("new row violates check constraint"), {
    code: "23514",
    constraint_name: "coaching_session_times_order",
    table_name: "coaching_session",
    detail: "Failing row contains (…, Ann Example, …)",
    parameters: ["Ann Example"],
  });
  const logged = withoutValues(error);
  expect(logged).toMatchObject({
    message: "new row violates check constraint",
    code: "23514",
    constraint: "coaching_session_times_order",
    table: "coaching_session",
  });
  expect(JSON.stringify(logged)).not.toContain("Ann Example");
});

test("the secret of a calendar's address is in no log", () => {
  expect(loggedPath("/calendar/abc.ics")).toBe("/calendar/(secret)");
  expect(loggedPath("/Calendar/abc/def")).toBe("/calendar/(secret)");
  expect(loggedPath("/sessions/calendar/1")).toBe("/sessions/calendar/1");
});
