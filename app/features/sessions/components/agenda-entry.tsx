import { Link } from "@remix-run/react";
import { CalendarCheck2, CalendarClock, CalendarX2, CircleAlert, Repeat, Users } from "lucide-react";
import { zoneWords } from "#app/time/zone-words.ts";
import type { AgendaEntry } from "../agenda.types.ts";
import { NOT_HELD_REASON_LABELS } from "../not-held.codes.ts";
import { isDelivered, STATUS_LABELS } from "../session.codes.ts";

/** Where the calendar's links lead: other pages without a connection than with one. */
export interface AgendaLinks {
  view: (given: { view?: "week" | "month"; on: string }) => string;
  /** Null where there is no page of it. */
  entry: (entry: AgendaEntry) => string | null;
  log: (entry: AgendaEntry) => string;
  plan: ((given: { on: string; at?: string }) => string) | null;
}

const isOpen = (entry: AgendaEntry, today: string) =>
  entry.status === "scheduled" && entry.on < today && !entry.isCoCoach;

export function namesOf({ people }: Pick<AgendaEntry, "people">): string {
  const [first, second, ...others] = people.map(({ name }) => name);
  if (!second) return first ?? "somebody";
  return others.length > 0 ? `${first} and ${others.length + 1} more` : `${first} and ${second}`;
}

/** "Planned", why it did not take place, or that nobody has said yet what became of it. */
export function statusWords(entry: AgendaEntry, today: string): string {
  const why = entry.notHeldReason ? `: ${NOT_HELD_REASON_LABELS[entry.notHeldReason].toLowerCase()}` : "";
  const words = STATUS_LABELS[entry.status] + why;
  if (entry.isCoCoach) return `${words}, you are co-coach`;
  if (entry.isWaiting) return "Logged on this device, waits to be sent";
  if (entry.clash) return entry.clash.words;
  return isOpen(entry, today) ? "Planned, not logged yet" : words;
}

/** The time at the site, with its zone when that is not the coach's. */
export function timeWords({ startTime, endTime, zone: own }: AgendaEntry, zone: string): string {
  if (!startTime) return "No time yet";
  const times = endTime ? `${startTime}–${endTime}` : startTime;
  return own === zone ? times : `${times} ${zoneWords(own)}`;
}

function StatusIcon({ entry, today }: { entry: AgendaEntry; today: string }) {
  const Icon = isDelivered(entry.status)
    ? CalendarCheck2
    : entry.status !== "scheduled"
      ? CalendarX2
      : isOpen(entry, today) || entry.clash
        ? CircleAlert
        : CalendarClock;
  return <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />;
}

function toneOf(entry: AgendaEntry, today: string): string {
  if (isDelivered(entry.status)) return "border-positive/40 bg-positive-soft";
  if (entry.isWaiting) return "border-caution bg-caution-soft";
  if (isOpen(entry, today) || entry.clash) return "border-caution bg-caution-soft";
  return entry.status === "scheduled" ? "border-accent/40 bg-accent-soft" : "border-line bg-sunken";
}

/** A session in the calendar. `isSmall`: one line less, for a month. */
export function EntryBox({
  entry,
  today,
  zone,
  links,
  isSmall = false,
}: {
  entry: AgendaEntry;
  today: string;
  zone: string;
  links: AgendaLinks;
  isSmall?: boolean;
}) {
  const to = links.entry(entry);
  const isOff = !isDelivered(entry.status) && entry.status !== "scheduled";
  const content = (
    <>
      <StatusIcon entry={entry} today={today} />
      <span className="grid min-w-0 grow">
        <span className={`font-semibold ${isSmall ? "truncate" : ""} ${isOff ? "line-through" : ""}`}>
          {namesOf(entry)}
        </span>
        <span className="text-ink-muted tabular-nums">{timeWords(entry, zone)}</span>
        <span className={isSmall ? "sr-only" : "text-ink-muted"}>{statusWords(entry, today)}</span>
      </span>
      {entry.isCoCoach ? (
        <Users role="img" aria-label="co-coach" className="mt-0.5 size-3.5 shrink-0 text-ink-muted" />
      ) : null}
      {entry.planId ? (
        <Repeat role="img" aria-label="repeats" className="mt-0.5 size-3.5 shrink-0 text-ink-muted" />
      ) : null}
    </>
  );
  const look = `flex min-h-11 gap-1.5 rounded-control border px-2 py-1 text-[0.8125rem] leading-snug ${toneOf(entry, today)}`;
  return to ? (
    <Link to={to} className={`${look} text-ink hover:border-ink`}>
      {content}
    </Link>
  ) : (
    <div className={look}>{content}</div>
  );
}
