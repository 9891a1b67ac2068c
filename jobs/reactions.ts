import type { EventType } from "#app/events/catalog.ts";
import type { OutboxEvent } from "#app/events/outbox.queries.server.ts";
import type { JobName } from "./registry.ts";

export interface Reaction {
  job: JobName;
  payload: Record<string, string | undefined>;
}

type React = (event: OutboxEvent) => Reaction[];

const figuresOfMonth: React = ({ siteId, payload }) => [
  { job: "refresh-figures", payload: { siteId: siteId ?? undefined, month: text(payload.monthOn) } },
];
const scheduleOfPerson: React = ({ payload }) => [
  { job: "reconcile-assessments", payload: { subjectId: text(payload.personId) } },
];

/** Which jobs an event wakes. */
export const REACTIONS: Partial<Record<EventType, React>> = {
  "session.logged": figuresOfMonth,
  // An edit may move a session from one month to another: both are recomputed.
  "session.edited": (event) => {
    const months = [text(event.payload.monthOn), text(event.payload.previousMonthOn)];
    return [...new Set(months.filter((month) => month !== undefined))].map((month) => ({
      job: "refresh-figures",
      payload: { siteId: event.siteId ?? undefined, month },
    }));
  },
  "session.acknowledged": figuresOfMonth,
  "session.disputed": figuresOfMonth,
  "assessment.submitted": (event) => [...figuresOfMonth(event), { job: "deliver-mail", payload: {} }],
  "assessment.opened": () => [{ job: "deliver-mail", payload: {} }],
  "certification.awarded": scheduleOfPerson,
  "certification.expired": scheduleOfPerson,
};

export function reactionsTo(event: OutboxEvent): Reaction[] {
  return REACTIONS[event.type as EventType]?.(event) ?? [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
