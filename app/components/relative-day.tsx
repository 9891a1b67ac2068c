import { formatDay } from "#app/time/format-day.ts";

export { formatDay };

export interface RelativeDayProps {
  /** Calendar days as YYYY-MM-DD; `today` is the day at the site. */
  day: string;
  today: string;
  /** Leaves the weekday out where room is short. */
  compact?: boolean;
}

const DAY_MS = 86_400_000;

function midday(day: string) {
  return new Date(`${day}T12:00:00Z`);
}

/** "today", "7 days ago", "in 3 weeks" */
export function relativeWords(day: string, today: string): string {
  const days = Math.round((midday(day).getTime() - midday(today).getTime()) / DAY_MS);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  const distance = Math.abs(days);
  const amount =
    distance < 21
      ? `${distance} days`
      : distance < 70
        ? `${Math.round(distance / 7)} weeks`
        : distance < 730
          ? `${Math.round(distance / 30.44)} months`
          : `${Math.round(distance / 365.25)} years`;
  return days < 0 ? `${amount} ago` : `in ${amount}`;
}

export function RelativeDay({ day, today, compact = false }: RelativeDayProps) {
  return (
    <time dateTime={day}>
      <span className="whitespace-nowrap">{formatDay(day, { weekday: !compact })} ·</span>{" "}
      <span className="whitespace-nowrap text-ink-muted">{relativeWords(day, today)}</span>
    </time>
  );
}
