import type { Day } from "#app/time/days.ts";
import { figureOf, pool } from "./figure.rules.ts";
import type { Figure, MonthFigure } from "./figure.types.ts";
import { MEASURE_TRAITS, type MeasureCode } from "./measure-catalog.ts";
import type { FigureRow } from "./rollout.types.ts";

/** One measure over sites and months. A state on a day is never added up over months: the last month counts. */
export function pooledFigure(code: MeasureCode, rows: readonly FigureRow[], months: readonly Day[]): Figure {
  const own = rows.filter((row) => row.code === code && months.includes(row.month));
  if (MEASURE_TRAITS[code].cohort === "period") return figureOf(code, pool(own), commonAsOf(own));
  const last = own.reduce<Day>((latest, { month }) => (month > latest ? month : latest), "");
  const latest = own.filter(({ month }) => month === last);
  return figureOf(code, pool(latest), commonAsOf(latest));
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
