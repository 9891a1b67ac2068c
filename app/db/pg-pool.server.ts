import pg from "pg";

/**
 * A pool of `pg`. A connection that breaks is replaced; its own query, if it had one, fails. Without somebody who hears
 * of it, the news would end the process: the pool tells it of connections that wait, and nobody tells it of one that
 * breaks between being opened and being handed over.
 */
export function openPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
