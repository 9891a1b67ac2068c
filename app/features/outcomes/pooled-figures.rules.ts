import type { Day } from "#app/time/days.ts";
import { figureOf, percentOf, pool } from "./figure.rules.ts";
import type { Figure, MonthFigure, ReleasedAs } from "./figure.types.ts";
import { MEASURE_TRAITS, type MeasureCode } from "./measure-catalog.ts";
import type { FigureRow } from "./rollout.types.ts";

/** One measure over sites and months. A state on a day is never added up over months: the last month counts. */
export function pooledFigure(code: MeasureCode, rows: readonly FigureRow[], months: readonly Day[]): Figure {
  const own = rows.filter((row) => row.code === code && months.includes(row.month));
  if (MEASURE_TRAITS[code].cohort === "period") return poolOf(code, own);
  const last = own.reduce<Day>((latest, { month }) => (month > latest ? month : latest), "");
  const latest = own.filter(({ month }) => month === last);
  return poolOf(code, latest);
}

function poolOf(code: MeasureCode, rows: readonly FigureRow[]): Figure {
  return { ...figureOf(code, pool(rows), commonAsOf(rows)), released: releasedAs(rows) };
}

/** What was released stands, also where it was pooled; beside it what the same rows come to today. */
function releasedAs(rows: readonly FigureRow[]): ReleasedAs | null {
  const days = rows.flatMap(({ releasedOn }) => releasedOn ?? []).sort();
  if (days.length === 0) return null;
  const today = pool(rows.map(({ now }) => now));
  return {
    on: days.length === rows.length ? (days.at(-1) ?? null) : null,
    today: rows.some(isRestated) ? { ...today, value: percentOf(today) } : null,
  };
}

export function isRestated({ numerator, denominator, now }: FigureRow): boolean {
  return numerator !== now.numerator || denominator !== now.denominator;
}

export function figuresByMonth(
  code: MeasureCode,
  rows: readonly FigureRow[],
  { months, currentMonth }: { months: readonly Day[]; currentMonth: Day },
): MonthFigure[] {
  return months.map((month) => ({
    month,
    isProvisional: month >= currentMonth,
    ...pooledFigure(code, rows, [month]),
  }));
}

/** The day up to which the facts of every site are in: of the site that is furthest behind. */
function commonAsOf(rows: readonly FigureRow[]): Day | null {
  const bySite = new Map<string, Day>();
  for (const { siteId, asOf } of rows) if (asOf > (bySite.get(siteId) ?? "")) bySite.set(siteId, asOf);
  return [...bySite.values()].sort()[0] ?? null;
}
