import { getConfig } from "#app/config.server.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";

let database: Database | undefined;

/** The web process's database, opened at the first request. */
export function webDatabase(): Database {
  database ??= openDatabase(getConfig().DATABASE_URL, { connections: 12 });
  return database;
}
