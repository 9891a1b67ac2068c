const HOUR_MS = 3_600_000;

/** Hours from one wall time to another as the clock shows them; 0 when one of them is missing. */
export function clockHours(from: string, to: string): number {
  const hours = (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / HOUR_MS;
  return Number.isFinite(hours) ? hours : 0;
}

/** The time so many hours after another on the same day; null when there is none, or that day is over by then. */
export function timeAfter(time: string, hours: number): string | null {
  const at = Date.parse(`1970-01-01T${time}Z`) + hours * HOUR_MS;
  return at < 24 * HOUR_MS ? new Date(at).toISOString().slice(11, 16) : null;
}
