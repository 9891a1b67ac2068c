const FEW = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

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

/** "25 %" */
export function percent(rate: number | null): string {
  return rate === null ? "–" : `${Math.round(rate * 100)} %`;
}
