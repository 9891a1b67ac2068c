import { expect, test } from "vitest";
import { calledOffFor, clashOf } from "./clash.rules.ts";

const span = { from: "2026-12-01", to: "2026-12-04" };
const people = [
  { id: "ana", name: "Ana Abel" },
  { id: "ben", name: "Ben Bly" },
];
const clash = (given: object, session: object = {}) =>
  clashOf(
    { on: "2026-12-04", siteId: "bend", people: people.slice(0, 1), ...session },
    { coachId: "kim", leave: [], closures: [], ...given },
  );
const away = (personId: string) => ({ personId, ...span });
const closed = (siteId: string | null) => ({ siteId, name: "Snow", ...span });

test("leave of the coach or of the person, and closures where the session is", () => {
  expect(clash({})).toBeNull();
  expect(clash({ leave: [away("kim")] })).toEqual({ kind: "coach", words: "You are on leave" });
  expect(clash({ leave: [away("ana")] })).toEqual({ kind: "coachee", words: "Ana Abel is on leave" });
  expect(clash({ leave: [away("ana")] }, { on: "2026-12-05" })).toBeNull();
  expect(clash({ closures: [closed(null)], leave: [away("kim")] })).toMatchObject({ kind: "closure" });
  expect(clash({ closures: [closed("bend")] })).toEqual({ kind: "closure", words: "Closed: Snow" });
  expect(clash({ closures: [closed("salem")] })).toBeNull();
});

test("a group meets without one of its people, and not without all", () => {
  expect(clash({ leave: [away("ana")] }, { people })).toBeNull();
  expect(clash({ leave: [away("ana"), away("ben")] }, { people })).toMatchObject({ kind: "coachee" });
  expect(clash({ leave: [away("ana")] }, { people: [] })).toBeNull();
});

test("called off, it counts as what stood in its way", () => {
  expect(calledOffFor({ kind: "closure", words: "Closed: Snow" })).toEqual({
    ...{ status: "cancelled_agency", notHeldReason: "office_closed", statusReason: "Closed: Snow" },
  });
  expect(calledOffFor({ kind: "coach", words: "" })).toMatchObject({
    ...{ status: "cancelled_by_coach", notHeldReason: "coach_away" },
  });
  expect(calledOffFor({ kind: "coachee", words: "" })).toMatchObject({
    ...{ status: "cancelled_by_coachee", notHeldReason: "coachee_away" },
  });
});
