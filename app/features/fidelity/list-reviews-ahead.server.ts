import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import { dayIn } from "#app/time/days.ts";
import { assessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import { parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canWaiveReview } from "./agreed-day.policy.ts";
import { listReviewsAhead as queryReviews } from "./reviews-ahead.queries.server.ts";
import type { ReviewAhead, ReviewsAheadPage } from "./reviews-ahead.types.ts";
import { listSites } from "./schedule-rules.queries.server.ts";

/** Reviews that are planned, open or begun, soonest first, with their state on the day of their site. */
export async function listReviewsAhead(
  ctx: PersonContext,
  { site, page }: { site?: string | undefined; page: number },
): Promise<ReviewsAheadPage> {
  const [rows, sites] = await inSql(ctx, (sql) =>
    Promise.all([
      queryReviews(sql, {
        siteId: site,
        today: ctx.today,
        limit: PAGE_SIZE + 1,
        offset: (page - 1) * PAGE_SIZE,
      }),
      listSites(sql),
    ]),
  );
  return {
    reviews: rows.slice(0, PAGE_SIZE).map(({ zone, subjectId, ...row }): ReviewAhead => {
      const opensOn = parseCalendarDate(row.opensOn);
      const { status } = assessmentStatus(
        {
          opensOn,
          dueOn: parseCalendarDate(row.dueOn),
          graceEndsOn: parseCalendarDate(row.graceEndsOn),
          startedOn: row.state === "in_progress" ? opensOn : null,
        },
        parseCalendarDate(dayIn(zone, ctx.now)),
      );
      return { ...row, status, canWaive: !row.isSecond && canWaiveReview(ctx.actor, { ...row, subjectId }) };
    }),
    site: site ?? "",
    sites,
    page,
    pageSize: PAGE_SIZE,
    hasNext: rows.length > PAGE_SIZE,
  };
}
