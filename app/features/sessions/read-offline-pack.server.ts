import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { shownDays } from "./agenda.rules.ts";
import type { AgendaEntry } from "./agenda.types.ts";
import { byLastContact } from "./contacts.rules.ts";
import { listContacts } from "./dose.queries.server.ts";
import { byPerson } from "./dose.rules.ts";
import {
  listCompanions,
  listFunctionsInForce,
  listLogPeople,
  listPeopleOfCoach,
} from "./people.queries.server.ts";
import { listPlannedFacts } from "./planned-sessions.queries.server.ts";
import { openOwnNote } from "./private-note.server.ts";
import { agendaOf } from "./read-agenda.server.ts";
import type { OfflinePack, PlannedContent, RatedFocus } from "./session-form.types.ts";
import { HORIZON_DAYS } from "./session-plan.codes.ts";
import { listConversations } from "./session-records.queries.server.ts";

/** So far back a planned session can still be logged from the device. */
const DAYS_BACK = 31;

/** What the acting coach's device keeps, so that My people, the calendar and the log open without a connection. */
export async function readOfflinePack(
  ctx: PersonContext,
  ratedFocus: RatedFocus[] = [],
): Promise<OfflinePack> {
  const { personId: coachId, accountId, name, zone } = ctx.actor;
  const { today } = ctx;
  const day = parseCalendarDate(today);
  const { from } = shownDays("week", addDays(day, -DAYS_BACK));
  const { until } = shownDays("week", addDays(day, HORIZON_DAYS));
  const [rows, people, functions, companions, agenda, contacts, planned] = await inSql(ctx, async (sql) => {
    const read = await Promise.all([
      listPeopleOfCoach(sql, coachId, ctx.now),
      listLogPeople(sql, { coachId, day: today }),
      listFunctionsInForce(sql, today),
      listCompanions(sql, today),
      agendaOf(sql, ctx, { from, until }),
      listContacts(sql, { day: today, from: today }),
    ]);
    const { entries } = read[4];
    return [...read, await plannedContent(sql, coachId, entries)] as const;
  });
  return {
    accountId,
    coach: { id: coachId, name },
    zone,
    home: {
      ...{ accountId, today },
      people: byLastContact(
        rows,
        byPerson(contacts, ({ coacheeId }) => [coacheeId]),
      ).map(({ zone: _, siteId: __, ...card }) => card),
    },
    people,
    functions,
    companions,
    ratedFocus,
    agenda,
    planned,
  };
}

/** What was put into planned sessions already, so that completing one loses nothing. */
async function plannedContent(
  sql: Sql,
  coachId: string,
  entries: readonly AgendaEntry[],
): Promise<Record<string, PlannedContent>> {
  const ids = entries
    .filter(({ status, isCoCoach }) => status === "scheduled" && !isCoCoach)
    .map(({ id }) => id);
  const facts = await listPlannedFacts(sql, { ids, coachId });
  const said = await listConversations(
    sql,
    facts.map(({ id }) => id),
    coachId,
  );
  const conversationOf = new Map(said.map((row) => [row.sessionId, row]));
  return Object.fromEntries(
    facts.flatMap(({ id, ...own }): [string, PlannedContent][] => {
      const row = conversationOf.get(id);
      if (!row) return [];
      const { summary, progress, reviews, detail, steps } = row;
      const conversation = { summary, progress, reviews, detail, steps } as PlannedContent["conversation"];
      return [[id, { ...own, conversation, privateNote: openOwnNote(row, coachId, id).privateNote }]];
    }),
  );
}
