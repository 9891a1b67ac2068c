import { expect, test } from "vitest";
import { copyOfLog } from "./copy-of-log.ts";

const log = {
  personName: "Ana O’Neil/Ruiz",
  sessionId: "s",
  finishedAt: Date.UTC(2026, 10, 16),
  entries: [
    ["sessionOn", "2026-11-16"],
    ["summary", "Shared words"],
    ["privateNote", "Own words"],
  ] as [string, string][],
};

test("a copy is named after person and day, and leaves the private note out", () => {
  const { name, text } = copyOfLog(log, { withNote: false });
  expect(name).toBe("Log-Ana-ONeilRuiz-2026-11-16.json");
  expect(text).toContain("Shared words");
  expect(text).not.toContain("Own words");
});

test("a copy holds the private note when it was asked for", () => {
  expect(copyOfLog(log, { withNote: true }).text).toContain("Own words");
});
