import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { listClosures } from "#app/features/sessions/closures.queries.server.ts";
import { listLeave, listSchedules, listSessionDose } from "#app/features/sessions/dose.queries.server.ts";
import { dayIn } from "#app/time/days.ts";
import { endOfMonth, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { courseOfSite, pooledCourse } from "./dose-course.rules.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import { monthOf } from "./months.rules.ts";
import { sitesInView, sitesWithPeople } from "./outcome.policy.ts";
import { pooledFigure } from "./pooled-figures.rules.ts";
import { countPeople, type DueAtSite, dueAtSites, sortSites } from "./program-dose.rules.ts";
import type { DoseCourse, DuePerson, ProgramDose } from "./program-dose.types.ts";
import { listFigures, listSites } from "./rollout.queries.server.ts";
import type { ProgramDoseSearch } from "./rollout.schema.ts";
import type { FigureRow, SiteRow } from "./rollout.types.ts";
import {
  listAssignmentsIn,
  listAssignmentsOfSites,
  listHeldOfCoachees,
  listLeaveOfSites,
  listSiteCoachees,
} from "./site-dose.queries.server.ts";
import { closuresUntil, isLate, planFrom } from "./site-dose.rules.ts";
import { RECORDS_A_PAGE } from "./site-records.queries.server.ts";

const CODES = [
  "sessions-delivered",
  "minutes-delivered",
  "reach",
  "late-entry",
] as const satisfies MeasureCode[];

/**
 * The dose of all sites in scope: the figures of a month by site and pooled, how coaching went, and who is overdue or due
 * soon today. Figures are those that the rollout reads; the rest is worked out from the records, as on the page of a site. People
 * are named only at sites whose people the viewer supports, and showing them is recorded.
 */
export async function readProgramDose(ctx: PersonContext, search: ProgramDoseSearch): Promise<ProgramDose> {
  const currentMonth = monthOf(ctx.today);
  const asked = search.month ? `${search.month}-01` : currentMonth;
  const month = asked > currentMonth ? currentMonth : asked;
  const siteIds = sitesInView(ctx.actor);
  const supported = sitesWithPeople(ctx.actor);
  if (search.site && !supported.includes(search.site))
    throw new Problem("not-found", { subject: "site", id: search.site });
  return inSql(ctx, async (sql) => {
    const [allSites, figures, due, course] = await Promise.all([
      listSites(sql, { today: ctx.today }),
      listFigures(sql, { siteIds, codes: CODES, from: month, until: month }),
      listDue(ctx, sql, siteIds),
      listCourse(ctx, sql, { siteIds, month }),
    ]);
    const visible = allSites.filter(({ id }) => siteIds.includes(id));
    const started = visible.filter(({ startedOn }) => startedOn !== null && startedOn <= ctx.today);
    const rows = due.on(started);
    const courses = new Map(started.map((site) => [site.id, course.of(site)]));
    const sites = started.map(({ id, name }) => ({
      ...{ siteId: id, name, canSeePeople: supported.includes(id) },
      ...countPeople(rows.filter(({ siteId }) => siteId === id)),
      ...figuresOf(
        figures.filter(({ siteId }) => siteId === id),
        month,
      ),
      course: courses.get(id) ?? pooledCourse([]),
    }));
    const ids = new Set(started.map(({ id }) => id));
    const listed = rows.filter(
      (row) => isLate(row) && supported.includes(row.siteId) && (!search.site || row.siteId === search.site),
    );
    const first = (search.page - 1) * RECORDS_A_PAGE;
    const choices = started.filter(({ id }) => supported.includes(id));
    return {
      today: ctx.today,
      ...{ month, currentMonth },
      sites: sortSites(sites, search.sort),
      total: {
        ...countPeople(rows),
        ...figuresOf(
          figures.filter(({ siteId }) => ids.has(siteId)),
          month,
        ),
        course: pooledCourse([...courses.values()]),
      },
      hiddenSites: allSites.length - visible.length,
      people:
        choices.length === 0
          ? null
          : {
              sites: choices.map(({ id, name }) => ({ id, name })),
              siteId: search.site ?? null,
              rows: await nameThem(ctx, sql, listed.slice(first, first + RECORDS_A_PAGE), choices),
              shown: listed.length,
              page: search.page,
              hasNext: listed.length > first + RECORDS_A_PAGE,
            },
    };
  });
}

function figuresOf(rows: readonly FigureRow[], month: string) {
  const of = (code: MeasureCode) => pooledFigure(code, rows, [month]);
  return {
    sessions: of("sessions-delivered"),
    minutes: of("minutes-delivered"),
    reach: of("reach"),
    late: of("late-entry"),
  };
}

/** Reads everything due days need, for all sites at once. */
async function listDue(ctx: PersonContext, sql: Sql, siteIds: readonly string[]) {
  const plan = { siteIds, today: ctx.today, from: planFrom(ctx.today) };
  const [people, assignments, schedules, leave, closures] = await Promise.all([
    listHeldOfCoachees(sql, plan),
    listAssignmentsOfSites(sql, plan),
    listSchedules(sql, plan),
    listLeaveOfSites(sql, plan),
    listClosures(sql, { from: plan.from, until: closuresUntil(ctx.today) }),
  ]);
  return {
    on(sites: readonly SiteRow[]): DueAtSite[] {
      const days = new Map(sites.map(({ id, zone }) => [id, dayIn(zone, ctx.now)]));
      return dueAtSites(
        {
          ...{ assignments, schedules, leave, closures },
          people: people.filter(({ siteId }) => days.has(siteId)),
        },
        (siteId) => days.get(siteId) ?? ctx.today,
      );
    },
  };
}

/** Reads everything that tells how a month went, for all sites at once. */
async function listCourse(
  ctx: PersonContext,
  sql: Sql,
  { siteIds, month }: { siteIds: readonly string[]; month: string },
) {
  const span = { from: month, until: endOfMonth(parseCalendarDate(month)) };
  const [assignments, schedules, closures, sessions] = await Promise.all([
    listAssignmentsIn(sql, { siteIds, ...span }),
    listSchedules(sql, span),
    listClosures(sql, span),
    listSessionDose(sql, span),
  ]);
  const personIds = [...new Set(assignments.map(({ coacheeId }) => coacheeId))];
  const leave = (await listLeave(sql, { personIds, ...span })).map(({ personId, ...away }) => ({
    coacheeId: personId,
    ...away,
  }));
  const facts = { assignments, schedules, closures, sessions, leave };
  return {
    of: ({ id, zone }: SiteRow): DoseCourse =>
      courseOfSite(facts, { siteId: id, ...span, asOf: dayIn(zone, ctx.now) }),
  };
}

/** The people of a page with their names and coaches; that they were shown is recorded for each site. */
async function nameThem(
  ctx: PersonContext,
  sql: Sql,
  rows: readonly DueAtSite[],
  sites: readonly SiteRow[],
): Promise<DuePerson[]> {
  if (rows.length === 0) return [];
  const siteIds = [...new Set(rows.map(({ siteId }) => siteId))];
  const [named] = await Promise.all([
    listSiteCoachees(sql, { siteIds, today: ctx.today, ids: rows.map(({ id }) => id) }),
    recordEvent(sql, ctx, {
      type: "coach-figures.viewed",
      subjectType: "program",
      subjectId: ctx.actor.programId,
      payload: { siteIds },
    }),
  ]);
  const byKey = new Map(named.map((person) => [`${person.id} ${person.siteId}`, person]));
  return rows.flatMap(({ id, siteId, lastOn, due }) => {
    const person = byKey.get(`${id} ${siteId}`);
    const site = sites.find((one) => one.id === siteId);
    if (!person || !site) return [];
    const { name, coaches, nextPlannedOn } = person;
    return [{ id, siteId, site: site.name, name, coaches, nextPlannedOn, lastOn, due }];
  });
}
