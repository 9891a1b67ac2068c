import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { readShape } from "#prisma/seeds/arguments.ts";
import { buildCoaching } from "#prisma/seeds/coaching.ts";
import type { Load } from "#prisma/seeds/copy-rows.ts";
import { buildOrganisation } from "#prisma/seeds/organisation.ts";
import { buildPeople } from "#prisma/seeds/people.ts";
import { randomFor } from "#prisma/seeds/random.ts";
import { makeHere, makeInThreads, type SessionTask } from "#prisma/seeds/session-maker.ts";

const SIZES = ["--sites", "2", "--coaches", "6", "--coachees", "40", "--sessions", "600"];

function taskOf(): SessionTask {
  const shape = readShape([...SIZES, "--from", "2026-01-05", "--today", "2026-11-16"]);
  const organisation = buildOrganisation(shape);
  const { coaches } = buildCoaching(
    shape,
    organisation.programId,
    buildPeople(shape, organisation, "a hash"),
  );
  const random = randomFor("program");
  return {
    shape,
    coaches,
    counts: coaches.map(() => 60),
    program: {
      id: organisation.programId,
      practiceProfileId: random.uuid(),
      functionIds: [random.uuid(), random.uuid()],
      plans: [{ version: 1, approvedOn: "2026-02-01" }],
    },
    noteKey: Buffer.alloc(32, 1).toString("base64"),
  };
}

const SCRIPT = new URL("../../../prisma/seeds/session-thread.ts", import.meta.url);
/** The thread of the built seed is JavaScript; here it has to read TypeScript first. */
const START = `import("tsx/esm/api").then(({ register }) => { register(); return import("${SCRIPT}"); })`;
const startThread = (workerData: SessionTask) => new Worker(START, { eval: true, workerData });

const GROUPS = [[0], [1, 2], [3], [4, 5]];

/** What the seed decides: keys of notes, and what they seal, are of their own chance. */
const decided = (loads: readonly Load[]) =>
  loads
    .filter(({ table }) => !table.includes("note"))
    .map(({ table, count, text }) => ({ table, count, text: Buffer.from(text).toString() }));

test("threads make the same sessions as one thread, in the order in which they were asked for", async () => {
  const task = taskOf();
  const here = makeHere(task);
  const threads = makeInThreads(task, startThread, 2);
  try {
    const made = await Promise.all(GROUPS.map((group) => threads.make(group)));
    for (const [index, group] of GROUPS.entries()) {
      const loads = decided(await here.make(group));
      expect(loads.find(({ table }) => table === "coaching_session")?.count).toBe(60 * group.length);
      expect(decided(made[index] ?? [])).toEqual(loads);
    }
  } finally {
    await threads.close();
  }
});

test("what fails in a thread fails where it was asked for", async () => {
  const threads = makeInThreads(taskOf(), startThread, 1);
  await expect(threads.make([99])).rejects.toThrow("no item 99");
  await threads.close();
});
