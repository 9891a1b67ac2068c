import ICAL from "ical.js";
import { expect, test } from "vitest";
import { instantOf } from "#app/time/days.ts";
import type { CalendarEntry } from "./calendar.types.ts";
import { calendarText } from "./calendar-text.ts";
import { timeZoneText } from "./time-zone-text.ts";

const ZONES = ["America/Los_Angeles", "America/Boise", "America/Phoenix", "Europe/London"];
const PLACE = { from: "2026-08-18", until: "2027-11-17", publicUrl: "https://coaching.example" };

const entry = (given: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid: "session-1@throughline",
  title: "Coaching session with Ann Able",
  path: "/sessions/1",
  version: 2,
  changedAt: new Date("2026-11-16T20:00:00.123Z"),
  isCancelled: false,
  when: {
    startsAt: new Date("2026-11-16T17:00:00Z"),
    endsAt: new Date("2026-11-16T18:00:00Z"),
    zone: "America/Los_Angeles",
  },
  ...given,
});

/** The events of a text as an independent library reads it, with the zones that the text itself defines. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
}

test.each(ZONES)("the rules written for %s give each day of three years its instants", (zone) => {
  const text = timeZoneText(zone, 2026, 2028);
  const component = new ICAL.Component(ICAL.parse(text));
  const rules = new ICAL.Timezone(component);
  for (let day = Date.UTC(2026, 0, 2); day < Date.UTC(2028, 11, 30); day += 86_400_000) {
    const on = new Date(day).toISOString().slice(0, 10);
    // Times that the clock skips or repeats have no single instant.
    for (const time of ["00:30", "04:00", "09:00", "23:30"]) {
      const [year, month, date] = on.split("-").map(Number);
      const [hour, minute] = time.split(":").map(Number);
      const read = new ICAL.Time({ year, month, day: date, hour, minute, second: 0, isDate: false }, rules);
      expect({ on, time, at: read.toUnixTime() * 1_000 }).toEqual({
        on,
        time,
        at: instantOf(on, time, zone).getTime(),
      });
    }
  }
});

test("lines end in CRLF and have at most 75 octets, whatever the names, and are put together again", () => {
  const title = `Coaching session with ${"Zoë Ñandú-Łukasiewicz 𝒜𝓃𝓃 李小龙, ".repeat(6)}“quoted”; back\\slash`;
  const text = calendarText([entry({ title })], PLACE);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const lines = text.split("\r\n");
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(lines.some((line) => line.startsWith(" "))).toBe(true);
  expect(read(text)[0]?.summary).toBe(title);
});

test("a line break in a name ends no line of the feed", () => {
  const text = calendarText([entry({ title: "Ann\r\nATTACH:https://elsewhere.example" })], PLACE);
  expect(text).not.toMatch(/^ATTACH/m);
  expect(read(text)).toHaveLength(1);
});

test("an event carries its version, its last change and its state", () => {
  const [planned, cancelled] = read(
    calendarText([entry(), entry({ uid: "session-2@throughline", isCancelled: true })], PLACE),
  );
  expect(planned?.sequence).toBe(2);
  for (const name of ["dtstamp", "last-modified"])
    expect(String(planned?.component.getFirstPropertyValue(name)), name).toBe("2026-11-16T20:00:00Z");
  expect(planned?.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
  expect(cancelled?.component.getFirstPropertyValue("status")).toBe("CANCELLED");
  expect(planned?.component.getFirstPropertyValue("url")).toBe("https://coaching.example/sessions/1");
});

test("an event of days ends before the day after the last", () => {
  const [event] = read(
    calendarText([entry({ when: { firstOn: "2026-10-30", lastOn: "2026-11-02" } })], PLACE),
  );
  expect(event?.startDate.isDate).toBe(true);
  expect([event?.startDate.toString(), event?.endDate.toString()]).toEqual(["2026-10-30", "2026-11-03"]);
});

test("the second turn of an hour that comes twice is told in UTC", () => {
  const second = { startsAt: new Date("2026-11-01T09:30:00Z"), endsAt: new Date("2026-11-01T10:30:00Z") };
  const [event] = read(calendarText([entry({ when: { ...second, zone: "America/Los_Angeles" } })], PLACE));
  expect(event?.startDate.toJSDate()).toEqual(second.startsAt);
  expect(event?.endDate.toJSDate()).toEqual(second.endsAt);
});

test("the same entries are the same text", () => {
  expect(calendarText([entry()], PLACE)).toBe(calendarText([entry()], PLACE));
});
