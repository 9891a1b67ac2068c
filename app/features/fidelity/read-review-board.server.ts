import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { hasRole, sitesWithRole, unitsWithRole } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addMonths, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { BOARD_ROLES, canPlanReview } from "./agreed-day.policy.ts";
import { closedDays, daysFor } from "./agreed-day.rules.ts";
import { statusOn } from "./assessment.rules.ts";
import type { AssessmentState } from "./assessment.types.ts";
import {
  countBoard,
  findMaybeSite,
  listBoardRegions,
  listBoardSites,
  listClosures,
  listReviewsOfCell,
} from "./review-board.queries.server.ts";
import type { BoardSearch } from "./review-board.schema.ts";
import type { BoardCell, BoardReview, OpenedCell, OwnMove, ReviewBoard } from "./review-board.types.ts";
import { listOwnMoves } from "./review-moves.queries.server.ts";
import { SCHEDULE_ROLES } from "./schedule-rule.policy.ts";
import { UNDO_MS } from "./take-back-move.server.ts";

const MONTHS = 6;
const SITES_PER_PAGE = 20;
const MOST_REVIEWS = 100;

const NONE: BoardCell = { planned: 0, open: 0, done: 0, overdue: 0, waived: 0 };

/** Sites by months: how many reviews stand how, and the reviews of the cell that is open. */
export async function readReviewBoard(ctx: PersonContext, search: BoardSearch): Promise<ReviewBoard> {
  const first = search.from
    ? parseCalendarDate(`${search.from}-01`)
    : startOfMonth(parseCalendarDate(ctx.today));
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(first, index));
  const { page } = search;
  const scope = {
    siteIds: sitesWithRole(ctx.actor, ...BOARD_ROLES),
    unitIds: unitsWithRole(ctx.actor, ...BOARD_ROLES),
  };
  return inSql(ctx, async (sql) => {
    const [sites, regions, opened, moves] = await Promise.all([
      listBoardSites(sql, {
        ...scope,
        regionId: search.region,
        limit: SITES_PER_PAGE + 1,
        offset: (page - 1) * SITES_PER_PAGE,
      }),
      listBoardRegions(sql, scope.siteIds),
      search.site && search.month
        ? openCell(sql, ctx, scope, { siteId: search.site, month: `${search.month}-01` })
        : null,
      listOwnMoves(sql, ctx, new Date(ctx.now.getTime() - UNDO_MS)),
    ]);
    const shown = sites.slice(0, SITES_PER_PAGE);
    const counts = await countBoard(sql, ctx, {
      siteIds: shown.map(({ siteId }) => siteId),
      from: first,
      before: addMonths(first, MONTHS),
    });
    const cells = new Map(counts.map(({ siteId, month, ...cell }) => [`${siteId} ${month}`, cell]));
    return {
      months,
      earlier: addMonths(first, -MONTHS).slice(0, 7),
      later: addMonths(first, MONTHS).slice(0, 7),
      rows: shown.map((site) => ({
        ...site,
        cells: months.map((month) => cells.get(`${site.siteId} ${month}`) ?? NONE),
      })),
      regions,
      region: search.region ?? "",
      page,
      pageSize: SITES_PER_PAGE,
      hasNext: sites.length > SITES_PER_PAGE,
      opened,
      moves: moves.map(
        ({ madeAt, ...move }): OwnMove => ({
          ...move,
          madeAt: madeAt.toISOString(),
          until: new Date(madeAt.getTime() + UNDO_MS).toISOString(),
        }),
      ),
      newId: randomUUID(),
      permissions: {
        canShift: hasRole(ctx.actor, "lead"),
        canOpenSchedules: hasRole(ctx.actor, ...SCHEDULE_ROLES),
      },
    };
  });
}

async function openCell(
  sql: Sql,
  ctx: PersonContext,
  scope: { siteIds: string[]; unitIds: string[] },
  { siteId, month }: { siteId: string; month: Day },
): Promise<OpenedCell> {
  const before = addMonths(parseCalendarDate(month), 1);
  const [site, rows] = await Promise.all([
    findMaybeSite(sql, siteId, scope),
    listReviewsOfCell(sql, { siteId, from: month, before, limit: MOST_REVIEWS + 1 }),
  ]);
  if (!site) throw new Problem("not-found", { subject: "site", id: siteId });
  const days = [month, before, ...rows.flatMap(({ opensOn, dueOn }) => [opensOn, dueOn])].sort();
  const closures = await listClosures(sql, {
    siteIds: [siteId],
    from: days[0] ?? month,
    until: days.at(-1) ?? before,
  });
  const today = dayIn(site.zone, ctx.now);
  const closedBy = closedDays(closures);
  const seesRules = hasRole(ctx.actor, "lead", "evaluator");
  const reviews = rows.slice(0, MOST_REVIEWS).map((row): BoardReview => {
    const { id, coachName, raterName, unassignedReason, ruleTitle, state } = row;
    const { opensOn, targetOn, dueOn, graceEndsOn, plannedOn, plannedByName, plannedLostOn, moveId } = row;
    return {
      // A rule may be named after what asks for its reviews, and whoever rates is not to know.
      ...{ id, coachName, raterName, unassignedReason, state, ruleTitle: seesRules ? ruleTitle : null },
      ...{ opensOn, targetOn, dueOn, graceEndsOn, plannedOn, plannedByName, plannedLostOn, moveId },
      status: statusOn({ ...row, state: state as AssessmentState }, today).status,
      days: canPlanReview(ctx.actor, row) ? daysFor(row, { today, closedBy }) : [],
    };
  });
  return {
    siteId,
    siteName: site.name,
    month,
    today,
    reviews,
    hasMore: rows.length > MOST_REVIEWS,
    closures: closures.map(({ firstOn, lastOn, name }) => ({ firstOn, lastOn, name })),
  };
}
