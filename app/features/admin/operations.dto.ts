import { dayIn, timeIn } from "#app/time/days.ts";
import type { AuditItem, JobRunItem } from "./admin.types.ts";
import type { EventRow, JobRunRow } from "./operations.queries.server.ts";

export function toJobRun(row: JobRunRow, zone: string): JobRunItem {
  const { id, name, key, startedAt, finishedAt, outcome, result, error } = row;
  return {
    id,
    name,
    key,
    startedOn: dayIn(zone, startedAt),
    startedAt: timeIn(zone, startedAt),
    seconds: finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    outcome,
    result,
    error,
  };
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

export function toAuditItem({ occurredAt, payload, ...row }: EventRow, zone: string): AuditItem {
  return {
    ...row,
    payload: Object.entries(payload)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, plain(value)]),
    day: dayIn(zone, occurredAt),
    time: timeIn(zone, occurredAt),
  };
}
