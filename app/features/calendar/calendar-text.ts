import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus } from "ical-generator";
import { DateTime } from "luxon";
import { dayIn, instantOf, timeIn } from "#app/time/days.ts";
import type { CalendarEntry } from "./calendar.types.ts";
import { timeZoneText } from "./time-zone-text.ts";

const REFRESH_SECONDS = 3_600;

/** A calendar as RFC 5545 writes it. The same entries are the same text, whenever it is written. */
export function calendarText(
  entries: readonly CalendarEntry[],
  { from, until, publicUrl }: { from: string; until: string; publicUrl: string },
): string {
  const calendar = ical({
    name: "Coaching",
    prodId: { company: "Throughline", product: "Coaching calendar", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
    timezone: {
      name: null,
      generator: (zone) => timeZoneText(zone, Number(from.slice(0, 4)), Number(until.slice(0, 4))),
    },
  });
  for (const entry of entries) {
    const changedAt = DateTime.fromJSDate(entry.changedAt, { zone: "utc" });
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.version,
      stamp: changedAt,
      lastModified: changedAt,
      summary: entry.title,
      url: `${publicUrl}${entry.path}`,
      status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...timesOf(entry.when),
    });
  }
  return calendar.toString();
}

function timesOf(when: CalendarEntry["when"]): Pick<ICalEventData, "start" | "end" | "allDay" | "timezone"> {
  if ("firstOn" in when)
    return {
      allDay: true,
      start: DateTime.fromISO(when.firstOn, { zone: "utc" }),
      // The end of an all-day event is the first day after it.
      end: DateTime.fromISO(when.lastOn, { zone: "utc" }).plus({ days: 1 }),
    };
  const { startsAt, endsAt, zone } = when;
  // The second turn of an hour that comes twice has no name of its own on the clock: it is told in UTC.
  const isNamed = [startsAt, endsAt].every(
    (at) => instantOf(dayIn(zone, at), timeIn(zone, at), zone).getTime() === minuteOf(at),
  );
  return {
    start: DateTime.fromJSDate(startsAt, { zone }),
    end: DateTime.fromJSDate(endsAt, { zone }),
    timezone: isNamed ? zone : null,
  };
}

function minuteOf(at: Date): number {
  return Math.floor(at.getTime() / 60_000) * 60_000;
}
