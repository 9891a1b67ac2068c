import type { Worker } from "node:worker_threads";
import { hashPassword } from "better-auth/crypto";
import type postgres from "postgres";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { insertDemoMeasures } from "#app/features/outcomes/demo/demo-measures.queries.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { releaseFigures } from "#app/features/outcomes/release-figures.server.ts";
import { seedPlan, seedPracticeProfile } from "#app/features/planning/demo/demo-plan.queries.server.ts";
import type { Shape } from "./arguments.ts";
import { withoutIndexes } from "./bulk-load.ts";
import { writeCaseload } from "./caseload.ts";
import { buildClosures } from "./closures.ts";
import { buildCoaching, type SeedCoach } from "./coaching.ts";
import { copyLoads, copyRows, type Load } from "./copy-rows.ts";
import { buildInstrument, writeAssessments } from "./fidelity.ts";
import { writeImprovementPlans } from "./improvement.ts";
import { PACIFIC } from "./oregon.ts";
import { buildOrganisation } from "./organisation.ts";
import { buildPeople, DEMO_PASSWORD, share } from "./people.ts";
import { itemAt } from "./random.ts";
import { makeHere, makeInThreads, SESSION_TABLES, type SessionTask } from "./session-maker.ts";
import { workDays } from "./session-plan.ts";
import { dayText, instantAt } from "./working-days.ts";

export interface SeedOptions {
  /** The database as its owner: the seed writes for everybody. */
  ownerUrl: string;
  /** The key of private notes, as the product has it. */
  noteKey: string;
  /** Starts session-thread.ts; without it, everything is made in this thread. */
  startThread?: (task: SessionTask) => Worker;
  say?: (line: string) => void;
}
export interface SeedSummary {
  rows: Record<string, number>;
  seconds: Record<string, number>;
}

const SESSIONS_A_LOAD = 4_000;
/** Making a session takes about twice the processor time of taking it in: with one thread the database waits. */
const THREADS = 2;

/**
 * Writes a program of this shape, each part in one transaction.
 * @throws when the database already holds a program, or when the sessions do not fit the people and days
 */
export async function writeProgram(
  shape: Shape,
  { ownerUrl, noteKey, startThread, say = () => {} }: SeedOptions,
): Promise<SeedSummary> {
  const database = openDatabase(ownerUrl, { connections: 2 });
  const summary: SeedSummary = { rows: {}, seconds: {} };
  const timed = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    summary.seconds[part] = (performance.now() - startedAt) / 1000;
    say(`${part}: ${summary.seconds[part].toFixed(1)} s`);
    return result;
  };
  try {
    const { sql, prisma } = database;
    const organisation = buildOrganisation(shape);
    const people = buildPeople(shape, organisation, await hashPassword(DEMO_PASSWORD));
    const { coaches, tables } = buildCoaching(shape, organisation.programId, people);
    const { programId } = organisation;
    const busy = coaches.filter(({ assignments }) => assignments.length > 0);
    const counts = quotas(shape, busy);
    await timed("room", () => makeRoom(sql, shape));
    const everyone = [
      ...people.accounts,
      organisation.tables,
      people.all,
      people.roles,
      people.placements,
      people.supervisions,
      tables,
      buildInstrument(shape, programId, people),
      buildClosures(shape, programId),
    ].flat();
    await timed("organisation and people", () =>
      sql.begin(async (tx) => {
        await copyRows(tx, everyone);
        await insertDemoMeasures(tx as never, { programId, effectiveFrom: dayText(shape.from - 60) });
      }),
    );
    const owners = Object.fromEntries(Object.entries(people.demo).map(([role, { id }]) => [role, id]));
    const { practiceProfileId, functionIds } = await timed("plan", () =>
      prisma.$transaction(
        async (db) => {
          await seedPlan(db, programId, owners, dayText(shape.today));
          return seedPracticeProfile(db, programId, new Date((shape.from - 75) * 86_400_000));
        },
        { timeout: 60_000 },
      ),
    );
    const plans = await sql<{ version: number; approvedOn: string }[]>`
      SELECT version, approved_on::text AS "approvedOn" FROM plan_version WHERE approved_on IS NOT NULL ORDER BY version`;
    const program = { id: programId, practiceProfileId, functionIds: Object.values(functionIds), plans };
    const sessions = await timed("sessions", () =>
      sql.begin((tx) => writeSessions(tx, { shape, coaches: busy, counts, program, noteKey }, startThread)),
    );
    await timed("agreements and caseload", () => writeCaseload(sql, shape, { programId, people }));
    // The scheduler and the figures ask for plans that know how large the tables are.
    await timed("analyze", () => sql`ANALYZE`);
    const assessments = await timed("assessments", () =>
      writeAssessments(database, shape, programId, people),
    );
    await timed("improvement plans", () =>
      writeImprovementPlans(database, shape, systemContext(database, shape, programId)),
    );
    await timed("figures", () => refreshFigures(systemContext(database, shape, programId), { all: true }));
    await timed("releases", () =>
      releaseFigures(systemContext(database, shape, programId), { isFresh: true }),
    );
    await sql`UPDATE domain_event SET relayed_at = occurred_at WHERE relayed_at IS NULL`;
    await sql`
      UPDATE inbox_item SET read_at = created_at + interval '1 day'
      WHERE subject_id IN (SELECT id FROM assessment WHERE state = 'final')`;
    await sql`ANALYZE assessment, assessment_response, assessment_score, site_figure, figure_release, released_figure, inbox_item`;
    for (const written of [everyone, sessions, assessments]) count(summary, written);
    for (const table of ["plan_activity", "assessment", "site_figure", "inbox_item"])
      summary.rows[table] = (await sql`SELECT count(*) FROM ${sql(table)}`)[0]?.count;
    return summary;
  } finally {
    await database.close();
  }
}

