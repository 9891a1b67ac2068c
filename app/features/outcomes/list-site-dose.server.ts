import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { listClosures } from "#app/features/sessions/closures.queries.server.ts";
import { listSchedules, listSessionDose } from "#app/features/sessions/dose.queries.server.ts";
import { countNotHeldReasons } from "#fidelity/dosage/not-held-reasons.ts";
import { canSeePeopleAt } from "./outcome.policy.ts";
import type { DoseSearch } from "./rollout.schema.ts";
import {
  listAssignmentsOfSites,
  listLeaveOfSites,
  listSiteCoachees,
  listVacant,
} from "./site-dose.queries.server.ts";
import { closuresUntil, coacheeDoses, countDue, isLate, planFrom } from "./site-dose.rules.ts";
import type { SiteDose } from "./site-dose.types.ts";
import { RECORDS_A_PAGE } from "./site-records.queries.server.ts";
import { findSiteInView, monthAt } from "./site-scope.server.ts";

/** Coachees of a site whose next session is overdue or due soon, or all of them: dose, never content. Looking is recorded. */
export async function listSiteDose(
  ctx: PersonContext,
  siteId: string,
  { show, page }: DoseSearch,
): Promise<SiteDose> {
  if (!canSeePeopleAt(ctx.actor, siteId)) throw new Problem("not-found", { subject: "site", id: siteId });
  return inSql(ctx, async (sql) => {
    const site = await findSiteInView(ctx, sql, siteId);
    const { month, from, until, today } = monthAt(ctx, site, undefined);
    const plan = { siteId, siteIds: [siteId], today, from: planFrom(today) };
    const [coachees, assignments, schedules, leave, closures, sessions, vacant] = await Promise.all([
      listSiteCoachees(sql, plan),
      listAssignmentsOfSites(sql, plan),
      listSchedules(sql, plan),
      listLeaveOfSites(sql, plan),
      listClosures(sql, {
        ...{ siteId, from: plan.from },
        until: closuresUntil(today),
      }),
      listSessionDose(sql, { siteId, from, until }),
      listVacant(sql, plan),
      recordEvent(sql, ctx, {
        type: "coach-figures.viewed",
        subjectType: "site",
        subjectId: siteId,
        siteId,
      }),
    ]);
    const facts = {
      ...{ coachees, assignments, schedules, leave, sessions },
      closures,
    };
    const { rows, reach } = coacheeDoses(facts, { siteId, from, until, today });
    const chosen = show === "late" ? rows.filter(isLate) : rows;
    const first = (page - 1) * RECORDS_A_PAGE;
    return {
      site: { id: site.id, name: site.name },
      ...{ today, month, show, page, reach, vacant },
      reasons: countNotHeldReasons(sessions, { asOf: today, closures }),
      counts: countDue(rows),
      rows: chosen.slice(first, first + RECORDS_A_PAGE),
      shown: chosen.length,
      hasNext: chosen.length > first + RECORDS_A_PAGE,
    };
  });
}
