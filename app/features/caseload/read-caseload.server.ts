import type { PersonContext } from "#app/access/context.ts";
import { hasRole } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type CoachRow, listCoaches, listLoadRows, listVacancies } from "./caseload.queries.server.ts";
import type { CaseloadSearch } from "./caseload.schema.ts";
import type { CaseloadPage, CoachLoad } from "./caseload.types.ts";
import { fitOf, type LoadRow, loadOf, usedShare } from "./load.rules.ts";

/** Every coach within sight with people, planned minutes, capacity and leave; a coach sees their own line. */
export async function readCaseload(
  ctx: PersonContext,
  { site, sort }: CaseloadSearch,
): Promise<CaseloadPage> {
  const { today } = ctx;
  const isOwnOnly = !hasRole(ctx.actor, "lead", "supervisor", "admin");
  return inSql(ctx, async (sql) => {
    const [rows, loads, vacancies] = await Promise.all([
      listCoaches(sql, { today, ...(isOwnOnly && { coachId: ctx.actor.personId }) }),
      listLoadRows(sql, { today }),
      isOwnOnly ? [] : listVacancies(sql, { today }),
    ]);
    const loadsOf = new Map<string, typeof loads>();
    for (const load of loads) {
      const own = loadsOf.get(load.coachId);
      if (own) own.push(load);
      else loadsOf.set(load.coachId, [load]);
    }
    const coaches = rows.map((row) => coachLoad(row, loadsOf.get(row.id) ?? []));
    const sites = new Map(
      coaches.flatMap(({ siteId, siteName }) => (siteId && siteName ? [[siteId, siteName]] : [])),
    );
    return {
      today,
      coaches: sorted(site ? coaches.filter(({ siteId }) => siteId === site) : coaches, sort),
      vacancies: site ? vacancies.filter(({ siteId }) => siteId === site) : vacancies,
      sites: [...sites].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name)),
      site: site && sites.has(site) ? site : null,
      isOwnOnly,
    };
  });
}

export function coachLoad(row: CoachRow, loads: (LoadRow & { hasAgreement: boolean })[]): CoachLoad {
  const load = loadOf(loads);
  const capacity =
    row.capacityMinutes === null && row.capacityCoachees === null
      ? null
      : { minutesPerMonth: row.capacityMinutes, coachees: row.capacityCoachees };
  const agreed = new Set(loads.filter(({ hasAgreement }) => hasAgreement).map(({ coacheeId }) => coacheeId));
  return {
    ...row,
    ...load,
    used: usedShare(load, capacity),
    fit: fitOf(load, capacity),
    agreements: agreed.size,
  };
}

function sorted(coaches: CoachLoad[], sort: string): CoachLoad[] {
  const key = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  const by: Record<string, (a: CoachLoad, b: CoachLoad) => number> = {
    name: (a, b) => a.name.localeCompare(b.name),
    site: (a, b) => (a.siteName ?? "\uffff").localeCompare(b.siteName ?? "\uffff"),
    people: (a, b) => a.coachees - b.coachees,
    minutes: (a, b) => a.minutes - b.minutes,
    used: (a, b) => (a.used ?? -1) - (b.used ?? -1),
  };
  const compare = by[key] ?? (() => 0);
  return coaches.toSorted((a, b) => direction * compare(a, b) || a.name.localeCompare(b.name));
}
