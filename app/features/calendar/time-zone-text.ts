import { DateTime, Duration, IANAZone } from "luxon";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The rules of a zone for the years that events lie in, as RFC 5545 writes them: one observance at the beginning, and
 * one for each change of the clocks. Dates of changes are listed, not described by a rule, so that a reader needs no
 * knowledge of its own.
 */
export function timeZoneText(name: string, fromYear: number, untilYear: number): string {
  const zone = IANAZone.create(name);
  const start = Date.UTC(fromYear, 0, 1);
  const end = Date.UTC(untilYear + 1, 0, 1);
  const lines = [observance(name, start, zone.offset(start))];
  for (let day = start; day < end; day += DAY_MS)
    if (zone.offset(day) !== zone.offset(day + DAY_MS)) {
      const change = changeBetween(zone, day, day + DAY_MS);
      lines.push(observance(name, change, zone.offset(change - MINUTE_MS)));
    }
  return ["BEGIN:VTIMEZONE", `TZID:${name}`, ...lines, "END:VTIMEZONE"].join("\r\n");
}

/** The first minute that has the offset of `after`. */
function changeBetween(zone: IANAZone, before: number, after: number): number {
  let [old, current] = [before, after];
  while (current - old > MINUTE_MS) {
    const middle = Math.floor((old + current) / 2 / MINUTE_MS) * MINUTE_MS;
    if (zone.offset(middle) === zone.offset(before)) old = middle;
    else current = middle;
  }
  return current;
}

/** What holds from an instant on; its start is told on the clock that held before. */
function observance(zone: string, at: number, offsetBefore: number): string {
  const time = DateTime.fromMillis(at, { zone, locale: "en-US" });
  const kind = time.isInDST ? "DAYLIGHT" : "STANDARD";
  return [
    `BEGIN:${kind}`,
    `DTSTART:${DateTime.fromMillis(at + offsetBefore * MINUTE_MS, { zone: "utc" }).toFormat("yyyyLLdd'T'HHmmss")}`,
    `TZOFFSETFROM:${offsetText(offsetBefore)}`,
    `TZOFFSETTO:${offsetText(time.offset)}`,
    `TZNAME:${time.offsetNameShort}`,
    `END:${kind}`,
  ].join("\r\n");
}

function offsetText(minutes: number): string {
  return `${minutes < 0 ? "-" : "+"}${Duration.fromObject({ minutes: Math.abs(minutes) }).toFormat("hhmm")}`;
}
