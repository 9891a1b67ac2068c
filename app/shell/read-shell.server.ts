import type { PersonContext } from "#app/access/context.ts";
import { homeOf } from "#app/access/home.ts";
import { ROLE_LABELS } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { countUnread } from "#app/notices/notices.queries.server.ts";

/** What the frame around every page shows of the person who is signed in. */
export async function readShell(ctx: PersonContext) {
  const { actor } = ctx;
  const roles = [...new Set(actor.roles.map((held) => held.role))];
  return {
    accountId: actor.accountId,
    name: actor.name,
    roleNames: roles.map((role) => ROLE_LABELS[role]).join(", "),
    roles,
    programName: actor.programName,
    isDemo: actor.isDemo,
    home: homeOf(actor),
    unread: await inSql(ctx, (sql) => countUnread(sql, actor.personId)),
  };
}
