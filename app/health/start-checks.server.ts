import postgres from "postgres";
import type { Config } from "#app/config.server.ts";

/** Accounts of the demo program, whose password everybody knows. */
const DEMO_ACCOUNTS = "%@demo.test";

/**
 * What must hold before the web process serves anybody.
 * @throws Error with one readable line
 */
export async function checkBeforeStart(config: Config): Promise<void> {
  if (config.NODE_ENV !== "production") return;
  const sql = postgres(config.DATABASE_URL, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [login] = await sql<{ isOwner: boolean }[]>`
      SELECT rolsuper OR EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) AS "isOwner"
      FROM pg_roles WHERE rolname = current_user`;
    if (login?.isOwner)
      throw new Error(
        "DATABASE_URL connects as an owner of the tables, which row-level security does not hold: use the login throughline_web",
      );
    if (config.THROUGHLINE_DEMO === "1") return;
    const [demo] = await sql.begin(async (tx) => {
      await tx`SET LOCAL ROLE throughline_auth`;
      return tx`SELECT FROM auth_user WHERE email LIKE ${DEMO_ACCOUNTS} LIMIT 1`;
    });
    if (demo)
      throw new Error(
        "This database has the demo accounts, whose password everybody knows: production does not start with them. Use another database",
      );
  } catch (error) {
    if (error instanceof AggregateError || (error as { code?: string }).code === "ECONNREFUSED")
      throw new Error("The database at DATABASE_URL does not answer");
    throw error;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
