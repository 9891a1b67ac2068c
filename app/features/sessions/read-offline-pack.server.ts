import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { shownDays } from "./agenda.rules.ts";
import {
  listCompanions,
  listFunctionsInForce,
  listLogPeople,
  listPeopleOfCoach,
} from "./people.queries.server.ts";
import { agendaOf } from "./read-agenda.server.ts";
import type { OfflinePack } from "./session-form.types.ts";
import { HORIZON_DAYS } from "./session-plan.codes.ts";

/** So far back a planned session can still be logged from the device. */
const DAYS_BACK = 31;

/** What the acting coach's device keeps, so that My people, the calendar and the log open without a connection. */
export async function readOfflinePack(ctx: PersonContext): Promise<OfflinePack> {
  const { personId: coachId, accountId, name, zone } = ctx.actor;
  const { today } = ctx;
  const day = parseCalendarDate(today);
  const { from } = shownDays("week", addDays(day, -DAYS_BACK));
  const { until } = shownDays("week", addDays(day, HORIZON_DAYS));
  const [rows, people, functions, companions, agenda] = await inSql(ctx, (sql) =>
    Promise.all([
      listPeopleOfCoach(sql, coachId, today),
      listLogPeople(sql, { coachId, day: today }),
      listFunctionsInForce(sql, today),
      listCompanions(sql, today),
      agendaOf(sql, ctx, { from, until }),
    ]),
  );
  return {
    accountId,
    coach: { id: coachId, name },
    zone,
    home: { accountId, today, people: rows.map(({ zone: _, siteId: __, heldOn: ___, ...card }) => card) },
    people,
    functions,
    companions,
    agenda,
  };
}
