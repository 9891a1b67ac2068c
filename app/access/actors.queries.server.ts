import { z } from "zod";
import type { Database } from "#app/db/client.server.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { type PersonActor, ROLES } from "./roles.ts";

const actorRow = z.object({
  personId: z.string(),
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  programId: z.string(),
  programName: z.string(),
  zone: z.string(),
  isDemo: z.boolean(),
  roles: z.array(
    z.object({ role: z.enum(ROLES), siteIds: z.array(z.string()), unitIds: z.array(z.string()) }),
  ),
});

/** The person behind a live sign-in with the roles of today, or null when the sign-in has ended or has no person. */
export async function findMaybeActor(
  { connections }: Database,
  { sessionId, programId, oldestSignIn }: { sessionId: string; programId: string | null; oldestSignIn: Date },
): Promise<PersonActor | null> {
  const [row] = await connections.use(
    (sql) => sql`SELECT app.actor(${sessionId}, ${programId}::uuid, ${oldestSignIn}) AS actor`,
  );
  return actorOf(row);
}

/** Whose calendar a secret address opens, with the roles of today; null when it is unknown or its person has left. */
export async function findMaybeFeedActor(
  { connections }: Database,
  tokenHash: string,
): Promise<PersonActor | null> {
  const [row] = await connections.use((sql) => sql`SELECT app.feed_actor(${tokenHash}) AS actor`);
  return actorOf(row);
}

/** Who asked for an export, with the roles of today; null when they have left. For jobs. */
export async function findMaybeExportActor(sql: Sql, exportId: string): Promise<PersonActor | null> {
  const [row] = await sql`SELECT app.export_actor(${exportId}) AS actor`;
  return actorOf(row);
}

/** Who asked for an import, with the roles of today; null when they have left. For jobs. */
export async function findMaybeImportActor(sql: Sql, importId: string): Promise<PersonActor | null> {
  const [row] = await sql`SELECT app.import_actor(${importId}) AS actor`;
  return actorOf(row);
}

function actorOf(row: { actor?: unknown } | undefined): PersonActor | null {
  return row?.actor ? { kind: "person", ...actorRow.parse(row.actor) } : null;
}
