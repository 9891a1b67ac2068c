const DAY_MS = 86_400_000;
/** A file is kept this long after it was chosen, and no longer than it is needed. */
const KEPT_DAYS = 7;
/** Files of one person that wait for a job or a decision. */
export const MOST_OPEN = 5;

/** Files of imports asked for before this instant are past their time. */
export function importsExpiredBefore(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * DAY_MS);
}

export function importKeptUntil(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + KEPT_DAYS * DAY_MS);
}

const NUMBER = new Intl.NumberFormat("en-US");

/** "1 is", "12 are" */
export function countedAre(count: number | undefined, [one, many] = ["is", "are"]): string {
  return `${NUMBER.format(count ?? 0)} ${count === 1 ? one : many}`;
}
