import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { assessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import { parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { MonthFigure } from "./figure.types.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import { lastDayOf, monthOf } from "./months.rules.ts";
import { canSeeSite } from "./outcome.policy.ts";
import { pooledFigure } from "./pooled-figures.rules.ts";
import { listFigures, listSites } from "./rollout.queries.server.ts";
import type { SiteRow } from "./rollout.types.ts";
import type { AssessmentRow } from "./site.types.ts";
import type { AssessmentRecord } from "./site-records.queries.server.ts";

/** The site, or a 404 that does not tell whether it exists. */
export async function findSiteInView(ctx: PersonContext, sql: Sql, siteId: string): Promise<SiteRow> {
  const sites = canSeeSite(ctx.actor, siteId) ? await listSites(sql, { today: ctx.today }) : [];
  const site = sites.find(({ id }) => id === siteId);
  if (!site) throw new Problem("not-found", { subject: "site", id: siteId });
  return site;
}

/** Ends the request as not found when a region is asked for in which the person sees no site. */
export function requireRegion(visible: readonly SiteRow[], regionId: string | undefined): void {
  if (regionId && !visible.some((site) => site.regionId === regionId))
    throw new Problem("not-found", { subject: "region", id: regionId });
}

export interface MonthAtSite {
  month: Day;
  from: Day;
  until: Day;
  today: Day;
  isProvisional: boolean;
}

/** The asked month of a site as days, up to the site's today; the running month when none is asked. */
export function monthAt(ctx: PersonContext, { zone }: SiteRow, asked: string | undefined): MonthAtSite {
  const today = dayIn(zone, ctx.now);
  const current = monthOf(today);
  const month = asked && `${asked}-01` <= current ? `${asked}-01` : current;
  return { month, from: month, until: lastDayOf(month), today, isProvisional: month === current };
}

/** The figure that the rollout shows for one site and month. */
export async function findMaybeFigure(
  sql: Sql,
  code: MeasureCode,
  { siteId, month, isProvisional }: { siteId: string; month: Day; isProvisional: boolean },
): Promise<MonthFigure | null> {
  const [row] = await listFigures(sql, { siteIds: [siteId], codes: [code], from: month, until: month });
  return row ? { month, isProvisional, ...pooledFigure(code, [row], [month]) } : null;
}

/** An assessment with the status of a day, and the name only where it may be seen. */
export function assessmentRow(
  record: AssessmentRecord,
  { today, canSeePeople }: { today: Day; canSeePeople: boolean },
): AssessmentRow {
  const { graceEndsOn, state, openedOn, ...shown } = record;
  const on = (day: Day) => parseCalendarDate(day);
  const { status, daysOverdue } = assessmentStatus(
    {
      opensOn: on(record.opensOn),
      dueOn: on(record.dueOn),
      graceEndsOn: on(graceEndsOn),
      startedOn: state === "in_progress" ? on(openedOn ?? record.opensOn) : null,
      returnedOn: state === "returned" ? on(record.opensOn) : null,
      submittedOn: record.submittedOn ? on(record.submittedOn) : null,
      finalisedOn: state === "final" && record.submittedOn ? on(record.submittedOn) : null,
      waivedOn: state === "waived" ? on(today) : null,
      cancelledOn: state === "cancelled" ? on(today) : null,
    },
    on(today),
  );
  return { ...shown, status, daysOverdue, subject: canSeePeople ? record.subject : null };
}
