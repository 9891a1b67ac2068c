import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";
import { lastDayOf, periodOf, shiftMonth } from "./months.rules.ts";
import { canSeePeopleAt } from "./outcome.policy.ts";
import { figuresByMonth } from "./pooled-figures.rules.ts";
import { listFigures, listMeasureSummaries } from "./rollout.queries.server.ts";
import type { RolloutSearch } from "./rollout.schema.ts";
import type { SiteView } from "./site.types.ts";
import { listAssessmentRecords, listCoachDose, listStages } from "./site-records.queries.server.ts";
import { assessmentRow, findSiteInView, monthAt } from "./site-scope.server.ts";

const MONTHS_SHOWN = 12;
const ASSESSMENTS_SHOWN = 12;

/** One site: its stages, its figures by month, its coaches' dose for those who support them, its assessments. */
export async function readSite(ctx: PersonContext, siteId: string, search: RolloutSearch): Promise<SiteView> {
  const period = periodOf(search, ctx.today);
  const last = period.months.at(-1) ?? period.currentMonth;
  const span = { siteId, from: period.months[0] ?? last, until: lastDayOf(last) };
  const canSeePeople = canSeePeopleAt(ctx.actor, siteId);
  return inSql(ctx, async (sql) => {
    const site = await findSiteInView(ctx, sql, siteId);
    const { today } = monthAt(ctx, site, undefined);
    const from = shiftMonth(last, 1 - MONTHS_SHOWN);
    const [stages, rows, measures, coaches, assessments] = await Promise.all([
      listStages(sql, siteId),
      listFigures(sql, { siteIds: [siteId], codes: MEASURE_CODES, from, until: last }),
      listMeasureSummaries(sql, { on: ctx.today }),
      canSeePeople ? listCoachDose(sql, { ...span, today }) : null,
      listAssessmentRecords(sql, {
        ...{ siteId, from: "2000-01-01", until: lastDayOf(shiftMonth(period.currentMonth, 1)), by: "due" },
        ...{ page: 1, pageSize: ASSESSMENTS_SHOWN },
      }),
      canSeePeople &&
        recordEvent(sql, ctx, {
          type: "coach-figures.viewed",
          subjectType: "site",
          subjectId: siteId,
          siteId,
        }),
    ]);
    const months = Array.from({ length: MONTHS_SHOWN }, (_, index) => shiftMonth(from, index));
    return {
      site,
      period,
      stages,
      measures: MEASURE_CODES.map((code) => ({
        code,
        name: measures.find((measure) => measure.code === code)?.name ?? code,
        months: figuresByMonth(code, rows, { months, currentMonth: period.currentMonth }),
      })),
      coaches,
      assessments: assessments
        .slice(0, ASSESSMENTS_SHOWN)
        .map((record) => assessmentRow(record, { today, canSeePeople })),
      today,
    };
  });
}
