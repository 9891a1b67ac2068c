import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Day, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { type AgendaRow, ENTRY_LIMIT, listAgendaSessions, listAgendaSpans } from "./agenda.queries.server.ts";
import { shownDays } from "./agenda.rules.ts";
import type { Agenda, AgendaEntry, AgendaPage, AgendaView } from "./agenda.types.ts";
import { clashOf } from "./clash.rules.ts";
import { listClosures } from "./closures.queries.server.ts";
import { listLeave } from "./dose.queries.server.ts";
import { listNames } from "./planned-sessions.queries.server.ts";
import { HORIZON_DAYS } from "./session-plan.codes.ts";
import { takeMaybeWithdrawn } from "./session-plans.queries.server.ts";

/** More than anybody settles at a time; the next ones stand here then. */
const CLASHES_SHOWN = 50;

/** The acting coach's week or month: planned and held sessions, leave, and fidelity assessments that are due. */
export async function readAgenda(
  ctx: PersonContext,
  { view, on = ctx.today, out }: { view: AgendaView; on?: Day; out?: string | undefined },
): Promise<AgendaPage> {
  const ahead = { from: ctx.today, until: addDays(parseCalendarDate(ctx.today), HORIZON_DAYS) };
  return inSql(ctx, async (sql) => {
    const [agenda, coming, takenOut] = await Promise.all([
      agendaOf(sql, ctx, shownDays(view, on)),
      entriesOf(sql, ctx, ahead),
      out ? findTakenOut(sql, ctx, out) : null,
    ]);
    const clashes = coming.filter(({ clash }) => clash).slice(0, CLASHES_SHOWN);
    return { agenda, view, on, today: ctx.today, zone: ctx.actor.zone, clashes, takenOut };
  });
}

/** What stands in the acting coach's calendar from one day to another, both included. */
export async function agendaOf(
  sql: Sql,
  ctx: PersonContext,
  { from, until }: { from: Day; until: Day },
): Promise<Agenda> {
  const [entries, spans] = await Promise.all([
    entriesOf(sql, ctx, { from, until }),
    listAgendaSpans(sql, { coachId: ctx.actor.personId, from, until }),
  ]);
  return { from, until, entries: entries.slice(0, ENTRY_LIMIT), spans, isCut: entries.length > ENTRY_LIMIT };
}

/** One of the acting coach's sessions as the calendar shows it, or null. */
export async function findMaybeAgendaEntry(
  sql: Sql,
  ctx: PersonContext,
  sessionId: string,
): Promise<AgendaEntry | null> {
  const [entry] = await entriesOf(sql, ctx, { from: ctx.today, until: ctx.today, sessionId });
  return entry ?? null;
}

/** Sessions with what stands in the way of those that are planned. */
async function entriesOf(
  sql: Sql,
  ctx: PersonContext,
  span: { from: Day; until: Day; sessionId?: string },
): Promise<AgendaEntry[]> {
  const coachId = ctx.actor.personId;
  const rows = await listAgendaSessions(sql, { coachId, ...span });
  const planned = rows.filter(({ status, isCoCoach }) => status === "scheduled" && !isCoCoach);
  const facts = await clashFacts(sql, coachId, planned);
  const isPlanned = new Set(planned.map(({ id }) => id));
  return rows.map(({ startsAt, endsAt, siteId, ...row }) => {
    const clash = isPlanned.has(row.id) ? clashOf({ ...row, siteId }, facts) : null;
    return {
      ...row,
      startTime: startsAt && timeIn(row.zone, startsAt),
      endTime: endsAt && timeIn(row.zone, endsAt),
      ...(clash && { clash }),
    };
  });
}

/** Leave and closures on the days of planned sessions. */
async function clashFacts(sql: Sql, coachId: string, planned: readonly AgendaRow[]) {
  const days = planned.map(({ on }) => on).sort();
  const [from, until] = [days[0], days.at(-1)];
  if (!from || !until) return { coachId, leave: [], closures: [] };
  const personIds = [coachId, ...new Set(planned.flatMap(({ people }) => people.map(({ id }) => id)))];
  const [leave, closures] = await Promise.all([
    listLeave(sql, { personIds, from, until }),
    listClosures(sql, { from, until }),
  ]);
  return { coachId, leave, closures };
}

async function findTakenOut(sql: Sql, ctx: PersonContext, id: string): Promise<AgendaPage["takenOut"]> {
  const gone = await takeMaybeWithdrawn(sql, { sessionId: id, coachId: ctx.actor.personId });
  if (!gone?.canReturn) return null;
  const names = await listNames(sql, gone.attendeeIds);
  return { id, on: gone.sessionOn, names: names.map(({ name }) => name).join(", ") };
}
