/** "just now", "5 minutes ago", "2 hours ago", "3 days ago" */
export function ageWords(then: number, now: number): string {
  const minutes = Math.max(0, Math.round((now - then) / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return count(minutes, "minute");
  if (minutes < 48 * 60) return count(Math.round(minutes / 60), "hour");
  return count(Math.round(minutes / 1440), "day");
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"} ago`;
}
