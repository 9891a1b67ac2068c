const LONG = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/** "Nov 2026", of a month or of a day in it */
export function formatMonth(month: string): string {
  const date = new Date(`${month.slice(0, 7)}-15T12:00:00Z`);
  return `${MONTH.format(date)} ${date.getUTCFullYear()}`;
}

/** "Mon 16 Nov 2026" */
export function formatDay(day: string, { weekday = true }: { weekday?: boolean } = {}): string {
  const date = new Date(`${day}T12:00:00Z`);
  const rest = `${date.getUTCDate()} ${MONTH.format(date)} ${date.getUTCFullYear()}`;
  return weekday ? `${LONG.format(date)} ${rest}` : rest;
}

/** The last day on which something holds that no longer holds on `endsOn`. */
export function formatLastDay(endsOn: string, style: { weekday?: boolean } = {}): string {
  const date = new Date(`${endsOn}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return formatDay(date.toISOString().slice(0, 10), style);
}
