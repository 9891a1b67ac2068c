import { expect, test } from "vitest";
import { byLastContact, type Contact, lastContact } from "./contacts.rules.ts";

const contact = (on: string, isOwn: boolean): Contact => ({
  ...{ coacheeId: "ana", on, isOwn, status: "held", observationMinutes: 0, meetingMinutes: 30 },
  ...{ attendance: "full", minutes: null },
});

test("the newest contact counts whoever had it, and is one's own when one's own was that day", () => {
  expect(lastContact([])).toEqual({ lastContactOn: null, isLastContactOwn: false });
  const own = contact("2026-11-02", true);
  expect(lastContact([own, contact("2026-11-09", false)])).toEqual({
    lastContactOn: "2026-11-09",
    isLastContactOwn: false,
  });
  expect(lastContact([contact("2026-11-02", false), own])).toEqual({
    lastContactOn: "2026-11-02",
    isLastContactOwn: true,
  });
});

test("those without a contact come first, then those whose contact is oldest, else as given", () => {
  const contacts = new Map([
    ["ben", [contact("2026-11-09", true)]],
    ["cal", [contact("2026-10-01", true)]],
    ["eve", [contact("2026-11-09", false)]],
  ]);
  const people = ["ben", "cal", "dan", "eve", "flo"].map((id) => ({ id }));
  expect(byLastContact(people, contacts).map(({ id }) => id)).toEqual(["dan", "flo", "cal", "ben", "eve"]);
});
