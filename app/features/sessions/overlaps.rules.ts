import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { AgendaEntry } from "./agenda.types.ts";
import type { AskedTime, Overlap } from "./overlap.types.ts";
import { isDelivered } from "./session.codes.ts";
import { timesOf } from "./session.rules.ts";

/**
 * Sessions of a calendar at the time that is asked about, in its order: the same answer as the server's, as far as the
 * calendar goes.
 * @param ownIds the coach's people: of a session that somebody else leads, only these are named
 */
export function overlapsIn(
  entries: readonly Pick<
    AgendaEntry,
    "id" | "on" | "startTime" | "endTime" | "zone" | "status" | "people" | "isCoCoach"
  >[],
  asked: AskedTime,
  { zone, ownIds }: { zone: string; ownIds: ReadonlySet<string> },
): Overlap[] {
  const { startsAt, endsAt } = timesOf(asked, zone);
  if (!startsAt || !endsAt || startsAt >= endsAt) return [];
  const day = parseCalendarDate(asked.sessionOn);
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  return entries.flatMap(({ id, on, startTime, endTime, status, people, isCoCoach, ...entry }) => {
    if (id === asked.sessionId || on < before || on > after || !startTime || !endTime) return [];
    if (status !== "scheduled" && !isDelivered(status)) return [];
    const other = timesOf({ sessionOn: on, startTime, endTime }, entry.zone);
    if (!other.startsAt || !other.endsAt || other.startsAt >= endsAt || other.endsAt <= startsAt) return [];
    const names = people.filter((person) => !isCoCoach || ownIds.has(person.id)).map(({ name }) => name);
    return [{ id, ofOn: asked.sessionOn, on, startTime, endTime, names }];
  });
}
