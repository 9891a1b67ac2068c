import type { PersonContext } from "#app/access/context.ts";
import { homeOf } from "#app/access/home.ts";
import { hasRole, ROLE_LABELS } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { RATING_ROLES } from "#app/features/fidelity/assessment.policy.ts";
import { hasRatedOneself } from "#app/features/fidelity/assessments.queries.server.ts";
import { countUnread } from "#app/notices/notices.queries.server.ts";

/** What the frame around every page shows of the person who is signed in. */
export async function readShell(ctx: PersonContext) {
  const { actor } = ctx;
  const roles = [...new Set(actor.roles.map((held) => held.role))];
  const isRater = hasRole(actor, "supervisor");
  const [unread, rates] = await inSql(ctx, (sql) =>
    Promise.all([
      countUnread(sql, actor.personId),
      isRater || (hasRole(actor, ...RATING_ROLES) && hasRatedOneself(sql, actor.personId)),
    ]),
  );
  return {
    accountId: actor.accountId,
    name: actor.name,
    roleNames: roles.map((role) => ROLE_LABELS[role]).join(", "),
    roles,
    programName: actor.programName,
    isDemo: actor.isDemo,
    home: homeOf(actor),
    unread,
    /** Whether this device may keep checklists and answers. */
    rates,
  };
}
