const HOUR_MS = 3_600_000;

/** Hours from one wall time to another as the clock shows them; 0 when one of them is missing. */
export function clockHours(from: string, to: string): number {
  const hours = (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / HOUR_MS;
  return Number.isFinite(hours) ? hours : 0;
}
