import type { Day } from "#app/time/days.ts";
import type { ExportStatus } from "./export.types.ts";

const DAY_MS = 86_400_000;
/** A file is kept this long after it was asked for. */
const KEPT_DAYS = 7;
/** More requests at a time than a person waits for. */
export const MOST_WAITING = 3;

/** Exports asked for before this instant are past their time. */
export function expiredBefore(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * DAY_MS);
}

export function keptUntil(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + KEPT_DAYS * DAY_MS);
}

/** Whether there is a file that may still be fetched. */
export function hasFile(
  { status, requestedAt }: { status: ExportStatus; requestedAt: Date },
  now: Date,
): boolean {
  return status === "done" && requestedAt >= expiredBefore(now);
}

export function exportFileName(
  { fromOn, untilOn }: { fromOn: Day; untilOn: Day },
  part: "csv" | "manifest",
): string {
  return `sessions-${fromOn}-to-${untilOn}.${part === "csv" ? "csv" : "manifest.json"}`;
}
