import type postgres from "postgres";
import { expect } from "vitest";

/**
 * Starts posts while a statement of `hold` keeps the rows that they will write, and lets go once all of them wait: each has
 * read the state before any other's change.
 */
export async function whileRowsAreHeld<T>(
  owner: postgres.Sql,
  hold: (sql: postgres.TransactionSql) => Promise<unknown>,
  posts: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const waiting = async () =>
    (
      await owner`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    ).length;
  const { answers } = await owner.begin(async (sql) => {
    await hold(sql);
    const started = { answers: Promise.allSettled(posts.map((post) => post())) };
    await expect.poll(waiting).toBe(posts.length);
    return started;
  });
  return answers;
}
