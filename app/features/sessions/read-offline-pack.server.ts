import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listPeople } from "./list-people.server.ts";
import { listCompanions, listFunctionsInForce, listLogPeople } from "./people.queries.server.ts";
import type { OfflinePack } from "./session-form.types.ts";

/** What the acting coach's device keeps, so that My people and the log open without a connection. */
export async function readOfflinePack(ctx: PersonContext): Promise<OfflinePack> {
  const { personId: coachId, accountId, name } = ctx.actor;
  const { today } = ctx;
  const [home, [people, functions, companions]] = await Promise.all([
    listPeople(ctx),
    inSql(ctx, (sql) =>
      Promise.all([
        listLogPeople(sql, { coachId, day: today }),
        listFunctionsInForce(sql, today),
        listCompanions(sql, today),
      ]),
    ),
  ]);
  return {
    accountId,
    coach: { id: coachId, name },
    home,
    people,
    functions,
    companions,
  };
}
