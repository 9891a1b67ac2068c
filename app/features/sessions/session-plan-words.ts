import { formatDay } from "#app/time/format-day.ts";
import { LONG_WEEKDAYS, WEEK_LABELS, type WeekOfMonth } from "./session-plan.codes.ts";
import type { PlanRule } from "./session-plan.types.ts";

type Days = Pick<PlanRule, "every" | "weekdays" | "weekOfMonth">;

/** "Every 2 weeks on Tuesday", "Monthly on the last Friday" */
export function repeatWords({ every, weekdays, weekOfMonth }: Days): string {
  const days = weekdays.map((each) => LONG_WEEKDAYS[each - 1] ?? "");
  if (weekOfMonth === null)
    return `${every === 1 ? "Every week" : `Every ${every} weeks`} on ${listed(days)}`;
  const week = WEEK_LABELS[String(weekOfMonth) as WeekOfMonth].toLowerCase();
  return `${every === 1 ? "Monthly" : `Every ${every} months`} on the ${week} ${days[0]}`;
}

/** "From 17 Nov 2026, until 1 Jun 2027" */
export function spanWords({ startsOn, endsOn }: Pick<PlanRule, "startsOn" | "endsOn">): string {
  const from = `from ${formatDay(startsOn, { weekday: false })}`;
  return endsOn === null ? from : `${from} until ${formatDay(endsOn, { weekday: false })}`;
}

function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");
}
