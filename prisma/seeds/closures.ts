import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import { randomFor } from "./random.ts";
import { dayText, holidaysOf } from "./working-days.ts";

const ANNOUNCED_DAYS_BEFORE = 60;

/** The legal holidays from the first year of the program to the year after this one. */
export function buildClosures(shape: Shape, programId: string): TableRows {
  const random = randomFor(shape.seed, "closures");
  const rows = new TableRows("closure", [
    ...["id", "program_id", "name", "first_on", "last_on", "announced_on", "changed_at"],
  ]);
  const yearOf = (day: number) => Number(dayText(day).slice(0, 4));
  for (let year = yearOf(shape.from); year <= yearOf(shape.today) + 1; year += 1)
    for (const [day, name] of holidaysOf(year)) {
      const announcedOn = dayText(Math.min(day - ANNOUNCED_DAYS_BEFORE, shape.today));
      const on = dayText(day);
      rows.add(random.uuid(), programId, name, on, on, announcedOn, `${announcedOn}T08:00:00Z`);
    }
  return rows;
}
