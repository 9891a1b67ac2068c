import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listFunctionsInForce, listLogPeople, listPeopleOfCoach } from "./people.queries.server.ts";
import type { OfflinePack } from "./session.types.ts";

/** What the acting coach's device keeps, so that My people and the log open without a connection. */
export async function readOfflinePack(ctx: PersonContext): Promise<OfflinePack> {
  const { personId: coachId, accountId, name } = ctx.actor;
  const { today } = ctx;
  const [cards, people, functions] = await inSql(ctx, (sql) =>
    Promise.all([
      listPeopleOfCoach(sql, coachId, today),
      listLogPeople(sql, { coachId, day: today }),
      listFunctionsInForce(sql, today),
    ]),
  );
  return {
    accountId,
    coach: { id: coachId, name },
    home: { accountId, today, people: cards },
    people,
    functions,
  };
}
