import type { Shape } from "./arguments.ts";
import { dayText } from "./working-days.ts";
import type { SeedSummary } from "./write-program.ts";

/** What was written, on one screen. */
export function summaryLines(shape: Shape, { rows, seconds }: SeedSummary): string[] {
  const total = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  const parts = Object.entries(seconds).map(([part, each]) => `${part} ${each.toFixed(1)} s`);
  return [
    `Program of ${shape.sites} sites (and ${shape.preparing} preparing), ${dayText(shape.from)} to ${dayText(shape.today)}, seed ${shape.seed}`,
    ...Object.entries(rows).map(
      ([table, count]) => `${count.toLocaleString("en-US").padStart(12)}  ${table}`,
    ),
    `${total.toFixed(1)} s: ${parts.join(", ")}`,
  ];
}