function systemContext(database: Database, { today }: Shape, programId: string): Context<SystemActor> {
  // Early in the morning, and never later than it is: what is entered afterwards comes after it.
  const now = new Date(Math.min(Date.now(), new Date(instantAt(today, 5 * 60, PACIFIC)).getTime()));
  return {
    actor: { kind: "system", programId, zone: PACIFIC },
    database,
    now,
    today: dayText(today),
    requestId: "seed",
  };
}

function count(summary: SeedSummary, tables: readonly Pick<Load, "table" | "count">[]): void {
  for (const { table, count: rows } of tables) summary.rows[table] = (summary.rows[table] ?? 0) + rows;
}

async function makeRoom(sql: postgres.Sql, { reset }: Shape): Promise<void> {
  const programs = await sql`SELECT name, is_demo FROM program`;
  if (programs.length === 0) return;
  const name = programs[0]?.name;
  if (!programs.every(({ is_demo }) => is_demo))
    throw new Error(
      `The database holds the program “${name}”, which is not a demo: the seed leaves it alone`,
    );
  if (!reset)
    throw new Error(`The database already holds the program “${name}”: add --reset-demo to replace it`);
  const tables = await sql`
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  await sql`TRUNCATE ${sql(tables.map(({ tablename }) => tablename))} RESTART IDENTITY CASCADE`;
}

/** Loads the sessions of one group of coaches after the other; while the database takes one in, the next are made. */
async function writeSessions(
  sql: postgres.TransactionSql,
  task: SessionTask,
  startThread: SeedOptions["startThread"],
): Promise<Pick<Load, "table" | "count">[]> {
  const groups = groupsOf(task.counts);
  const isLarge = groups.length > THREADS * 4;
  const maker = startThread && isLarge ? makeInThreads(task, startThread, THREADS) : makeHere(task);
  const written: Pick<Load, "table" | "count">[] = [];
  const coming: Promise<Load[]>[] = [];
  const ask = (group: readonly number[]) => {
    const loads = maker.make(group);
    loads.catch(() => {});
    coming.push(loads);
  };
  try {
    await withoutIndexes(sql, SESSION_TABLES, async () => {
      groups.slice(0, maker.ahead).forEach(ask);
      for (const index of groups.keys()) {
        const loads = (await coming.shift()) ?? [];
        const next = groups[index + maker.ahead];
        if (next) ask(next);
        await copyLoads(sql, loads);
        written.push(...loads.map(({ table, count }) => ({ table, count })));
      }
    });
  } finally {
    await maker.close();
  }
  return written;
}

/** The coaches by their place in the list, in groups that are worth a load. */
function groupsOf(counts: readonly number[]): number[][] {
  const groups: number[][] = [];
  let size = SESSIONS_A_LOAD;
  for (const [index, count] of counts.entries()) {
    if (size >= SESSIONS_A_LOAD) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(index);
    size += count;
  }
  return groups;
}

/** How many sessions each coach holds: in proportion to the days and people, within what the days hold. */
function quotas(shape: Shape, coaches: readonly SeedCoach[]): number[] {
  const sizes = coaches.map((coach) => {
    const days = workDays(coach, shape.seed, shape.today);
    return {
      weight: days.reduce((sum, { weight }) => sum + weight, 0),
      room: days.reduce((sum, { room }) => sum + room, 0),
    };
  });
  const room = sizes.reduce((sum, size) => sum + size.room, 0);
  if (room < shape.sessions)
    throw new Error(
      `--sessions: found ${shape.sessions}, expected at most ${room} for these coaches, coachees and days`,
    );
  const counts =
    shape.sessions < coaches.length
      ? coaches.map((_, index) => (index < shape.sessions ? 1 : 0))
      : share(
          shape.sessions,
          sizes.map(({ weight }) => weight),
        );
  let left = 0;
  const fitted = counts.map((count, index) => {
    const most = itemAt(sizes, index).room;
    left += Math.max(0, count - most);
    return Math.min(count, most);
  });
  return fitted.map((count, index) => {
    const more = Math.min(left, itemAt(sizes, index).room - count);
    left -= more;
    return count + more;
  });
}
