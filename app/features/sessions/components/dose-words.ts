const FEW = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const MONTH = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });

/** A plan in words: part of a month plans part of a session. */
export function rounded(amount: number): string {
  return FEW.format(amount);
}

/** "1 of 2.5 planned" */
export function ofPlanned(delivered: number, planned: number): string {
  return `${rounded(delivered)} of ${rounded(planned)} planned`;
}

/** Minutes are whole to the eye. */
export function wholeMinutes(minutes: number): number {
  return Math.round(minutes);
}

/** "November", of any day in it */
export function monthWord(day: string): string {
  return monthName(day).split(" ")[0] ?? "";
}

/** "November 2026", of any day in it */
export function monthName(day: string): string {
  return MONTH.format(new Date(`${day.slice(0, 7)}-15T12:00:00Z`));
}

/** "25 %" */
export function percent(rate: number | null): string {
  return rate === null ? "–" : `${Math.round(rate * 100)} %`;
}
