import type postgres from "postgres";
import type { Context } from "#app/access/context.ts";
import { type Actor, hasRole, OVERSIGHT_ROLES, sitesWithRole, unitsWithRole } from "#app/access/roles.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { together } from "./connections.server.ts";

/** Prisma inside the transaction that carries the actor. */
export type Db = Prisma.TransactionClient;
/** `postgres` inside the transaction that carries the actor. */
export type Sql = postgres.ISql;

/** What row-level security reads: the settings of prisma/migrations/…_row_level_security. */
function settingsOf(actor: Actor): {
  program: string;
  person: string;
  sites: string;
  units: string;
  roles: string;
} {
  const roles = actor.kind === "person" ? [...new Set(actor.roles.map((held) => held.role))] : [];
  return {
    program: actor.programId,
    person: actor.kind === "person" ? actor.personId : "",
    sites: hasRole(actor, ...OVERSIGHT_ROLES)
      ? `{${sitesWithRole(actor, ...OVERSIGHT_ROLES).join(",")}}`
      : "{}",
    units: hasRole(actor, ...OVERSIGHT_ROLES)
      ? `{${unitsWithRole(actor, ...OVERSIGHT_ROLES).join(",")}}`
      : "{}",
    roles: `{${roles.join(",")}}`,
  };
}

/** Runs `work` with Prisma in one transaction under the actor's row-level security. All of it commits, or nothing. */
export function inTransaction<T>(ctx: Context, work: (db: Db) => Promise<T>): Promise<T> {
  const { program, person, sites, units, roles } = settingsOf(ctx.actor);
  return ctx.database.prisma.$transaction(
    async (db) => {
      await db.$executeRaw`
        SELECT set_config('app.program_id', ${program}, true), set_config('app.person_id', ${person}, true),
               set_config('app.site_ids', ${sites}, true), set_config('app.unit_ids', ${units}, true),
               set_config('app.roles', ${roles}, true)`;
      return work(db);
    },
    { timeout: 15_000, maxWait: 10_000 },
  );
}

/**
 * The same with `postgres`. Statements that `work` issues without awaiting are sent to the server together.
 * @param plans `once`: each statement is planned once for a connection, whatever its values. For short statements by
 *   key, whose planning behind the policies would cost as much as running them.
 */
export function inSql<T>(
  ctx: Context,
  work: (sql: Sql) => Promise<T>,
  { plans = "auto" }: { plans?: "auto" | "once" } = {},
): Promise<T> {
  const { program, person, sites, units, roles } = settingsOf(ctx.actor);
  return ctx.database.connections.transaction(async (sql) => {
    const actorSet = sql`
      SELECT set_config('app.program_id', ${program}, true), set_config('app.person_id', ${person}, true),
             set_config('app.site_ids', ${sites}, true), set_config('app.unit_ids', ${units}, true),
             set_config('app.roles', ${roles}, true)
             ${plans === "once" ? sql`, set_config('plan_cache_mode', 'force_generic_plan', true)` : sql``}`.execute();
    const [value] = await together([work(sql), actorSet]);
    return value;
  });
}
