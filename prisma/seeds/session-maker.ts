import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { createNoteSeal } from "#app/features/sessions/private-note.server.ts";
import type { Shape } from "./arguments.ts";
import type { SeedCoach } from "./coaching.ts";
import type { Load } from "./copy-rows.ts";
import { itemAt, randomFor } from "./random.ts";
import type { SeedCompanion } from "./session-fields.ts";
import { writeLogs } from "./session-log.ts";
import { planSlots, workDays } from "./session-plan.ts";
import { type SeedProgram, SessionTables } from "./session-tables.ts";
import { rememberOffsets } from "./working-days.ts";

/** All that the sessions follow from. */
export interface SessionTask {
  shape: Shape;
  coaches: readonly SeedCoach[];
  /** How many sessions each of them holds. */
  counts: readonly number[];
  program: SeedProgram;
  noteKey: string;
}

export interface SessionMaker {
  /** Everything that coaches logged, by their places in the list. */
  make(coaches: readonly number[]): Promise<Load[]>;
  /** How many groups of coaches may be asked for before the first is there. */
  ahead: number;
  close(): Promise<unknown>;
}

export const SESSION_TABLES = new SessionTables().all.map(({ table }) => table);

/** Makes sessions in this thread, which gives way now and then. */
export function makeHere({ shape, coaches, counts, program, noteKey }: SessionTask): SessionMaker {
  const tables = new SessionTables();
  const seal = createNoteSeal(noteKey);
  for (const zone of new Set(coaches.map(({ site }) => site.zone))) rememberOffsets(zone);
  return {
    make: async (group) => {
      for (const coach of group.map((index) => itemAt(coaches, index))) {
        const random = randomFor(shape.seed, "sessions", coach.person.id);
        const days = workDays(coach, shape.seed, shape.today);
        const slots = planSlots(coach, days, itemAt(counts, coaches.indexOf(coach)), random);
        const history = writeLogs(coach, slots, {
          functionIds: program.functionIds,
          companions: companionsOf(coach, coaches),
          today: shape.today,
          random,
          more: randomFor(shape.seed, "fields of sessions", coach.person.id),
        });
        await tables.add(coach, history, program, seal);
      }
      return tables.take();
    },
    ahead: 1,
    close: async () => {},
  };
}

/** Makes sessions in threads beside this one, the groups in turn. What follows from the seed is the same as in one. */
export function makeInThreads(
  task: SessionTask,
  start: (task: SessionTask) => Worker,
  count: number,
): SessionMaker {
  const threads = Array.from({ length: count }, () => ({ worker: start(task), done: Promise.resolve() }));
  let asked = 0;
  return {
    make: (group) => {
      const thread = itemAt(threads, asked++ % count);
      const loads = thread.done.then(async (): Promise<Load[]> => {
        thread.worker.postMessage(group);
        const [made] = await once(thread.worker, "message");
        return made;
      });
      thread.done = loads.then(
        () => {},
        () => {},
      );
      return loads;
    },
    ahead: 2 * count,
    close: () => Promise.all(threads.map(({ worker }) => worker.terminate())),
  };
}

/** Coaches of the same site, and the coach's supervisor. */
function companionsOf({ person, site, supervisor }: SeedCoach, all: readonly SeedCoach[]): SeedCompanion[] {
  const colleagues = all.filter((other) => other.site === site && other.person !== person);
  return [
    ...colleagues.map((other) => ({ id: other.person.id, isCoach: true, isSupervisor: false })),
    { id: supervisor.id, isCoach: false, isSupervisor: true },
  ];
}
