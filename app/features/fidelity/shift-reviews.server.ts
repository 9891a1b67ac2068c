import { createHash, randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { sitesWithRole } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addMonths, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { closedDays, dayOf, type Shift, type SiteDays, shifted } from "./agreed-day.rules.ts";
import { MovedMeanwhile, requireOwnMove } from "./move-review.server.ts";
import { recordMovedDays } from "./record-moved-days.server.ts";
import {
  listClosures,
  listReviewsToShift,
  listRuleTitles,
  listSitesByIds,
  type ReviewOnBoard,
} from "./review-board.queries.server.ts";
import type { ShiftForm } from "./review-board.schema.ts";
import type { ShiftLine, ShiftPage, ShiftPreview } from "./review-board.types.ts";
import {
  countItems,
  findMaybeOwnMove,
  insertMove,
  moveReviews,
  type NewDay,
} from "./review-moves.queries.server.ts";
import { lockSchedule } from "./schedule.queries.server.ts";

const MOST_AT_ONCE = 1000;
const MOST_LINES = 200;
const MONTHS_AHEAD = 12;
const MONTHS_BACK = 2;

export type ShiftAnswer =
  | { ok: true; moved: number; staying: number }
  | { ok: true; preview: ShiftPreview }
  | Refusal;

/** What a shift can be about: the sites one leads, months and rules. */
export async function readShiftPage(
  ctx: PersonContext,
  search: { site?: string | undefined; month?: string | undefined },
): Promise<ShiftPage> {
  const [sites, rules] = await inSql(ctx, (sql) =>
    Promise.all([listSitesByIds(sql, sitesWithRole(ctx.actor, "lead")), listRuleTitles(sql)]),
  );
  const first = startOfMonth(parseCalendarDate(ctx.today));
  return {
    sites,
    rules,
    months: Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, index) =>
      addMonths(first, index - MONTHS_BACK),
    ),
    newId: randomUUID(),
    site: search.site ?? "",
    month: search.month ?? "",
  };
}

/**
 * Gives many reviews other days at once. What it would do is shown first, and nothing is stored by looking; it is done
 * only when what it would do is still what was shown, and then as a whole. Posted twice, it is one move.
 */
export async function shiftReviews(ctx: PersonContext, form: ShiftForm): Promise<ShiftAnswer> {
  const led = sitesWithRole(ctx.actor, "lead");
  if (form.siteId !== undefined && !led.includes(form.siteId))
    throw new Problem("not-found", { subject: "site", id: form.siteId });
  const siteIds = form.siteId === undefined ? led : [form.siteId];
  try {
    return await inSql(ctx, async (sql): Promise<ShiftAnswer> => {
      if (form.intent === "preview") return await previewOf(sql, ctx, siteIds, form);
      await lockSchedule(sql, ctx.actor.programId);
      if (await findMaybeOwnMove(sql, ctx, form.id))
        return { ok: true, moved: await countItems(sql, form.id), staying: 0 };
      const plan = await planShift(sql, ctx, siteIds, form);
      if ("ok" in plan) return plan;
      if (plan.preview.mark !== form.mark) return { ok: true, preview: { ...plan.preview, isStale: true } };
      if (plan.days.length === 0) return refuse("review.shift", "No review would move.");
      if (!(await insertMove(sql, ctx, { id: form.id, kind: "many" })))
        await requireOwnMove(sql, ctx, form.id);
      const moved = await moveReviews(sql, ctx, form.id, plan.days);
      if (moved.length !== plan.days.length) throw new MovedMeanwhile();
      await recordMovedDays(sql, ctx, { moveId: form.id, moved, isTakenBack: false });
      return { ok: true, moved: moved.length, staying: plan.preview.staying };
    });
  } catch (error) {
    if (!(error instanceof MovedMeanwhile)) throw error;
    return inSql(ctx, async (sql) => {
      const answer = await previewOf(sql, ctx, siteIds, form);
      return "preview" in answer ? { ok: true, preview: { ...answer.preview, isStale: true } } : answer;
    });
  }
}

async function previewOf(
  sql: Sql,
  ctx: PersonContext,
  siteIds: string[],
  form: ShiftForm,
): Promise<ShiftAnswer> {
  const plan = await planShift(sql, ctx, siteIds, form);
  return "ok" in plan ? plan : { ok: true, preview: plan.preview };
}

async function planShift(
  sql: Sql,
  ctx: PersonContext,
  siteIds: string[],
  form: ShiftForm,
): Promise<{ days: NewDay[]; preview: ShiftPreview } | Refusal> {
  const span = spanOf(ctx.today, form.month);
  const rows = await listReviewsToShift(sql, {
    siteIds,
    ...span,
    ruleCode: form.ruleCode,
    limit: MOST_AT_ONCE + 1,
  });
  if (rows.length > MOST_AT_ONCE)
    return refuse("review.shift", `More than ${MOST_AT_ONCE} reviews fit. Choose one site, month or rule.`);
  const daysAt = await readSiteDays(sql, ctx, rows);
  const shift: Shift =
    form.by === "days"
      ? { by: "days", days: form.days ?? 0 }
      : { by: "week", weekOf: form.weekOf ?? ctx.today };
  const days: NewDay[] = [];
  const moves: ShiftLine[] = [];
  const stays: ShiftLine[] = [];
  for (const row of rows) {
    const { id, coachName, siteName, ruleTitle } = row;
    const line = { id, coachName, siteName, ruleTitle, fromOn: dayOf(row) };
    const result = shifted(row, shift, daysAt(row));
    if ("reason" in result) stays.push({ ...line, toOn: null, note: result.reason });
    else {
      moves.push({ ...line, toOn: result.to, note: result.note });
      days.push({ id, seen: row.moveId, to: result.to });
    }
  }
  const shown = JSON.stringify([days, stays.map(({ id, note }) => [id, note])]);
  return {
    days,
    preview: {
      moves: moves.slice(0, MOST_LINES),
      stays: stays.slice(0, MOST_LINES),
      moving: moves.length,
      staying: stays.length,
      mark: createHash("sha256").update(shown).digest("hex"),
      isStale: false,
    },
  };
}

function spanOf(today: Day, month: string | undefined): { from: Day; before: Day } {
  if (month !== undefined) {
    const first = parseCalendarDate(`${month}-01`);
    return { from: first, before: addMonths(first, 1) };
  }
  const first = startOfMonth(parseCalendarDate(today));
  return { from: addMonths(first, -MONTHS_BACK), before: addMonths(first, MONTHS_AHEAD + 1) };
}

/** The day and the closures at the site of each review. */
async function readSiteDays(
  sql: Sql,
  ctx: PersonContext,
  rows: readonly ReviewOnBoard[],
): Promise<(row: ReviewOnBoard) => SiteDays> {
  const bounds = rows.flatMap(({ opensOn, dueOn }) => [opensOn, dueOn]).sort();
  const siteIds = [...new Set(rows.map(({ siteId }) => siteId))];
  const closures = await listClosures(sql, {
    siteIds,
    from: bounds[0] ?? ctx.today,
    until: bounds.at(-1) ?? ctx.today,
  });
  const known = new Map<string, SiteDays>();
  return ({ siteId, zone }) => {
    const days = known.get(siteId) ?? {
      today: dayIn(zone, ctx.now),
      closedBy: closedDays(closures.filter((one) => one.siteId === null || one.siteId === siteId)),
    };
    known.set(siteId, days);
    return days;
  };
}
