import postgres from "postgres";
import { AT_ONCE } from "./at-once.server.ts";
import type { Sql } from "./in-transaction.server.ts";

/** Connections to one database, each for one piece of work at a time. */
export interface Connections {
  /** Runs `work` on a connection of its own. Statements it issues without awaiting are sent together, in order. */
  use<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** The same in one transaction: all of it commits, or nothing. BEGIN travels with the first statements of `work`. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Closes; statements that run are waited for up to five seconds. */
  end(): Promise<void>;
}

interface Connection {
  sql: postgres.Sql;
  state: "new" | "open" | "lost";
  /** When its last work ended, in milliseconds of `performance.now()`. */
  idleSince: number;
}

const IDLE_MS = 60_000;

/**
 * Opens up to `most` connections as they are needed, and closes those that nobody needs for a minute. Work that finds
 * all of them taken waits in line.
 *
 * A connection that breaks is never mended: its work fails, whatever that work still sends fails too, and the next work
 * gets a new one. The pool of `postgres` does not give that: when a reserved connection breaks, what is sent on it
 * ends the process, work that waits for it waits for ever, and the next work on it gets the error of the last.
 */
export function openConnections(
  url: string,
  most: number,
  options: postgres.Options<Record<string, postgres.PostgresType>>,
): Connections {
  const all = new Set<Connection>();
  const free: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];

  function open(): Connection {
    let isAsked = false;
    const connection: Connection = {
      sql: postgres(url, {
        ...options,
        max: 1,
        idle_timeout: undefined,
        max_lifetime: null,
        // The server tells its parameters once it has let us in.
        onparameter: () => {
          if (connection.state === "new") connection.state = "open";
        },
        onclose: () => lose(connection),
        socket: (target: Parameters<typeof AT_ONCE.socket>[0]) => {
          if (isAsked) {
            lose(connection);
            throw new Error("The connection to the database is lost");
          }
          isAsked = true;
          return AT_ONCE.socket(target);
        },
      } as never),
      state: "new",
      idleSince: 0,
    };
    all.add(connection);
    return connection;
  }

  function lose(connection: Connection): void {
    if (connection.state === "lost") return;
    close(connection, 0);
    waiting.shift()?.(open());
  }

  function close(connection: Connection, seconds: number): void {
    connection.state = "lost";
    all.delete(connection);
    if (free.includes(connection)) free.splice(free.indexOf(connection), 1);
    void connection.sql.end({ timeout: seconds });
  }

  const take = (): Connection | Promise<Connection> =>
    free.pop() ?? (all.size < most ? open() : new Promise((resolve) => waiting.push(resolve)));

  function giveBack(connection: Connection): void {
    // One that was never let in has not always told of its end yet.
    if (connection.state !== "open") lose(connection);
    else {
      connection.idleSince = performance.now();
      const next = waiting.shift();
      if (next) next(connection);
      else free.push(connection);
    }
  }

  const timer = setInterval(() => {
    const since = performance.now() - IDLE_MS;
    for (const connection of free.filter(({ idleSince }) => idleSince < since)) close(connection, 5);
  }, IDLE_MS / 2).unref();

  async function use<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const connection = await take();
    try {
      return await work(connection.sql);
    } finally {
      giveBack(connection);
    }
  }

  return {
    use,
    transaction: (work) =>
      use(async (sql) => {
        // A query of `postgres` is sent when it is first waited for: this one goes out before any of `work`.
        const begun = sql`BEGIN`.execute();
        try {
          const [value] = await together([work(sql), begun]);
          await sql`COMMIT`;
          return value;
        } catch (error) {
          await sql`ROLLBACK`.catch(() => {});
          throw error;
        }
      }),
    end: async () => {
      clearInterval(timer);
      await Promise.all([...all].map(({ sql }) => sql.end({ timeout: 5 })));
    },
  };
}

/**
 * Waits for statements that were sent together. When some fail, the error of the first in the list is thrown: those
 * behind it only say that the transaction is aborted. Nothing is left running.
 */
export async function together<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: PromiseLike<T[K]> }],
): Promise<T> {
  const settled = await Promise.allSettled(promises);
  for (const each of settled) if (each.status === "rejected") throw each.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
