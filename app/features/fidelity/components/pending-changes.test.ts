import { expect, test } from "vitest";
import { type Change, PendingChanges, type SendResult } from "./pending-changes.ts";

function device() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const change = (answer: string, baseVersion = 0): Change => ({ fields: { answer }, baseVersion });

function setUp(answers: SendResult[], store = device()) {
  const sent: [string, Change][] = [];
  const heard: string[] = [];
  const pending = new PendingChanges(
    store,
    "review",
    async (key, one) => {
      sent.push([key, one]);
      return answers.shift() ?? { kind: "saved", version: one.baseVersion + 1 };
    },
    {
      saved: (key, version) => heard.push(`${key} saved as ${version}`),
      conflict: (key) => heard.push(`${key} in conflict`),
      state: () => {},
    },
  );
  return { store, pending, sent, heard };
}

test("a change is on the device before it is sent and leaves it once the server has answered", async () => {
  const { store, pending, heard } = setUp([]);
  pending.put("a1", change("1"));
  expect(store.kept.size).toBe(1);
  await pending.flush();
  expect(heard).toEqual(["a1 saved as 1"]);
  expect(store.kept.size).toBe(0);
});

test("what could not be sent is there for the next visit", async () => {
  const { store, pending } = setUp([{ kind: "unreachable" }]);
  pending.put("a1", change("1"));
  await pending.flush();
  pending.stop();
  const next = setUp([], store);
  expect([...next.pending.waiting]).toEqual([["a1", change("1")]]);
  await next.pending.flush();
  expect(next.heard).toEqual(["a1 saved as 1"]);
});

test("a change made while another is on its way goes out on the version that one got", async () => {
  const { pending, sent } = setUp([]);
  pending.put("a1", change("1"));
  const done = pending.flush();
  pending.put("a1", change("2"));
  await done;
  await pending.flush();
  expect(sent).toEqual([
    ["a1", change("1")],
    ["a1", change("2", 1)],
  ]);
});

test("a conflict stays on the device, does not hold up the rest, and is not sent again by itself", async () => {
  const { store, pending, sent, heard } = setUp([{ kind: "conflict", theirs: { answer: "2" } }]);
  pending.put("a1", change("1"));
  pending.put("a2", change("1"));
  await pending.flush();
  await pending.flush();
  expect(heard).toEqual(["a1 in conflict", "a2 saved as 1"]);
  expect(sent).toHaveLength(2);
  expect(store.kept.get("review")).toContain("a1");
  pending.stop();
});
