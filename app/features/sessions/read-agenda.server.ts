import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Day, timeIn } from "#app/time/days.ts";
import { ENTRY_LIMIT, listAgendaSessions, listAgendaSpans } from "./agenda.queries.server.ts";
import { shownDays } from "./agenda.rules.ts";
import type { Agenda, AgendaPage, AgendaView } from "./agenda.types.ts";

/** The acting coach's week or month: planned and held sessions, leave, and fidelity assessments that are due. */
export async function readAgenda(
  ctx: PersonContext,
  { view, on = ctx.today }: { view: AgendaView; on?: Day },
): Promise<AgendaPage> {
  const agenda = await inSql(ctx, (sql) => agendaOf(sql, ctx, shownDays(view, on)));
  return { agenda, view, on, today: ctx.today, zone: ctx.actor.zone };
}

/** What stands in the acting coach's calendar from one day to another, both included. */
export async function agendaOf(
  sql: Sql,
  ctx: PersonContext,
  { from, until }: { from: Day; until: Day },
): Promise<Agenda> {
  const mine = { coachId: ctx.actor.personId, from, until };
  const [rows, spans] = await Promise.all([listAgendaSessions(sql, mine), listAgendaSpans(sql, mine)]);
  return {
    from,
    until,
    entries: rows.slice(0, ENTRY_LIMIT).map(({ startsAt, endsAt, ...row }) => ({
      ...row,
      startTime: startsAt && timeIn(row.zone, startsAt),
      endTime: endsAt && timeIn(row.zone, endsAt),
    })),
    spans,
    isCut: rows.length > ENTRY_LIMIT,
  };
}
